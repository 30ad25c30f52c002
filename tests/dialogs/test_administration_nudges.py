"""What administrators are told unasked."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from dialogs.administration.nudges import nudges
from dialogs.core.nudge import Nudge, by_kind
from dialogs.core.reply import Reply
from storage.db import Database
from storage.import_runs import APPLIED, FAILED, HELD, ImportRun
from storage.matching import open_names, settle
from storage.outbox import Entry, Message, State
from storage.store import Store
from tests.dialogs.card_checks import faults
from tests.dialogs.support import knowledge
from tests.storage.council import STAFF, STRANGER, add_council
from tests.storage.support import NOW

KNOWN = knowledge()
BY_KIND = by_kind(nudges())
RUN = ImportRun("annex_a", "annex-a.xlsx", "0" * 64, None, NOW, "job:imports", HELD, "It would close 40 cases")
DAY = timedelta(days=1)


@pytest.fixture
def store(sqlite_database: Database) -> Iterator[Store]:
    with sqlite_database.transaction() as store:
        add_council(store)
        yield store


def plan(store: Store, kind: str, at: datetime = NOW) -> list[Entry]:
    due = BY_KIND[kind].due
    assert due is not None
    store.outbox.add_all(due(store, KNOWN, at, "").messages, at)
    return [entry for entry in store.outbox.in_states([State.PENDING]) if entry.kind == kind]


def words(nudge: Nudge, entry: Entry, store: Store) -> Reply:
    reply = nudge.render(entry, store, KNOWN, NOW)
    assert reply is not None
    assert reply.card is not None
    assert faults(reply.card, reply.text) == []
    return reply


class TestImports:
    @pytest.mark.parametrize("outcome", [HELD, FAILED])
    def test_every_administrator_is_told_once(self, store: Store, outcome: str) -> None:
        store.import_runs.add(replace(RUN, outcome=outcome))
        [entry] = plan(store, "administration.imports")
        assert (entry.recipient, entry.occasion) == ("administrator", outcome)
        assert plan(store, "administration.imports") == [entry]
        assert store.import_runs.untold() == []
        reply = words(BY_KIND["administration.imports"], entry, store)
        assert "annex-a.xlsx: It would close 40 cases" in reply.text
        assert "annex" not in reply.summary

    def test_what_was_applied_is_no_news(self, store: Store) -> None:
        store.import_runs.add(replace(RUN, outcome=APPLIED))
        assert plan(store, "administration.imports") == []

    def test_where_there_is_no_administrator_it_waits_for_one(self, store: Store) -> None:
        store.people.save(replace(STAFF["administrator"], left_on=NOW.date()))  # type: ignore[index]
        store.import_runs.add(RUN)
        assert plan(store, "administration.imports") == []
        assert len(store.import_runs.untold()) == 1

    def test_it_is_settled_when_confirmed(self, store: Store) -> None:
        run_id = store.import_runs.add(RUN)
        [entry] = plan(store, "administration.imports")
        nudge = BY_KIND["administration.imports"]
        assert nudge.still_true(entry, store, NOW)
        store.import_runs.confirm(run_id, "somebody", NOW)
        assert not nudge.still_true(entry, store, NOW)
        assert nudge.settled is not None
        assert "annex-a.xlsx" in nudge.settled(entry, store).text

    def test_it_is_settled_by_a_newer_file_of_the_kind(self, store: Store) -> None:
        store.import_runs.add(RUN)
        [entry] = plan(store, "administration.imports")
        store.import_runs.add(replace(RUN, kind="visits", outcome=APPLIED))
        assert BY_KIND["administration.imports"].still_true(entry, store, NOW)
        store.import_runs.add(replace(RUN, outcome=APPLIED))
        assert not BY_KIND["administration.imports"].still_true(entry, store, NOW)


class TestNames:
    def test_once_a_week_while_there_are_any(self, store: Store) -> None:
        [entry] = plan(store, "administration.unmatched")
        assert plan(store, "administration.unmatched", NOW + DAY) == [entry]
        assert len(plan(store, "administration.unmatched", NOW + 7 * DAY)) == 2
        nudge = BY_KIND["administration.unmatched"]
        assert "Names: 1. Children whose worker nobody can tell: 1." in words(nudge, entry, store).text

    def test_it_is_settled_with_the_last_name(self, store: Store) -> None:
        [entry] = plan(store, "administration.unmatched")
        nudge = BY_KIND["administration.unmatched"]
        assert nudge.still_true(entry, store, NOW)
        for name in open_names(store, NOW.date()):
            settle(store, name.name, None, "somebody", NOW, NOW.date())
        assert not nudge.still_true(entry, store, NOW)
        assert plan(store, "administration.unmatched", NOW + 7 * DAY) == [entry]


class TestUndelivered:
    def give_up(self, store: Store, state: State, about: str, kind: str = "visits.recorded") -> None:
        store.outbox.add(Message(kind, "practitioner", about, "due"), NOW)
        [entry] = [e for e in store.sending.take(NOW, DAY, "replica", 10) if e.about == about]
        store.sending.put(entry, state=state, due_at=None, ended_at=NOW, reason="whatever")

    def test_once_a_day_on_which_something_was_given_up(self, store: Store) -> None:
        assert plan(store, "administration.undelivered") == []
        self.give_up(store, State.DEAD, "event:1")
        self.give_up(store, State.DEAD, "event:2")
        self.give_up(store, State.UNREACHABLE, "event:3")
        [entry] = plan(store, "administration.undelivered")
        assert plan(store, "administration.undelivered", NOW + timedelta(hours=3)) == [entry]
        assert plan(store, "administration.undelivered", NOW + 2 * DAY) == [entry]
        text = words(BY_KIND["administration.undelivered"], entry, store).text
        assert "refused by Teams: 2." in text
        assert "blocked it: 1." in text
        assert "May have arrived" not in text

    def test_it_is_not_about_itself(self, store: Store) -> None:
        self.give_up(store, State.DEAD, "undelivered", "administration.undelivered")
        assert plan(store, "administration.undelivered") == []

    def test_it_is_settled_when_nothing_is_left(self, store: Store) -> None:
        self.give_up(store, State.DEAD, "event:1")
        [entry] = plan(store, "administration.undelivered")
        nudge = BY_KIND["administration.undelivered"]
        assert nudge.still_true(entry, store, NOW)
        store.outbox.drop([e.id for e in store.outbox.in_states([State.DEAD])], "done", NOW)
        assert not nudge.still_true(entry, store, NOW)


def test_administrators_of_the_settings_are_told_without_being_on_the_staff(store: Store) -> None:
    store.import_runs.add(RUN)
    due = BY_KIND["administration.imports"].due
    assert due is not None
    known = replace(KNOWN, administrators=frozenset({STRANGER, str(STAFF["practitioner"].object_id)}))  # type: ignore[index]
    told = {message.recipient for message in due(store, known, NOW, "").messages}
    assert told == {"administrator", STRANGER, "practitioner"}


class TestStale:
    """Tuesday's export, in a week without holidays."""

    TUESDAY = datetime(2026, 9, 1, 10, 0, tzinfo=UTC)

    def taken_in(self, store: Store, day: date) -> None:
        store.import_runs.add(replace(RUN, outcome=APPLIED, as_of=day))

    @pytest.mark.parametrize(
        ("days", "occasions"), [(0, []), (2, []), (3, ["missed"]), (6, ["missed"]), (8, ["limit"])]
    )
    def test_administrators_hear_of_a_missed_export_and_of_the_limit(
        self, store: Store, days: int, occasions: list[str]
    ) -> None:
        self.taken_in(store, self.TUESDAY.date())
        found = plan(store, "administration.stale", self.TUESDAY + days * DAY)
        assert [entry.occasion for entry in found] == occasions
        for entry in found:
            assert "Tuesday 1 September 2026" in words(BY_KIND["administration.stale"], entry, store).text

    def test_each_is_said_once_and_settled_by_a_newer_export(self, store: Store) -> None:
        self.taken_in(store, self.TUESDAY.date())
        stale = BY_KIND["administration.stale"]
        for hours in (0, 5, 24):
            found = plan(store, "administration.stale", self.TUESDAY + 3 * DAY + timedelta(hours=hours))
        assert len(found) == 1
        assert stale.still_true(found[0], store, self.TUESDAY + 4 * DAY)
        self.taken_in(store, self.TUESDAY.date() + DAY)
        assert not stale.still_true(found[0], store, self.TUESDAY + 4 * DAY)

    def test_before_the_first_export_nothing_is_missed(self, store: Store) -> None:
        assert plan(store, "administration.stale") == []
