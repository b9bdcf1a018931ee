"""Who may do what, as a table: made from what is enforced, so that it cannot say anything else (P23)."""

from collections.abc import Iterable, Iterator, Sequence

from fastapi.routing import APIRoute

from api.access.permissions import OPEN, OPERATIONS, SIGNED_IN, meaning, operation_of
from api.http.wording import wording
from domain.access.roles import BUILT_IN, PIECES, Reach, Role, Shown
from domain.playbooks.declaration import STAFF, ActDeclaration, Playbook
from domain.playbooks.registry import PLAYBOOKS
from texts import text

_LOCALE = "en"
_HEAD = """# Who may do what

Made by `python -m huifang.run.access_table` from `domain/access/roles.toml`, `api/access/operations.toml` and
the API itself; a test holds it current, and another makes each request as each role. How it is enforced:
[decision 0019](decisions/0019-access.md).
"""
_FILES = {
    Reach.ALL: "all",
    Reach.OWN: "own customers, tickets in hand, files lent",
    Reach.JOBS: "open jobs of the own crew: ticket, name, flat",
    Reach.NONE: "none",
}
_CONCERNED = {
    "about_staff": "whoever is complained about",
    "department_id": "the department's head",
    "about": "either, to give it out of their hands",
}
_SHOWN = {
    Shown.ALWAYS: "in clear",
    Shown.PURPOSE: "masked; in clear for a stated purpose",
    Shown.NEVER: "masked",
}


def render(routes: Iterable[APIRoute]) -> str:
    """The page, in Markdown."""
    return "\n".join(
        [
            _HEAD,
            "## Roles",
            "",
            "Rows that a role may not see are not there for it: lists leave them out, ids are answered with "
            "404.",
            "",
            *_table(["role", "customers' files", *PIECES], [_role(role) for role in BUILT_IN.values()]),
            "",
            "A closed ticket stays in sight of whoever had it in hand: "
            + "; ".join(
                f"{_name(role)} {role.closed_days} days" for role in BUILT_IN.values() if role.closed_days
            )
            + ". Names, numbers and duties of staff are open to whoever may see staff; their numbers are "
            "masked like those of customers.",
            "",
            "## Permissions",
            "",
            *_table(
                ["permission", "lets one"], [[f"`{each}`", meaning(_LOCALE, each)] for each in _permissions()]
            ),
            "",
            "## Operations",
            "",
            "`●`: may. The token of the settings may everything. A token for a program has at most the "
            "permissions of its role.",
            "",
            *_table(
                ["operation", "request", "permission", *(_name(role) for role in BUILT_IN.values())],
                [_operation(route) for route in routes],
            ),
            "",
            "## Acts that have their people",
            "",
            "Besides the permission, the member of staff who acts has to be one of (P8, P23); each other act "
            "is open to all staff, as its playbook says. Whom a ticket concerns does none of its acts but "
            "those named for them: a person who is complained about, the head of the department it is or was "
            "about, and either of them in the calls about it.",
            "",
            *_table(["ticket", "act", "staff", "of those it concerns"], [_step(*each) for each in _steps()]),
            "",
        ]
    )


def _role(role: Role) -> list[str]:
    files = _FILES[role.reach] + (", tickets of the own department" if role.own_department else "")
    return [_name(role), files, *(_SHOWN[role.shows[piece]] for piece in PIECES)]


def _operation(route: APIRoute) -> list[str]:
    name = operation_of(route)
    needs = OPERATIONS[name]
    method = "/".join(sorted(route.methods or ()))
    said = {OPEN: "whoever knows the address", SIGNED_IN: "oneself"}.get(
        needs[0], " or ".join(f"`{each}`" for each in needs)
    )
    return [
        name,
        f"`{method} {route.path_format}`",
        said,
        *("●" if may(role, name) else "" for role in BUILT_IN.values()),
    ]


def may(role: Role, operation: str) -> bool:
    """Whether somebody of the role gets past the check of the operation."""
    needs = OPERATIONS[operation]
    return needs[0] in (OPEN, SIGNED_IN) or not role.permissions.isdisjoint(needs)


def _steps() -> Iterator[tuple[Playbook, ActDeclaration]]:
    for playbook in PLAYBOOKS:
        for act in (*playbook.own_acts(), *playbook.always, *playbook.at_times, *playbook.doors()):
            if set(STAFF) - set(act.by) or act.own or playbook.concerns:
                yield playbook, act


def _step(playbook: Playbook, act: ActDeclaration) -> list[str]:
    people = ", ".join(text(_LOCALE, f"role-{role}") for role in act.by)
    own = " (of the department concerned)" if act.own else ""
    own += "; in one's own name only" if act.in_person else ""
    concerned = ", ".join(_CONCERNED[name] for name in act.concerned) if act.concerned else "nobody"
    return [
        playbook.name,
        wording(_LOCALE, "act", act.name, playbook.texts),
        people + own,
        concerned if playbook.concerns else "",
    ]


def _permissions() -> list[str]:
    return sorted({each for role in BUILT_IN.values() for each in role.permissions})


def _name(role: Role) -> str:
    return role.name.replace("_", " ")


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return [f"| {' | '.join(head)} |", "|" + "---|" * len(head), *lines]
