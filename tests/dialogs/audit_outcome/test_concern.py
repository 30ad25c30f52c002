"""A serious safeguarding concern: phone first, told at once and to the next, taken once, and no child on the way."""

from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread

import pytest

from bot.recheck import Cancelled, Say
from dialogs.audit_outcome.nudges_concern import nudges
from dialogs.core.nudge import by_kind
from storage.concerns import Concern
from storage.db import Database
from storage.outbox import State
from tests.dialogs.audit_meeting.support import CARE, add_audit
from tests.dialogs.audit_outcome.support import (
    ALEX,
    KNOWN,
    MEGAN,
    OMAR,
    PATTI,
    PLAN,
    PRIYA,
    QUINN,
    audit,
    chat,
    final,
    shared,
    written,
)
from tests.dialogs.card_checks import nodes
from tests.dialogs.support import NOW
from tests.dialogs.unasked import delivered, recheck, replaced
from tests.dialogs.visits.support import Checked

KINDS = by_kind(nudges())
RAISES = "serious concern in audit 1, I have phoned: he stays with his aunt tonight"
NAMED = replace(KNOWN, seniors=(MEGAN.object_id, PATTI.object_id))


def auditor(database: Database) -> Checked:
    """Priya, where the settings name Megan, then Patti."""
    return Checked(database, NAMED, PRIYA)


def tick(database: Database, minutes: int) -> None:
    at = NOW + timedelta(minutes=minutes)
    with database.transaction() as store:
        for nudge in KINDS.values():
            if nudge.due:
                store.outbox.add_all(nudge.due(store, NAMED, at, "").messages, at)


def told(database: Database) -> list[tuple[str, str]]:
    """What was planned about concerns, to whom."""
    with database.reading() as store:
        found = store.outbox.in_states(list(State))
    kinds = [e for e in found if "concern" in e.kind]
    assert not any(e.child_id for e in kinds)
    return [(e.kind.removeprefix("audit_outcome."), e.recipient[-5:]) for e in kinds]


def concern(database: Database) -> Concern:
    with database.reading() as store:
        found = store.concerns.find(1)
    assert found is not None
    return found


def test_it_is_one_tap_from_every_card_of_the_auditor(demo: Database) -> None:
    priya = chat(demo, PRIYA)
    cards = [priya.say(says) for says in ("audit 1", "outcome 1", "fill in outcome 1", "outcome 1 scale")]
    cards += [priya.say("outcome 1 action"), written(demo).say("outcome 1"), shared(demo).say("outcome 1")]
    cards.append(final(demo).say("outcome 1"))
    for reply in cards:
        buttons = [n for n in nodes(reply.card) if n.get("data", {}).get("action") == "audit_outcome.concern"]
        assert len(buttons) == 1, reply.text
        assert "phone first" in reply.text


def test_phone_first_then_one_confirmation_with_the_corrective_action(audited: Database) -> None:
    priya = auditor(audited)
    said = priya.hear("serious concern in audit 1")
    assert "Phone first: 01632 960001; out of hours 01632 960002." in said
    assert told(audited) == []
    assert "Please say what corrective action is needed" in priya.push("audit_outcome.tell_concern", audit=1, number=1)
    said = priya.push("audit_outcome.tell_concern", audit=1, number=1, text="He stays with his aunt tonight")
    assert "Megan Bowen is told now. If nobody has taken it in 30 minutes" in said
    assert told(audited) == [("concern", "00021")]


