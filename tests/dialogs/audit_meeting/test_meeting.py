"""Auditor and practitioner find a time: offered, answered, moved, called off; and what goes wrong meanwhile."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from dialogs.core.turn import Scope
from storage.audit_log import AuditEvent
from storage.covers import Cover
from storage.db import Database
from storage.meetings import AGREED, OFF, OFFERED, Meeting
from storage.plans import PlannedVisit
from tests.dialogs.audit_meeting.support import CARE, OMAR, PLAN, PRIYA, add_audit, both, the_audit
from tests.dialogs.card_checks import nodes
from tests.dialogs.support import ALEX, MEGAN, NOW, knowledge
from tests.dialogs.visits.support import Checked, chat, said
from tests.dialogs.visits.support import audited as log_of

THURSDAY_2PM = datetime(2026, 9, 3, 13, 0, tzinfo=UTC)
OFFER = "offer Thursday 3 September at 2pm and Friday 4 September at 10am"


def meeting(database: Database) -> Meeting:
    with database.reading() as store:
        found = store.meetings.of_audit(the_audit(store).id)
    assert found is not None
    return found


def buttons(chat: Checked, text: str) -> dict[str, tuple[str, dict[str, object]]]:
    """The buttons of what is said back: title → action and data."""
    card = chat.say(text).card
    assert card is not None
    return {node["title"]: (node["verb"], node["data"]) for node in nodes(card) if "verb" in node}


def push(chat: Checked, button: tuple[str, dict[str, object]], **more: object) -> str:
    return chat.push(button[0], **{**button[1], **more})


def agree(database: Database) -> tuple[Checked, Checked]:
    alex, priya = both(database)
    priya.hear(OFFER)
    alex.hear("yes to the first")
    return alex, priya


def test_two_messages_bring_an_offer_and_one_more_a_meeting(audited: Database) -> None:
    alex, priya = both(audited)
    found = buttons(priya, "can we meet about AB 201 on Thursday afternoon?")
    heard = push(priya, found["Offer all of them"])
    assert "Nothing is agreed until Alex Wilber says yes to one." in heard
    assert meeting(audited).state == OFFERED
    assert "Thursday 3 September 2026 at 1pm" in alex.hear("when is the audit meeting?")
    heard = alex.hear("yes to the first")
    assert "Thursday 3 September 2026 at 1pm, for an hour, with Priya Nair." in heard
    assert meeting(audited).state == AGREED
    assert "Thursday 3 September 2026 at 1pm" in priya.hear("my audit meetings")


def test_a_time_is_asked_of_whom_the_audit_is_with_and_of_nobody_else(demo: Database) -> None:
    _, priya = both(demo)
    assert "Thursday 3 September 2026 at 2pm" in priya.hear("can alex do thurs at 2")
    with demo.reading() as store:
        assert store.meetings.of_audit(the_audit(store).id) is None  # offered by a button only
    assert "Thursday 3 September" not in priya.hear("can omar do thurs at 2")


def test_a_practitioner_may_begin_as_well(demo: Database) -> None:
    alex, priya = both(demo)
    assert "I've offered Priya Nair these times" in alex.hear(OFFER)
    assert "Alex Wilber offers times" in priya.hear("audit meeting")


@pytest.mark.parametrize(
    "says", ["accept Friday at 10", "the second one", "yes to Friday 4 September at 10am", "Friday suits me"]
)
def test_how_an_offer_is_answered(demo: Database, says: str) -> None:
    alex, priya = both(demo)
    priya.hear(OFFER)
    assert "Friday 4 September 2026 at 10am, for an hour" in alex.hear(says)


def test_none_of_them_suits_and_others_are_offered(demo: Database) -> None:
    alex, priya = both(demo)
    priya.hear(OFFER)
    found = buttons(alex, "none of those suit, how about Monday morning?")
    push(alex, found["Offer all of them"])
    assert meeting(demo).offered_by != "priya"
    assert "Monday 7 September 2026 at 9am" in priya.hear("audit meeting")


def test_who_offered_cannot_say_yes_in_the_others_place(demo: Database) -> None:
    _, priya = both(demo)
    heard = priya.hear(OFFER)
    assert "Offered" in heard
    priya.push("audit_meeting.accept", audit=1, version=1, at=THURSDAY_2PM.isoformat())
    assert meeting(demo).state == OFFERED


def test_nobody_else_sees_or_does_anything(demo: Database) -> None:
    both(demo)[1].hear(OFFER)
    for who in (OMAR, MEGAN):
        heard = chat(demo, who).hear("when is the audit meeting?")
        assert heard.startswith("Audit meetings are for the auditor and the practitioner")
        assert "No open audit" in chat(demo, who).push("audit_meeting.accept", audit=1, version=1)
    assert meeting(demo).state == OFFERED


def test_in_a_channel_nothing_is_said_of_it(demo: Database) -> None:
    heard = chat(demo, PRIYA, Scope.CHANNEL).hear("schedule the audit meeting about AB 201")
    assert "AB 201" not in heard
    assert "personal chat" in heard


def test_a_time_that_is_taken_is_refused_without_saying_what_takes_it(demo: Database) -> None:
    with demo.transaction() as store:
        store.plans.save(PlannedVisit(CARE, the_audit(store).practitioner_key, date(2026, 9, 3), THURSDAY_2PM))
    _, priya = both(demo)
    heard = priya.hear("can we meet about AB 201 on Thursday at 2:30pm?")
    assert "Thursday 3 September 2026 at 2:30pm isn't free for Alex Wilber." in heard
    assert "Thursday 3 September 2026 at 9am" in heard
    assert "visit" not in heard
    assert CARE not in heard


def test_leave_is_kept_free(demo: Database) -> None:
    with demo.transaction() as store:
        alex = the_audit(store).practitioner_key
        megan = store.people.find(MEGAN.object_id)
        assert megan is not None
        store.covers.add(Cover(alex, 1, megan.key, date(2026, 9, 2), date(2026, 9, 10), "Megan", NOW))
    heard = both(demo)[1].hear("find a time with Alex")
    assert "Tuesday 1 September 2026 at 1pm" in heard
    assert "Friday 11 September 2026 at 9am" in heard


def test_a_time_after_the_due_date_says_so(demo: Database) -> None:
    heard = both(demo)[1].hear("can we meet about AB 201 on 22 September at 10am?")
    assert "Tuesday 22 September 2026 at 10am, which is after the audit's due date" in heard


@pytest.mark.parametrize(
    ("says", "hears"),
    [
        ("can we meet about AB 201 on 31 August?", "I look for times up to two months ahead."),
        ("can we meet about AB 201 at 11am today?", "two hours' notice"),
        ("schedule the audit meeting about 999999", "no open audit of yours about “999999”"),
        ("find a time with Barbara", "no open audit of yours with “Barbara”"),
        ("cancel the audit meeting", "No meeting about AB 201 is offered or agreed."),
    ],
)
def test_what_cannot_be_is_said(demo: Database, says: str, hears: str) -> None:
    assert hears in both(demo)[1].hear(says)


def test_more_than_one_audit_is_asked_about(demo: Database) -> None:
    with demo.transaction() as store:
        add_audit(store, CARE, due=date(2026, 9, 10))
    _, priya = both(demo)
    heard = priya.hear("schedule the audit meeting")
    assert "Which audit is the meeting about?" in heard
    assert "with Alex Wilber, due by Thursday 10 September 2026" in heard
    assert "No time yet" in priya.hear("my audit meetings")
    assert "Times for the audit meeting about AB 201" in priya.hear("schedule the audit meeting about AB 201")


def test_moving_takes_a_reason_and_the_old_time_is_off_at_once(audited: Database) -> None:
    alex, priya = agree(audited)
    assert "Why is the meeting on Thursday 3 September 2026 at 2pm to be moved?" in priya.hear("move the audit meeting")
    assert meeting(audited).state == AGREED
    heard = priya.hear("move the audit meeting to Monday at 10 because I am in court")
    assert "The meeting on Thursday 3 September 2026 at 2pm is off: Alex Wilber is told, with your reason." in heard
    heard = alex.hear("audit meeting")
    assert "The meeting agreed for Thursday 3 September 2026 at 2pm is off: I am in court" in heard
    before = meeting(audited).sequence
    assert "Monday 7 September 2026 at 10am, for an hour" in alex.hear("the first suits")
    assert (meeting(audited).state, meeting(audited).sequence) == (AGREED, before)
    assert before == 1


def test_if_no_other_time_is_free_the_old_one_stays(demo: Database) -> None:
    _, priya = agree(demo)
    assert "I find no time then" in priya.hear("move the audit meeting to Saturday because I am in court")
    assert meeting(demo).state == AGREED


def test_calling_off_takes_a_reason(demo: Database) -> None:
    alex, priya = agree(demo)
    assert "Why is the meeting" in alex.hear("cancel the audit meeting")
    heard = alex.hear("cancel the audit meeting because I am ill")
    assert "Nobody is to come on Thursday 3 September 2026 at 2pm." in heard
    assert "It was called off: I am ill" in priya.hear("audit meeting")
    assert meeting(demo).state == OFF


def test_every_view_and_change_is_audited(demo: Database) -> None:
    _, priya = agree(demo)
    priya.hear("audit meeting")
    with demo.reading() as store:
        events: list[AuditEvent] = log_of(store, PRIYA)
    assert ("change", "times offered for an audit meeting", (PLAN,)) in [
        (e.action, e.about, tuple(e.child_ids)) for e in events
    ]
    assert ("view", "an audit meeting", (PLAN,)) in [(e.action, e.about, tuple(e.child_ids)) for e in events]


def test_a_notification_names_no_child(demo: Database) -> None:
    reply = both(demo)[1].say(OFFER)
    assert "201" not in reply.summary
    said(reply)


def test_what_is_no_sentence_about_meetings_is_left_to_others(demo: Database) -> None:
    alex = both(demo)[0]
    both(demo)[1].hear(OFFER)
    for text in ("my visits", "when is the core group meeting?", "plan 100201 for Friday"):
        assert "udit meeting" not in alex.hear(text)
    assert alex.person == ALEX


def test_where_calendars_are_kept_no_file_is_offered(audited: Database) -> None:
    with audited.transaction() as store:
        for who, address in ((ALEX, "alex@example.gov.uk"), (PRIYA, "priya@example.gov.uk")):
            person = store.people.find(who.object_id)
            assert person is not None
            store.people.save(replace(person, principal_name=address))
    agree(audited)
    keeping = Checked(
        audited, replace(knowledge(), keeps_calendars=True), ALEX, Scope.PERSONAL, name="Alex's other chat"
    )
    heard = keeping.hear("when is the audit meeting?")
    assert "It comes into both your calendars within a few minutes" in heard
    assert "teams.microsoft.com" not in heard
    assert "teams.microsoft.com" in both(audited)[0].hear("when is the audit meeting?")
