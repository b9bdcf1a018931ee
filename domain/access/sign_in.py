"""How people sign in (P23): the numbers that hold for passwords, tries, sessions and API tokens."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal


@dataclass(frozen=True)
class SignInPolicy:
    """The company's rules for sign-in; lengths in characters."""

    shortest_password: int = 12
    longest_password: int = 200
    fewest_guesses: int = 10**9
    """Tries that somebody needs who begins with words, names, dates and rows of a keyboard."""
    tries: int = 5
    """Tries per login within `tries_within`; one more locks the login, whether anybody has it or not."""
    address_tries: int = 100
    """The same per network address, behind which a whole office may sit."""
    tries_within: timedelta = timedelta(minutes=15)
    locked_for: timedelta = timedelta(minutes=15)
    idle: timedelta = timedelta(hours=1)
    """A session that nothing was asked in for as long as this has ended."""
    longest_session: timedelta = timedelta(hours=12)
    """A session ends by then, whatever is asked in it."""
    seen_every: timedelta = timedelta(minutes=1)
    """How exactly it is kept when a session or a token was last used."""
    second_factor: frozenset[str] = frozenset(
        {"service_supervisor", "department_head", "manager", "administrator", "auditor"}
    )
    """Roles that sign in with a password and a code."""
    recovery_codes: int = 10
    code_drift: int = 1
    """How many steps of 30 seconds the clock of a phone may be off, either way."""
    longest_token: timedelta = timedelta(days=366)
    """An API token expires by then."""
    never_by_token: frozenset[str] = frozenset({"accounts.manage", "tokens.manage"})
    """Permissions that no API token carries: who may come in is decided by people."""
    provider_time: timedelta = timedelta(minutes=10)
    """How long somebody may take to sign in at the identity provider."""


@dataclass(frozen=True)
class Due:
    """What a person has to do before anything else: change the password, or set up the second factor."""

    password: bool
    second_factor: bool

    @property
    def first(self) -> Literal["password", "second-factor"] | None:
        """`password`, `second-factor`, or None."""
        return "password" if self.password else "second-factor" if self.second_factor else None


def due(policy: SignInPolicy, role: str, *, must_change: bool, enrolled: bool, by_provider: bool) -> Due:
    """What is due for an account; the identity provider sees to its own people's second factor."""
    return Due(
        must_change and not by_provider, role in policy.second_factor and not enrolled and not by_provider
    )