def test_pressing_twice_raises_one(audited: Database) -> None:
    priya, barrier = auditor(audited), Barrier(2)
    heard = []

    def press() -> None:
        mine = auditor(audited)
        barrier.wait()
        heard.append(mine.push("audit_outcome.tell_concern", audit=1, number=1, text="Now"))

    threads = [Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted("already" in said for said in heard) == [False, True]
    assert told(audited) == [("concern", "00021")]
    priya.push("audit_outcome.tell_concern", audit=1, number=2, text="Another")
    assert len(told(audited)) == 2


def test_the_message_goes_at_any_hour_and_tells_nothing_of_the_child(audited: Database) -> None:
    auditor(audited).hear(RAISES)
    night = NOW + timedelta(hours=14)
    with audited.transaction() as store:
        [entry] = [e for e in store.outbox.in_states([State.PENDING]) if e.kind == "audit_outcome.concern"]
        verdict = recheck().verdict(entry, store, night)
    assert isinstance(verdict, Say)
    for told_ in (verdict.reply.text, verdict.reply.summary, str(verdict.reply.card)):
        assert not any(word in told_ for word in (PLAN, "AB 201", "aunt"))
    assert "Priya Nair found it" in verdict.reply.text


def test_whoever_takes_it_sees_it_and_whoever_raised_it_hears(audited: Database) -> None:
    auditor(audited).hear(RAISES)
    delivered(audited, MEGAN.object_id, NOW)
    said = chat(audited, MEGAN).hear("take concern 1")
    assert f"The child: {PLAN}." in said
    assert "Corrective action needed: he stays with his aunt tonight" in said
    assert concern(audited).heard_by == "Megan Bowen"
    [heard] = [r for r in delivered(audited, "priya", NOW) if "has taken" in r.text]
    assert "Megan Bowen has taken the serious safeguarding concern" in heard.text
    assert any("Megan Bowen has taken" in r.text for r in replaced(audited, MEGAN.object_id, NOW))
    tick(audited, 60)
    assert ("concern", "patti") not in told(audited)
    assert "Taken by Megan Bowen." in chat(audited, PRIYA).hear("outcome 1")


def test_untaken_it_goes_to_the_next_after_thirty_minutes_and_then_everybody_hears(audited: Database) -> None:
    auditor(audited).hear(RAISES)
    tick(audited, 29)
    assert told(audited) == [("concern", "00021")]
    tick(audited, 30)
    tick(audited, 31)
    assert told(audited) == [("concern", "00021"), ("concern", "patti")]
    tick(audited, 60)
    tick(audited, 61)
    assert told(audited)[2:] == [("concern_unheard", "priya"), ("concern_unheard", "quinn")]
    assert any("Phone one now." in r.text for r in delivered(audited, "priya", NOW + timedelta(minutes=60)))
    assert "It is yours" in chat(audited, PATTI).hear("take concern 1")


def test_what_cannot_be_delivered_goes_on_at_once(audited: Database) -> None:
    auditor(audited).hear(RAISES)
    with audited.transaction() as store:
        [entry] = [e for e in store.outbox.in_states([State.PENDING]) if e.kind == "audit_outcome.concern"]
        store.sending.put(entry, state=State.UNREACHABLE, due_at=None, ended_at=NOW, reason="no chat")
    tick(audited, 1)
    assert told(audited) == [("concern", "00021"), ("concern", "patti")]


def test_two_take_it_at_once_and_one_has_it(audited: Database) -> None:
    auditor(audited).hear(RAISES)
    tick(audited, 30)
    barrier, heard = Barrier(2), []

    def take(who: object) -> None:
        mine = chat(audited, who)  # type: ignore[arg-type]
        barrier.wait()
        heard.append(mine.hear("take concern 1"))

    threads = [Thread(target=take, args=(who,)) for who in (MEGAN, PATTI)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted("It is yours" in said for said in heard) == [False, True]
    assert concern(audited).heard_by in ("Megan Bowen", "Patti Head")


@pytest.mark.parametrize("who", [OMAR, QUINN, PATTI], ids=lambda who: who.name)
def test_nobody_else_opens_or_raises_one(demo: Database, who: object) -> None:
    auditor(demo).hear(RAISES)
    other = chat(demo, who)  # type: ignore[arg-type]
    assert "I know no concern" in other.hear("concern 1")
    assert "I know no concern" in other.hear("take concern 1")
    assert "Phone first" in other.hear(RAISES)
    assert told(demo) == [("concern", "00021")]


def test_a_restricted_child_is_not_named_to_whoever_may_not_see_it(demo: Database) -> None:
    auditor(demo).hear(RAISES)
    with demo.transaction() as store:
        child = store.children.find(PLAN)
        assert child is not None
        store.children.change_all([replace(child, restricted=True)])
        store.children.set_viewers(PLAN, ["priya"])
    said = chat(demo, MEGAN).hear("take concern 1")
    assert "ask whoever found it" in said
    assert PLAN not in said


def test_without_senior_managers_in_the_settings_it_goes_up_the_line(demo: Database) -> None:
    assert "Patti Head is told now." in chat(demo, PRIYA).hear(RAISES)
    assert told(demo) == [("concern", "patti")]


def test_a_reader_who_has_left_gets_nothing(demo: Database) -> None:
    auditor(demo).hear(RAISES)
    with demo.transaction() as store:
        megan = store.people.find(MEGAN.object_id)
        assert megan is not None
        store.people.save(replace(megan, left_on=NOW.date()))
        [entry] = [e for e in store.outbox.in_states([State.PENDING]) if e.kind == "audit_outcome.concern"]
        assert isinstance(recheck().verdict(entry, store, NOW), Cancelled)
    assert audit(demo).id == 1


@pytest.mark.parametrize("says", ["serious concern", "I've found a serious safeguarding concern", "serious issue"])
def test_the_auditor_of_one_audit_needs_no_number(demo: Database, says: str) -> None:
    said = auditor(demo).hear(says)
    assert "A serious safeguarding concern (AB 201) Phone first" in said
    assert "Phone first" not in chat(demo, ALEX).hear(says)


def test_the_auditor_of_several_hears_whom_to_phone_and_is_asked_which(demo: Database) -> None:
    with demo.transaction() as store:
        add_audit(store, CARE)
    said = auditor(demo).hear("serious concern")
    assert "Phone first: 01632 960001" in said
    assert "Audit 1: AB 201" in said
    assert "Audit 2: CD 202" in said
    assert told(demo) == []


def test_it_is_on_what_was_prepared_for_the_auditor_too(demo: Database) -> None:
    chat(demo, ALEX).hear("prepare for audit 1")
    chat(demo, ALEX).hear("share preparation 1, yes")
    reply = auditor(demo).say("preparation 1")
    assert [n for n in nodes(reply.card) if n.get("data", {}).get("action") == "audit_outcome.concern"]
