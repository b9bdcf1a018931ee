"""The master keys of the settings (P23)."""

from huifang.composition import SettingMissing
from huifang.settings import Settings
from vault.master_keys import MasterKeys


def master_keys(settings: Settings) -> MasterKeys:
    """Raises `SettingMissing` without any, `MasterKeyUnusable` when they are not written as they must be."""
    if settings.master_keys is None:
        raise SettingMissing("HUIFANG_MASTER_KEYS")
    return MasterKeys.parse(settings.master_keys.get_secret_value())
