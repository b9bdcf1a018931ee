"""Looks whether a TCP port is free before a server is given it."""

import random
import socket
from contextlib import ExitStack

_UNASSIGNED = range(20_000, 32_000)


def free_ports(count: int) -> list[int]:
    """Ports of 127.0.0.1 that nothing listens on at this moment, chosen at random.

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
            if len(chosen) == count:
                break
        return chosen


class PortTaken(RuntimeError):
    """Another program listens on `port`; `setting` is what chooses another one."""

    def __init__(self, port: int, setting: str) -> None:
        super().__init__(f"port {port} is taken by another program; choose another with {setting}")
        self.port = port
        self.setting = setting


def require_free(port: int, setting: str) -> None:
    """Raise `PortTaken` when 127.0.0.1:`port` cannot be listened on."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise PortTaken(port, setting) from error
