"""What routers are made of, from one place: routes, connections, problems, fields, pages of lists, who asks.

How requests are read and answered is in `api.http`; who asks, what they may and see, once and on record, in
`api.access`. A router of any matter imports both through this module alone.
"""

from api.access.idempotency import KEYED, made, remember
from api.access.masking import HEADER as PURPOSE_HEADER
from api.access.masking import (
    clear,
    covered,
    line_shown,
    masked,
    name_shown,
    place_shown,
    stated_purpose,
    words_shown,
)
from api.access.permissions import acting_staff, may_for_others, note_refused, recorded_by, refused, writer
from api.access.principal import principal_of
from api.access.route import Route
from api.access.sight import require_customer, require_more_than_lent, require_ownership
from api.access.trail import note_seen
from api.http.config import ApiConfig, config_of
from api.http.database import as_system, connection, system
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
from api.http.openapi import BODY, PUBLIC, REPEATED, problems
from api.http.pagination import Cursor, Limit, Page, moment_of, next_link, page_of, read_cursor
from api.http.people_pages import ForPeople, Look
from api.http.phone_numbers import mobile
from api.http.problems import FieldError, Problem
from api.http.request_scope import locale_of, request_id_of
from api.http.revision import IfMatch, revised, seen_version, tag
from api.http.rows import same_names
from api.http.temporal import reaching_temporal, require_temporal
from api.http.uploads import file_name
from api.http.validation import field_error
from api.http.wording import wording
from services.caller import Principal

__all__ = [
    "BODY",
    "KEYED",
    "LARGEST_ID",
    "PUBLIC",
    "PURPOSE_HEADER",
    "REPEATED",
    "ApiConfig",
    "BuildingFilter",
    "BuildingId",
    "Cursor",
    "CustomerId",
    "Day",
    "FieldError",
    "ForPeople",
    "Hour",
    "IfMatch",
    "Limit",
    "Line",
    "Look",
    "MessageId",
    "Moment",
    "Name",
    "Note",
    "OwnershipId",
    "OwnershipRef",
    "Page",
    "PlainDay",
    "Principal",
    "Problem",
    "Route",
    "SearchText",
    "TicketFilter",
    "TicketId",
    "acting_staff",
    "as_system",
    "clear",
    "config_of",
    "connection",
    "covered",
    "field_error",
    "file_name",
    "line_shown",
    "locale_of",
    "made",
    "masked",
    "may_for_others",
    "mobile",
    "moment_of",
    "name_shown",
    "next_link",
    "note_refused",
    "note_seen",
    "page_of",
    "place_shown",
    "principal_of",
    "problems",
    "reaching_temporal",
    "read_cursor",
    "recorded_by",
    "refused",
    "remember",
    "request_id_of",
    "require_customer",
    "require_more_than_lent",
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
