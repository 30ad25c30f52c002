"""What is looked up beside a visit's report: the second worker, and visits of that day that are known already."""

from collections.abc import Sequence

from dialogs.core.words import words_of
from dialogs.visits.report import VISIT, day_of
from dialogs.visits.subjects import Subject
from storage.people import Person
from storage.reports import Report
from storage.store import Store


def warnings(report: Report, theirs: Sequence[Subject], person: Person) -> list[str]:
    """A visit of that day that is known already: this may be the same."""
    if report.kind != VISIT or "corrects" in report.told or not report.told.get("when"):
        return []
    words, day = words_of("visits"), day_of(report.told["when"])
    lines = []
    for subject in theirs:
        for visit in subject.visits_of(day):
            if person.key in (visit.worker_key, visit.with_key):
                lines.append(words("again_mine", child=subject.called))
            else:
                lines.append(words("again", child=subject.called, worker=visit.worker_name))
    return list(dict.fromkeys(lines))


def second_worker(said: object, store: Store, person: Person) -> dict[str, str | None] | None:
    """The second worker of a joint visit: one on the staff of that name, or first name in the same team."""
    name = " ".join(str(said).split()) if said else ""
    if not name:
        return None
    found = store.people.named(name)
    if not found and " " not in name and person.team:
        found = [p for p in store.people.of_team(person.team) if p.name.casefold().split()[0] == name.casefold()]
    found = [p for p in found if p.key != person.key]
    return {"name": found[0].name, "key": found[0].key} if len(found) == 1 else {"name": name, "key": None}
