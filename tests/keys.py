"""The master key of every database that tests make: a worker of its own process must open the same."""

import base64

from vault.master_keys import MasterKeys

MASTER_KEYS = "test:" + base64.b64encode(bytes(range(32))).decode()
MASTERS = MasterKeys.parse(MASTER_KEYS)
