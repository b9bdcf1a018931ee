"""Whoever is told by a text opens the job from it, and acts without typing: see docs/decisions/0058."""

import secrets
from dataclasses import dataclass

from domain.access.roles import BUILT_IN
from domain.messages.notices import SendNotice
from domain.people.staff import Because
from domain.playbooks.complaint_categories import Categories
from domain.playbooks.declaration import ActDeclaration, Playbook
from domain.playbooks.registry import BY_NAME
from domain.promises.telling import RECEIVER
from domain.tickets.job_links import GOOD_FOR, TOKEN_BYTES, token_hash
from services.backend import Backend
from services.playbooks.acting import ActKey, Doing, do
from services.playbooks.parts import Actor, answers_for_itself
from services.refused import Named, Refused
from store.database import Connection, Database, present, queries
from store.rows.tickets.job_links import JobOfTokenRow
from store.rows.tickets.tickets import TicketViewRow

JOBS = "/jobs/"
"""Where links lead."""
_MEANT: Because = "asked_for"
_ACCOUNT_OF = {"crew_leader": "crew", "crew_member": "crew"}
"""The role in which staff without an account act, where it is called otherwise than theirs."""


async def issue_link(db: Connection, order: SendNotice) -> str:
    """The token of the order's link, kept as a hash; one that an earlier attempt sent is void.

    Whoever is told in another's place has it as who they are themselves: they know of it, and do not speak
    for the one who was meant, as on the phone.
    """
    token = secrets.token_urlsafe(TOKEN_BYTES)
    await queries.issue_job_link(
        db,
        ticket_id=order.ticket_id,
        staff_id=present(order.staff_id),
        key=order.key,
        role=order.role if order.because == _MEANT else order.because,
        token_hash=token_hash(token),
    )
    return token


@dataclass(frozen=True)
class Job:
    """A ticket as the holder of a link has to do with it."""

    link: JobOfTokenRow
    ticket: TicketViewRow

    @property
    def playbook(self) -> Playbook:
        """Of the ticket."""
        return BY_NAME[self.ticket["kind"]]

    def acts(self) -> tuple[str, ...]:
        """What the holder can do now without typing."""
        return tuple(act for act in self.ticket["acts"] if self.may(act))

    def may(self, act: str) -> bool:
        """Whether the act is the holder's to do from a link, at whatever time."""
        declared, actor = self.playbook.act(act), self.actor
        if declared is None or actor is None or not actor.may(declared.needs):
            return False
        own = answers_for_itself(declared, self.ticket["department_id"], actor)
        return own and self.link["role"] in declared.by and self._is_meant(declared)

    @property
    def actor(self) -> Actor | None:
        """The holder, with what they may; None in a role that no account has."""
        role, link = BUILT_IN.get(account_role(self.link)), self.link
        if role is None:
            return None
        return Actor(link["staff_id"], False, link["department_id"], link["staff_id"], role.permissions)

    def _is_meant(self, declared: ActDeclaration) -> bool:
        link = self.link
        received = link["staff_id"] in (link["told_as"], self.ticket["unconfirmed"])
        return link["told_as"] in declared.by_link or (RECEIVER in declared.by_link and received)


def account_role(link: JobOfTokenRow) -> str:
    """The role in which the holder of the link acts: the account's, else that of people like them."""
    return link["account_role"] or _ACCOUNT_OF.get(link["role"], link["role"])


async def job_of(db: Database, token: str) -> JobOfTokenRow | None:
    """Whose link it is, and to what; None where there is none such."""
    return await queries.job_of_token(db, token_hash=token_hash(token), good_for=GOOD_FOR)


async def opened(db: Database, link: JobOfTokenRow) -> Job:
    """The job behind a link that is still open."""
    return Job(link, present(await queries.ticket_view(db, id=link["ticket_id"])))


async def act_on(backend: Backend, job: Job, act: str, key: str, categories: Categories) -> None:
    """As the address of the act does it for whoever is signed in; under the same key once. Raises Refused."""
    declared, actor = job.playbook.act(act), job.actor
    if declared is None or actor is None or not job.may(act):
        raise Refused("not-your-part", roles=Named("role", declared.by if declared is not None else ()))
    once = ActKey(f"link/{actor.staff_id}/{key}", given=True)
    doing = Doing(job.link["ticket_id"], act, declared.form(), {}, {}, once)
    await do(backend, doing, actor, categories)
