"""`python -m huifang.new_playbook site_visit`, in a checkout: write the skeleton, say what to fill in."""

import argparse
import sys
from pathlib import Path

from huifang.new_playbook.skeleton import CannotBegin, names_of, write

_NEXT = """
Fill in what the checker names, until it says that all playbooks are whole:
    python -m huifang.run.playbook_checks
Then, with what follows from the declaration:
    make made && python -m huifang.run.access_table && python -m huifang.run.addresses
    make record-histories && make test
docs/extending.md goes through it with the enquiry as example.
"""


def main() -> int:
    """Exit code 2 when nothing was written."""
    parser = argparse.ArgumentParser(prog="python -m huifang.new_playbook", description=__doc__)
    parser.add_argument("name", help="in small letters, with _ between its words: site_visit")
    root = Path(__file__).parents[2]
    try:
        for file in write(root, names_of(parser.parse_args().name)):
            print(file.relative_to(root))
    except CannotBegin as reason:
        print(reason, file=sys.stderr)
        return 2
    print(_NEXT)
    return 0


sys.exit(main())
