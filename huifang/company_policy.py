"""The company's own policy and wording, from the files its settings name."""

import tomllib

from pydantic import ValidationError

from api.policies import PolicyIn
from domain.policy import PreHandoverPolicy
from huifang.settings import Settings
from texts import TextsUnusable, load


class CompanyFileUnusable(ValueError):
    """A file that a setting names cannot be used; the message says which and why."""

    def __init__(self, setting: str, file: object, reason: str) -> None:
        super().__init__(f"{setting} ({file}): {reason}")
        self.setting, self.file, self.reason = setting, file, reason


def company_policy(settings: Settings) -> PreHandoverPolicy:
    """The built-in policy, changed by the TOML file `policy_file`: the same names as the API's `policy`.

    Raises `CompanyFileUnusable`.
    """
    file = settings.policy_file
    if file is None:
        return PreHandoverPolicy()
    try:
        given = tomllib.loads(file.read_text(encoding="utf-8"))
        return PolicyIn.model_validate(given).over(PreHandoverPolicy())
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "policy"
        raise CompanyFileUnusable("HUIFANG_POLICY_FILE", file, f"{where}: {first['msg']}") from None
    except (OSError, ValueError) as error:
        raise CompanyFileUnusable("HUIFANG_POLICY_FILE", file, str(error)) from None


def company_texts(settings: Settings) -> None:
    """Put the company's own wording from `texts_dir` over the built-in texts.

    Raises `CompanyFileUnusable`.
    """
    if settings.texts_dir is None:
        return
    try:
        load(settings.texts_dir)
    except (OSError, TextsUnusable) as error:
        raise CompanyFileUnusable("HUIFANG_TEXTS_DIR", settings.texts_dir, str(error)) from None
