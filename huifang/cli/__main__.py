"""`python -m huifang.cli`: the same command where no script was installed."""

from huifang.cli.app import app

app(prog_name="huifang")
