"""The visits and the supervision file: what happened, when, with which details."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from storage.cases import AWAITING_RECORD, CONFIRMED, CONTRADICTED, Event, key_of
from storage.db import Database
from storage.people import Person
from tests.storage.imports.support import CHILD, TODAY, events, plan, table, take_in, take_in_lists, why

DAY = date(2026, 8, 20)
VISIT = {"Child Unique ID": CHILD, "Date and time": "20/08/2026 15:30", "Seen alone": "yes"}


@pytest.fixture
def child(database: Database, tmp_path: Path) -> Database:
    """A database in which the child is known, on a plan since March."""
    take_in_lists(database, tmp_path, {7: [plan()]})
    return database


class TestVisits:
    def test_every_column(self, child: Database, tmp_path: Path) -> None:
        with child.transaction() as store:
            store.people.save(Person("S-1", "Sam Example"))
        row = {
            "Child Unique ID": CHILD,
            "Date": "20/08/2026",
            "Time": "15:30",
            "Stream": "Visit",
            "Seen": "y",
            "Seen alone": "no",
            "At home or placement": "yes",
            "Spoken to": "a) Yes",
            "Unannounced": "yes",
            "Setting": "Dad",
            "Worker": "Example, Sam",
            "Worker role": "Social Worker",
            "Visit ID": "V-1",
        }
        report = take_in(child, table(tmp_path / "v.csv", [row]))
        assert report.counts == {"visits and events new": 1}
        [visit] = events(child)
        assert (visit.stream, visit.day, visit.at) == ("visit", DAY, datetime(2026, 8, 20, 14, 30, tzinfo=UTC))
        assert (visit.seen, visit.seen_alone, visit.at_home_or_placement, visit.spoken_to) == (True, False, True, True)
        assert (visit.unannounced, visit.chaired_by_manager) == (True, None)
        assert (visit.setting, visit.worker_name, visit.worker_key) == ("Dad", "Example, Sam", "S-1")
        assert (visit.worker_role, visit.source, visit.state) == ("Social Worker", "visits", "recorded")

    @pytest.mark.parametrize(
        ("written", "kept"),
        [
            ("Personal Adviser", "Personal Advisor"),
            ("personal advisor", "Personal Advisor"),
            ("SOCIAL WORKER", "Social Worker"),
            ("Family Support Worker", "Family Support Worker"),
        ],
    )
    def test_a_role_is_kept_in_the_frameworks_words(
        self, written: str, kept: str, child: Database, tmp_path: Path
    ) -> None:
        take_in(child, table(tmp_path / "v.csv", [{**VISIT, "Worker role": written}]))
        assert [visit.worker_role for visit in events(child)] == [kept]

    def test_what_is_not_recorded_is_not_known(self, child: Database, tmp_path: Path) -> None:
        take_in(child, table(tmp_path / "v.csv", [{"Child Unique ID": CHILD, "Date": "20/08/2026"}]))
        [visit] = events(child)
        assert (visit.at, visit.seen, visit.seen_alone, visit.at_home_or_placement, visit.spoken_to) == (None,) * 5

    def test_who_was_not_seen_was_not_seen_alone(self, child: Database, tmp_path: Path) -> None:
        take_in(child, table(tmp_path / "v.csv", [{"Child Unique ID": CHILD, "Date": "20/08/2026", "Seen": "no"}]))
        [visit] = events(child)
        assert (visit.seen, visit.seen_alone, visit.spoken_to) == (False, False, False)

    def test_other_streams(self, child: Database, tmp_path: Path) -> None:
        rows = [{**VISIT, "Stream": name} for name in ("Core Group", "unannounced_visit", "keeping_in_touch")]
        take_in(child, table(tmp_path / "v.csv", rows))
        assert {(e.stream, e.unannounced) for e in events(child)} == {
            ("core_group", None),
            ("visit", True),
            ("keeping_in_touch", None),
        }

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            ({"Stream": "tea"}, "there is no such stream: tea"),
            ({"Date and time": "1/10/2026"}, "it lies after the day that the file is as of"),
            ({"Date and time": ""}, "there is no date that can be read"),
            ({"Child Unique ID": ""}, "it is empty"),
        ],
    )
    def test_what_is_refused(self, change: dict[str, str], said: str, child: Database, tmp_path: Path) -> None:
        report = take_in(child, table(tmp_path / "v.csv", [VISIT, {**VISIT, **change}]))
        assert [(p.row, p.why, p.what) for p in report.problems] == [(3, said, "refused")]
        assert len(events(child)) == 1

    def test_unknown_children_are_counted_and_left_out(self, child: Database, tmp_path: Path) -> None:
        report = take_in(child, table(tmp_path / "v.csv", [VISIT, {**VISIT, "Child Unique ID": "9"}]))
        assert report.counts["rows of unknown children"] == 1
        assert report.notes[0].startswith("1 children aren't known")

    def test_a_correction_replaces_what_it_corrects(self, child: Database, tmp_path: Path) -> None:
        named = {**VISIT, "Visit ID": "V-1"}
        take_in(child, table(tmp_path / "v.csv", [named]))
        report = take_in(child, table(tmp_path / "v.csv", [{**named, "Date and time": "2/4/2026 10:00"}]))
        assert report.counts == {"visits and events changed": 1}
        assert [event.day for event in events(child)] == [date(2026, 4, 2)]

    def test_visits_of_one_day_are_told_apart(self, child: Database, tmp_path: Path) -> None:
        rows = [VISIT, {**VISIT, "Date and time": "20/8/2026 17:00"}, {**VISIT, "Setting": "Dad"}]
        take_in(child, table(tmp_path / "v.csv", rows))
        assert len(events(child)) == 3

    def test_switched_on_by_people_only(self, child: Database, tmp_path: Path) -> None:
        report = take_in(child, table(tmp_path / "v.csv", [{**VISIT, "Unannounced": "no"}]))
        with child.reading() as store:
            streams = {f"{s.situation}.{s.stream}": s for s in store.streams.all()}
        assert streams["child_protection_plan.unannounced_visit"].source == "visits"
        assert streams["child_protection_plan.unannounced_visit"].on_from is None
        assert streams["child_protection_plan.visit"].source == "annex_a"
        assert streams["child_protection_plan.visit"].on_from is not None
        assert "child_protection_plan.unannounced_visit" in report.no_data

    def test_without_a_column_for_it_unannounced_has_no_data(self, child: Database, tmp_path: Path) -> None:
        take_in(child, table(tmp_path / "v.csv", [VISIT]))
        with child.reading() as store:
            assert "unannounced_visit" not in {stream.stream for stream in store.streams.all()}


class TestTheSameVisitInTwoFiles:
    def test_details_take_the_place_of_an_exports_last_visit(self, child: Database, tmp_path: Path) -> None:
        export = {7: [plan(visited=DAY, alone="a) Yes")]}
        take_in_lists(child, tmp_path, export)
        take_in(child, table(tmp_path / "v.csv", [{**VISIT, "Seen alone": "no"}]))
        take_in_lists(child, tmp_path, export)
        [visit] = events(child)
        assert (visit.source, visit.seen_alone) == ("visits", False)

    @pytest.mark.parametrize(
        ("alone", "state"), [("a) Yes", CONFIRMED), ("c) Unknown", CONFIRMED), ("b) No", CONTRADICTED)]
    )
    def test_an_export_confirms_or_contradicts_a_workers_word(
        self, alone: str, state: str, child: Database, tmp_path: Path
    ) -> None:
        said = datetime(2026, 8, 20, 9, 0, tzinfo=UTC)
        with child.transaction() as store:
            word = Event(
                key_of(CHILD, "visit", said), CHILD, None, "visit", DAY, said, seen_alone=True, source="person"
            )
            store.events.add(
                Event(**{**{f: getattr(word, f) for f in word.__dataclass_fields__}, "state": AWAITING_RECORD})
            )
        take_in_lists(child, tmp_path, {7: [plan(visited=date(2026, 8, 19))]})
        assert [event.state for event in events(child)] == ["recorded", AWAITING_RECORD]
        for _ in range(2):
            take_in_lists(child, tmp_path, {7: [plan(visited=DAY, alone=alone)]})
            _, visit = events(child)
            assert (visit.state, visit.at, visit.source) == (state, said, "person")
            assert visit.seen_alone is (state == CONFIRMED)

    def test_a_visits_file_confirms_it_too(self, child: Database, tmp_path: Path) -> None:
        with child.transaction() as store:
            key = key_of(CHILD, "visit", DAY)
            store.events.add(
                Event(key, CHILD, None, "visit", DAY, seen_alone=True, source="person", state=AWAITING_RECORD)
            )
        for _ in range(2):
            take_in(child, table(tmp_path / "v.csv", [{**VISIT, "Spoken to": "yes"}]))
            [visit] = events(child)
            assert (visit.state, visit.seen_alone, visit.spoken_to) == (CONFIRMED, True, True)


class TestSupervision:
    ROW = {"Staff key": "S-1", "Session held": "3/8/2026", "Casework recorded": "4/8/2026"}  # noqa: RUF012

    @pytest.fixture
    def staffed(self, database: Database) -> Database:
        with database.transaction() as store:
            store.people.save(Person("S-1", "Sam Example", newly_qualified_on=date(2026, 6, 1)))
        return database

    @staticmethod
    def kept(database: Database) -> list[tuple[str, date]]:
        with database.reading() as store:
            return [(event.stream, event.day) for event in store.events.of_staff("S-1")]

    def test_sessions_and_what_comes_with_them(self, staffed: Database, tmp_path: Path) -> None:
        row = {
            **self.ROW,
            "Agreement reviewed": "1/2/2026",
            "Practice observed": "2/3/2026",
            "Appraisal held": "1/4/2026",
        }
        for _ in range(2):
            take_in(staffed, table(tmp_path / "s.csv", [row]))
        assert self.kept(staffed) == [
            ("supervision_agreement", date(2026, 2, 1)),
            ("practice_observation", date(2026, 3, 2)),
            ("appraisal", date(2026, 4, 1)),
            ("supervision", date(2026, 8, 3)),
            ("supervision_recorded", date(2026, 8, 4)),
        ]

    def test_it_is_counted_from_the_last_session(self, staffed: Database, tmp_path: Path) -> None:
        for session in ("3/8/2026", "31/8/2026", "3/8/2026"):
            take_in(staffed, table(tmp_path / "s.csv", [{**self.ROW, "Session held": session}]))
        with staffed.reading() as store:
            [supervision] = store.situations.of_staff("S-1")
        assert (supervision.kind, supervision.started_on) == ("supervision", date(2026, 8, 31))
        assert supervision.facts == {"newly_qualified_started_on": "2026-06-01"}

    def test_what_is_refused(self, staffed: Database, tmp_path: Path) -> None:
        rows = [{**self.ROW, "Staff key": "S-9"}, {**self.ROW, "Session held": "3/9/2026"}]
        report = take_in(staffed, table(tmp_path / "s.csv", rows))
        assert why(report) == [
            ("", 2, "A", "nobody has this staff key: import the staff file first"),
            ("", 3, "B", "it lies after the day that the file is as of"),
        ]
        assert self.kept(staffed) == [("supervision_recorded", date(2026, 8, 4))]
        assert date(2026, 9, 3) > TODAY
