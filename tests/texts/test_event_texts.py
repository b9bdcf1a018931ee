"""Every kind of event that is recorded anywhere is told in words, in both languages."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest

from api.views.event_texts import event_text
from domain.playbooks.declaration import Playbook
from domain.playbooks.every_ticket import EVERY_END
from domain.playbooks.pre_handover import Outcome
from domain.playbooks.registry import PLAYBOOKS
from domain.tickets.ends import CloseReason
from texts import text
from texts.catalogue import LOCALES

_ROOT = Path(__file__).parents[2]
_ROOMS = ("activities", "services", "workflows", "api")
# Where the kind stands in the call: its name, else its place.
_WRITERS = {
    "TicketEvent": ("kind", 0),
    "record_event": ("kind", None),
    "record_words": ("kind", None),
    "record_ticket_event": ("kind", None),
    "RecordTicket": ("event", 1),
    "record_call": ("kind", 2),
    "_record": ("event", 0),
    "enter": ("kind", 1),
    "promised": ("event", 1),
    "_change": ("event", 1),
}
_REASONS = tuple(
    dict.fromkeys(
        (*EVERY_END, *(end for each in PLAYBOOKS for end in each.ends), "refused", *get_args(CloseReason))
    )
)
_STAGES = tuple(dict.fromkeys((*(stage.name for each in PLAYBOOKS for stage in each.stages), "closed")))
_NO_OUTCOME = ("deferred", "moved", "left")
_COMPUTED: dict[str, list[str]] = {
    "act": ["acknowledge", "arrive"],
    "act.name": sorted({act for each in PLAYBOOKS for act in each.acts}),
    "kept": ["promise_kept", "promise_met_late"],
    "f'call_{placed.outcome}'": [f"call_{outcome}" for outcome in ("placed", "failed", "unknown")],
    "f'closed_{reason}'": [f"closed_{reason}" for reason in _REASONS],
    "f'message_resolved_{outcome}'": [f"message_resolved_{outcome}" for outcome in ("sent", "not_sent")],
    "f'message_{outcome}'": [f"message_{each}" for each in get_args(Outcome) if each not in _NO_OUTCOME],
    "f'notice_{outcome}'": [f"notice_{outcome}" for outcome in ("sent", "failed", "unknown")],
    "f'receipt_{state}'": [f"receipt_{state}" for state in ("delivered", "failed")],
    "f'stage_{stage}'": [f"stage_{stage}" for stage in _STAGES],
    "f\"{answer['answer']}_too_late\"": ["customer_accepts_too_late", "customer_refuses_too_late"],
}
"""The kinds that the code computes, by the expression."""
_HANDED_ON = {"db", "event", "event.kind", "kind", "record.event"}
"""Expressions that hand on what this test finds elsewhere, or that are no kind."""

_STEP = {"step": "show-flat", "date": "2027-01-15"}
_CALL = {"call_kind": "notice", "who": "王示例", "staff": "S00000001", "outcome": "no_answer",
         "error": "too_late"}  # fmt: skip
_DATA: dict[str, dict[str, Any]] = {
    "message_": _STEP,
    "receipt_": {**_STEP, "code": "UNDELIV"},
    "call_": _CALL,
    "reply": {"text": "报名"},
    "note": {"text": "业主希望周末看房"},
    "cancel_requested": {"reason": "业主要求"},
    "unsigned": {"reason": "登记有误"},
    "owned": {"reason": "登记有误"},
    "attachment": {"title": "现场照片"},
    "crew_assessed": {"arrived_in_time": "true", "satisfaction": "satisfied", "reopened": "0"},
    "ticket_replanned": {"date": "2027-01-15"},
    "opened_again": {"date": "2027-01-15"},
    "number_changed": {"from": "199****0001", "to": "199****0002"},
    "reclassify": {"category": "service.punctuality", "before": "service.attitude"},
    "called_at_wish": {"wish": "请马上回电"},
    "reply_handled": {"reply": 1, "note": "已约周六"},
}
"""What is recorded with kinds whose texts need it, by how the kind begins."""


def _calls() -> Iterator[tuple[str, ast.Call]]:
    for room in _ROOMS:
        for file in (_ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call):
                    called = node.func
                    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
                    if name in _WRITERS:
                        yield name, node


def _argument(name: str, call: ast.Call) -> ast.expr | None:
    keyword, place = _WRITERS[name]
    named = next((each.value for each in call.keywords if each.arg == keyword), None)
    if named is None and place is not None and len(call.args) > place:
        return call.args[place]
    return named


def _values(expression: ast.expr) -> Iterator[ast.expr]:
    if isinstance(expression, ast.IfExp):
        yield from (*_values(expression.body), *_values(expression.orelse))
    elif isinstance(expression, ast.BoolOp):
        for each in expression.values:
            yield from _values(each)
    else:
        yield expression


def _recorded() -> tuple[set[str], set[str]]:
    """The kinds that stand in the code as they are, and the expressions that compute others."""
    kinds, computed = set[str](), set[str]()
    for name, call in _calls():
        argument = _argument(name, call)
        if name == "enter" and argument is None:
            kinds.add(f"stage_{ast.literal_eval(call.args[0])}")
        for value in () if argument is None else _values(argument):
            if isinstance(value, ast.Constant):
                kinds.add(str(value.value))
            else:
                computed.add(ast.unparse(value))
    for file in (_ROOT / "store" / "queries").rglob("*.sql"):
        for query in file.read_text(encoding="utf-8").split("-- name: "):
            if "INTO communications" in query:
                columns = query.partition("INTO communications")[2]
                kinds |= set(_IN_SQL.findall(columns.partition(";")[0]))
    return kinds, computed


# The kind stands before the moment: `SELECT id, customer_id, 'note', now(), …`.
_IN_SQL = re.compile(r"'([a-z_]+)',\s*(?:now\(\)|:at)")
_KINDS = sorted({*_recorded()[0], *(kind for kinds in _COMPUTED.values() for kind in kinds)})


def test_every_way_to_record_an_event_is_known_here() -> None:
    kinds, computed = _recorded()
    assert {"note", "cancel_requested", "attachment", "reopen", "taken_in", "ticket_replanned"} <= kinds
    assert computed - _HANDED_ON == set(_COMPUTED)


def _own_of(playbook: Playbook) -> dict[str, str]:
    """Kinds of event that a playbook brings along, with how its texts begin."""
    stages, ends = (f"stage_{each}" for each in playbook.turns), (f"closed_{each}" for each in playbook.ends)
    return dict.fromkeys((*(act.name for act in playbook.own_acts()), *stages, *ends), playbook.texts)


_OWN = {kind: own for each in reversed(PLAYBOOKS) for kind, own in _own_of(each).items()}


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("kind", _KINDS)
def test_every_kind_is_told_in_words(kind: str, locale: str) -> None:
    data = next((data for begins, data in _DATA.items() if kind.startswith(begins)), {})
    told = event_text(locale, kind, data, _OWN.get(kind))
    assert told and told != text(locale, "event-other", kind=kind)
    for value in data.values():
        told = told.replace(str(value), "")
    assert not re.search(r"[a-z]_[a-z]", told), told
    assert locale != "zh-CN" or re.search("[一-鿿]", told), told
