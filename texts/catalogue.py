"""Looks texts up in the Fluent files beside this module."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax.ast import BaseNode, Junk, Message, VariableReference
from fluent.syntax.visitor import Visitor

DEFAULT_LOCALE = "zh-CN"
LOCALES = ("zh-CN", "en")


_SMS_FILE = "sms.ftl"
"""In `customers/`; a company's may also lie beside that folder, where it lay in earlier releases."""
_ALWAYS_TOLD = frozenset({"ticket", "due"})
"""What every notice to staff may mention besides, as all did in earlier releases."""
_SMS_VALUES = {"name": "李示例", "building": "示例花园", "date": "2027年1月15日"}
"""What every text message may mention, with examples."""


def _files(folder: Path) -> list[Path]:
    """Every catalogue under `folder`; those in a folder of their own come later, and win over a flat one."""
    return sorted(folder.rglob("*.ftl"), key=lambda file: (len(file.parts), file))


class TextsUnusable(ValueError):
    """A company's own text that cannot be used; the message names it and says why."""


class _Mentions(Visitor):
    """The names of the values that a text mentions."""

    def __init__(self, text: BaseNode) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.visit(text)

    def visit_VariableReference(self, node: VariableReference) -> None:
        self.names.add(node.id.name)


class _Catalogue(FluentBundle):
    """All texts in one language; `templates` are those of `customers/sms.ftl`, for owners' phones."""

    def __init__(self, locale: str, folders: Iterable[Path]) -> None:
        # Isolation marks would be sent to owners' phones as invisible characters.
        super().__init__([locale], use_isolating=False)
        self.templates: dict[str, None] = {}
        self.homes: dict[str, str] = {}
        self._given: dict[str, set[str]] = {}
        for folder in folders:
            for file in _files(folder / locale):
                self._add(file)

    def _add(self, file: Path) -> None:
        resource = FluentResource(file.read_text(encoding="utf-8"))
        for entry in resource.body:
            if isinstance(entry, Junk):
                raise TextsUnusable(f"{file.name}: {(entry.content or '').strip()}")
            if isinstance(entry, Message):
                self.homes.setdefault(entry.id.name, f"{file.parent.name}/{file.stem}")
            if isinstance(entry, Message) and file.name == _SMS_FILE:
                self.templates[entry.id.name] = None
            elif isinstance(entry, Message):
                self._check(file, entry)
        self.add_resource(resource, allow_overrides=True)

    def _check(self, file: Path, entry: Message) -> None:
        """Another wording can mention no more than ours does: nothing else is given to it."""
        mentioned = _Mentions(entry).names
        known = self._given.setdefault(entry.id.name, mentioned)
        unknown = mentioned - (known | _ALWAYS_TOLD if self._is_told(entry.id.name) else known)
        if unknown:
            raise TextsUnusable(f"{file.name}: {entry.id.name}: ${', $'.join(sorted(unknown))}")

    def _is_told(self, key: str) -> bool:
        """Whether it is a notice to staff, which is read out and texted."""
        spoken = key.replace("sms-", "voice-", 1) if key.startswith("sms-") else key
        return spoken.startswith("voice-") and spoken in self._given

    def mentioned(self, key: str) -> frozenset[str]:
        """The names of the values that our own wording mentions. Raises KeyError."""
        return frozenset(self._given[key])


_BUILT_IN = Path(__file__).parent
# Read when imported: workflow code looks texts up, and may do no I/O of its own.
_BUNDLES = {locale: _Catalogue(locale, [_BUILT_IN]) for locale in LOCALES}


