"""The ports a stack on this machine listens on, all on loopback."""

import socket
from contextlib import ExitStack
from dataclasses import dataclass


@dataclass(frozen=True)
class Ports:
    """One TCP port per server."""

    api: int = 8080
    temporal: int = 7233
    ui: int = 8233
    sandbox: int = 8090

    @classmethod
    def free(cls) -> "Ports":
        """Ports that nothing listens on at this moment."""
        with ExitStack() as held:
            probes = [held.enter_context(socket.socket()) for _ in range(4)]
            for probe in probes:
                probe.bind(("127.0.0.1", 0))
            return cls(*(probe.getsockname()[1] for probe in probes))
