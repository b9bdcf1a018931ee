"""Looks whether a TCP port is free before a server is given it."""

import socket


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