def load(company: Path) -> None:
    """Put a company's own texts over ours: `<company>/zh-CN/` and `<company>/en/`, laid like ours.

    A text is known by its id, so a file of an earlier release, when all lay flat, still says what it says.

    For the start of a process, all or nothing. Raises TextsUnusable when a file is not Fluent, or when a text
    mentions what it is not given: half a message must never reach a customer, nor half a notice a crew.
    """
    bundles = {locale: _Catalogue(locale, [_BUILT_IN, company]) for locale in LOCALES}
    for locale, bundle in bundles.items():
        for key in bundle.templates:
            try:
                _formatted(bundle, key, _SMS_VALUES)
            except (KeyError, ValueError) as error:
                raise TextsUnusable(f"{locale}: {error}") from None
    _BUNDLES.update(bundles)
    _plain.cache_clear()


def sms_templates(playbook: str) -> tuple[str, ...]:
    """The text message templates of a playbook, such as `pre-handover`: those of `customers/sms.ftl`."""
    return tuple(key for key in _BUNDLES[DEFAULT_LOCALE].templates if key.startswith(f"{playbook}-"))


def home_of(key: str) -> str | None:
    """Where a text of ours stands: folder and file, such as `playbooks/repair`; None: there is none."""
    return _BUNDLES[DEFAULT_LOCALE].homes.get(key)


def text(locale: str, key: str, /, **values: object) -> str:
    """The text `key` in `locale`.

    Raises KeyError when the catalogue has no such text, ValueError when a value it needs is missing:
    half a message must never reach a customer.
    """
    locale = locale if locale in _BUNDLES else DEFAULT_LOCALE
    return _formatted(_BUNDLES[locale], key, values) if values else _plain(locale, key)


def mentioned(locale: str, key: str) -> frozenset[str]:
    """The values that the text `key` is given, besides those of every notice: what our own wording mentions.

    A company's wording of it mentions no more. Raises KeyError when the catalogue has no such text.
    """
    return _BUNDLES[locale if locale in _BUNDLES else DEFAULT_LOCALE].mentioned(key)


def named(locale: str, family: str, code: str | None, own: str | None = None) -> str | None:
    """What people call `code`, `<family>-<code>` in the catalogue; None where it has no such text.

    `own`: how a playbook's own texts begin; `<family>-<own>-<code>` goes before the common one.
    """
    keys = (f"{family}-{own}-{code}", f"{family}-{code}") if own else (f"{family}-{code}",)
    for key in keys:
        try:
            return text(locale, key)
        except KeyError:
            continue
    return None


def meant(family: str, said: str) -> str | None:
    """The code that people call so in one of the languages, of a family whose texts list words; or None."""
    wanted = said.strip().casefold()
    for key in sorted(_BUNDLES[DEFAULT_LOCALE].homes):
        if key.startswith(f"{family}-"):
            for locale in _BUNDLES:
                words = text(locale, key).replace("、", ",").split(",")
                if wanted in (word.strip().casefold() for word in words):
                    return key.removeprefix(f"{family}-")
    return None


@cache
def _plain(locale: str, key: str) -> str:
    return _formatted(_BUNDLES[locale], key, {})


def _formatted(bundle: _Catalogue, key: str, values: Mapping[str, object]) -> str:
    message = bundle.get_message(key) if bundle.has_message(key) else None
    if message is None or message.value is None:
        raise KeyError(key)
    formatted, errors = bundle.format_pattern(
        message.value, {name: str(value) for name, value in values.items()}
    )
    if errors:
        raise ValueError(f"text {key}: {errors[0]}")
    return str(formatted)


def negotiate(accept_language: str | None) -> str:
    """The catalogue that fits an Accept-Language header best; zh-CN when none does."""
    ranked: list[tuple[float, str]] = []
    for part in (accept_language or "").split(","):
        tag, _, parameters = part.strip().partition(";")
        try:
            quality = float(parameters.strip().removeprefix("q=")) if parameters else 1.0
        except ValueError:
            continue
        ranked.append((-quality, tag.lower()))
    for _, tag in sorted(ranked, key=lambda entry: entry[0]):
        for locale in LOCALES:
            if tag and tag.split("-")[0] == locale.split("-")[0]:
                return locale
    return DEFAULT_LOCALE
