"""What a playbook is: everything in which one kind of ticket differs from another, in one declaration.

Routes, bodies, permissions, lists, numbers, texts to be written and histories to be recorded follow from it
(docs/extending.md). There are no conditions here and no small language: where a declaration stops being
enough, the workflow goes on in code.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import Any, Literal

from domain.people.staff import Role
from domain.playbooks.forms import Done, Form, TakenIn, WithReason, fields_of

Who = Role | str
"""A role of staff, or `customer`, who acts by link and code."""
SERVICE: tuple[Who, ...] = ("agent", "shift_lead", "service_supervisor")
DECIDERS: tuple[Who, ...] = ("service_supervisor", "manager")
STAFF: tuple[Who, ...] = (
    "agent", "shift_lead", "service_supervisor", "department_head", "crew_leader", "crew_member",
    "site_supervisor", "designer", "salesperson", "manager",
)  # fmt: skip
"""Everybody who works here: said on purpose, never by leaving it out."""


CONCERNS = ("about_staff", "department_id", "about")
"""What may say whom a ticket concerns: a person, a department's head, or whomever another ticket concerns."""
Never = Literal["never"]
NEVER: Never = "never"
OFFICE: tuple[Who, ...] = (*SERVICE, "department_head", "manager")
"""Whoever works on tickets, but not on site."""
EASERS: tuple[Who, ...] = (*SERVICE, "manager")
"""Who may end, delay or ease what was promised: service and the manager, never whose work it is."""


class Trait(Enum):
    """What a kind of ticket is besides; each trait is used in lists, figures or rules that name it."""

    PROBLEM = "a reported problem: in the file's table of problems, and none of them is missed (P19, P22)"
    FED_BACK = "departments hear of its end (P19)"
    CREW_WORKS = "a crew works on it, and it is not in hand before one is named (P7, P19)"
    KEPT_AS_AFTER_SALES = "kept as long as warranty and after-sales records are (P23)"
    OPENS_AGAIN = "a closed one can be opened again under its number (P7, P8)"
    CUSTOMER_CALLED = "it is itself a call to the customer (P10)"
    MARKETING = "its texts are marketing: consent, opt-out, permitted hours, one cap per person (P1, P23)"
    FILE_NOT_SHOWN = "having it in hand does not open the customer's file (P23)"


@dataclass(frozen=True)
class ActDeclaration:
    """One thing people do in a stage: what they say, who may, what it needs, where it leads."""

    name: str
    form: type[Done]
    by: tuple[Who, ...]
    """Roles of the staff who may do it. Nobody else may: there is no default."""
    needs: tuple[str, ...]
    """Permissions of the account, any of which will do."""
    own: bool = False
    """Only by the department concerned: another's head does not answer for it."""
    concerned: tuple[str, ...] = ()
    """Which of those whom the ticket concerns (`Playbook.concerns`) may do it; of them nobody else."""
    in_person: bool = False
    """Never recorded for others: whoever decides is who stands there (E6)."""
    to: str | None = None
    """The stage it leads to; None where the workflow's `on_<name>` says what happens."""
    leads: tuple[str, ...] = ()
    """Stages to which the workflow's `on_<name>` may lead, besides staying where it is."""
    ends: str | None = None
    """The reason for which the ticket ends by it."""
    at: str | None = None
    """The last part of its address, where that is not its name."""
    by_link: tuple[str, ...] = ()
    """Whom it is offered on the page of the job that a text opens, by whom the text was meant for: roles, or
    `receiver`. Such an act needs no typing."""

    @cached_property
    def moments(self) -> tuple[str, ...]:
        """Fields of its form that put something off: ahead, and plausible (`domain/promises/moments.py`)."""
        found = (each for each in fields_of(self.form) if each.holds == "moment")
        return tuple(each.name for each in found if not each.moves_nothing)

    @property
    def leads_to(self) -> tuple[str, ...]:
        """Every stage it may lead to."""
        return self.leads if self.to is None else (self.to, *self.leads)


@dataclass(frozen=True)
class StageDeclaration:
    """Where a ticket can stand: what is promised meanwhile, and what can be done."""

    name: str
    promise: str | None
    acts: tuple[ActDeclaration, ...]
    left_by: str | None = None
    """What ends the stage where no act does: `call`, `clock`, `system`."""
    leads: tuple[str, ...] = ()
    """Stages the workflow itself enters from here: by a call's result, a timer, an activity."""


