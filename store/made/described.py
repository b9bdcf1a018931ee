"""Every query as the database understands it: what it takes, what it returns."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import asyncpg
from aiosql.adapters.asyncpg import AsyncPGAdapter
from aiosql.types import QueryDatum, SQLOperationType

from store.made.catalogue import Catalogue, read_catalogue
from store.made.comments import Comment, Undescribed, read_comment
from store.made.nulls import Returned, Statement
from store.made.trees import TYPE, inside, parse
from store.query_files import read

_TYPES: Mapping[str, str] = {
    "bool": "bool",
    "int2": "int",
    "int4": "int",
    "int8": "int",
    "float8": "float",
    "numeric": "Decimal",
    "text": "str",
    "varchar": "str",
    "name": "str",
    "json": "str",
    "uuid": "UUID",
    "date": "date",
    "time": "time",
    "timestamptz": "datetime",
    "interval": "timedelta",
    "jsonb": "Json",
    "void": "None",
}
"""As the driver and the codecs of `store.database` give and take them; sealed ones apart."""
_OPENED: Mapping[str, str] = {
    "str": "str",
    "dict": "dict[str, Any]",
    "list": "list[Any]",
    "bytes": "bytes",
    "locked": "StillLocked",
}


@dataclass(frozen=True)
class Field:
    """A parameter or a column, with its type in Python."""

    name: str
    type: str
    nullable: bool

    @property
    def annotation(self) -> str:
        """As it is written."""
        return f"{self.type} | None" if self.nullable and self.type not in ("Json", "None") else self.type


@dataclass(frozen=True)
class Query:
    """One named query of a file such as `customers/files`."""

    name: str
    file: str
    operation: SQLOperationType
    comment: Comment
    always: bool
    parameters: tuple[Field, ...] = ()
    columns: tuple[Field, ...] = ()


async def describe(db: asyncpg.Connection) -> list[Query]:
    """All queries, on a connection to a database at the newest schema. Raises `Undescribed`."""
    adapter = AsyncPGAdapter()  # type: ignore[no-untyped-call]
    found = list(read(adapter))
    describing = _Describing(db, adapter, await read_catalogue(db))
    work = db.transaction()
    await work.start()
    try:
        # Tables that live for the length of a transaction are made by scripts.
        for _, query in found:
            if query.operation_type is SQLOperationType.SCRIPT and "CREATE TEMP TABLE" in query.sql:
                await db.execute(query.sql)
        return [await describing.query(file, query) for file, query in found]
    finally:
        await work.rollback()


class _Describing:
    def __init__(self, db: asyncpg.Connection, adapter: AsyncPGAdapter, catalogue: Catalogue) -> None:
        self._db, self._adapter, self._catalogue = db, adapter, catalogue

    async def query(self, file: str, datum: QueryDatum) -> Query:
        try:
            comment = read_comment(datum.doc_comments)
            if datum.operation_type is SQLOperationType.SCRIPT:
                return Query(datum.query_name, file, datum.operation_type, comment, always=False)
            return await self._statement(file, datum, comment)
        except (asyncpg.PostgresError, Undescribed) as error:
            raise Undescribed(f"{file}.{datum.query_name}: {error}") from error

    async def _statement(self, file: str, datum: QueryDatum, comment: Comment) -> Query:
        prepared = await self._db.prepare(datum.sql)
        takes, gives = prepared.get_parameters(), prepared.get_attributes()
        statement = await self._read(datum.sql.rstrip().rstrip(";"), ", ".join(map(_sql_type, takes)))
        names = self._adapter.var_sorted[datum.query_name]
        parameters = tuple(
            Field(name, _parameter(type_), _nullable(f":{name}", number in statement.welcome, comment))
            for number, (name, type_) in enumerate(zip(names, takes, strict=True), 1)
        )
        columns = tuple(
            Field(
                each.name,
                comment.types.get(each.name) or self._column(each, returned),
                _nullable(each.name, returned.nullable, comment),
            )
            for each, returned in zip(gives, statement.columns() if gives else (), strict=True)
        )
        there = {*(f":{each.name}" for each in parameters), *(each.name for each in columns)}
        unknown = comment.named - there
        if unknown:
            raise Undescribed(f"has no {', '.join(sorted(unknown))}")
        always = comment.always or statement.always_one()
        return Query(datum.query_name, file, datum.operation_type, comment, always, parameters, columns)

    async def _read(self, sql: str, types: str) -> Statement:
        """The server keeps the body of a function as the tree it has read."""
        await self._db.execute(
            f"CREATE FUNCTION pg_temp.to_be_read({types}) RETURNS void LANGUAGE sql BEGIN ATOMIC {sql}; END"
        )
        body = await self._db.fetchval("SELECT prosqlbody FROM pg_proc WHERE proname = 'to_be_read'")
        await self._db.execute(f"DROP FUNCTION pg_temp.to_be_read({types})")
        return Statement(next(node for node in inside(parse(body)) if node[TYPE] == "QUERY"), self._catalogue)

    def _column(self, attribute: Any, returned: Returned) -> str:
        name, holds = attribute.type.name.removesuffix("[]"), self._catalogue.holds
        if name != "bytea":
            plain = holds.get(returned.same_as) or _python(name)
        elif returned.made_of is not None and returned.made_of in holds:
            plain = _OPENED[holds[returned.made_of]]
        else:
            raise Undescribed(f"what is {attribute.name} once it is opened? -- type: {attribute.name} = ...")
        return f"list[{plain}]" if attribute.type.name.endswith("[]") else plain


def _nullable(name: str, guessed: bool, comment: Comment) -> bool:
    return (guessed or name in comment.null) and name not in comment.not_null


def _sql_type(type_: Any) -> str:
    return str(type_.name) if type_.schema == "pg_catalog" else f"{type_.schema}.{type_.name}"


def _python(name: str) -> str:
    if name not in _TYPES:
        raise Undescribed(f"no type of Python is known for {name}")
    return _TYPES[name]


def _parameter(type_: Any) -> str:
    name = type_.name.removesuffix("[]")
    plain = "Sealable" if name == "bytea" else _python(name)
    return f"Sequence[{plain}]" if type_.name.endswith("[]") else plain
