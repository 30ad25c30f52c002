"""Two people of one audit at the same moment, and a card from before: each step has one clear end, and both know it."""

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import event

from storage.access import as_person
from storage.audit_actions import AGREED as GOES_ON
from storage.audit_actions import MADE
from storage.audits import ALLOCATED, FINAL
from storage.db import Database
from storage.meetings import AGREED, OFFERED
from storage.outcomes import DRAFT, PRACTITIONER, SHARED
from storage.outcomes import FINAL as GRADED
from tests.dialogs.audit_outcome.support import (
    ALEX,
    MEGAN,
    OMAR,
    PRIYA,
    QUINN,
    audit,
    chat,
    fill_outcome,
    final,
    outcome,
    shared,
)
from tests.dialogs.card_checks import nodes
from tests.dialogs.support import NOW
from tests.dialogs.unasked import delivered
from tests.dialogs.visits.support import Checked

Step = Callable[[], str]


@pytest.fixture
def audited(database: Database) -> Database:
    """Priya has accepted the audit of a child of Alex's; Megan manages Alex, Patti Megan."""
    fill_outcome(database)
    return database


def at_once(*steps: Step) -> list[str]:
    """What each heard."""
    barrier, heard = Barrier(len(steps)), [""] * len(steps)

    def run(place: int, step: Step) -> None:
        barrier.wait()
        heard[place] = step()

    threads = [Thread(target=run, args=pair) for pair in enumerate(steps)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return heard


def saying(person: Checked, text: str) -> Step:
    return lambda: person.hear(text)


def test_a_yes_and_other_times_at_once_leave_nobody_with_a_meeting_that_isnt(audited: Database) -> None:
    alex, priya = chat(audited, ALEX), chat(audited, PRIYA)
    priya.hear("offer Thursday 3 September at 2pm and Friday 4 September at 10am")
    reply = alex.say("when is the audit meeting?")
    [yes, *_] = [node["data"] for node in nodes(reply.card) if node.get("verb") == "audit_meeting.accept"]
    heard, _ = at_once(
        lambda: alex.push("audit_meeting.accept", **yes), saying(priya, "offer Monday 7 September at 10am")
    )
    with audited.reading() as store:
        meeting = store.meetings.of_audit(1)
    assert meeting is not None
    both = (alex.hear("when is the audit meeting?"), priya.hear("when is the audit meeting?"))
    if meeting.state == AGREED:
        assert all("Thursday 3 September 2026 at 2pm, for an hour" in said for said in (heard, *both))
    else:
        assert (meeting.state, len(meeting.times)) == (OFFERED, 1)
        assert "Both of you have said yes" not in heard
        assert all("Monday 7 September 2026 at 10am" in said and "Thursday 3" not in said for said in both)


@pytest.mark.parametrize("reading", [1, 2, 3])  # the later ones come after the offer is written
def test_a_yes_between_two_readings_of_who_offers_other_times_stands(postgres_database: Database, reading: int) -> None:
    fill_outcome(postgres_database)
    alex, priya = chat(postgres_database, ALEX), chat(postgres_database, PRIYA)
    priya.hear("offer Thursday 3 September at 2pm and Friday 4 September at 10am")
    reply = alex.say("when is the audit meeting?")
    [yes, *_] = [node["data"] for node in nodes(reply.card) if node.get("verb") == "audit_meeting.accept"]
    readings, heard = [0], []

    def says_yes(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("SELECT meetings.") and not heard:
            readings[0] += 1
            if readings[0] == reading:
                heard.append("")
                heard.append(alex.push("audit_meeting.accept", **yes))

    event.listen(postgres_database.engine, "after_cursor_execute", says_yes)
    priya.hear("offer Monday 7 September at 10am")
    event.remove(postgres_database.engine, "after_cursor_execute", says_yes)
    with postgres_database.reading() as store:
        meeting = store.meetings.of_audit(1)
    assert meeting is not None
    assert meeting.state == (AGREED if "Both of you have said yes" in "".join(heard) else OFFERED)


def test_a_comment_and_a_change_at_once_finalise_nothing_unread(audited: Database) -> None:
    priya, alex = shared(audited), chat(audited, ALEX)
    heard, _ = at_once(
        saying(alex, "comment on outcome 1: I saw him on 3 May, too."),
        saying(priya, "outcome 1 area 2: exceeds good"),
    )
    assert outcome(audited).state == DRAFT
    assert "Share the draft first" in priya.hear("finalise outcome 1")
    with audited.reading() as store:
        is_kept = PRACTITIONER in store.outcomes.parts(1)
    assert is_kept is ("Thank you. Priya Nair is told." in heard)


def test_final_and_given_to_another_at_once_is_one_of_the_two(audited: Database) -> None:
    priya, quinn = shared(audited), chat(audited, QUINN)
    chat(audited, ALEX).hear("nothing to add to outcome 1")
    final_, given = at_once(saying(priya, "finalise outcome 1"), saying(quinn, "give audit 1 to Omar Said"))
    now = audit(audited)
    if now.state == FINAL:
        assert "It is final." in final_
        assert "Allocated" not in given
        assert (now.auditor_key, outcome(audited).state) == ("priya", GRADED)
    else:
        assert "It is final." not in final_
        assert "Allocated. Omar Said is asked to accept" in given
        assert (now.auditor_key, now.state, outcome(audited).state) == ("omar", ALLOCATED, DRAFT)


def test_a_card_of_the_auditor_before_saves_nothing_and_shows_nothing(audited: Database) -> None:
    priya, omar = chat(audited, PRIYA), chat(audited, OMAR)
    card = priya.say("outcome 1 area 1").card
    [button] = [node for node in nodes(card) if node.get("verb") == "audit_outcome.save"]
    chat(audited, QUINN).hear("give audit 1 to Omar Said")
    omar.hear("accept audit 1")
    pressed = {**button["data"], "answer": "meets", "evidence": "Mine", "impact": "Mine"}
    assert "I know no outcome" in priya.push("audit_outcome.save", **pressed)
    assert "(not written yet)" in omar.hear("outcome 1")
    assert any("another auditor" in reply.text for reply in delivered(audited, "priya", NOW))


def test_two_auditors_at_once_over_a_replacement_write_one_draft(audited: Database) -> None:
    """The one before saves while the other is put in their place: what is saved is kept; what isn't, is said so."""
    priya, quinn = chat(audited, PRIYA), chat(audited, QUINN)
    saved, given = at_once(
        saying(priya, "outcome 1 area 1: meets good. Evidence: Of May. Impact: He is heard."),
        saying(quinn, "give audit 1 to Omar Said"),
    )
    assert "Allocated. Omar Said" in given
    with audited.reading() as store:
        is_kept = bool(store.outcomes.history(1))
    assert is_kept is ("Saved: Children" in saved)


def test_owner_and_manager_at_once_are_both_heard_or_told(audited: Database) -> None:
    final(audited, "does not meet good")
    done, made = at_once(
        saying(chat(audited, ALEX), "action 1 is done: the plan is new. Evidence: the plan"),
        saying(chat(audited, MEGAN), "action 1 made a difference: he knows it. Evidence: the visit"),
    )
    with audited.reading() as store:
        action, reviews = store.audit_actions.find(1), store.audit_actions.reviews(1)
    assert action is not None
    is_heard = ["Thank you." in said for said in (done, made)]
    assert [review.answer for review in reviews] in (["done", "made"], ["made"], ["done"])
    assert len(reviews) == sum(is_heard)
    assert action.state == (MADE if is_heard[1] else GOES_ON)


def test_a_yes_to_the_draft_twice_is_one(audited: Database) -> None:
    shared(audited)
    press = {"audit": 1, "version": outcome(audited).version}
    two = [chat(audited, ALEX), chat(audited, ALEX)]
    at_once(*((lambda mine=mine: mine.push("audit_outcome.answer", **press)) for mine in two))  # type: ignore[misc]
    now = outcome(audited)
    assert (now.state, now.version) == (SHARED, press["version"] + 1)
    told = [reply for reply in delivered(audited, "priya", NOW) if "has read the draft" in reply.text]
    assert len(told) == 1


def test_times_offered_in_place_of_what_was_agreed_meanwhile_are_not(audited: Database) -> None:
    """The race above as it was lost on PostgreSQL: a yes said while the times were looked for is not undone."""
    alex, priya = chat(audited, ALEX), chat(audited, PRIYA)
    priya.hear("offer Thursday 3 September at 2pm and Friday 4 September at 10am")
    with audited.reading() as store:
        seen = store.meetings.of_audit(1)
    alex.hear("yes to the first")
    with audited.transaction() as store:
        through = as_person(store, PRIYA.object_id, NOW)
        assert through.meetings.offer(audit(audited), seen, [NOW + timedelta(days=6)], NOW) is None
    assert "Thursday 3 September 2026 at 2pm, for an hour" in priya.hear("when is the audit meeting?")
