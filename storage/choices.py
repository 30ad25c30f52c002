"""How people want to be written to: their own choices."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time

from sqlalchemy import Connection, select

from storage.nudge_tables import choices
from storage.upsert import insert_or_update

_BATCH = 500  # below SQLite's limit of values in one statement


@dataclass(frozen=True, slots=True)
class Choices:
    """One person's: when the digest comes (None: when the council's does), on which weekdays none does (0 is Monday),
    and until when none comes: `paused_until` is the first day on which it comes again."""

    staff_key: str
    digest_at: time | None = None
    quiet_days: tuple[int, ...] = ()
    paused_until: date | None = None


class AllChoices:
    """The rows of `choices`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, staff_key: str) -> Choices:
        """One person's; the council's own where they have chosen nothing."""
        return self.of_all([staff_key]).get(staff_key, Choices(staff_key))

    def of_all(self, staff_keys: Iterable[str]) -> dict[str, Choices]:
        """Those of some people, by staff key; without those who have chosen nothing."""
        keys, found = sorted(set(staff_keys)), {}
        for start in range(0, len(keys), _BATCH):
            rows = select(choices).where(choices.c.staff_key.in_(keys[start : start + _BATCH]))
            for row in self._connection.execute(rows):
                at = time.fromisoformat(row.digest_at) if row.digest_at else None
                found[row.staff_key] = Choices(row.staff_key, at, tuple(row.quiet_days), row.paused_until)
        return found

    def save(self, chosen: Choices) -> None:
        """Keep what somebody has chosen."""
        row = {
            "staff_key": chosen.staff_key,
            "digest_at": f"{chosen.digest_at:%H:%M}" if chosen.digest_at else None,
            "quiet_days": list(chosen.quiet_days),
            "paused_until": chosen.paused_until,
        }
        insert_or_update(self._connection, choices, row)
