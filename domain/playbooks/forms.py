"""Forms: what people say when they do something, from which body, page, example and record are derived.

A form is a frozen dataclass of marked types. The mark of a field says what it holds; the API makes its body
from it, the console its input, the documents their example, and the record knows which fields are words: what
people said or wrote stays in PostgreSQL and never enters a workflow (docs/extending.md).
"""

import types
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, field, fields
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

Holds = Literal[
    "words", "line", "link", "code", "category", "moment", "money", "staff", "crew", "department", "ticket",
    "customer", "ownership",
]  # fmt: skip
"""What a field holds; each kind has one form of body, of input and one check that what it names exists."""
WORDS: frozenset[Holds] = frozenset({"words", "line", "link"})
"""Kinds of field that hold what people said, wrote or show."""


@dataclass(frozen=True)
class Mark:
    """What a field holds."""

    holds: Holds


@dataclass(frozen=True)
class Example:
    """What the field looks like, for documents and tests; invented."""

    value: Any


@dataclass(frozen=True)
class Says:
    """What the field is for, as the API's document says it; English."""

    meaning: str


@dataclass(frozen=True)
class MayHaveLeft:
    """The field only speaks of somebody, who may have left; whoever other fields name gets work by it."""


@dataclass(frozen=True)
class Between:
    """A number's bounds, both allowed."""

    least: int
    most: int


@dataclass(frozen=True)
class Many:
    """How many entries a list may have."""

    most: int
    least: int = 0


@dataclass(frozen=True)
class MovesNothing:
    """A moment that is told and kept, and puts nothing off: any will do."""


Words = Annotated[str, Mark("words")]
"""What somebody said or wrote, several lines if need be."""
Line = Annotated[str, Mark("line")]
"""As `Words`, on one line."""
Link = Annotated[str, Mark("link")]
"""A web address of a picture or a scan."""
Code = Annotated[str, Mark("code")]
"""A company's own short code, such as a trade."""
Category = Annotated[str, Mark("category")]
"""A leaf of the tree in which complaints are classified."""
Moment = Annotated[datetime, Mark("moment")]
"""A moment in the years a plan of work can speak of, with its offset."""
Money = Annotated[Decimal, Mark("money")]
"""Yuan, more than nothing."""
StaffId = Annotated[str, Mark("staff")]
CrewId = Annotated[str, Mark("crew")]
DepartmentId = Annotated[str, Mark("department")]
TicketId = Annotated[str, Mark("ticket")]
CustomerId = Annotated[str, Mark("customer")]
OwnershipId = Annotated[str, Mark("ownership")]

_EXAMPLES: Mapping[Holds, Any] = {
    "staff": "S00000002",
    "crew": "W00000001",
    "department": "D000001",
    "ticket": "repair-R2026-000122",
    "customer": "C00000001",
    "ownership": "O00000001",
}


@dataclass(frozen=True)
class Unfit:
    """A form whose fields do not fit together: which field is to blame, and which rule it breaks."""

    field: str
    rule: str


@dataclass(frozen=True, kw_only=True)
class Form:
    """Base of all forms."""

    def unfit(self) -> Iterator[Unfit]:
        """What does not fit together, beyond what each field's mark says; nothing for most forms."""
        yield from ()


BY = "Who did it; oneself where it is left out. Only some may record for others."


@dataclass(frozen=True, kw_only=True)
class Done(Form):
    """Who did it, with a remark where there is one."""

    by: Annotated[StaffId | None, Says(BY), Example("S00000001")] = None
    remark: Words | None = None


@dataclass(frozen=True, kw_only=True)
class WithReason(Done):
    """An act that needs a reason."""

    remark: Annotated[Words, Example("业主要求")] = field()


@dataclass(frozen=True, kw_only=True)
class Written(Done):
    """Something that somebody files or says, in words."""

    what: Annotated[Words, Example("当天两处同时报修")]


@dataclass(frozen=True, kw_only=True)
class TakenIn(Form):
    """What every request has that is taken in: who asks for what, and who stays answerable for it (P17)."""

    customer_id: CustomerId
    ownership_id: OwnershipId | None = None
    urgent: bool = False
    taken_in_by: Annotated[
        StaffId | None,
        Says("Stays answerable until it is closed (P17): oneself, unless one may record for others."),
        Example("S00000002"),
    ] = None


@dataclass(frozen=True)
class FormField:
    """A field of a form, with all its marks."""

    name: str
    kind: Any
    """The bare type: `str`, a Literal, `bool` …; of a list that of an entry."""
    holds: Holds | None
    optional: bool
    many: Many | None
    between: Between | None
    says: str | None
    in_use: bool
    """Whether the person, crew or department it names has to be in use."""
    default: Any
    """`MISSING` where it has to be given; of a list its factory's value."""
    example: Any
    """`MISSING` where examples leave it out."""
    moves_nothing: bool = False
    """Of a moment: whether nothing is put off by it."""

    @property
    def words(self) -> bool:
        """Whether it holds what people said or wrote: kept in PostgreSQL, unknown to the workflow."""
        return self.holds in WORDS


def fields_of(form: type[Form]) -> tuple[FormField, ...]:
    """The fields of a form, in order."""
    hints = get_type_hints(form, include_extras=True)
    return tuple(_field(each, hints[each.name]) for each in fields(form))


def words_of(form: type[Form]) -> tuple[str, ...]:
    """Names of the fields that hold words."""
    return tuple(each.name for each in fields_of(form) if each.words)


def example_of(form: type[Form]) -> dict[str, Any]:
    """How the form looks when it is filled in, as JSON would have it."""
    return {each.name: each.example for each in fields_of(form) if each.example is not MISSING}


def _field(given: Any, hint: Any) -> FormField:
    marks: list[Any] = []
    kind = _bare(hint, marks)
    optional = get_origin(kind) in (types.UnionType, Union) and type(None) in get_args(kind)
    if optional:
        kind = _bare(next(each for each in get_args(kind) if each is not type(None)), marks)
    many = _mark(marks, Many)
    if get_origin(kind) is list:
        kind = _bare(get_args(kind)[0], marks)
    default = given.default
    if default is MISSING and given.default_factory is not MISSING:
        default = given.default_factory()
    mark, example, says = _mark(marks, Mark), _mark(marks, Example), _mark(marks, Says)
    holds = mark.holds if mark is not None else None
    shown = example.value if example is not None else MISSING
    if shown is MISSING and default is MISSING and holds is not None:
        shown = _EXAMPLES.get(holds, MISSING)
    return FormField(
        given.name,
        kind,
        holds,
        optional,
        many,
        _mark(marks, Between),
        says.meaning if says is not None else None,
        _mark(marks, MayHaveLeft) is None,
        default,
        shown,
        _mark(marks, MovesNothing) is not None,
    )


def _bare(hint: Any, marks: list[Any]) -> Any:
    while get_origin(hint) is Annotated:
        marks.extend(hint.__metadata__)
        hint = hint.__origin__
    return hint


def _mark(marks: list[Any], kind: type) -> Any:
    """The outermost mark of a kind: what a field says of itself goes before what its type says."""
    return next((each for each in marks if isinstance(each, kind)), None)