@dataclass(frozen=True)
class Playbook:
    """One kind of ticket."""

    name: str
    """The workflow's type, such as `Complaint`."""
    rule: str
    """The requirement it carries out, such as `P8`."""
    title: str
    """What one of them is called in the API's document, with its article: `a complaint`."""
    at: str
    """Where it is taken in: `/complaints`."""
    prefix: str
    """How its tickets' ids begin: `complaint-`. Before the number there is nothing else."""
    letter: str | None
    """How its numbers begin, such as `B2026-000001`; None where ids are made of other ids."""
    start: type[Any]
    """What its workflow is started with: a frozen dataclass with `intake`, `policy` and `first_stage`."""
    policy: type[Any]
    """The company's numbers for it: a frozen dataclass with defaults for all."""
    stages: tuple[StageDeclaration, ...]
    begins: tuple[str, ...]
    """Stages in which one may begin, anew or opened again."""
    ends: tuple[str, ...]
    """Reasons for which it closes, besides those of every ticket."""
    concerns: tuple[str, ...] | None = None
    """Fields of its start that say whom of the company it is about: they do no act that does not name them.

    `about_staff`, a person; `department_id`, the head of a department; `about`, whomever another ticket
    concerns. (): nobody, said on purpose; None is refused.
    """
    cancel: "ActDeclaration | Never | None" = None
    """Who may cancel one; `NEVER` where nobody may, said on purpose; None is refused."""
    reopen: "ActDeclaration | None" = None
    """Who may open a closed one again: wanted where it OPENS_AGAIN."""
    taken: type[TakenIn] | None = None
    """What is said when it is taken in; None where it has a door of its own."""
    says: str = ""
    """What happens at once when it is taken in, for the API's document."""
    always: tuple[ActDeclaration, ...] = ()
    """Acts that are possible in every stage."""
    at_times: tuple[ActDeclaration, ...] = ()
    """Acts that are possible while a promise counts or is paused, or somebody has yet to confirm."""
    on_record: tuple[ActDeclaration, ...] = ()
    """Acts that put right what is on record of it, open or closed: the workflow has no part in them."""
    traits: frozenset[Trait] = frozenset()
    texts: str = ""
    """How its own texts begin: `complaint` in `complaint-summary`; by default the prefix without its dash."""
    table: str | None = None
    """The table of its policy in the company's file; by default `texts` with underscores. See `policy`."""
    settled: Mapping[str, str] = field(default_factory=dict)
    """Ends to which only the customer's word leads, each with the reason of the call that asks (P10, P19)."""
    calls: tuple[str, ...] = ()
    """Reasons for which it has the customer called meanwhile, each with questions of its own."""
    tells: tuple[str, ...] = ()
    """Templates of what is told by phone, besides those of its promises' rungs."""
    writes: tuple[str, ...] = ()
    """Templates of what is only written: to staff what has changed, to the customer how it goes."""
    facts: tuple[str, ...] = ()
    """Fields of its start that whoever sees the ticket is shown: codes and ids, never words."""
    stands_in_for: tuple[str, ...] = ()
    """Names of other kinds whose matter one of this kind can hold to its end: tickets of those may be closed
    as its duplicates, besides those of its own kind (P19)."""
    carried_over: tuple[str, ...] = ()
    """What a reopened one keeps of where it stood: fields of its start that are columns of its row, too."""

    def __post_init__(self) -> None:
        """Fill in what follows from the rest."""
        if not self.texts:
            object.__setattr__(self, "texts", self.prefix.removesuffix("-"))
        if self.table is None:
            object.__setattr__(self, "table", self.texts.replace("-", "_"))

    @cached_property
    def turns(self) -> Mapping[str, tuple[str, ...]]:
        """Which acts are possible in which stage; those of every ticket come on top."""
        return {stage.name: tuple(act.name for act in stage.acts) for stage in self.stages}

    @cached_property
    def promises(self) -> Mapping[str, str]:
        """Which promise counts in which stage; in the others nothing is due."""
        return {stage.name: stage.promise for stage in self.stages if stage.promise is not None}

    def act(self, name: str) -> ActDeclaration | None:
        """The act of that name, one of every ticket's included; None where the kind has none such."""
        on_record = {act.name: act for act in self.on_record}
        return self.acts.get(name) or on_record.get(name)

    @cached_property
    def acts(self) -> Mapping[str, ActDeclaration]:
        """Every act that the workflow carries out by its name, those of every ticket included."""
        return {act.name: act for act in (*self.always, *self.at_times, *self.own_acts())}

    def each_act(self) -> Iterator[ActDeclaration]:
        """Every act as often as it is declared."""
        for stage in self.stages:
            yield from stage.acts
        yield from self.always
        yield from self.at_times
        yield from self.on_record

    def doors(self) -> Iterator[ActDeclaration]:
        """What is done to one from outside its stages: cancelling, and opening again."""
        if isinstance(self.cancel, ActDeclaration):
            yield self.cancel
        if self.reopen is not None:
            yield self.reopen

    def own_acts(self) -> Iterator[ActDeclaration]:
        """The acts of its stages, each once."""
        seen = dict.fromkeys(act for stage in self.stages for act in stage.acts)
        yield from seen

    @property
    def asks(self) -> tuple[str, ...]:
        """Reasons for which it has the customer called, the one that ends it well among them."""
        return tuple(dict.fromkeys((*self.settled.values(), *self.calls)))

    @property
    def module(self) -> str:
        """The file of its workflow in `workflows/`, and of its texts: `follow_up_call` for FollowUpCall."""
        return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", self.name).lower()

    @property
    def acts_at_tickets(self) -> bool:
        """Whether its acts have their addresses at `/tickets`, and none of its own."""
        return any(act.at is None for act in self.each_act())

    def number(self, ticket_id: str) -> str:
        """What people call the ticket: its id without the prefix. Raises ValueError for another kind's id."""
        if not ticket_id.startswith(self.prefix):
            raise ValueError(f"{ticket_id} is no {self.name}")
        return ticket_id.removeprefix(self.prefix)

    def can_hold(self, kind: str) -> bool:
        """Whether a ticket of that kind may be closed as the duplicate of one of these."""
        return kind == self.name or kind in self.stands_in_for

    def has(self, trait: Trait) -> bool:
        """Whether the kind has the trait."""
        return trait in self.traits

    def address_of(self, ticket_id: str, act: str) -> str:
        """Where to say that the act was done."""
        declared = self.acts.get(act)
        if declared is not None and declared.at is not None:
            return f"{self.at}/{ticket_id}:{declared.at}"
        return f"/tickets/{ticket_id}:{act.replace('_', '-')}"


