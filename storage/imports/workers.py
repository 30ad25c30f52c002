"""Whom a worker's name means: exactly one member of staff has it, or people have said so; else nobody, and a list."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from storage.allocations import WorkerMatch
from storage.names import match_name
from storage.people import Person
from storage.store import Store

# Why a name is nobody's.
NO_NAME: Final = "no name"
UNKNOWN: Final = "not in the staff file"
AMBIGUOUS: Final = "several people have this name"
LEFT: Final = "has left"
NOBODY: Final = "marked as nobody on the staff"
DIFFERENT: Final = "the lists name different workers"
BETWEEN: Final = " / "  # between their names


@dataclass(frozen=True, slots=True)
class Match:
    """The staff key, or why there is none."""

    staff_key: str | None
    why: str = ""


class Workers:
    """Matches names; never guesses."""

    def __init__(self, people: Iterable[Person], decided: Iterable[WorkerMatch], today: date) -> None:
        self._named: dict[str, list[Person]] = defaultdict(list)
        self._left = set()
        for person in people:
            self._named[match_name(person.name)].append(person)
            if person.has_left(today):
                self._left.add(person.key)
        self._decided = {match.match_name: match.staff_key for match in decided}
        self._found: dict[str, Match] = {}

    @classmethod
    def of(cls, store: Store, today: date) -> "Workers":
        """By the staff and the decisions of the database."""
        return cls(store.people.all(), store.allocations.matches(), today)

    def match(self, name: str) -> Match:
        """Whom a name means."""
        if name not in self._found:
            self._found[name] = self._match(match_name(name))
        return self._found[name]

    def _match(self, name: str) -> Match:
        if not name:
            return Match(None, NO_NAME)
        if name in self._decided:
            key = self._decided[name]
            if key is None:
                return Match(None, NOBODY)
            return Match(None, LEFT) if key in self._left else Match(key)
        named = self._named.get(name, [])
        if len(named) != 1:
            return Match(None, AMBIGUOUS if named else DIFFERENT if BETWEEN in name else UNKNOWN)
        return Match(None, LEFT) if named[0].key in self._left else Match(named[0].key)
