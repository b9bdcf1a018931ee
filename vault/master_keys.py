"""The keys that open the data keys: given to a process by its settings, never kept in the database (P23)."""

import base64
import os
import re
from dataclasses import dataclass
from typing import Literal

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_SIZE, _NONCE = 32, 12
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")
_MESSAGES = {
    "format": "a master key is written name:base64, with 32 bytes in base64",
    "none": "give at least one master key, each under a name of its own",
    "absent": "the database's keys need the master key {name!r}, which is not given",
    "other": "the master key {name!r} is not the one this database was made with",
    "name": "a master key is named with up to 32 small letters, digits and hyphens",
}


Why = Literal["format", "none", "absent", "other", "name"]
"""Not written as it must be; none, or one name twice; not given; not the database's; no name for one."""


class MasterKeyUnusable(ValueError):
    """The setting, or what was wrapped, does not fit; the message says what to do and holds no key."""

    def __init__(self, why: Why, name: str = "") -> None:
        super().__init__(_MESSAGES[why].format(name=name))
        self.why, self.name = why, name


@dataclass(frozen=True, repr=False)
class MasterKeys:
    """By name; the first one wraps, all of them unwrap, so that a new one can take over from an old one."""

    keys: tuple[tuple[str, bytes], ...]

    @classmethod
    def parse(cls, setting: str) -> "MasterKeys":
        """From `name:base64,name:base64`, 32 bytes each. Raises `MasterKeyUnusable`."""
        keys = tuple(_one(part.strip()) for part in setting.split(",") if part.strip())
        if not keys or len({name for name, _ in keys}) < len(keys):
            raise MasterKeyUnusable("none")
        return cls(keys)

    @property
    def newest(self) -> str:
        """The name of the one that wraps."""
        return self.keys[0][0]

    def wrap(self, key: bytes, bound_to: bytes) -> tuple[str, bytes]:
        """The name of the master key, and `key` under it; opens only with the same `bound_to`."""
        name, master = self.keys[0]
        nonce = os.urandom(_NONCE)
        return name, nonce + AESGCM(master).encrypt(nonce, key, bound_to)

    def unwrap(self, name: str, wrapped: bytes, bound_to: bytes) -> bytes:
        """What `wrap` was given. Raises `MasterKeyUnusable`."""
        master = dict(self.keys).get(name)
        if master is None:
            raise MasterKeyUnusable("absent", name)
        try:
            return AESGCM(master).decrypt(wrapped[:_NONCE], wrapped[_NONCE:], bound_to)
        except (InvalidTag, ValueError):
            raise MasterKeyUnusable("other", name) from None


def make_master_key(name: str) -> str:
    """A new one, as the setting takes it. Raises `MasterKeyUnusable` for a name that cannot be one."""
    if not _NAME.fullmatch(name):
        raise MasterKeyUnusable("name", name)
    return f"{name}:{base64.b64encode(os.urandom(_SIZE)).decode()}"


def _one(part: str) -> tuple[str, bytes]:
    name, _, encoded = part.partition(":")
    try:
        key = base64.b64decode(encoded, validate=True)
    except ValueError:
        key = b""
    if not _NAME.fullmatch(name) or len(key) != _SIZE:
        raise MasterKeyUnusable("format")
    return name, key
