"""A customer signs: the link of a text is opened, the code is typed in (P8)."""

import re

import httpx

_LINK = re.compile(r"https?://\S+/acceptances/[\w-]+")
_CODE = re.compile(r"(?<![\d-])\d{6}(?!\d)")


async def sign(text: str) -> None:
    """Accept with the link and the code that the text names. Raises RuntimeError when the page refuses."""
    link = _LINK.search(text)
    code = _CODE.search(text, link.end()) if link else None
    if link is None or code is None:
        raise RuntimeError("the text names no link and code")
    async with httpx.AsyncClient(timeout=30, trust_env=False) as browser:
        (await browser.get(link[0])).raise_for_status()
        answer = await browser.post(link[0], data={"answer": "accept", "code": code[0]})
        if not answer.is_success:
            raise RuntimeError(f"the page answered {answer.status_code}")
