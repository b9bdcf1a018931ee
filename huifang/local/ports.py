"""The ports a stack on this machine listens on, all on loopback."""

import random
import socket
from contextlib import ExitStack
from dataclasses import dataclass, fields

_UNASSIGNED = range(20_000, 32_000)


@dataclass(frozen=True)
class Ports:
    """One TCP port per server."""

    api: int = 8080
    temporal: int = 7233
    ui: int = 8233
    sandbox: int = 8090

    @classmethod
    def free(cls) -> "Ports":
        """Ports that nothing listens on at this moment, chosen at random.

        From below those that systems give to outgoing connections, which could take one any moment.
        """
        with ExitStack() as held:
            chosen: list[int] = []
            for port in random.sample(_UNASSIGNED, len(_UNASSIGNED)):
                probe = held.enter_context(socket.socket())
                try:
                    probe.bind(("127.0.0.1", port))
                except OSError:
                    continue
                chosen.append(port)
                if len(chosen) == len(fields(cls)):
                    break
            return cls(*chosen)
