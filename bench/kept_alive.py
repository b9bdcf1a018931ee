"""An answer on a kept-alive connection, against a bare uvicorn: what serving adds to it."""

import asyncio
import http.client
import time
from statistics import median
from urllib.parse import urlsplit

from bench.ground import ground
from bench.processes import answering_at, bare_http, product_api
from bench.results import Comparison, compared

GOAL = 1.5
ROUNDS, ANSWERS = 5, 100
"""Together fewer than a stranger may ask for at once (api/http/limits.toml)."""
_QUEUE = "kept-alive"


async def measure(rounds: int = ROUNDS, answers: int = ANSWERS) -> list[Comparison]:
    """Milliseconds from request to whole answer, the median of each round; the same connection throughout."""
    async with (
        ground() as servers,
        product_api(servers, _QUEUE) as ours,
        bare_http(servers, _QUEUE, "same") as same,
        bare_http(servers, _QUEUE, "alone") as alone,
    ):
        for each in (ours, same, alone):
            await answering_at(f"{each}/healthz")
        found = [
            [await asyncio.to_thread(_milliseconds, each, answers) for each in (ours, same, alone)]
            for _ in range(rounds)
        ]
    what = "an answer on a kept-alive connection: GET /healthz"
    return [
        compared(
            f"{what}, the same application served by uvicorn alone", "ms", [(o, s) for o, s, _ in found], GOAL
        ),
        compared("… a FastAPI application with nothing around it", "ms", [(o, a) for o, _, a in found]),
    ]


def _milliseconds(address: str, answers: int) -> float:
    """One caller that asks, reads, and asks again. Raises RuntimeError for an answer that is none."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc)
    took: list[float] = []
    for _ in range(answers):
        begun = time.perf_counter()
        connection.request("GET", "/healthz")
        answer = connection.getresponse()
        answer.read()
        took.append(time.perf_counter() - begun)
        if answer.status != 200:
            raise RuntimeError(f"{answer.status} from {address}")
    connection.close()
    return 1000 * median(took)
