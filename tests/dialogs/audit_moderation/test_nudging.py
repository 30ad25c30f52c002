"""What is said of moderation unasked: to whom, when, until when; nothing of the child goes where it should not."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from dialogs.audit_moderation.nudges import nudges
from dialogs.core.reply import Reply
from storage.access import as_person
from storage.audits import WITHDRAWN
from storage.db import Database
from storage.moderation_told import waiting
from storage.people import Person
from storage.roles import Role
from tests.dialogs.audit_moderation.support import ALEX, IMRAN, NADIA, PRIYA, QUINN, chat, graded, moderator, over
from tests.dialogs.support import NOW, knowledge
from tests.dialogs.unasked import delivered, replaced

KNOWN = knowledge()


def day(number: int) -> datetime:
    """A morning of September 2026; audits were drawn on the 1st, and are due on the 15th."""
    return datetime(2026, 9, number, 9, 0, tzinfo=UTC)


def planned(database: Database, at: datetime) -> list[tuple[str, str]]:
    """What the tick plans, and for whom."""
    with database.transaction() as store:
        found = list(waiting(store, at, KNOWN.calendar))
        for message in found:
            store.outbox.add(message, at)
    return [(message.kind.removeprefix("audit_moderation."), message.recipient) for message in found]


def told(database: Database, key: str, at: datetime) -> list[Reply]:
    """What of moderation somebody is told."""
    return [reply for reply in delivered(database, key, at) if "oderat" in reply.text + reply.summary]


def test_the_moderator_is_told_and_only_as_long_as_it_waits(audited: Database) -> None:
    nadia = moderator(audited)
    [reply] = told(audited, "nadia", NOW)
    assert reply.summary == "An audit is yours to moderate"
    assert reply.text.startswith("An audit to moderate: AB 201")
    assert "“Briefings about" in reply.text
    assert replaced(audited, "nadia", NOW) == []
    nadia.hear("confirm the grade of audit 1")
    assert "AB 201" not in " ".join(reply.text for reply in replaced(audited, "nadia", NOW))
    assert told(audited, "nadia", NOW + timedelta(hours=1)) == []


def test_reminders_come_once_each_and_go_up_when_it_is_late(demo: Database) -> None:
    moderator(demo)
    told(demo, "nadia", NOW)
    assert [(n, planned(demo, day(n))) for n in (1, 3)] == [(1, []), (3, [])]
    said = {}
    for number in range(4, 18):
        planned(demo, day(number))
        found = [reply.text.splitlines()[0] for reply in told(demo, "nadia", day(number))]
        found += [reply.text.splitlines()[0] for reply in told(demo, "quinn", day(number))]
        if found:
            said[number] = found
    assert said == {
        4: ["Still to be moderated: AB 201"],
        9: ["Still to be moderated: AB 201"],
        11: ["Moderation of AB 201: to be completed by Tuesday 15 September 2026"],
        15: ["Moderation of AB 201: to be completed by Tuesday 15 September 2026"],
        16: [
            "Moderation of AB 201: was to be completed by Tuesday 15 September 2026",
            "The moderation of audit 1 is overdue",
        ],
    }


def test_the_discussion_is_asked_for(demo: Database) -> None:
    graded(demo)
    assert planned(demo, day(4)) == [("to_talk", "nadia")]
    [reply] = told(demo, "nadia", day(4))
    assert "Please discuss it with Priya Nair and Alex Wilber" in reply.text
    over_ = "discussed audit 1, my grade stands: well"
    chat(demo, NADIA).hear(over_)
    assert planned(demo, day(16)) == []


def test_whoever_had_to_be_asked_for_the_grade_is_asked_for_the_discussion_too(demo: Database) -> None:
    moderator(demo)
    assert planned(demo, day(4)) == [("to_start", "nadia")]
    told(demo, "nadia", day(4))
    chat(demo, NADIA).hear("propose does not meet good for audit 1 because the plan drifts")
    planned(demo, day(7))
    [reply] = told(demo, "nadia", day(7))
    assert "Please discuss it with" in reply.text


def test_whoever_takes_it_over_has_the_same_days(demo: Database) -> None:
    moderator(demo).hear("hand back moderation of audit 1 because I know them")
    with demo.transaction() as store:
        imran = Person("imran", IMRAN.name, object_id=IMRAN.object_id, roles=(Role.MODERATOR,))
        store.people.save(imran)
        quinn = as_person(store, str(QUINN.object_id), day(10)).moderations
        seen = quinn.find(1)
        assert seen is not None
        assert quinn.give(seen, imran, day(24).date(), day(10)) == ""
    assert planned(demo, day(14)) == []
    assert planned(demo, day(15)) == [("to_start", "imran")]


def test_of_a_restricted_child_nobody_reads_on(demo: Database) -> None:
    over(demo)
    assert "look again in May" in chat(demo, ALEX).hear("moderation of audit 1")
    with demo.transaction() as store:
        audit = store.audits.find(1)
        assert audit is not None
        child = store.children.find(audit.child_id)
        assert child is not None
        store.children.change_all([replace(child, restricted=True)])
        assert store.moderations.of_months(NOW.date().replace(day=1), NOW.date()) == []
    for who in (ALEX, PRIYA, NADIA, QUINN):
        assert "look again in May" not in chat(demo, who).hear("moderation of audit 1")


def test_a_reminder_of_a_missed_day_comes_later(demo: Database) -> None:
    moderator(demo)
    assert planned(demo, day(7)) == [("to_start", "nadia")]
    assert len(told(demo, "nadia", day(7))) == 2  # that it is hers, and the reminder
    planned(demo, day(8))
    assert told(demo, "nadia", day(8)) == []


def test_those_who_took_part_are_told_without_child_or_grade(demo: Database) -> None:
    with demo.reading() as store:
        alex = next(person.key for person in store.people.all() if person.name == ALEX.name)
    graded(demo)
    for key in ("priya", alex):
        [reply] = told(demo, key, NOW)
        assert reply.summary == "An audit was moderated and will be discussed"
        assert not any(word in reply.text for word in ("AB 201", "drifts", "Does not meet"))
    chat(demo, ALEX).hear("my view on moderation of audit 1: the plan was done")
    [mine] = told(demo, "nadia", NOW)  # that it is hers to moderate has been done since
    assert mine.text.startswith("Audit 1: how Alex Wilber sees its moderation")
    chat(demo, NADIA).hear("discussed audit 1, my grade stands: well")
    for key, is_kind in (("priya", False), (alex, True)):
        [reply] = told(demo, key, NOW)
        assert "Nadia Second came to another grade." in reply.text
        assert ("Thank you for giving your time" in reply.text) is is_kind
        assert not any(word in reply.text for word in ("AB 201", "drifts", "Does not meet"))
    chat(demo, ALEX).hear("my view on moderation of audit 1: thank you")
    summaries = [reply.summary for reply in told(demo, "quinn", NOW)]
    assert "A practitioner says how they see a moderation" in summaries


def test_what_is_handed_back_goes_to_who_looks_after_audits(demo: Database) -> None:
    moderator(demo).hear("hand back moderation of audit 1 because I know the family")
    [reply] = told(demo, "quinn", NOW)
    assert reply.summary == "A moderation needs another moderator"
    assert "know the family" not in reply.text
    assert told(demo, "nadia", NOW) == []
    chat(demo, QUINN).hear("give moderation of audit 1 to Nadia")
    [reply] = told(demo, "nadia", NOW)
    assert reply.summary == "An audit is yours to moderate"


def test_of_an_audit_that_was_taken_back_nothing_is_said(demo: Database) -> None:
    moderator(demo)
    with demo.transaction() as store:
        audit = store.audits.find(1)
        assert audit is not None
        store.audits.change(replace(audit, state=WITHDRAWN))
    assert planned(demo, day(16)) == []
    assert told(demo, "nadia", NOW) == []


def test_what_is_over_is_told_of_once(demo: Database) -> None:
    over(demo)
    [reply] = told(demo, "priya", NOW)
    assert reply.summary == "The moderation of an audit is over"
    assert told(demo, "priya", NOW + timedelta(days=1)) == []
    assert len({nudge.kind for nudge in nudges()}) == len(nudges())


def test_who_looks_after_audits_hears_that_another_grade_stands(demo: Database) -> None:
    graded(demo).hear("discussed audit 1, the moderator's grade stands: well")
    [reply] = told(demo, "quinn", NOW)
    assert reply.summary == "Another grade stands for an audit after moderation"
    assert "corrective action" in reply.text
    assert "allocate a re-audit of 100201 to" in reply.text


def test_they_hear_nothing_where_the_auditors_stands(demo: Database) -> None:
    over(demo)
    assert told(demo, "quinn", NOW) == []
