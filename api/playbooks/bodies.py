"""Bodies of acts and of what is taken in, derived from the forms of the playbooks (docs/extending.md)."""

from collections.abc import Callable, Mapping
from dataclasses import MISSING
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Optional

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, create_model, model_validator
from pydantic_core import PydanticCustomError

from api.routing import (
    Code,
    CrewRef,
    CustomerRef,
    DepartmentRef,
    Line,
    Link,
    Note,
    Occasion,
    OwnershipRef,
    StaffRef,
    TicketRef,
)
from domain.playbooks.forms import Form, FormField, Holds, example_of, fields_of, words_of

_TYPES: Mapping[Holds, Any] = {
    "words": Note,
    "line": Line,
    "link": Link,
    "code": Code,
    "category": Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_.-]{0,59}$")],
    "moment": Occasion,
    "money": Annotated[Decimal, Field(gt=0, max_digits=10, decimal_places=2)],
    "staff": StaffRef,
    "crew": CrewRef,
    "department": DepartmentRef,
    "ticket": TicketRef,
    "customer": CustomerRef,
    "ownership": OwnershipRef,
}
"""How the API takes what a field holds."""


class Body(BaseModel):
    """What somebody says, as a form of the domain has it."""

    model_config = ConfigDict(extra="forbid")
    form: ClassVar[type[Form]]

    def data(self) -> dict[str, str]:
        """Its codes, ids and moments: what the workflow may know. Several codes are one, with commas."""
        kept = {"by", *words_of(self.form)}
        given = self.model_dump(mode="json", exclude=kept, exclude_none=True)
        return {key: _code(value) for key, value in given.items()}

    def said(self) -> dict[str, Any]:
        """Its words: they stay in PostgreSQL."""
        return self.model_dump(mode="json", include=set(words_of(self.form)), exclude_none=True)

    @model_validator(mode="after")
    def _fits(self) -> "Body":
        """What concerns the whole form is told here, what concerns one field by whoever does the act."""
        for unfit in self.filled().unfit():
            if not unfit.field:
                raise PydanticCustomError(f"huifang-{unfit.rule}", "the form does not fit together")
        return self

    def filled(self) -> Form:
        """The form, filled in."""
        return self.form(**{name: getattr(self, name) for name in type(self).model_fields})


def body_of(form: type[Form]) -> type[Body]:
    """The body of a form: the same fields, checked as the API checks them everywhere."""
    made: type[Body] = create_model(  # type: ignore[call-overload]
        form.__name__,
        __base__=Body,
        __module__=form.__module__,
        __doc__=form.__doc__,
        **{each.name: _field(each) for each in fields_of(form)},
    )
    made.form = form
    made.model_config["json_schema_extra"] = {"examples": [example_of(form)]}
    made.model_rebuild(force=True)
    return made


def _field(given: FormField) -> tuple[Any, Any]:
    kind = given.kind if given.holds is None else _TYPES[given.holds]
    if given.between is not None:
        kind = Annotated[kind, Field(ge=given.between.least, le=given.between.most)]
    if given.many is not None:
        bounds = Field(min_length=given.many.least or None, max_length=given.many.most)
        kind = Annotated[list[kind], bounds]  # type: ignore[valid-type]
    if given.optional:
        kind = Optional[kind]  # noqa: UP045 - the operand is a value here
    default: Callable[..., Any] | Any = ... if given.default is MISSING else given.default
    if isinstance(default, list):
        return kind, Field(default_factory=lambda: list(given.default), description=given.says)
    return kind, Field(default, description=given.says)


def _code(value: Any) -> str:
    if isinstance(value, list):
        return ",".join(str(each) for each in value)
    return value if isinstance(value, str) else str(value)
