"""The ports a stack on this machine listens on, all on loopback."""

from dataclasses import dataclass, fields

from huifang.local.embedded.ports import free_ports


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
        return cls(*free_ports(len(fields(cls))))
