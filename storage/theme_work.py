"""The monthly headline themes as one person may read them and add to them, and as the month's beginning keeps them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from standards_kb.working_days import add_months
from storage.people import Person
from storage.theme_counts import Findings, findings, last_day, worded
from storage.themes import Note

if TYPE_CHECKING:
    from storage.store import Store

MONTHS: Final = 6  # of the trend


@dataclass(frozen=True, slots=True)
class Month:
    """A month's findings with those of the months before it, oldest first, and what people have added."""

    now: Findings
    before: tuple[Findings, ...]
    notes: tuple[Note, ...]


class ThemeWork:
    """`may_read`, `may_note`: whether their roles let them read the themes, or add to them; `audit` notes a look."""

    def __init__(
        self,
        store: "Store",
        person: Person | None,
        may_read: Callable[[], bool],
        may_note: Callable[[], bool],
        audit: Callable[[str], None],
        today: date,
    ) -> None:
        self._store = store
        self._person = person
        self._may_read = may_read
        self._may_note = may_note
        self._audit = audit
        self._today = today

    @property
    def may_note(self) -> bool:
        """Whether they add themes and recommendations."""
        return self._person is not None and self._may_note()

    def may_read(self) -> bool:
        """Whether the themes are for them."""
        return self._person is not None and self._may_read()

    def month(self, first: date) -> Month | None:
        """A month; None if it isn't for them. Audited as figures."""
        if not self.may_read():
            return None
        self._audit(f"headline themes of {first:%Y-%m}")
        return month_of(self._store, first, self._today)

    def note(self, month: date, kind: str, text: str, at: datetime) -> bool:
        """Add a headline theme or a recommendation; False if that isn't for them."""
        if not self.may_note or self._person is None:
            return False
        self._store.themes.note(Note(month, kind, text, self._person.name, at))
        return True

    def notes(self, month: date) -> list[Note]:
        """What people have added to a month, for who adds."""
        return self._store.themes.notes(month) if self.may_note else []

    def take_out(self, number: int) -> Note | None:
        """Take one out again; None alike if there is none and if that isn't for them."""
        return self._store.themes.take_out(number) if self.may_note else None


def month_of(store: "Store", first: date, today: date) -> Month:
    """A month as it was kept, or as it is counted now, for whoever the gate was asked about or runs a job."""
    months = [add_months(first, -back) for back in range(MONTHS - 1, -1, -1)]
    *before, now = _counted(store, months, today)
    return Month(now, tuple(before), tuple(store.themes.notes(first)))


def at_months_beginning(store: "Store", last: date, today: date, at: datetime, roles: Sequence[str]) -> list[str]:
    """Keep the month that is over, if it isn't kept yet; the keys of those in these roles, whom it may be told. None
    where nobody has ever audited."""
    keep(store, last, today, at)
    if not store.themes.any_audit():
        return []
    return sorted({p.key for role in roles for p in store.people.with_role(role) if not p.has_left(today)})


def keep(store: "Store", first: date, today: date, at: datetime) -> bool:
    """Keep the counts of a month that is over, as audits and their texts are forgotten in time; whether they are kept
    now and weren't before."""
    if first in store.themes.kept([first]) or not store.themes.any_audit():
        return False
    [found] = _counted(store, [first], today)
    return store.themes.keep(found, at)


def _counted(store: "Store", months: Sequence[date], today: date) -> list[Findings]:
    kept = store.themes.kept(months)
    missing = [month for month in months if month not in kept]
    words = store.themes.words(months[0], last_day(months[-1], today))
    facts = store.themes.facts(missing[0], last_day(missing[-1], today)) if missing else words
    return [worded(kept[month], words) if month in kept else findings(facts, month, today) for month in months]
