"""`python -m huifang.demo.picture FILE [LOCALE] [texts|repair]`: an excerpt of the demo as an SVG."""

import asyncio
import io
import re
import sys
import tempfile
from html import escape, unescape
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.cells import cell_len
from rich.console import Console

from huifang.cli.running import log_to
from huifang.demo.company import Company
from huifang.demo.phones import Phones
from huifang.demo.programme import Programme
from huifang.demo.screen import Screen
from huifang.local.ports import Ports
from huifang.local.stack import LocalSettings, LocalStack

_EXCERPTS = {
    "texts": ("chapter-first", "chapter-second"),
    "repair": ("chapter-nobody-goes", "chapter-comes-late"),
}
"""The chapter that a picture begins with, and the one before which it ends."""
_WIDTH = 104
# A picture fetches nothing; the reader's own fonts have the characters.
_FORMAT = re.sub(r"@font-face \{\{.*?\}\}\s*", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL).replace(
    "Fira Code", "Sarasa Mono SC, Noto Sans Mono CJK SC, Menlo, Consolas"
)

_TEXT = re.compile(
    r'<text class="([^"]*)" x="([^"]*)" y="([^"]*)" textLength="([^"]*)"([^>]*)>([^<]*)</text>'
)
_RUN = re.compile(r"[\u2e80-\uffdc]+|[^\u2e80-\uffdc]+")


def _in_cells(found: re.Match[str]) -> str:
    """A Chinese character is two cells wide; rich counts characters, and spreads them evenly."""
    style, x, y, length, rest, content = found.groups()
    text = unescape(content)
    cell, at, runs = float(length) / max(len(text), 1), float(x), []
    for run in _RUN.findall(text):
        width = cell * cell_len(run)
        shown = escape(run).replace(" ", "&#160;")
        runs.append(f'<text class="{style}" x="{at:g}" y="{y}" textLength="{width:g}"{rest}>{shown}</text>')
        at += width
    return "".join(runs)


class _Excerpt(Screen):
    """Keeps some chapters."""

    def __init__(self, locale: str, first: str, after: str) -> None:
        self._first, self._after = first, after
        self._recording = Console(record=True, width=_WIDTH, file=io.StringIO(), highlight=False)
        self.svg = ""
        super().__init__(self._recording, locale)

    async def chapter(self, key: str, **values: object) -> None:
        """Begin or end the excerpt there."""
        if key == self._first:
            self._recording.export_text(clear=True)
        if key == self._after:
            svg = self._recording.export_svg(title=self.text("title"), code_format=_FORMAT, unique_id="demo")
            self.svg = _TEXT.sub(_in_cells, svg)
        await super().chapter(key, **values)


async def _take(locale: str, excerpt: str) -> str:
    with tempfile.TemporaryDirectory(prefix="huifang-picture-") as home:
        log_to(Path(home) / "huifang.log")
        settings = LocalSettings(Path(home), Ports.free(), True, locale, 0.2, company_files=False)
        async with LocalStack(settings) as stack:
            company = Company(stack.addresses.api, stack.credentials.api_token, locale)
            phones, screen = Phones(stack.addresses.sandbox), _Excerpt(locale, *_EXCERPTS[excerpt])
            try:
                programme = Programme(company, phones, stack.client, screen)
                await (programme.texts() if excerpt == "texts" else programme.repair())
            finally:
                await company.close()
                await phones.close()
        return screen.svg


if __name__ == "__main__":
    file, locale, excerpt = (sys.argv[1:] + ["zh-CN", "texts"][len(sys.argv) - 2 :])[:3]
    Path(file).write_text(asyncio.run(_take(locale, excerpt)), "utf-8")
