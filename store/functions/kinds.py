"""What SQL asks of the playbooks: made from the declarations, so that no query names a kind."""

from collections.abc import Sequence

from domain.playbooks.declaration import Trait
from domain.playbooks.every_ticket import EVERY_END
from domain.playbooks.registry import PLAYBOOKS, kinds


def kinds_sql() -> str:
    """Functions that list kinds and ends, and a sequence for the numbers of each kind that has a letter."""
    by_trait = "\n".join(
        f"    WHEN {_text(trait.name.lower())} THEN {_array(kinds(trait))}" for trait in Trait
    )
    settled = [f"{each.name}/{end}" for each in PLAYBOOKS for end in each.settled]
    calls = [reason for each in PLAYBOOKS for reason in each.settled.values()]
    letters = sorted(each.letter for each in PLAYBOOKS if each.letter is not None)
    return "\n".join(
        [
            *(f"CREATE SEQUENCE IF NOT EXISTS ticket_no_{letter.lower()};" for letter in letters),
            "CREATE OR REPLACE FUNCTION kinds_with(trait text) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$",
            f"  SELECT CASE trait\n{by_trait}\n  END",
            "$$;",
            _constant("settled_ends", settled),
            _constant("settling_calls", calls),
            # A ticket that ended so came to nothing: it opens no file, and its matter is not solved.
            _constant("ends_of_nothing", EVERY_END),
            # The number of the next ticket, by the letter of its kind: R2026-000123.
            "CREATE OR REPLACE FUNCTION next_ticket_no(letter text) RETURNS text LANGUAGE sql VOLATILE AS $$",
            "  SELECT letter || to_char(now() AT TIME ZONE 'Asia/Shanghai', 'YYYY') || '-'",
            "    || lpad(nextval(('ticket_no_' || lower(letter))::regclass)::text, 6, '0')",
            "$$;",
        ]
    )


def _constant(name: str, values: Sequence[str]) -> str:
    return (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS text[] LANGUAGE sql IMMUTABLE AS $$\n"
        f"  SELECT {_array(values)}\n$$;"
    )


def _array(values: Sequence[str]) -> str:
    return f"ARRAY[{', '.join(_text(each) for each in values)}]::text[]"


def _text(value: str) -> str:
    if not value.replace("-", "").replace("_", "").replace("/", "").isalnum():
        raise ValueError(f"{value!r} is no name")
    return f"'{value}'"
