"""`python -m huifang.run.access_table`: writes docs/access.md anew."""

from pathlib import Path

from api.access.table import render
from api.app import all_routes

PAGE = Path(__file__).parents[2] / "docs" / "access.md"

if __name__ == "__main__":
    PAGE.write_text(render(all_routes()), encoding="utf-8")
