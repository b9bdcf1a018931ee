"""The phones in the story: what the sandbox provider delivered to them, and how they answer."""

import asyncio
from collections import Counter
from typing import Any

import httpx

from huifang.demo.patience import happens

_RINGS = 0.1
"""Seconds before a phone in the story is answered, or is not."""
_UNDER_WAY = ("ringing", "talking")
_TALK = 95
"""Seconds of talk that the provider reports."""


class Phones:
    """A client of the sandbox's control page."""

    def __init__(self, url: str) -> None:
        self._http = httpx.AsyncClient(base_url=url, timeout=10, trust_env=False)
        self._seen = 0

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def behave(self, phone: str, mode: str) -> None:
        """How the provider treats the next text to `phone`."""
        body = {"phone": phone, "mode": mode, "times": 1}
        (await self._http.post("/control/behaviours", json=body)).raise_for_status()

    async def reply(self, phone: str, text: str) -> None:
        """The owner texts back."""
        (await self._http.post("/control/reply", json={"phone": phone, "text": text})).raise_for_status()

    async def behave_on_call(self, phone: str, mode: str, **more: Any) -> None:
        """What happens the next time `phone` rings; with `key`, which one is pressed."""
        body = {"phone": phone, "mode": mode, "delay": _RINGS, "talk": _TALK, "lasts": 0, **more}
        (await self._http.post("/control/calls", json=body)).raise_for_status()

    async def calls(self) -> list[dict[str, Any]]:
        """Every call the provider took, oldest first."""
        answer = (await self._http.get("/control/calls")).raise_for_status()
        return list(answer.json()["calls"])

    async def ringing(self) -> bool:
        """Whether a call goes on."""
        return any(call["ended"] is None for call in await self.calls())

    async def rung(self) -> Counter[str]:
        """How often each phone was called; one that rings still counts."""
        legs = [leg for call in await self.calls() for leg in call["legs"]]
        return Counter(
            leg["phone"] for leg in legs if leg["outcome"] is not None or leg["state"] in _UNDER_WAY
        )

    async def texts(self) -> list[dict[str, Any]]:
        """Every text that arrived, oldest first."""
        answer = (await self._http.get("/control/messages")).raise_for_status()
        return list(answer.json()["messages"])

    async def counts(self) -> Counter[str]:
        """How many texts each number got."""
        return Counter(text["phone"] for text in await self.texts())

    async def until(self, phone: str, texts: int) -> None:
        """Wait until `phone` has so many. Raises `DidNotHappen`."""
        async with happens("a text on the phone"):
            while (await self.counts())[phone] < texts:  # noqa: ASYNC110 -- over HTTP
                await asyncio.sleep(0.1)

    async def fresh(self) -> list[dict[str, Any]]:
        """What arrived since this was asked before, oldest first."""
        texts = await self.texts()
        fresh, self._seen = texts[self._seen :], len(texts)
        return fresh
