"""The first administrator: made when nobody has an account yet, and told once (P23)."""

import os
from pathlib import Path

from services.sign_in.accounts import FIRST_LOGIN, first_administrator
from store.database import Pool


def first_sign_in_file(data_dir: Path) -> Path:
    """Login and first password of a stack on this machine."""
    return data_dir / "first-sign-in.txt"


async def keep_first_sign_in(pool: Pool, data_dir: Path) -> Path | None:
    """The file it was written to, readable by this user only; None when there are accounts already."""
    password = await first_administrator(pool)
    if password is None:
        return None
    file = first_sign_in_file(data_dir)
    file.unlink(missing_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(f"{FIRST_LOGIN}\n{password}\n")
    return file
