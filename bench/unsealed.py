"""`python -m bench.unsealed api|worker …`: a process of the product that seals nothing, to compare with.

It writes the same frames with the same look-ups, only in clear; nothing of the product can be told to do so.
"""

import hashlib
import sys

import huifang.run.temporal_client
import huifang.settings.keys
from huifang.run.payloads import unsealed
from store.keys import open_keyring
from vault.keyring import Keyring
from vault.master_keys import MasterKeys
from vault.sealed import INDEX, NONCE, Kind, header, take_apart

_TAG = bytes(16)


class ClearKeyring(Keyring):
    """Neither enciphers nor signs; equal texts are found by a hash, as in a column of plain text."""

    def seal(self, kind: Kind, plain: bytes, index: bytes = b"", bound_to: bytes = b"") -> bytes:
        """`plain` in the frame of a sealed value."""
        return header(kind, self.newest) + index + bytes(NONCE) + plain + _TAG

    def open(self, sealed: bytes, bound_to: bytes = b"") -> tuple[Kind, bytes]:
        """What `seal` was given."""
        parts = take_apart(sealed)
        return parts.kind, parts.body[: -len(_TAG)]

    def index(self, text: str) -> bytes:
        """The same for equal texts."""
        return hashlib.blake2b(text.encode(), digest_size=INDEX).digest()


def in_clear(keyring: Keyring) -> ClearKeyring:
    """In the place of `keyring`."""
    return ClearKeyring(keyring._by_age, keyring._index_key)


def _seal_nothing() -> None:
    """In this process, from now on."""

    async def opened(database_url: str, masters: MasterKeys) -> Keyring:
        return in_clear(await open_keyring(database_url, masters))

    huifang.settings.keys.open_keyring = opened  # type: ignore[attr-defined]
    huifang.run.temporal_client.sealing = lambda *_: {"data_converter": unsealed}  # type: ignore[assignment,attr-defined]


def _main(part: str, arguments: list[str]) -> int:
    _seal_nothing()
    if part == "worker":
        from worker import main

        return main()
    from huifang.cli import app

    app([part, *arguments])
    return 0


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1], sys.argv[2:]))
