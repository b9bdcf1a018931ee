"""What a company has of its own, from the files its settings name: wording, policies, kinds of complaint."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import ValidationError

from domain.playbooks.complaint_categories import BUILT_IN, Categories, read
from domain.playbooks.policies import Policies
from domain.playbooks.pre_handover_policy import PreHandoverPolicy
from domain.playbooks.registry import PLAYBOOKS
from huifang.settings.policy_tables import read_policy
from huifang.settings.settings import Settings
from texts import TextsUnusable, load


class CompanyFileUnusable(ValueError):
    """A file that a setting names cannot be used; the message says which and why."""

    def __init__(self, setting: str, file: object, reason: str) -> None:
        super().__init__(f"{setting} ({file}): {reason}")
        self.setting, self.file, self.reason = setting, file, reason


@dataclass(frozen=True)
class Company:
    """What the company promises, when it writes and calls, and how it sorts complaints."""

    pre_handover: PreHandoverPolicy = field(default_factory=PreHandoverPolicy)
    tickets: Policies = field(default_factory=Policies)
    """Of all other kinds of tickets."""
    categories: Categories = BUILT_IN


def read_company(settings: Settings) -> Company:
    """Everything the settings name, in the one order that works; its wording is put over the built-in texts.

    Raises `CompanyFileUnusable`.
    """
    # A step may name a text of the company's own, so its wording is there before its policy is looked at.
    _texts(settings)
    pre_handover, tickets = _policies(settings)
    return Company(pre_handover, tickets, _categories(settings))


_TABLES: Mapping[str, type] = {each.table: each.policy for each in PLAYBOOKS if each.table}
"""Tables of the file; what stands outside them is the pre-handover policy, as the API takes it."""


def _policies(settings: Settings) -> tuple[PreHandoverPolicy, Policies]:
    """The built-in policies, changed by the TOML file `policy_file`."""
    file = settings.policy_file
    if file is None:
        return PreHandoverPolicy(), Policies()
    # Here and not above: a worker without a file of its own needs nothing of the API.
    from api.playbooks.policies import PolicyIn

    try:
        given = tomllib.loads(file.read_text(encoding="utf-8"))
        tables = {name: given.pop(name) for name in _TABLES if name in given}
        return (
            PolicyIn.model_validate(given).over(PreHandoverPolicy()),
            Policies(read_policy(_TABLES[name], table) for name, table in tables.items()),
        )
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "policy"
        raise CompanyFileUnusable("HUIFANG_POLICY_FILE", file, f"{where}: {first['msg']}") from None
    except (OSError, ValueError) as error:
        raise CompanyFileUnusable("HUIFANG_POLICY_FILE", file, str(error)) from None


def _categories(settings: Settings) -> Categories:
    """The built-in tree of complaints, or the company's own in its place from `complaint_categories_file`."""
    file = settings.complaint_categories_file
    if file is None:
        return BUILT_IN
    try:
        return read(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CompanyFileUnusable("HUIFANG_COMPLAINT_CATEGORIES_FILE", file, str(error)) from None


def _texts(settings: Settings) -> None:
    """The company's own wording from `texts_dir`, over the built-in texts."""
    if settings.texts_dir is None:
        return
    try:
        load(settings.texts_dir)
    except (OSError, TextsUnusable) as error:
        raise CompanyFileUnusable("HUIFANG_TEXTS_DIR", settings.texts_dir, str(error)) from None
