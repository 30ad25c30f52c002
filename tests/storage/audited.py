"""Audits that are done, for tests of what is counted of them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from storage.audits import CLOSED, Audit
from storage.children import Child
from storage.outcomes import FINAL, OVERALL, Part
from storage.people import Person
from storage.store import Store


def instant(day: date, hour: int = 12) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def add_workers(store: Store) -> None:
    """Ann of the North and Bea of the South, and Quinn, who audits."""
    for key, team, area in (("ann", "North", "Help"), ("bea", "South", "Help"), ("quinn", "Quality", "Quality")):
        store.people.save(Person(key, f"{key.capitalize()} Example", team=team, service_area=area))


def add_done(
    store: Store,
    child_id: str,
    done: datetime | date,
    grade: str = "meets",
    *,
    worker: str = "ann",
    judged: Mapping[str, str] | None = None,
    restricted: bool = False,
    scale: int = 6,
    **changes: object,
) -> int:
    """One that was graded then, and closed the day after; its id."""
    at = done if isinstance(done, datetime) else instant(done)
    if store.children.find(child_id) is None:
        store.children.add_all([Child(child_id, "AB", restricted=restricted)])
    told = at - timedelta(days=14)
    audit = Audit(
        child_id, worker, "quinn", (told + timedelta(days=21)).date(), CLOSED, told_on=told.date(), made_at=told
    )
    number = store.audits.add(replace(audit, **changes))  # type: ignore[arg-type]
    made = store.audits.find(number)
    assert made is not None
    store.audits.change(replace(made, state="accepted"))  # in which parts can be written
    store.outcomes.touch(number, "quinn")
    for name, answer in {**(judged or {}), OVERALL: grade}.items():
        store.outcomes.write(Part(number, name, answer=answer, by_name="Quinn Example", at=told))
    graded = replace(store.outcomes.of(number), state=FINAL, grade=grade, scale=scale, final_at=at)
    store.outcomes.change(replace(graded, closed_at=at + timedelta(days=1)))
    accepted = store.audits.find(number)
    assert accepted is not None
    store.audits.change(replace(accepted, state=CLOSED))
    return number
