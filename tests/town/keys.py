"""The master key of every database that tests make: a worker of its own process must open the same."""

import base64
from datetime import UTC, datetime

from huifang.run.payloads import sealing
from vault.keyring import DataKey, Keyring
from vault.master_keys import MasterKeys

MASTER_KEYS = "test:" + base64.b64encode(bytes(range(32))).decode()
MASTERS = MasterKeys.parse(MASTER_KEYS)

KEYRING = Keyring([DataKey(1, bytes(range(1, 33)), datetime(2026, 1, 1, tzinfo=UTC))], bytes(32))
"""Of no database: for tests that need some keys."""
SEALING = sealing(KEYRING)
"""Clients and workers of one process seal as the product does."""
CONVERTER = SEALING["data_converter"]
