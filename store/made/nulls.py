"""Which columns of a statement can be null, and for which parameters null is welcome: read from its tree.

A column that comes straight from a table is what the table says of it, unless an outer join can leave it
out. Of what is calculated only the usual is known (`coalesce`, comparisons, `EXISTS`, `count` ...): the rest
may be null.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from store.made.catalogue import Catalogue, Column
from store.made.trees import TYPE, Node, inside

_SELECT, _UPDATE, _INSERT = "1", "2", "3"
_RELATION, _SUBQUERY, _JOIN, _VALUES, _CTE, _GROUP = "0", "1", "2", "5", "6", "9"
_IMPLICIT, _EXTERNAL = "2", "0"
_EXISTS, _EXPRESSION, _ARRAY = "0", "4", "6"
_NEVER = {
    "NULLTEST",
    "BOOLEANTEST",
    "DISTINCTEXPR",
    "GROUPINGFUNC",
    "ARRAYEXPR",
    "ROWEXPR",
    "SQLVALUEFUNCTION",
}
_AS_PARTS = {"OPEXPR", "BOOLEXPR", "SCALARARRAYOPEXPR"}
_ANY_PART_WILL_DO = {"COALESCEEXPR", "MINMAXEXPR"}
_AS_ARGUMENT = {"RELABELTYPE", "COERCEVIAIO", "ARRAYCOERCEEXPR", "COLLATEEXPR"}
_NULL_WELCOME = {"NULLTEST", "COALESCEEXPR", "DISTINCTEXPR", "NULLIFEXPR"}
_GIVES_A_VALUE = {"now", "clock_timestamp", "nextval", "concat", "jsonb_build_object", "count", "row_number"}


class Returned(NamedTuple):
    """A column that a statement returns."""

    nullable: bool
    made_of: Column | None
    """The first column of a table that it is made of."""
    same_as: Column
    """The column that it is, unchanged; zeros where it is calculated."""


class Statement:
    """One statement of a query file."""

    def __init__(self, tree: Node, catalogue: Catalogue) -> None:
        self._tree, self._catalogue = tree, catalogue
        self.welcome = self._welcome_nulls()
        """Numbers of the parameters that may be null."""

    def columns(self) -> list[Returned]:
        """In the order in which they are returned."""
        entries = [each for each in _returned(self._tree) if each["resjunk"] == "false"]
        scopes = [self._tree]
        return [
            Returned(
                self._nullable_column(self._tree, int(entry["resno"]), scopes),
                next(self._origins(entry["expr"], scopes), None),
                (int(entry["resorigtbl"]), int(entry["resorigcol"])),
            )
            for entry in entries
        ]

    def always_one(self) -> bool:
        """Whether exactly one row is returned, whatever the tables hold."""
        tree = self._tree
        if tree["commandType"] == _SELECT:
            if tree["setOperations"] or tree["limitCount"] or tree["limitOffset"]:
                return False
            given = tree["jointree"]
            plain = not given["fromlist"] and given["quals"] is None
            counted = tree["hasAggs"] == "true" and not (
                tree["groupClause"] or tree["groupingSets"] or tree["havingQual"]
            )
            return plain or counted
        if tree["commandType"] != _INSERT or tree["jointree"]["fromlist"]:
            return False
        conflict = tree["onConflict"]
        return conflict is None or (conflict["action"] == "2" and conflict["onConflictWhere"] is None)

    def _welcome_nulls(self) -> set[int]:
        welcome: set[int] = set()
        refused: set[int] = set()
        for query in inside(self._tree):
            if query[TYPE] == "QUERY":
                self._assigned(query, welcome, refused)
            elif query[TYPE] in _NULL_WELCOME:
                welcome |= {int(node["paramid"]) for node in _parameters(_arguments(query))}
        return welcome - refused

    def _assigned(self, query: Node, welcome: set[int], refused: set[int]) -> None:
        """Parameters that become a column's value, by whether the column takes null."""
        if query["commandType"] not in (_UPDATE, _INSERT):
            return
        target = query["rtable"][int(query["resultRelation"]) - 1]
        conflict = query["onConflict"] or {}
        for entry in (*query["targetList"], *(conflict.get("onConflictSet") or [])):
            column = (int(target["relid"]), int(entry["resno"]))
            found = welcome if column not in self._catalogue.not_null else refused
            found |= {int(node["paramid"]) for node in self._given(entry["expr"], query)}

    def _given(self, node: Any, query: Node) -> Iterator[Node]:
        if not isinstance(node, dict):
            return
        if node[TYPE] == "PARAM":
            yield node
        elif node[TYPE] in _AS_ARGUMENT:
            yield from self._given(node["arg"], query)
        elif node[TYPE] == "FUNCEXPR" and node["funcformat"] == _IMPLICIT:
            yield from self._given(node["args"][0], query)
        elif node[TYPE] == "CASEEXPR":
            for when in node["args"]:
                yield from self._given(when["result"], query)
            yield from self._given(node["defresult"], query)
        elif node[TYPE] == "VAR" and node["varlevelsup"] == "0" and int(node["varno"]) > 0:
            entry, number = query["rtable"][int(node["varno"]) - 1], int(node["varattno"])
            if entry["rtekind"] == _SUBQUERY:
                for each in entry["subquery"]["targetList"]:
                    if int(each["resno"]) == number:
                        yield from self._given(each["expr"], entry["subquery"])
            elif entry["rtekind"] == _VALUES:
                for row in entry["values_lists"]:
                    yield from self._given(row[number - 1], query)

    def _nullable_column(self, query: Node, number: int, scopes: Sequence[Node]) -> bool:
        if query["setOperations"]:
            return any(self._nullable_column(leaf, number, [leaf, *scopes]) for leaf in _leaves(query))
        entry = next(each for each in _returned(query) if int(each["resno"]) == number)
        return self._nullable(entry["expr"], scopes)

    def _nullable(self, node: Any, scopes: Sequence[Node]) -> bool:
        if node is None:
            return True
        kind = node[TYPE]
        if kind in _NEVER:
            return False
        if kind == "PARAM":
            return node["paramkind"] != _EXTERNAL or int(node["paramid"]) in self.welcome
        if kind == "CONST":
            return bool(node["constisnull"] == "true")
        if kind in _AS_ARGUMENT:
            return self._nullable(node["arg"], scopes)
        if kind in _ANY_PART_WILL_DO:
            return all(self._nullable(each, scopes) for each in node["args"])
        if kind in _AS_PARTS or kind == "FUNCEXPR":
            return self._nullable_call(node, scopes)
        if kind in ("AGGREF", "WINDOWFUNC"):
            name = self._catalogue.names[node["aggfnoid" if kind == "AGGREF" else "winfnoid"]]
            return name not in _GIVES_A_VALUE
        if kind == "CASEEXPR":
            results = [*(when["result"] for when in node["args"]), node["defresult"]]
            return any(self._nullable(each, scopes) for each in results)
        if kind == "SUBLINK":
            return self._nullable_subquery(node, scopes)
        return self._nullable_reference(node, scopes) if kind == "VAR" else True

    def _nullable_call(self, node: Node, scopes: Sequence[Node]) -> bool:
        function = node.get("opfuncid", node.get("funcid"))
        if function is not None:
            if self._catalogue.names[function] in _GIVES_A_VALUE:
                return False
            if function not in self._catalogue.strict:
                return True
        return any(self._nullable(each, scopes) for each in node["args"] or [])

    def _nullable_subquery(self, node: Node, scopes: Sequence[Node]) -> bool:
        if node["subLinkType"] in (_EXISTS, _ARRAY):
            return False
        query = node["subselect"]
        if node["subLinkType"] != _EXPRESSION or not Statement(query, self._catalogue).always_one():
            return True
        return self._nullable_column(query, 1, [query, *scopes])

    def _nullable_reference(self, node: Node, scopes: Sequence[Node]) -> bool:
        if node["varnullingrels"] != ["b"]:
            return True
        source = _source(node, scopes)
        if source is None:
            return True
        entry, number, around = source
        if entry["rtekind"] == _RELATION:
            return number > 0 and (int(entry["relid"]), number) not in self._catalogue.not_null
        inner = _query_of(entry, around)
        if inner is not None:
            query, outside = inner
            return self._nullable_column(query, number, [query, *outside])
        return any(self._nullable(each, around) for each in _expressions(entry, number))

    def _origins(self, node: Any, scopes: Sequence[Node]) -> Iterator[Column]:
        """The tables' columns that an expression gives something of, the first one first."""
        if isinstance(node, list):
            for each in node:
                yield from self._origins(each, scopes)
        elif isinstance(node, dict):
            if node[TYPE] == "VAR":
                yield from self._origins_of_reference(node, scopes)
            elif node[TYPE] == "QUERY":
                for leaf in _leaves(node):
                    yield from self._origins([each["expr"] for each in _returned(leaf)], [leaf, *scopes])
            else:
                yield from self._origins(list(node.values()), scopes)

    def _origins_of_reference(self, node: Node, scopes: Sequence[Node]) -> Iterator[Column]:
        if (source := _source(node, scopes)) is None:
            return
        entry, number, around = source
        if entry["rtekind"] == _RELATION:
            yield int(entry["relid"]), number
        elif (inner := _query_of(entry, around)) is not None:
            for leaf in _leaves(inner[0]):
                for each in _returned(leaf):
                    if int(each["resno"]) == number:
                        yield from self._origins(each["expr"], [leaf, *inner[1]])
        else:
            yield from self._origins(_expressions(entry, number), around)


