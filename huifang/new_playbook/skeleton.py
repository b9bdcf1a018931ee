"""The files of a new playbook, with gaps that the checker names until they are filled."""

import re
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from domain.playbooks.registry import PLAYBOOKS

_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_REGISTRY = Path("domain/playbooks/registry.py")
_TEMPLATES = {
    "declaration.py.jinja": "domain/playbooks/{module}.py",
    "workflow.py.jinja": "workflows/{module}.py",
    "texts.zh-CN.ftl.jinja": "texts/zh-CN/playbooks/{module}.ftl",
    "texts.en.ftl.jinja": "texts/en/playbooks/{module}.ftl",
    "story.py.jinja": "tests/playbooks/test_{module}.py",
}


class CannotBegin(ValueError):
    """The skeleton cannot be written; the message says why and what to do."""


@dataclass(frozen=True)
class Names:
    """What a playbook is called in its places."""

    module: str
    """`site_visit`: its files."""
    letter: str
    """How its numbers begin."""

    @property
    def kind(self) -> str:
        """`SiteVisit`: its workflow's type."""
        return "".join(part.capitalize() for part in self.module.split("_"))

    @property
    def constant(self) -> str:
        """`SITE_VISIT`: its declaration."""
        return self.module.upper()

    @property
    def texts(self) -> str:
        """`site-visit`: how its ids and its texts begin."""
        return self.module.replace("_", "-")

    @property
    def words(self) -> str:
        """`site visit`: in sentences."""
        return self.module.replace("_", " ")


def names_of(module: str) -> Names:
    """Raises CannotBegin for a name that is none, or is taken."""
    if not _NAME.fullmatch(module):
        raise CannotBegin(f"{module!r}: a name is in small letters, with _ between its words: site_visit")
    if any(each.module == module for each in PLAYBOOKS):
        raise CannotBegin(f"{module}: there is such a playbook; see domain/playbooks/{module}.py")
    taken = {each.letter for each in PLAYBOOKS}
    wished = (*module.replace("_", "").upper(), *"ACDEFGHIJKMNOQSTUVWXY")
    return Names(module, next(letter for letter in wished if letter.isalpha() and letter not in taken))


def write(root: Path, names: Names) -> list[Path]:
    """Write the files and add the playbook to the registry, all or nothing; returns what was written.

    Raises CannotBegin where one of them is there already.
    """
    environment = Environment(
        loader=PackageLoader("huifang.new_playbook"),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - source code, not pages
    )
    files = {root / path.format(module=names.module): template for template, path in _TEMPLATES.items()}
    there = [str(file.relative_to(root)) for file in files if file.exists()]
    if there:
        raise CannotBegin(f"{', '.join(there)}: there already; take them away or choose another name")
    content = {file: environment.get_template(name).render(names=names) for file, name in files.items()}
    content[root / _REGISTRY] = _registered((root / _REGISTRY).read_text(encoding="utf-8"), names)
    for file, written in content.items():
        file.write_text(written, encoding="utf-8")
    return list(content)


def _registered(registry: str, names: Names) -> str:
    """The registry with the playbook's import and its entry."""
    imported = f"from domain.playbooks.{names.module} import {names.constant}\n"
    lines = registry.splitlines(keepends=True)
    after = max(number for number, line in enumerate(lines) if line.startswith("from domain.playbooks."))
    place = next(
        (
            number
            for number, line in enumerate(lines)
            if line.startswith("from domain.playbooks.") and line > imported
        ),
        after + 1,
    )
    lines.insert(place, imported)
    end = lines.index(")\n", lines.index("PLAYBOOKS: tuple[Playbook, ...] = (\n"))
    lines.insert(end, f"    {names.constant},\n")
    return "".join(lines)
