"""What workers have told that a review set: shown to whoever may confirm it, confirmed once, or not confirmed."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from dialogs.team.to_confirm import nudges
from storage.agreed import CONFIRMED, REFUSED, WAITING
from storage.db import Database
from storage.decisions import NEXT_REVIEW, REVIEW_SET
from storage.outbox import Message
from tests.dialogs.card_checks import nodes
from tests.dialogs.support import ALEX, MEGAN, NOW, knowledge
from tests.dialogs.team.support import NINA, PATTI, TODAY, decisions, due_of, number, person, second_manager, situation
from tests.dialogs.unasked import delivered, replaced
from tests.dialogs.visits.support import CARE, NEED, Checked, chat

FORTNIGHTLY = f"at the review yesterday we agreed to see {NEED} fortnightly"


def tell(database: Database, text: str) -> Checked:
    alex = chat(database, ALEX)
    assert "Nothing is saved yet." in alex.hear(text)
    assert "Awaits confirmation" in alex.hear("yes")
    return alex


def states(database: Database, child: str) -> list[str]:
    with database.reading() as store:
        return [one.state for one in store.agreed.of_children([child])]


def adopted(database: Database) -> None:
    with database.transaction() as store:
        store.situations.add(situation(CARE, "adoptive_placement", TODAY - timedelta(days=30)))


class TestConfirming:
    @staticmethod
    def test_it_stands_under_what_needs_confirming(filled: Database) -> None:
        tell(filled, FORTNIGHTLY)
        megan = chat(filled, MEGAN)
        assert "Awaiting your word Number: 1" in megan.hear("my team")
        said = megan.hear("what needs confirming")
        assert "LM 209: the review of Monday 31 August 2026 agreed a visit every 14 days. Told by Alex Wilber" in said

    @staticmethod
    def test_it_counts_from_the_confirmation_on(filled: Database) -> None:
        alex = tell(filled, FORTNIGHTLY)
        before = due_of(alex, NEED)
        assert before == "Due by Friday 4 September 2026"
        megan = chat(filled, MEGAN)
        said = megan.hear(f"confirm {NEED}")
        assert "Reason: as Alex Wilber said after the review" in said
        megan.hear(f"yes {number(said)}")
        assert due_of(alex, NEED) == "Was due by Friday 21 August 2026"
        assert states(filled, NEED) == [CONFIRMED]
        assert "Nothing awaits your word." in megan.hear("what needs confirming")

    @staticmethod
    def test_the_button_does_the_same(demo: Database) -> None:
        adopted(demo)
        tell(demo, f"the adoption review of {CARE} yesterday set visits every 3 weeks")
        megan = chat(demo, MEGAN)
        reply = megan.say("what needs confirming")
        [data] = [n["data"] for n in nodes(reply.card) if n.get("data", {}).get("action") == "team.review_set"]
        said = megan.push(data.pop("action"), **data)
        megan.hear(f"yes {number(said)}")
        with demo.reading() as store:
            [decision] = decisions(store, CARE)
        assert (decision.kind, decision.facts["review_set_interval_days"]) == (REVIEW_SET, 21)

    @staticmethod
    def test_the_next_review_is_shown_and_moves_nothing(demo: Database) -> None:
        alex = tell(demo, f"the review of {NEED} yesterday set the next one for 12 october")
        megan = chat(demo, MEGAN)
        said = megan.hear(f"confirm {NEED}")
        assert "the next review is on Monday 12 October 2026" in said
        assert "The framework's own date stands beside it: Friday 25 September 2026" in said
        megan.hear(f"yes {number(said)}")
        assert "The review set the next one for Monday 12 October 2026" in alex.hear(f"why {NEED}")
        assert f"{NEXT_REVIEW}" in str(_facts(demo))

    @staticmethod
    def test_a_manager_who_decides_the_same_confirms_it(demo: Database) -> None:
        tell(demo, FORTNIGHTLY)
        megan = chat(demo, MEGAN)
        megan.hear(f"yes {number(megan.hear(f'set {NEED} to fortnightly because of the review'))}")
        assert states(demo, NEED) == [CONFIRMED]

    @staticmethod
    def test_the_record_confirms_it_too(filled: Database) -> None:
        adopted(filled)
        tell(filled, f"the adoption review of {CARE} yesterday set visits every 3 weeks")
        facts = {"first_adoption_review_on": "2026-08-31", "review_set_interval_days": 21}
        with filled.transaction() as store:
            [one] = [s for s in store.situations.of_children([CARE]) if s.kind == "adoptive_placement"]
            store.situations.change(type(one)(**{**_values(one), "facts": facts}))
        assert "Nothing awaits your word." in chat(filled, MEGAN).hear("what needs confirming")
        assert "Awaits confirmation" not in chat(filled, ALEX).hear("my visits")

    @staticmethod
    def test_what_the_record_says_otherwise_is_shown(demo: Database) -> None:
        adopted(demo)
        tell(demo, f"the adoption review of {CARE} yesterday set visits every 3 weeks")
        facts = {"first_adoption_review_on": "2026-08-31", "review_set_interval_days": 42}
        with demo.transaction() as store:
            [one] = [s for s in store.situations.of_children([CARE]) if s.kind == "adoptive_placement"]
            store.situations.change(type(one)(**{**_values(one), "facts": facts}))
        assert "The record says otherwise: every 42 days" in chat(demo, MEGAN).hear("what needs confirming")


class TestNotConfirming:
    @staticmethod
    def test_the_worker_sees_why(filled: Database) -> None:
        alex = tell(filled, FORTNIGHTLY)
        megan = chat(filled, MEGAN)
        reply = megan.say("what needs confirming")
        [data] = [n["data"] for n in nodes(reply.card) if n.get("data", {}).get("action") == "team.not_agreed"]
        one = number(megan.push(data.pop("action"), **data))
        megan.hear(f"answer {one} it was every four weeks")
        assert "Not confirmed for LM 209." in megan.hear(f"yes {one}")
        assert states(filled, NEED) == [REFUSED]
        assert "Not confirmed by Megan Bowen, LM 209" in alex.hear("my visits")
        assert due_of(alex, NEED) == "Due by Friday 4 September 2026"


class TestTwoAtOnce:
    @staticmethod
    def test_what_is_taken_back_meanwhile_is_not_confirmed(filled: Database) -> None:
        alex, megan = tell(filled, FORTNIGHTLY), chat(filled, MEGAN)
        one = number(megan.hear(f"confirm {NEED}"))
        alex.hear("undo")
        assert "nothing of yours has been done" in megan.hear(f"yes {one}")
        with filled.reading() as store:
            assert decisions(store, NEED) == []

    @staticmethod
    def test_of_two_managers_one_settles_it(filled: Database) -> None:
        with filled.transaction() as store:
            second_manager(store)
        tell(filled, FORTNIGHTLY)
        megan, nina = chat(filled, MEGAN), chat(filled, NINA)
        first, second = number(megan.hear(f"confirm {NEED}")), number(nina.hear(f"confirm {NEED}"))
        assert "Done: Visit more often" in megan.hear(f"yes {first}")
        assert "nothing of yours has been done" in nina.hear(f"yes {second}")
        with filled.reading() as store:
            assert len(decisions(store, NEED)) == 1


class TestWhoMay:
    @staticmethod
    def test_four_weekly_visits_are_for_the_head_of_service(demo: Database) -> None:
        with demo.transaction() as store:
            store.situations.add(situation(CARE, "supervision_order", TODAY - timedelta(days=120)))
        tell(demo, f"the review of {CARE} yesterday agreed visits every 4 weeks")
        assert "Only a Head of Service may confirm that." in chat(demo, MEGAN).hear("what needs confirming")
        patti = chat(demo, PATTI)
        said = patti.hear(f"confirm {CARE}")
        patti.hear(f"yes {number(said)}")
        assert states(demo, CARE) == [CONFIRMED]

    @staticmethod
    @pytest.mark.parametrize("action", ["team.frequency", "team.not_agreed"])
    def test_the_worker_cannot_confirm_it(demo: Database, action: str) -> None:
        alex = tell(demo, FORTNIGHTLY)
        said = alex.push(action, child=NEED, agreed="1", days="14", reason="as I said")
        assert "That is for managers" in said
        assert states(demo, NEED) == [WAITING]


def _facts(database: Database) -> list[str]:
    with database.reading() as store:
        return [one.kind for one in decisions(store, NEED)]


def _values(one: object) -> dict[str, object]:
    return {name: getattr(one, name) for name in one.__dataclass_fields__}  # type: ignore[attr-defined]


class TestUnasked:
    @staticmethod
    def planned(database: Database, at: datetime) -> None:
        with database.transaction() as store:
            plan = nudges()[0].due
            assert plan is not None
            for message in plan(store, knowledge(), at, "").messages:
                store.outbox.add(message, at)

    def test_who_may_confirm_it_is_told_once_and_then_by_the_digest(self, filled: Database) -> None:
        tell(filled, FORTNIGHTLY)
        self.planned(filled, NOW)
        assert delivered(filled, MEGAN.object_id, NOW) == []  # it may still be taken back
        later = NOW + timedelta(minutes=11)
        self.planned(filled, later)
        self.planned(filled, later + timedelta(minutes=5))
        [notice] = delivered(filled, MEGAN.object_id, later + timedelta(minutes=5))
        assert "Alex Wilber has told what a review set." in notice.text
        assert "LM 209: the review of Monday 31 August 2026 agreed a visit every 14 days." in notice.text
        assert {n.get("data", {}).get("action") for n in nodes(notice.card)} >= {"team.frequency", "team.not_agreed"}
        assert replaced(filled, MEGAN.object_id, later) == []
        megan = chat(filled, MEGAN)
        assert "Awaiting your word: 1" in megan.hear("team digest")
        megan.hear(f"yes {number(megan.hear(f'confirm {NEED}'))}")
        assert "Awaiting your word" not in megan.hear("team digest")
        assert [r.text for r in replaced(filled, MEGAN.object_id, later)] == ["What stood here is settled."]
        assert delivered(filled, "head", later) == []

    def test_a_team_of_which_nothing_else_is_left_is_not_clear(self, filled: Database) -> None:
        tell(filled, FORTNIGHTLY)
        with filled.transaction() as store:
            others = [a for a in store.allocations.current(TODAY) if a.child_id != NEED]
            store.allocations.change_all([replace(a, until_on=TODAY) for a in others])
            day = Message("nudges.team", MEGAN.object_id, "team", TODAY.isoformat(), {"why": "overdue"}, due_at=NOW)
            store.outbox.add(day, NOW)
        [digest] = delivered(filled, MEGAN.object_id, NOW)
        assert "Awaiting your word: 1" in digest.text
        assert "All clear" not in digest.text

    def test_what_only_a_head_of_service_may_agree_goes_to_them(self, demo: Database) -> None:
        with demo.transaction() as store:
            store.situations.add(situation(CARE, "supervision_order", TODAY - timedelta(days=30)))
            store.people.save(replace(person(store, MEGAN.name), manager_key="head"))
        tell(demo, f"at the review yesterday we agreed to see {CARE} every 4 weeks")
        later = NOW + timedelta(minutes=11)
        self.planned(demo, later)
        assert delivered(demo, MEGAN.object_id, later) == []
        [notice] = delivered(demo, "head", later)
        assert "team.head_agreed" in {n.get("data", {}).get("action") for n in nodes(notice.card)}

    def test_what_is_taken_back_is_told_to_nobody(self, demo: Database) -> None:
        alex = tell(demo, FORTNIGHTLY)
        alex.hear("undo")
        self.planned(demo, NOW + timedelta(minutes=11))
        assert delivered(demo, MEGAN.object_id, NOW + timedelta(minutes=11)) == []
