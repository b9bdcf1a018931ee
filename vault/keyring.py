"""The data keys in force: what is sealed with the newest of them, and opens with any (P23)."""

import hmac
import os
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from vault.sealed import INDEX, NONCE, Kind, NotSealed, header, index_of, take_apart

_KEY_SIZE = 32
EVER = datetime(1, 1, 1, tzinfo=UTC)
"""Before anything was sealed."""
NEVER = datetime(9999, 1, 1, tzinfo=UTC)
"""What has not been decided yet."""


class UnknownKey(LookupError):
    """Sealed with a key this process has not loaded (yet)."""


class Tampered(ValueError):
    """The value, its header or its index was changed after it was sealed."""


@dataclass(frozen=True, repr=False)
class DataKey:
    """A key by its number; seals from `active_from` on, so that every process has loaded it by then."""

    no: int
    key: bytes
    active_from: datetime


# As in domain/typed_text.py, which is on this floor and is not known here; a test compares them.
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)


class Keyring:
    """Seals and opens. One per process; `load` brings in what was added since."""

    binds_from: datetime
    """Since when what is sealed is bound to where it belongs: all processes that run know how to open it."""

    def __init__(self, keys: Iterable[DataKey], index_key: bytes, binds_from: datetime = EVER) -> None:
        """Raises ValueError without a data key."""
        self._index_key = index_key
        self.load(keys, binds_from)

    def load(self, keys: Iterable[DataKey], binds_from: datetime = EVER) -> None:
        """These are all data keys there are. Raises ValueError when there is none."""
        found = sorted(keys, key=lambda each: (each.active_from, each.no))
        if not found:
            raise ValueError("a keyring needs a data key")
        self._by_age, self.binds_from = found, binds_from
        self._ciphers = {each.no: AESGCM(each.key) for each in found}

    @property
    def newest(self) -> int:
        """The number of the key that seals now."""
        now = datetime.now(UTC)
        in_force = [each.no for each in self._by_age if each.active_from <= now]
        return in_force[-1] if in_force else self._by_age[0].no

    @property
    def binds(self) -> bool:
        """Whether what is sealed now is bound."""
        return self.binds_from <= datetime.now(UTC)

    @property
    def older(self) -> frozenset[int]:
        """The numbers of the keys that sealed before and only open now."""
        numbers = [each.no for each in self._by_age]
        return frozenset(numbers[: numbers.index(self.newest)])

    def seal(self, kind: Kind, plain: bytes, index: bytes = b"", bound_to: bytes = b"") -> bytes:
        """`plain` under the newest key; header and index cannot be changed without notice.

        It opens with the same `bound_to` alone, which is not in it.
        """
        no = self.newest
        head, nonce = header(kind, no) + index, os.urandom(NONCE)
        return head + nonce + self._ciphers[no].encrypt(nonce, plain, head + bound_to)

    def open(self, sealed: bytes, bound_to: bytes = b"") -> tuple[Kind, bytes]:
        """What was sealed. Raises `NotSealed`, `UnknownKey`, `Tampered`."""
        parts = take_apart(sealed)
        cipher = self._ciphers.get(parts.key_no)
        if cipher is None:
            raise UnknownKey(f"data key {parts.key_no} is not loaded")
        try:
            return parts.kind, cipher.decrypt(parts.nonce, parts.body, parts.head + bound_to)
        except InvalidTag:
            raise Tampered("a sealed value does not open: it was changed, or belongs to other keys") from None

    def seal_anew(self, sealed: bytes, bound_to: bytes = b"") -> bytes:
        """The same under the newest key, found by the same index, bound as it was. Raises as `open`."""
        kind, plain = self.open(sealed, bound_to)
        return self.seal(kind, plain, index_of(sealed), bound_to)

    def derived(self, purpose: str) -> bytes:
        """A key for one purpose, of the index key, which the master key alone opens and nothing changes."""
        return HKDF(SHA256(), _KEY_SIZE, None, purpose.encode()).derive(self._index_key)

    def index(self, text: str) -> bytes:
        """The blind index of a text: the same however it was typed (width, case, blanks, unseen marks)."""
        narrow = unicodedata.normalize("NFKC", text if text.isascii() else _UNSEEN.sub("", text))
        normal = "".join(_UNSEEN.sub("", narrow).casefold().split())
        return hmac.digest(self._index_key, normal.encode(), "sha256")[:INDEX]


def make_key() -> bytes:
    """A new data or index key."""
    return os.urandom(_KEY_SIZE)


__all__ = ["EVER", "NEVER", "DataKey", "Keyring", "NotSealed", "Tampered", "UnknownKey", "make_key"]
