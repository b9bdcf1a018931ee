"""docs/addresses.md says what the API answers, where, and in which room."""

import re

from api.app import all_routes
from huifang.run.addresses import PAGE, matter_of, render


def test_the_page_is_current() -> None:
    assert PAGE.read_text("utf-8") == render(all_routes()), "run: python -m huifang.run.addresses"


def test_every_address_stands_there_once_under_its_matter() -> None:
    sections = re.split(r"^## ", PAGE.read_text("utf-8"), flags=re.M)[1:]
    rows = {
        (section.splitlines()[0].replace(" ", "_"), cells[1], cells[2].strip("`"))
        for section in sections
        for line in section.splitlines()
        if len(cells := [cell.strip() for cell in line.split("|")]) == 7
    }
    for route in all_routes():
        assert (matter_of(route), "/".join(sorted(route.methods)), route.path_format) in rows
