"""PostgreSQL's own reading of a statement, as the server writes it down (`pg_node_tree`)."""

import re
from collections.abc import Iterator
from typing import Any

Node = dict[str, Any]
"""Its type under `TYPE`; fields are nodes, lists, texts, or None."""
TYPE = "TYPE"
_TOKENS = re.compile(r'[(){}\[\]]|"(?:\\.|[^"\\])*"|(?:\\.|[^\s(){}\[\]"\\])+')


def parse(text: str) -> Any:
    """The tree of `prosqlbody` and its like."""
    return _Reader(_TOKENS.findall(text)).value()


def inside(value: Any) -> Iterator[Node]:
    """Every node below, itself included, in the order of the text."""
    if isinstance(value, dict):
        yield value
        for field in value.values():
            yield from inside(field)
    elif isinstance(value, list):
        for each in value:
            yield from inside(each)


class _Reader:
    def __init__(self, tokens: list[str]) -> None:
        self._tokens, self._at = tokens, 0

    def value(self) -> Any:
        word = self._take()
        if word == "{":
            return self._node()
        if word in ("(", "["):
            return self._list(")" if word == "(" else "]")
        if word == "<>":
            return None
        return re.sub(r"\\(.)", r"\1", word.strip('"'))

    def _take(self) -> str:
        self._at += 1
        return self._tokens[self._at - 1]

    def _list(self, end: str) -> list[Any]:
        found = []
        while self._tokens[self._at] != end:
            found.append(self.value())
        self._at += 1
        return found

    def _node(self) -> Node:
        node: Node = {TYPE: self._take()}
        while (token := self._take()) != "}":
            name, values = token[1:], []
            while self._tokens[self._at] != "}" and not self._tokens[self._at].startswith(":"):
                values.append(self.value())
            node[name] = values[0] if len(values) == 1 else values
        return node
