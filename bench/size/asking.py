"""Asks the product's API, as each role, over one kept-alive connection, and says how long answers took."""

import http.client
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from api.access.session_cookie import CSRF_HEADER, csrf_token
from bench.size.archive import ROLES, Archive, secret_of
from bench.size.questions import Question, questions

ASKED = 30
"""Times each question is asked; the first few are not counted."""
_WARM_UP = 8
_NOT_ALLOWED = 403


@dataclass(frozen=True)
class Answered:
    """How long 95 of 100 answers took at most, and the one in the middle, in milliseconds."""

    question: Question
    role: str
    tickets: int
    p95: float
    p50: float


class _Person:
    """Somebody who is signed in."""

    def __init__(self, address: str, role: str) -> None:
        self._http = http.client.HTTPConnection(urlsplit(address).netloc)
        secret = secret_of(role)
        self._headers = {
            "Cookie": f"huifang={secret}",
            "Origin": address,
            CSRF_HEADER: csrf_token(secret),
            "Content-Type": "application/json",
        }

    def ask(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        self._http.request(method, path, json.dumps(body) if body else None, self._headers)
        answer = self._http.getresponse()
        content = answer.read()
        return answer.status, json.loads(content)

    def milliseconds(self, question: Question, path: str) -> list[float]:
        took = []
        for _ in range(_WARM_UP + ASKED):
            begun = time.perf_counter()
            status, _answer = self.ask(question.method, path, question.body)
            took.append(1000 * (time.perf_counter() - begun))
            if status != 200:
                raise RuntimeError(f"{status} for {path}")
        return sorted(took[_WARM_UP:])


def ask_all(address: str, archive: Archive) -> list[Answered]:
    """Everything that each role may ask."""
    return list(_answers(address, archive))


def _answers(address: str, archive: Archive) -> Iterator[Answered]:
    for role, staff, *_ in ROLES:
        person = _Person(address, role)
        own = _own(person, staff)
        for question in questions(archive):
            path = question.path.format_map(own)
            status, _answer = person.ask(question.method, path, question.body)
            if status == _NOT_ALLOWED or "none" in path.split("/"):
                continue
            took = person.milliseconds(question, path)
            yield Answered(question, role, archive.tickets, took[int(0.95 * len(took))], took[len(took) // 2])


def _own(person: _Person, staff: str) -> dict[str, str]:
    """A ticket in sight, and its customer."""
    status, page = person.ask("GET", "/tickets?limit=20")
    shown = [each for each in page["items"] if each["customer_id"]] if status == 200 else []
    first = shown[-1] if shown else {"id": "none", "customer_id": "none"}
    return {"ticket": first["id"], "customer": first["customer_id"], "staff": staff}