def _returned(query: Node) -> list[Node]:
    return (query["targetList"] if query["commandType"] == _SELECT else query["returningList"]) or []


def _arguments(node: Node) -> Any:
    return node.get("args", node.get("arg"))


def _parameters(value: Any) -> Iterator[Node]:
    """Parameters that make an argument null by being null: those of a comparison in it are none."""
    if isinstance(value, list):
        for each in value:
            yield from _parameters(each)
    elif isinstance(value, dict):
        if value[TYPE] == "PARAM":
            yield value
        elif value[TYPE] in _AS_ARGUMENT or (value[TYPE] == "OPEXPR" and value["opresulttype"] != "16"):
            yield from _parameters(_arguments(value))


def _leaves(query: Node) -> list[Node]:
    """The selects that a UNION puts together; of another query, itself."""
    if not query["setOperations"]:
        return [query]
    found = [node for node in inside(query["setOperations"]) if node[TYPE] == "RANGETBLREF"]
    parts = [query["rtable"][int(node["rtindex"]) - 1]["subquery"] for node in found]
    return [leaf for part in parts for leaf in _leaves(part)]


def _source(var: Node, scopes: Sequence[Node]) -> tuple[Node, int, Sequence[Node]] | None:
    """What a reference refers to: an entry of a range table, the column's number, and what is around it."""
    around = scopes[int(var["varlevelsup"]) :]
    number = int(var["varno"])
    if not around or not 0 < number <= len(around[0]["rtable"] or []):
        return None
    return around[0]["rtable"][number - 1], int(var["varattno"]), around


def _query_of(entry: Node, around: Sequence[Node]) -> tuple[Node, Sequence[Node]] | None:
    if entry["rtekind"] == _SUBQUERY:
        return entry["subquery"], around
    if entry["rtekind"] == _CTE:
        outside = around[int(entry["ctelevelsup"]) :]
        named = next(each for each in outside[0]["cteList"] if each["ctename"] == entry["ctename"])
        return named["ctequery"], outside
    return None


def _expressions(entry: Node, number: int) -> list[Any]:
    if entry["rtekind"] == _JOIN:
        return [entry["joinaliasvars"][number - 1]]
    if entry["rtekind"] == _GROUP:
        return [entry["groupexprs"][number - 1]]
    if entry["rtekind"] == _VALUES:
        return [row[number - 1] for row in entry["values_lists"]]
    return [None]
