"""Ports for servers of the tests."""

from huifang.local.embedded.ports import free_ports


def free_port() -> int:
    """A port that nothing listens on at this moment."""
    return free_ports(1)[0]
