"""Answers leave at once: none waits for the caller's delayed acknowledgement."""

import socket
from typing import Any

import httpx
import pytest
import uvicorn

from huifang.run.listening import CannotListen, listening


async def _answers(scope: dict[str, Any], receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    # In two pieces: the second is what Nagle's algorithm would keep back.
    await send({"type": "http.response.body", "body": b"a", "more_body": True})
    await send({"type": "http.response.body", "body": b"b"})


def _server() -> uvicorn.Server:
    return uvicorn.Server(uvicorn.Config(_answers, lifespan="off", log_config=None))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
async def test_nothing_of_an_answer_is_kept_back(host: str) -> None:
    server = _server()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    async with listening(server, host, port), httpx.AsyncClient(trust_env=False, timeout=None) as http:
        assert (await http.get(f"http://{host}:{port}/")).text == "ab"
        connections = list(server.server_state.connections)
        assert connections
        for each in connections:
            accepted = each.transport.get_extra_info("socket")  # type: ignore[union-attr]
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0


async def test_an_address_that_is_taken_is_said_to_be() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(CannotListen, match=str(port)):
            async with listening(_server(), "127.0.0.1", port):
                raise AssertionError("not reached")
