"""The command `huifang`."""

from huifang.cli.app import app

__all__ = ["app"]
