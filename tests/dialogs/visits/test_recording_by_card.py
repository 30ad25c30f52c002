"""Recording by card: from the list to saved; stale cards, and who may."""

import pytest

from dialogs.core.turn import Scope
from storage.db import Database
from tests.dialogs.card_checks import nodes
from tests.dialogs.support import ALEX, MEGAN
from tests.dialogs.visits.support import (
    ADELES,
    DANA,
    NOBODYS,
    PLAN,
    RESTRICTED,
    WHOLE,
    audited,
    card_of,
    chat,
    told,
)


class TestByCard:
    def test_from_the_list_to_saved(self, demo: Database) -> None:
        alex = chat(demo)
        reply = alex.press("visits.record", child=PLAN)
        [data] = [n["data"] for n in nodes(reply.card) if n.get("verb") == "visits.answer"]
        heard = alex.push(
            "visits.answer", **data, when="31/8 at 3pm", place="yes", alone0="yes", spoken0="no", unannounced="no"
        )
        assert "When: Monday 31 August 2026 at 3pm" in heard
        data = {**data, "version": data["version"] + 1}
        reply = alex.press("visits.save", **data)
        assert reply.in_place
        assert "does not count as a statutory visit (not spoken to meaningfully)" in " ".join(reply.text.split())
        assert len(told(demo)) == 1

    def test_what_is_wrong_is_said_and_what_was_typed_stays(self, demo: Database) -> None:
        alex = chat(demo)
        data = card_of(alex, f"saw {PLAN}")
        reply = alex.press("visits.answer", **data, when="the 45th", place="yes")
        values = {n["id"]: n.get("value") for n in nodes(reply.card) if n["type"].startswith("Input.")}
        assert values["when"] == "the 45th"
        assert values["place"] == "yes"
        assert "is no date that I can read" in reply.text

    def test_sending_twice_is_harmless(self, filled: Database) -> None:
        alex = chat(filled)
        data = card_of(alex, WHOLE)
        first, second = alex.push("visits.save", **data), alex.push("visits.save", **data)
        assert first == second
        assert len(told(filled)) == 1

    def test_a_stale_card_gets_the_current_one_and_keeps_what_was_typed(self, demo: Database) -> None:
        alex = chat(demo)
        data = card_of(alex, f"saw {PLAN} at home")
        alex.hear("yesterday at 3pm")
        reply = alex.press("visits.answer", **data, when="Friday", alone0="no")
        values = {n["id"]: n.get("value") for n in nodes(reply.card) if n["type"].startswith("Input.")}
        assert "has changed since that card" in reply.text
        assert (values["when"], values["alone0"]) == ("Friday", "no")
        assert told(demo) == []

    def test_a_stale_save_saves_nothing(self, demo: Database) -> None:
        alex = chat(demo)
        data = card_of(alex, WHOLE)
        reply = alex.press("visits.change", **data)
        [form] = [n["data"] for n in nodes(reply.card) if n.get("verb") == "visits.answer"]
        alex.push("visits.answer", **form, alone0="no")
        assert "has changed since that card" in alex.push("visits.save", **data)
        assert told(demo) == []

    def test_somebody_elses_card_is_nobodys(self, demo: Database) -> None:
        data = card_of(chat(demo), WHOLE)
        for action in ("visits.save", "visits.answer", "visits.change", "visits.drop", "visits.correct"):
            heard = chat(demo, MEGAN).push(action, **data)
            assert "AB 201" not in heard
        assert told(demo) == []

    @pytest.mark.parametrize("junk", [{}, {"report": "1"}, {"report": 99}, {"report": True}, {"report": None}])
    def test_cards_that_nobody_made(self, demo: Database, junk: dict[str, object]) -> None:
        for action in ("visits.save", "visits.answer", "visits.change", "visits.drop"):
            assert "That card is over." in chat(demo).push(action, **junk)


class TestWhoRecords:
    @pytest.mark.parametrize("child", [ADELES, RESTRICTED, NOBODYS])
    def test_not_for_children_who_are_not_theirs(self, demo: Database, child: str) -> None:
        heard = chat(demo).hear(f"saw {child} yesterday at home")
        assert f"I can't record anything for a child by the id {child}" in heard
        assert told(demo, child) == []

    def test_one_of_several_stops_all(self, demo: Database) -> None:
        assert "I can't record" in chat(demo).hear(f"saw {PLAN} and {NOBODYS} yesterday at home")

    def test_duty_records_for_a_named_child_without_seeing_anything(self, filled: Database) -> None:
        dana = chat(filled, DANA)
        said = [dana.hear(f"saw {PLAN} yesterday at 5pm at home, alone, spoke to her, unannounced"), dana.hear("yes")]
        assert f"Visit: {PLAN}" in said[0]
        hidden = ("AB 201", "Child Protection Plan", "Next:", "known already")
        assert not any(words in " ".join(said) for words in hidden)
        [visit] = told(filled)
        assert visit.worker_key == "duty"

    @pytest.mark.parametrize("scope", [Scope.GROUP, Scope.CHANNEL])
    def test_nothing_outside_a_personal_chat(self, demo: Database, scope: Scope) -> None:
        heard = chat(demo, scope=scope).hear(WHOLE)
        assert "personal chat" in heard
        assert PLAN not in heard
        with demo.reading() as store:
            assert store.reports.last(ALEX.object_id, "open") is None

    def test_every_step_is_audited(self, demo: Database) -> None:
        alex = chat(demo)
        alex.hear(WHOLE)
        alex.hear("yes")
        alex.hear("undo")
        with demo.reading() as store:
            changes = [(e.about, e.child_ids) for e in audited(store, ALEX) if e.action == "change"]
        assert changes == [("a visit recorded", (PLAN,)), ("what was recorded taken back", (PLAN,))]
