"""Which passwords are taken: long, not the login, not among the common ones (NIST SP 800-63B, 5.1.1.2)."""

import unicodedata
from datetime import date
from itertools import pairwise
from pathlib import Path

from zxcvbn import zxcvbn

from domain.access.sign_in import SignInPolicy

_FEWEST_SIGNS = 5
"""Different characters: `121212121212` is long and no secret."""
_LOOKED_AT = 64
"""Characters: the estimate takes the square of their number, and what is guessed so far is enough."""
_OURS = ("huifang", "回访", "temporal", "admin", "password", "密码")
"""What everybody tries first here."""
_COMMON = frozenset((Path(__file__).parent / "common_passwords.txt").read_text("utf-8").split())


def folded(login: str) -> str:
    """The login as it is compared: width and case make no difference."""
    return unicodedata.normalize("NFKC", login).strip().casefold()


def unfit(password: str, login: str, policy: SignInPolicy) -> str | None:
    """Why it is not taken: `too-short`, `too-long`, `like-login`, `common`; None when it is.

    Nothing is asked of its composition: that makes passwords worse, not better.
    """
    if len(password) < policy.shortest_password:
        return "too-short"
    if len(password) > policy.longest_password:
        return "too-long"
    plain = folded(password)
    if login and login in plain and len(plain) - len(login) < policy.shortest_password // 2:
        return "like-login"
    if plain in _COMMON or len(set(plain)) < _FEWEST_SIGNS or _is_row(plain):
        return "common"
    return "common" if _guesses(password, login) < policy.fewest_guesses else None


def _guesses(password: str, login: str) -> int:
    """How many tries somebody needs who knows words, names, dates, keyboards, and whom it is about."""
    told = [login, *_OURS, str(date.today().year)]
    return int(zxcvbn(password[:_LOOKED_AT], user_inputs=told, max_length=_LOOKED_AT)["guesses"])


def _is_row(plain: str) -> bool:
    """Whether each character follows the one before, as in 1234567890ab or ijklmnopqrst."""
    steps = {ord(after) - ord(before) for before, after in pairwise(plain)}
    return steps in ({1}, {-1})
