"""Whether every playbook is declared whole, and has its texts in all languages."""

from collections.abc import Iterator, Sequence

from domain.playbooks.checker import Fault, faults_among, told
from domain.playbooks.declaration import Playbook
from domain.playbooks.registry import PLAYBOOKS
from domain.promises.promise import PromisePolicy
from texts import LOCALES, home_of, text


class PlaybookNotWhole(RuntimeError):
    """A playbook lacks something; the message says what, a line each."""


def require_declared() -> None:
    """Raises PlaybookNotWhole. For a process that takes in and shows tickets, and carries out none."""
    require_none(declared_faults(PLAYBOOKS))


def require_none(faults: Sequence[Fault]) -> None:
    """Raises PlaybookNotWhole where there is one: a company must not find out from its customers."""
    if faults:
        raise PlaybookNotWhole(told(faults))


def declared_faults(playbooks: Sequence[Playbook]) -> list[Fault]:
    """Everything wrong with these declarations and their texts."""
    return faults_among(playbooks) + [
        Fault(playbook.name, wrong) for playbook in playbooks for wrong in _texts(playbook)
    ]


def _texts(playbook: Playbook) -> Iterator[str]:
    for locale in LOCALES:
        for families in texts_wanted(playbook):
            if not any(_has(locale, key) and _is_theirs(playbook, key) for key in families):
                yield f"text {families[0]} is missing in {locale}"


def texts_wanted(playbook: Playbook) -> Iterator[tuple[str, ...]]:
    """Ids of texts, each with the common ones that will do instead."""

    def named(family: str, code: str) -> tuple[str, ...]:
        return f"{family}-{playbook.texts}-{code}", f"{family}-{code}"

    for stage in (*playbook.turns, "closed"):
        yield named("stage", stage)
    for act in (*playbook.acts, *(each.name for each in playbook.on_record)):
        yield named("act", act)
    for end in playbook.ends:
        yield named("reason", end)
    for fact in playbook.facts:
        yield named("fact", fact)
    for reason in playbook.asks:
        yield (f"call-about-{reason}",)
    yield (f"{playbook.texts}-summary",)
    for promise in _promises(playbook):
        yield named("promise", promise.name)
        for rung in promise.ladder:
            yield named("rung", rung.name)
            yield from _templates(rung.template, rung.channels)
    for template in playbook.tells:
        yield from _templates(template, ("call", "sms"))
    for template in playbook.writes:
        yield (template,)


def _templates(template: str, channels: Sequence[str]) -> Iterator[tuple[str, ...]]:
    if "call" in channels:
        yield (template,)
    if "sms" in channels:
        yield (template.replace("voice-", "sms-", 1),)


def _promises(playbook: Playbook) -> dict[PromisePolicy, None]:
    if not playbook.promises:
        return {}
    policy = playbook.policy()
    return dict.fromkeys((*policy.promises(False), *policy.promises(True)))


def _is_theirs(playbook: Playbook, key: str) -> bool:
    """Not another playbook's: what two have in common stands in `playbooks/common.ftl`."""
    folder, _, file = (home_of(key) or "").partition("/")
    return folder != "playbooks" or file in ("common", playbook.module)


def _has(locale: str, key: str) -> bool:
    try:
        text(locale, key)
    except KeyError:
        return False
    except ValueError:
        return True  # it is there, and wants values
    return True
