"""What people answer: why they can't make it, that a child isn't theirs, that a later day is agreed."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from dialogs.nudges import sentences
from dialogs.nudges.silence import look
from storage.cases import Event, key_of
from storage.db import Database
from storage.outbox import State
from storage.roles import Role
from storage.said import ACCESS_REFUSED, CHILD_AWAY, FAMILY_CANCELLED, OTHER, WORKER_ILL
from tests.dialogs.nudges.support import (
    KINDS,
    KNOWN,
    MANAGER,
    TUESDAY,
    WEDNESDAY,
    WORKER,
    checked,
    delivered,
    line,
    replaced,
)
from tests.dialogs.support import ALEX, MEGAN, NOW
from tests.dialogs.visits.support import ADELES, CARE, NEED, NEVER, PLAN, RESTRICTED, audited, chat

THURSDAY, FRIDAY = WEDNESDAY + timedelta(days=1), WEDNESDAY + timedelta(days=2)


@pytest.mark.parametrize(
    ("said", "child", "code", "day"),
    [
        ("can't make 900003 on friday, family cancelled", "900003", FAMILY_CANCELLED, date(2026, 9, 4)),
        ("Can’t make 900003 on Friday: the family cancelled.", "900003", FAMILY_CANCELLED, date(2026, 9, 4)),
        ("I can't make AB 201, child away", "ab 201", CHILD_AWAY, None),
        ("cant make ab 201 child away", "ab 201", CHILD_AWAY, None),
        ("im ill cant make ab 201", "ab 201", WORKER_ILL, None),
        ("The family cancelled, so I can't see 100201 today.", "100201", FAMILY_CANCELLED, date(2026, 9, 1)),
        ("dad says we can't see his file", None, "", None),
        ("cannot see 100201, I'm ill", "100201", WORKER_ILL, None),
        ("can't visit 100201 today, access refused", "100201", ACCESS_REFUSED, date(2026, 9, 1)),
        ("they wouldn't let me in", None, "", None),
        ("can't make the visit to 100201, other", "100201", OTHER, None),
        ("can't make 100201", "100201", "", None),
        ("can't make 100201?", None, "", None),
        ("what can't I do", None, "", None),
    ],
)
def test_sentences(said: str, child: str | None, code: str, day: date | None) -> None:
    found = sentences.cannot(said, NOW)
    assert (found and found.child, found.code if found else "", found.day if found else None) == (child, code, day)


@pytest.mark.parametrize(
    ("said", "child"),
    [
        ("900003 is not mine", "900003"),
        ("AB 201 isn't my child", "ab 201"),
        ("not my child 900003", "900003"),
        ("ab 201 isnt mine", "ab 201"),
        ("900003 is mine", None),
        ("is 900003 not mine", None),
    ],
)
def test_not_mine(said: str, child: str | None) -> None:
    assert sentences.not_mine(said) == child


class TestCannot:
    @staticmethod
    def test_it_holds_for_two_working_days_and_moves_no_deadline(filled: Database) -> None:
        said = chat(filled).hear(f"can't make {NEVER}, I'm ill")
        assert said == (
            "Noted for RS 212: worker ill. It holds until Thursday 3 September 2026 and shows to your manager; the "
            "deadline stays where it is."
        )
        found = delivered(filled, WEDNESDAY)
        assert "You said: worker ill. That holds until Thursday 3 September." in line(found["digest", WORKER])
        team = line(found["team", MANAGER])
        assert team.index("JK 206") < team.index("Overdue, with a reason") < team.index("RS 212")
        assert "Alex Wilber says: worker ill." in team
        later = line(delivered(filled, FRIDAY)["team", MANAGER])
        assert "Overdue, with a reason" not in later
        assert "RS 212" in later
        assert ("told_cannot", MANAGER) not in found
        with filled.reading() as store:
            [event] = [e for e in audited(store, ALEX) if e.action == "change"]
            assert (event.about, event.child_ids) == ("a visit can't be made: worker_ill", (NEVER,))

    @staticmethod
    def test_family_cancelled_on_a_protection_plan_goes_to_the_manager_the_same_day(demo: Database) -> None:
        said = chat(demo).hear(f"can't make {PLAN} on Friday, family cancelled")
        assert "Your manager is told today: the family of a child on a Child Protection Plan cancelled." in said
        told = line(delivered(demo, NOW)["told_cannot", MANAGER])
        assert "Alex Wilber can't make the visit to AB 201 on Friday 4 September 2026: family cancelled." in told
        assert "You get this today because the family of a child on a Child Protection Plan cancelled." in told

    @staticmethod
    def test_so_does_any_second_visit_that_fails(demo: Database) -> None:
        alex = chat(demo)
        assert "Your manager" not in alex.hear(f"can't make {NEVER}, child away").replace("your manager;", "")
        alex.wait(days=1)
        assert "it is the second visit that didn't come about since the last one" in alex.hear(
            f"can't make {NEVER}, family cancelled"
        )
        assert ("told_cannot", MANAGER) in delivered(demo, WEDNESDAY + timedelta(hours=3))

    @staticmethod
    def test_and_a_second_attempt_that_is_recorded(filled: Database) -> None:
        def tried(day: int) -> None:
            at = datetime(2026, 9, day, 8, tzinfo=UTC)
            with filled.transaction() as store:
                key = key_of(NEVER, "visit", at)
                store.events.add(Event(key, NEVER, None, "visit", at.date(), at, False, worker_key=WORKER))

        tried(1)
        assert ("told_failed", MANAGER) not in delivered(filled, NOW)
        tried(2)
        found = delivered(filled, WEDNESDAY + timedelta(hours=3))
        assert "A visit to RS 212 was tried on Wednesday 2 September 2026" in line(found["told_failed", MANAGER])
        assert ("told_failed", MANAGER) not in delivered(filled, WEDNESDAY + timedelta(hours=4))
        chat(filled).hear(f"can't make {NEVER}, child away")
        tried(3)
        assert ("told_failed", MANAGER) in delivered(filled, THURSDAY + timedelta(hours=3))

    @staticmethod
    def test_the_cards_button_edits_the_card(demo: Database) -> None:
        reply = chat(demo).press("nudges.cannot", child=CARE, field="code3", code3=CHILD_AWAY, digest=True)
        assert reply.in_place
        assert "Noted for CD 202: child away." in line(reply)
        assert "You said: child away." in line(reply)
        assert chat(demo).push("nudges.cannot", child=CARE, code="nonsense").startswith("Why can't it be made?")

    @staticmethod
    def test_not_for_others_children_nor_in_channels(demo: Database) -> None:
        for child in (ADELES, RESTRICTED, "999999"):
            assert "Either I know none" in chat(demo).hear(f"can't make {child}, I'm ill")


class TestNotMine:
    @staticmethod
    def test_the_manager_hears_at_once_and_the_worker_no_more(filled: Database) -> None:
        assert "Your manager is told now" in chat(filled).hear(f"{NEVER} is not mine")
        assert chat(filled).hear(f"{NEVER} is not mine") == "That is noted already; your manager has been told."
        told = line(delivered(filled, NOW)["told_not_mine", MANAGER])
        assert "Alex Wilber says that RS 212 is not theirs." in told
        found = delivered(filled, WEDNESDAY)
        assert "RS 212" not in found["digest", WORKER].text
        assert "RS 212: Alex Wilber says that the child isn't theirs." in line(found["team", MANAGER])
        megan = chat(filled, MEGAN)
        assert megan.hear(f"{NEVER} is Alex's") == "Settled: RS 212 is Alex Wilber's. Their reminders go on."
        assert megan.hear(f"{NEVER} is Alex's") == "That is settled already."
        assert any(reply.text == "This is settled." for reply in replaced(filled, WEDNESDAY))
        assert "RS 212" in delivered(filled, THURSDAY)["digest", WORKER].text

    @staticmethod
    def test_without_a_manager_it_goes_to_the_administrator_and_names_no_child(filled: Database) -> None:
        with filled.transaction() as store:
            alex = store.people.by_key(WORKER)
            assert alex is not None
            store.people.save(replace(alex, manager_key=None))
        said = chat(filled).hear(f"{NEVER} is not mine")
        assert "I know nobody to tell" in said
        with filled.transaction() as store:
            megan = store.people.by_key(MANAGER)
            assert megan is not None
            store.people.save(replace(megan, roles=(Role.ADMINISTRATOR,)))
        said = chat(filled).hear(f"{CARE} is not mine")
        assert "the administrator is told, without the child's id" in said
        said = chat(filled).hear(f"can't make {PLAN} today, access refused")
        assert "The administrator is told that you have none" in said
        with filled.reading() as store:
            entries = [e for e in store.outbox.in_states(list(State)) if e.kind == "nudges.told_unled"]
            assert [(e.recipient, e.child_id) for e in entries] == [(MANAGER, None)] * 2
            words = [KINDS[e.kind].render(e, store, KNOWN, NOW) for e in entries]
        said = " ".join(line(checked(reply)) for reply in words if reply is not None)
        assert "Alex Wilber says that a child whom I have as theirs is not theirs." in said
        assert "Alex Wilber can't make a visit, in a way that a manager should hear of today." in said
        assert not any(name in said for name in (CARE, PLAN, "CD 202", "AB 201"))
        assert ("told_unled", MANAGER) in delivered(filled, NOW)
        with filled.reading() as store:
            assert look(store, KNOWN, NOW.replace(hour=20), "").nobody > 0

    @staticmethod
    def test_nobody_settles_their_own(demo: Database) -> None:
        alex = chat(demo)
        alex.hear(f"{NEVER} is not mine")
        assert "Either I know none" in alex.hear(f"{NEVER} is Alex's")
        assert "Either I know none" in alex.push("nudges.is_theirs", child=NEVER, worker=WORKER)


class TestPlans:
    @staticmethod
    def test_a_manager_agrees_to_a_later_day(filled: Database) -> None:
        alex, megan = chat(filled), chat(filled, MEGAN)
        assert "There is no plan for RS 212" in megan.hear(f"agree to {NEVER}")
        alex.hear(f"plan {NEVER} for Friday")
        before = line(delivered(filled, WEDNESDAY)["team", MANAGER])
        assert "Planned for Friday 4 September, which is after the deadline." in before
        assert 'Type "agree to RS 212"' in before
        assert "Either I know none" in alex.hear(f"agree to {NEVER}")
        assert (
            megan.hear(f"agree to {NEVER}") == "Agreed: RS 212 on Friday 4 September 2026. Reminders wait until then."
        )
        after = delivered(filled, THURSDAY)
        assert "RS 212: Visit" not in after["digest", WORKER].text
        assert "Planned for Friday 4 September, agreed." in line(after["team", MANAGER])

    @staticmethod
    def test_a_second_putting_off_tells_the_manager_once(filled: Database) -> None:
        alex = chat(filled)
        for day in ("Thursday", "Friday"):
            alex.hear(f"plan {NEED} for {day}")
        assert ("told_postponed", MANAGER) not in delivered(filled, NOW)
        alex.hear(f"plan {NEED} for Monday")
        told = line(delivered(filled, NOW)["told_postponed", MANAGER])
        assert "Alex Wilber has put off the visit to LM 209 for the second time" in told
        assert "now planned for Monday 7 September 2026" in told
        assert ("told_postponed", MANAGER) not in delivered(filled, WEDNESDAY)


def test_the_card_as_it_is_now_and_of_another_day(demo: Database) -> None:
    alex = chat(demo)
    assert alex.press("nudges.digest", again=True, day="2026-09-01").in_place
    assert alex.push("nudges.digest", again=True, day="2026-08-28") == (
        'This was the list of Friday 28 August 2026. Type "my digest" for what needs you now.'
    )
    assert "A morning digest is for those who have children" in chat(demo, MEGAN).hear("my digest")
    assert "Numbers" in chat(demo, MEGAN).hear("team digest")
    with demo.reading() as store:
        assert store.outbox.in_states(list(State)) == []


def test_nothing_is_planned_in_the_night(demo: Database) -> None:
    assert delivered(demo, datetime(2026, 9, 2, 2, tzinfo=UTC)) == {}
    assert TUESDAY
