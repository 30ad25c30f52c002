"""What the headline themes are read from, and what is kept of a month, on both databases."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from storage.audit_actions import MADE, AgreedAction, Review
from storage.audits import WITHDRAWN, Audit
from storage.children import Child
from storage.db import Database
from storage.moderations import Moderation as ModerationRow
from storage.outcomes import Part
from storage.theme_counts import Actions, Grades, InTime, Moderation, Named
from storage.theme_work import keep, month_of
from storage.themes import Note
from tests.storage.audited import add_done, add_workers, instant

OCTOBER, TODAY = date(2026, 10, 1), date(2026, 11, 3)
TWELFTH = date(2026, 10, 12)


def test_what_is_stored_is_counted_by_londons_days(database: Database) -> None:
    with database.transaction() as store:
        add_workers(store)
        add_done(store, "C1", TWELFTH, "below", theme="Neglect", judged={"audit_tool.involvement": "below"})
        add_done(store, "C2", datetime(2026, 9, 30, 23, 30, tzinfo=UTC), worker="bea")  # already October in London
        add_done(store, "C3", datetime(2026, 10, 31, 23, 59, tzinfo=UTC), "exceeds")
        add_done(store, "C4", datetime(2026, 11, 1, tzinfo=UTC))
        add_done(store, "C5", TWELFTH, restricted=True)
        store.children.add_all([Child("C6", "AB")])
        due = date(2026, 10, 20)
        store.audits.add(Audit("C6", "ann", "quinn", due))
        store.audits.add(Audit("C6", "ann", "quinn", due, WITHDRAWN))
    with database.reading() as store:
        found = month_of(store, OCTOBER, TODAY)
    assert found.now.grades == Grades(1, 1, 1)
    assert found.now.teams == (Named("North", Grades(1, 0, 1), "Help"), Named("South", Grades(0, 1), "Help"))
    assert found.now.areas == (Named("audit_tool.involvement", Grades(below=1)),)
    assert found.now.themes == (Named("Neglect", Grades(below=1)),)
    assert found.now.in_time == InTime(in_time=2, not_done=1, overdue=1, closed=2)
    assert [one.month.month for one in found.before] == [5, 6, 7, 8, 9]
    assert [one.done for one in found.before] == [0, 0, 0, 0, 0]


def test_a_judgement_is_the_last_that_was_saved(database: Database) -> None:
    with database.transaction() as store:
        add_workers(store)
        number = add_done(store, "C1", TWELFTH, judged={"audit_tool.reviews": "below"})
        store.outcomes.write(Part(number, "audit_tool.reviews", 1, "meets", by_name="Quinn", at=instant(TWELFTH)))
        store.outcomes.write(Part(number, "comments", 0, "", "words", by_name="Quinn", at=instant(TWELFTH)))
    with database.reading() as store:
        assert month_of(store, OCTOBER, TODAY).now.areas == (Named("audit_tool.reviews", Grades(meets=1)),)


def test_actions_count_once_their_audit_is_graded_and_by_what_was_said(database: Database) -> None:
    with database.transaction() as store:
        add_workers(store)
        number = add_done(store, "C1", TWELFTH)
        day, at = date(2026, 10, 20), instant(TWELFTH)
        made = AgreedAction(number, "Do it", "Ann", "ann", day, day, "She is safe", "Quinn", at)
        first = store.audit_actions.add(made)
        store.audit_actions.add(made)
        store.audit_actions.add(replace(made, state="taken_out"))
        said = Review(first, 1, day, 1, MADE, "She says so", "Her words", "Megan", instant(date(2026, 10, 21)))
        store.audit_actions.add_review(said)
    with database.reading() as store:
        assert month_of(store, OCTOBER, TODAY).now.actions == Actions(agreed=2, made=1, open=1, overdue=1)


def test_what_was_before_the_months_in_question_counts_where_it_matters(database: Database) -> None:
    """A child's audit years before, an action that goes on, an action that ended now."""
    with database.transaction() as store:
        add_workers(store)
        day = date(2024, 2, 1)
        old = add_done(store, "C1", day, "below")
        add_done(store, "C1", TWELFTH, "below")
        other = add_done(store, "C2", day)
        agreed = AgreedAction(old, "Do it", "Ann", "ann", day, day, "Safe", "Quinn", instant(day))
        store.audit_actions.add(agreed)
        store.audit_actions.add(replace(agreed, audit_id=other, state=MADE))
        ended = store.audit_actions.add(replace(agreed, state=MADE))
        said = Review(ended, 1, day, 1, MADE, "She says so", "Her words", "Megan", instant(TWELFTH))
        store.audit_actions.add_review(said)
    with database.reading() as store:
        found = month_of(store, OCTOBER, TODAY).now
    assert (found.below.number, found.below.repeated) == (1, 1)
    assert found.actions == Actions(made=1, open=1, overdue=1)


