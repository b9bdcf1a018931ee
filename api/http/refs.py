"""Forms of ids that playbooks refer to."""

from typing import Annotated

from pydantic import Field, StringConstraints

TICKET_REF = r"^[a-z][a-z-]{1,40}-[A-Za-z0-9-]{1,40}$"
TicketRef = Annotated[str, StringConstraints(pattern=TICKET_REF), Field(examples=["repair-R2026-000123"])]
CustomerRef = Annotated[str, StringConstraints(pattern=r"^C[0-9]{8,12}$"), Field(examples=["C00000001"])]
BuildingRef = Annotated[str, StringConstraints(pattern=r"^B[0-9]{6,12}$"), Field(examples=["B000001"])]
Link = Annotated[str, StringConstraints(pattern=r"^https?://[^\s]{1,500}$")]
