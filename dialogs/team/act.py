"""What an act of a manager is made of: what is told, what is missing or wrong, what would be done."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from dialogs.core import when as dates
from dialogs.core.items import deadlines, names
from dialogs.core.knowledge import Knowledge
from dialogs.core.turn import Json, Turn
from dialogs.core.words import words_of
from standards_kb.history import AsOf
from storage.access import Door
from storage.caseload import ChildsDeadlines
from storage.people import Person
from storage.roles import Action
from storage.store import Store

LONGEST = 500
SHORTEST_REASON = 4
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Here:
    """The turn, and through which door it goes."""

    turn: Turn
    store: Store
    knowledge: Knowledge
    through: Door
    person: Person
    now: AsOf

    def case_of(self, child_id: str) -> ChildsDeadlines:
        """A child who is there, with the deadlines."""
        child = self.through.managing.child(child_id)
        return deadlines(self.through, [child], self.now, self.knowledge)[0]

    def called(self, child_id: str) -> str:
        """What the child is called."""
        return names([self.through.managing.child(child_id)])[child_id]


@dataclass(frozen=True, slots=True)
class Ask:
    """Something missing; with choices as (shown, sent) one of them is meant."""

    field: str
    question: str
    choices: tuple[tuple[str, str], ...] = ()
    is_long: bool = False
    is_optional: bool = False


@dataclass(slots=True)
class Checked:
    """What is told, as far as it is understood; what is missing (`asks`), what is wrong with what was said; or, with
    neither, what would be done (`lines`). `refused`: it can't be done at all.

    `basis`: what it is decided upon: whoever confirms must have seen that. `about`: the children, of several."""

    told: dict[str, Json]
    asks: list[Ask] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    refused: str = ""
    basis: str = ""
    about: list[str] = field(default_factory=list)

    def refuse(self, why: str) -> "Checked":
        """It can't be."""
        self.refused = why
        return self

    def reason(self, question: str) -> str:
        """The reason, which must be there."""
        said = " ".join(str(self.told.get("reason") or "").split())[:LONGEST]
        if len(said) >= SHORTEST_REASON:
            self.told["reason"] = said
            return said
        if said:
            self.wrong.append(words_of("team")("wrong_reason"))
        self.asks.append(Ask("reason", question, is_long=True))
        return ""

    def day(self, name: str, question: str, here: Here, lean: dates.Lean, *, optional: bool = False) -> date | None:
        """A day that was said, kept as a date from then on; what isn't certain is asked."""
        said = str(self.told.get(name) or "").strip()[:LONGEST]
        if not said:
            if not optional:
                self.asks.append(Ask(name, question))
            return None
        if _ISO.fullmatch(said):
            return date.fromisoformat(said)
        try:
            value = _read(said, here, lean)
        except dates.WhenError as error:
            self._unclear(name, str(error), question)
            return None
        if isinstance(value, dates.Ambiguous) and value.choices:
            choices = tuple((choice.label, choice.label) for choice in value.choices)
            self.asks.append(Ask(name, value.question, choices))
            return None
        found = _day_in(value)
        if found is None:
            self._unclear(name, words_of("team")("wrong_day"), question)
            return None
        self.told[name] = found.isoformat()
        return found

    def _unclear(self, name: str, why: str, question: str) -> None:
        self.wrong.append(why)
        self.told[name] = ""
        self.asks.append(Ask(name, question))


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that a manager does: `check` is asked again and again until nothing is missing, and once more before
    `do`, which says what has been done; None if somebody has been faster.

    `needs`: which of the gate's actions it is; `of_child`: whether it is about one."""

    name: str
    title: str
    needs: Action
    check: Callable[[Checked, Here], Checked]
    do: Callable[[Mapping[str, Json], Here], Sequence[str] | None]
    of_child: bool = True


def _read(said: str, here: Here, lean: dates.Lean) -> dates.Value:
    """As it is said, or with "until" before it: "until Christmas" is a day, and "Christmas" alone is none."""
    try:
        return dates.read(said, here.turn.at, lean=lean)
    except dates.WhenError:
        if lean != "future":
            raise
        try:
            return dates.read(f"until {said}", here.turn.at, lean=lean)
        except dates.WhenError:
            pass
        raise


def _day_in(value: dates.Value) -> date | None:
    if isinstance(value, dates.Day):
        return value.date
    # "until 14 December" is a span with an end alone.
    if isinstance(value, dates.Span) and value.first is None:
        return value.last
    return None
