"""What must have happened, and whether it did."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Check:
    """One expectation; `key` names its sentence in the catalogue, `about` fills it in."""

    key: str
    expected: object
    found: object
    about: dict[str, object]

    @property
    def met(self) -> bool:
        """Whether what was found is what was expected."""
        return self.expected == self.found


class Checks(list[Check]):
    """All of a story's."""

    def expect(self, key: str, expected: object, found: object, **about: object) -> None:
        """Write down one."""
        self.append(Check(key, expected, found, about))

    @property
    def met(self) -> bool:
        """Whether every one is; a story without any proves nothing."""
        return bool(self) and all(check.met for check in self)
