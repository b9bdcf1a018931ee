"""What routers are made of, from one place: routes, connections, problems, fields, pages of lists, who asks.

How requests are read and answered is in `api.http`; who asks, what they may and see, once and on record, in
`api.access`. A router of any matter imports both through this module alone.
"""

from api.access.idempotency import KEYED, made, made_once, remember
from api.access.link_holder import as_holder
from api.access.masking import HEADER as PURPOSE_HEADER
from api.access.masking import (
    clear,
    line_shown,
    masked,
    name_shown,
    place_shown,
    stated_purpose,
    words_shown,
)
from api.access.permissions import (
    acting_staff,
    actor_of,
    deciding_staff,
    may_for_others,
    note_not_ones_part,
    recorded_by,
    refused,
    writer,
)
from api.access.principal import principal_of
from api.access.route import Route
from api.access.sight import require_customer, require_ownership
from api.access.trail import note_seen
from api.http.config import ApiConfig, config_of
from api.http.database import as_system, connection, system
from api.http.downloads import attachment
from api.http.fields import (
    LARGEST_ID,
    BuildingFilter,
    BuildingId,
    CustomerId,
    Day,
    Hour,
    Line,
    MessageId,
    Moment,
    Name,
    Note,
    OwnershipId,
    OwnershipRef,
    PlainDay,
    SearchText,
    TicketFilter,
    TicketId,
)
from api.http.hanging_up import READS, carried_out
from api.http.openapi import BODY, PUBLIC, REPEATED, problems
from api.http.pagination import Cursor, Limit, Page, moment_of, next_link, page_of, read_cursor
from api.http.people_pages import ForPeople, Look
from api.http.problem_handlers import problem_of
from api.http.problems import FieldError, Problem
from api.http.refs import BuildingRef, CustomerRef, Link, TicketRef
from api.http.request_scope import locale_of, request_id_of
from api.http.revision import IfMatch, changes_of, revised, seen_version, tag
from api.http.rows import same_names
from api.http.staff_fields import (
    AbsenceId,
    ActiveFilter,
    Code,
    CodeFilter,
    Codes,
    CrewFilter,
    CrewId,
    CrewRef,
    DepartmentFilter,
    DepartmentId,
    DepartmentRef,
    DutyTimeId,
    LocalHour,
    Occasion,
    RoleFilter,
    StaffFilter,
    StaffId,
    StaffRef,
    Trade,
    Weekday,
)
from api.http.temporal import reaching_temporal, require_temporal
from api.http.uploads import file_name
from api.http.validation import field_error
from api.http.wording import in_words, wording
from services.caller import Principal

__all__ = [
    "BODY",
    "KEYED",
    "LARGEST_ID",
    "PUBLIC",
    "PURPOSE_HEADER",
    "READS",
    "REPEATED",
    "AbsenceId",
    "ActiveFilter",
    "ApiConfig",
    "BuildingFilter",
    "BuildingId",
    "BuildingRef",
    "Code",
    "CodeFilter",
    "Codes",
    "CrewFilter",
    "CrewId",
    "CrewRef",
    "Cursor",
    "CustomerId",
    "CustomerRef",
    "Day",
    "DepartmentFilter",
    "DepartmentId",
    "DepartmentRef",
    "DutyTimeId",
    "FieldError",
    "ForPeople",
    "Hour",
    "IfMatch",
    "Limit",
    "Line",
    "Link",
    "LocalHour",
    "Look",
    "MessageId",
    "Moment",
    "Name",
    "Note",
    "Occasion",
    "OwnershipId",
    "OwnershipRef",
    "Page",
    "PlainDay",
    "Principal",
    "Problem",
    "RoleFilter",
    "Route",
    "SearchText",
    "StaffFilter",
    "StaffId",
    "StaffRef",
    "TicketFilter",
    "TicketId",
    "TicketRef",
    "Trade",
    "Weekday",
    "acting_staff",
    "actor_of",
    "as_holder",
    "as_system",
    "attachment",
    "carried_out",
    "changes_of",
    "clear",
    "config_of",
    "connection",
    "deciding_staff",
    "field_error",
    "file_name",
    "in_words",
    "line_shown",
    "locale_of",
    "made",
    "made_once",
    "masked",
    "may_for_others",
    "moment_of",
    "name_shown",
    "next_link",
    "note_not_ones_part",
    "note_seen",
    "page_of",
    "place_shown",
    "principal_of",
    "problem_of",
    "problems",
    "reaching_temporal",
    "read_cursor",
    "recorded_by",
    "refused",
    "remember",
    "request_id_of",
    "require_customer",
    "require_ownership",
    "require_temporal",
    "revised",
    "same_names",
    "seen_version",
    "stated_purpose",
    "system",
    "tag",
    "wording",
    "words_shown",
    "writer",
]