def stage(
    name: str,
    promise: str | None,
    *acts: ActDeclaration,
    left_by: str | None = None,
    leads: tuple[str, ...] = (),
) -> StageDeclaration:
    """A stage, the promise that counts in it, and what can be done."""
    return StageDeclaration(name, promise, acts, left_by, leads)


def act(
    name: str,
    form: type[Form] = Done,
    *,
    by: tuple[Who, ...],
    needs: str | tuple[str, ...],
    own: bool = False,
    concerned: tuple[str, ...] = (),
    in_person: bool = False,
    to: str | None = None,
    leads: tuple[str, ...] = (),
    ends: str | None = None,
    at: str | None = None,
    by_link: tuple[str, ...] = (),
) -> ActDeclaration:
    """An act; who may do it has to be said."""
    if not issubclass(form, Done):
        raise TypeError(f"{name}: {form.__name__} is no form of an act")
    return ActDeclaration(
        name,
        form,
        by,
        (needs,) if isinstance(needs, str) else needs,
        own,
        concerned,
        in_person,
        to,
        leads,
        ends,
        at,
        by_link,
    )


def cancelling(by: tuple[Who, ...], concerned: tuple[str, ...] = ()) -> ActDeclaration:
    """That one may be cancelled, and by whom."""
    return act("cancel", by=by, needs="tickets.cancel", concerned=concerned, ends="cancelled")


def reopening(by: tuple[Who, ...], concerned: tuple[str, ...] = ()) -> ActDeclaration:
    """That a closed one may be opened again, and by whom."""
    return act("reopen", WithReason, by=by, needs="tickets.work", concerned=concerned)
