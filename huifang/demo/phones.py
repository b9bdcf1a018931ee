"""The owners' phones in the story: what the sandbox provider delivered to them."""

import asyncio
from collections import Counter
from typing import Any

import httpx

from huifang.demo.patience import happens


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