def test_moderations_count_by_the_grades_that_both_gave(database: Database) -> None:
    with database.transaction() as store:
        add_workers(store)
        for child, grade, month in (
            ("C1", "below", 10),
            ("C2", "exceeds", 10),
            ("C3", "meets", 11),
            ("C4", "below", 10),
        ):
            number = add_done(store, child, TWELFTH, restricted=child == "C4")
            day = date(2026, month, 28)
            made = ModerationRow(number, "bea", OCTOBER, day, "meets", "Lynne", instant(day))
            done = {
                "state": "done",
                "grade": grade,
                "stands": grade,
                "learning": f"Of {child}",
                "done_at": instant(day),
            }
            store.moderations.add(replace(made, **done))  # type: ignore[arg-type]
    with database.reading() as store:
        assert month_of(store, OCTOBER, date(2026, 12, 1)).now.moderation == Moderation(0, 1, 1, ("Of C1", "Of C2"))


def test_a_kept_month_outlives_what_it_was_counted_from(database: Database) -> None:
    with database.transaction() as store:
        add_workers(store)
        add_done(store, "C1", TWELFTH, judged={"audit_tool.reviews": "below"})
        store.outcomes.share_practice("A map of the family", TWELFTH)
        before = month_of(store, OCTOBER, TODAY).now
        assert keep(store, OCTOBER, TODAY, instant(TODAY))
        assert not keep(store, OCTOBER, TODAY, instant(TODAY))
        store.outcomes.purge(instant(TODAY) + timedelta(days=400))
    with database.reading() as store:
        assert month_of(store, OCTOBER, TODAY).now == before
        assert month_of(store, date(2026, 11, 1), TODAY).before[-1] == before
        assert before.areas


def test_words_are_read_as_they_stand_and_not_kept_with_the_month(database: Database) -> None:
    with database.transaction() as store:
        add_workers(store)
        number = add_done(store, "C1", TWELFTH)
        store.outcomes.share_practice("A map of the family", TWELFTH)
        made = ModerationRow(number, "bea", OCTOBER, TWELFTH, "meets", "Lynne", instant(TWELFTH))
        over = {"state": "done", "grade": "meets", "stands": "meets", "done_at": instant(TWELFTH)}
        store.moderations.add(replace(made, learning="Plans drift", **over))  # type: ignore[arg-type]
        keep(store, OCTOBER, TODAY, instant(TODAY))
        [kept] = store.themes.kept([OCTOBER]).values()
        assert (kept.practice, kept.moderation) == ((), Moderation(agreed=1))
        now = month_of(store, OCTOBER, TODAY).now
        assert (now.practice, now.moderation.learning) == (("A map of the family",), ("Plans drift",))
        store.children.forget("C1")
    with database.reading() as store:
        now = month_of(store, OCTOBER, TODAY).now
        assert (now.moderation, now.done) == (Moderation(agreed=1), 1)


def test_where_nobody_has_ever_audited_nothing_is_kept(database: Database) -> None:
    with database.transaction() as store:
        assert not keep(store, OCTOBER, TODAY, instant(TODAY))


def test_notes_are_kept_by_month_and_taken_out_again(database: Database) -> None:
    with database.transaction() as store:
        for month, text in ((OCTOBER, "Plans"), (date(2026, 9, 1), "Voice")):
            store.themes.note(Note(month, "theme", text, "Lynne", instant(TODAY)))
        assert [one.text for one in month_of(store, OCTOBER, TODAY).notes] == ["Plans"]
        [note] = store.themes.notes(OCTOBER)
        assert store.themes.take_out(note.id) == note
        assert store.themes.take_out(note.id) is None
        assert store.themes.notes(OCTOBER) == []


def test_months_are_forgotten_in_time_with_what_was_added(database: Database) -> None:
    with database.transaction() as store:
        add_workers(store)
        add_done(store, "C1", TWELFTH)
        for month in (date(2026, 9, 1), OCTOBER):
            keep(store, month, TODAY, instant(TODAY))
            store.themes.note(Note(month, "theme", "Plans", "Lynne", instant(TODAY)))
        assert store.themes.purge(OCTOBER) == 2
        assert list(store.themes.kept([date(2026, 9, 1), OCTOBER])) == [OCTOBER]
        assert len(store.themes.notes(OCTOBER)) == 1
