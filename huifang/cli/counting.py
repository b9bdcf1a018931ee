"""Shows how far long work has come."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from huifang.cli.wording import out, say


@contextmanager
def counting(key: str) -> Iterator[Callable[[int], None]]:
    """Shows the text `key` with the number of `rows` it is told, until the block ends."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=out, transient=True) as bar:
        task = bar.add_task(say(key, rows=0))
        yield lambda rows: bar.update(task, description=say(key, rows=rows))
