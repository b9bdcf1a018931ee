"""The SQL files below `queries/`: a matter is a file there, or a folder of files where one would be long.

Names are one space, whatever file a query stands in: `queries.get_ticket(db, id=...)`.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from aiosql.adapters.asyncpg import AsyncPGAdapter
from aiosql.queries import Queries
from aiosql.query_loader import QueryLoader
from aiosql.types import QueryDatum

ROOT = Path(__file__).parent / "queries"


def read(adapter: AsyncPGAdapter) -> Iterator[tuple[str, QueryDatum]]:
    """Every query with its file, such as `customers/files`. Raises ValueError for a name used twice."""
    loader = QueryLoader(adapter, None, attribute="__", mandatory_parameters=False)
    names: set[str] = set()
    for path in sorted(ROOT.rglob("*.sql")):
        for query in loader.load_query_data_from_file(path, encoding="utf-8"):
            if query.query_name in names:
                raise ValueError(f"two queries are called {query.query_name}")
            names.add(query.query_name)
            yield path.relative_to(ROOT).with_suffix("").as_posix(), query


def load() -> Any:
    """All of them as coroutine functions of one object."""
    adapter = AsyncPGAdapter()  # type: ignore[no-untyped-call]
    return Queries(adapter).load_from_list([query for _, query in read(adapter)])
