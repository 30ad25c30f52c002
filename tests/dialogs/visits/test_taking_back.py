"""What was recorded is taken back, or corrected with a reason that the manager sees."""

from dataclasses import replace
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.cases import AWAITING_RECORD, CONFIRMED, Situation
from storage.db import Database
from tests.dialogs.card_checks import nodes
from tests.dialogs.support import ALEX, MEGAN, NOW
from tests.dialogs.unasked import delivered
from tests.dialogs.visits.support import (
    BREAKS,
    CARE,
    DANA,
    NEED,
    PLAN,
    SIBLINGS,
    WHOLE,
    Checked,
    audited,
    card_of,
    chat,
    everything,
    said,
    told,
)


class TestUndo:
    def test_within_ten_minutes(self, filled: Database) -> None:
        alex = chat(filled)
        before = everything(filled)
        alex.hear(WHOLE)
        alex.hear("yes")
        alex.wait(minutes=10)
        assert "Taken back" in alex.hear("undo")
        assert everything(filled) == before
        assert "nothing of yours to take back" in alex.hear("undo")

    def test_not_later(self, demo: Database) -> None:
        alex = chat(demo)
        alex.hear(WHOLE)
        alex.hear("yes")
        alex.wait(minutes=10.1)
        assert "can't be taken back any more" in alex.hear("undo")
        assert len(told(demo)) == 1

    def test_the_card_says_what_became_of_it(self, demo: Database) -> None:
        alex = chat(demo)
        card = card_of(alex, WHOLE)
        alex.press("visits.save", **card)
        alex.wait(minutes=11)
        late = alex.press("visits.undo", **card)
        assert late.in_place
        assert "can't be taken back any more" in said(late)
        assert not [n for n in nodes(late.card) if n.get("verb") == "visits.undo"]
        card = card_of(alex, WHOLE.replace("yesterday", "today").replace("3", "9"))
        gone = alex.press("visits.drop", **card)
        assert (gone.in_place, said(gone)) == (True, "Nothing was saved.")
        assert not [n for n in nodes(gone.card) if n.get("verb")]

    def test_not_what_the_case_system_has_shown(self, demo: Database) -> None:
        alex = chat(demo)
        alex.hear(WHOLE)
        alex.hear("yes")
        with demo.transaction() as store:
            [visit] = [e for e in store.events.of_children([PLAN]) if e.state == AWAITING_RECORD]
            store.events.change(replace(visit, state=CONFIRMED))
        assert "the case system shows it" in alex.hear("undo")

    @settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        st.lists(st.sampled_from([PLAN, CARE, NEED, BREAKS, *SIBLINGS]), min_size=1, max_size=4, unique=True),
        st.lists(st.sampled_from(["yes", "no"]), min_size=12, max_size=12),
        st.sampled_from(["yesterday", "yesterday at 3pm", "today at 9am", "Friday"]),
        st.sampled_from(["", ", with Adele", ", no answer"]),
    )
    def test_recording_and_taking_back_leaves_everything_as_it_was(
        self, demo: Database, children: list[str], answers: list[str], when: str, more: str
    ) -> None:
        alex = chat(demo)
        before = everything(demo)
        heard = alex.hear(f"saw {' and '.join(children)} {when}{more}")
        for answer in answers:
            if "Is this right?" in heard:
                break
            heard = alex.hear(answer)
        assert "Is this right?" in heard
        assert "Saved" in alex.hear("yes")
        assert everything(demo) != before
        assert "Taken back" in alex.hear("undo")
        assert everything(demo) == before


class TestCorrecting:
    def test_with_a_reason_that_is_kept(self, filled: Database) -> None:
        alex = chat(filled)
        alex.hear(WHOLE)
        alex.hear("yes")
        alex.wait(minutes=30)
        reply = alex.say(f"correct {PLAN}")
        [data] = [n["data"] for n in nodes(reply.card) if n.get("verb") == "visits.answer"]
        assert "Why is it corrected?" in alex.push("visits.answer", **data, alone0="no")
        assert "Is this correction right?" in alex.hear("pressed the wrong one")
        alex.hear("yes")
        [visit] = told(filled)
        assert visit.seen_alone is False
        with filled.reading() as store:
            assert any("pressed the wrong one" in event.about for event in audited(store, ALEX))

    def test_a_visit_that_never_was_is_removed(self, demo: Database) -> None:
        alex = chat(demo)
        alex.hear(WHOLE)
        alex.hear("yes")
        reply = alex.say(f"correct the visit to {PLAN}")
        [data] = [n["data"] for n in nodes(reply.card) if n.get("verb") == "visits.answer"]
        alex.push("visits.answer", **data, happened="no", reason="it was another child")
        assert "Corrected" in alex.hear("yes")
        assert told(demo) == []

    def test_nothing_to_correct(self, demo: Database) -> None:
        assert "nothing of yours to correct" in chat(demo).hear(f"correct {PLAN}")


def correct(person: Checked, sentence: str, **answers: object) -> str:
    """Begin with a sentence, fill the card in, save; what is said then."""
    reply = person.say(sentence)
    [data] = [n["data"] for n in nodes(reply.card) if n.get("verb") == "visits.answer"]
    assert "Is this correction right?" in person.push("visits.answer", **data, **answers)
    return person.hear("yes")


class TestCorrectingHappenings:
    def test_a_return_at_another_time_moves_its_deadlines(self, filled: Database) -> None:
        alex = chat(filled)
        alex.hear("LM 209 came back from missing at 2am today")
        alex.hear("yes")
        alex.wait(minutes=30)
        heard = correct(alex, "correct the return of LM 209", when="today at 4am", reason="misread the police log")
        assert "Corrected: Returned from missing" in heard
        assert "Visit (Returned from missing). Due by Wednesday 2 September 2026 at 4am" in heard
        with filled.reading() as store:
            [found] = [s for s in store.situations.of_children([NEED]) if s.kind == "missing_return"]
            [kept] = store.corrections.of_children([NEED], NOW)
        assert found.started_at == NOW.replace(hour=3)
        assert "2026-09-01T03:00:00+00:00" in found.natural_key
        assert [name for name, _, _ in kept.changes] == ["at"]

    def test_one_that_never_was_starts_nothing_any_more(self, demo: Database) -> None:
        alex = chat(demo)
        before = everything(demo)
        alex.hear("LM 209 came back from missing at 2am today")
        alex.hear("yes")
        heard = correct(alex, "correct LM 209", happened="no", reason="it was another child")
        assert "Corrected: Returned from missing" in heard
        assert "write it up" not in heard
        assert everything(demo) == before

    def test_a_core_group_on_another_day(self, demo: Database) -> None:
        alex = chat(demo)
        alex.hear(f"core group for {PLAN} held on Friday")
        alex.hear("yes")
        heard = correct(alex, f"correct {PLAN}'s core group", when="27 August", reason="it was Thursday")
        assert "Next: Core Group (Child Protection Plan). Due by Thursday 24 September 2026" in heard

    def test_a_discussion_about_a_known_risk_gives_back_what_it_decided(self, demo: Database) -> None:
        risk = Situation("risk", NEED, None, "strategy_discussion", date(2026, 9, 1), NOW.replace(hour=5))
        with demo.transaction() as store:
            number = store.situations.add(risk)
        alex = chat(demo)
        alex.hear("strategy discussion held for LM 209 today at 8am")
        alex.hear("yes")
        alex.hear("yes")
        correct(alex, "correct the strategy discussion for LM 209", conference="no", reason="pressed the wrong one")
        with demo.reading() as store:
            found = store.situations.find(number)
        assert found is not None
        assert found.facts == {"conference_needed": False}
        correct(alex, "correct the strategy discussion for LM 209", happened="no", reason="it was put off")
        with demo.reading() as store:
            found = store.situations.find(number)
        assert found is not None
        assert found.facts == {}

    def test_sleeping_arrangements_go_with_their_visit(self, demo: Database) -> None:
        alex = chat(demo)
        alex.hear(f"saw {BREAKS} yesterday at 3, at home, alone, spoke to him, unannounced")
        alex.hear("yes")
        alex.hear("yes")
        assert {e.stream for e in told(demo, BREAKS)} == {"visit", "sleeping_arrangements_seen"}
        correct(alex, f"correct the visit to {BREAKS}", when="Friday at 3pm", reason="it was Friday")
        assert {e.day for e in told(demo, BREAKS)} == {date(2026, 8, 28)}
        correct(alex, f"correct the visit to {BREAKS}", happened="no", reason="it was another child")
        assert told(demo, BREAKS) == []

    def test_the_kind_that_is_named_is_meant(self, demo: Database) -> None:
        alex = chat(demo)
        alex.hear(WHOLE)
        alex.hear("yes")
        alex.hear(f"core group for {PLAN} held on Friday")
        alex.hear("yes")
        assert "Visit: AB 201" in alex.hear(f"correct the visit to {PLAN}")
        assert "Core Group: AB 201" in alex.hear(f"correct {PLAN}")
        assert "nothing of yours to correct" in alex.hear(f"correct the review of {PLAN}")

    def test_not_what_somebody_has_ended(self, demo: Database) -> None:
        alex = chat(demo)
        alex.hear("LM 209 came back from missing at 2am today")
        alex.hear("yes")
        with demo.transaction() as store:
            [found] = [s for s in store.situations.of_children([NEED]) if s.kind == "missing_return"]
            store.situations.change(replace(found, ended_on=date(2026, 9, 1)))
        assert "nothing of yours to correct" in alex.hear("correct LM 209")

    def test_undo_does_not_take_a_correction_back(self, demo: Database) -> None:
        alex = chat(demo)
        alex.hear(WHOLE)
        alex.hear("yes")
        correct(alex, f"correct {PLAN}", alone0="no", reason="pressed the wrong one")
        assert "A correction isn't taken back" in alex.hear("undo")

    def test_the_childs_worker_hears_of_it(self, demo: Database) -> None:
        dana = chat(demo, DANA)
        dana.hear(f"{NEED} came back from missing at 2am today")
        dana.hear("yes")
        correct(dana, f"correct {NEED}", when="today at 4am", reason="misread the police log")
        with demo.reading() as store:
            key = store.people.named("Alex Wilber")[0].key
        [reply] = delivered(demo, key, NOW)
        assert "Dana Duty has corrected what they recorded for LM 209: Returned from missing." in reply.text


class TestTheManagerSees:
    def test_what_was_corrected_with_the_reason(self, filled: Database) -> None:
        alex, megan = chat(filled), chat(filled, MEGAN)
        assert "Nothing that was recorded here has been corrected." in megan.hear("what was corrected?")
        alex.hear(WHOLE)
        alex.hear("yes")
        correct(alex, f"correct {PLAN}", when="yesterday at 2pm", alone0="no", reason="pressed the wrong one")
        heard = megan.hear("corrections")
        assert "AB 201: Visit" in heard
        assert "When: Monday 31 August 2026 at 3pm until then, Monday 31 August 2026 at 2pm now" in heard
        assert "Seen alone: yes until then, no now" in heard
        assert "Reason: pressed the wrong one Corrected by Alex Wilber, Tuesday 1 September 2026 at 10am" in heard
        assert "Spoken to" not in heard
        assert "What was corrected Number: 1" in megan.hear("my team")
        assert "pressed the wrong one" in megan.hear(f"what was corrected for {PLAN}?")
        with filled.reading() as store:
            assert any(PLAN in e.child_ids and e.about == "what was corrected" for e in audited(store, MEGAN))

    def test_lately_or_for_good_of_one_child(self, demo: Database) -> None:
        alex, megan = chat(demo), chat(demo, MEGAN)
        alex.hear(WHOLE)
        alex.hear("yes")
        correct(alex, f"correct {PLAN}", happened="no", reason="it was another child")
        megan.wait(days=60)
        assert "Nothing that was recorded" in megan.hear("corrections")
        heard = megan.hear(f"corrections for {PLAN}")
        assert "On Monday 31 August 2026 until then; now said not to have happened" in heard

    def test_nobody_else_does(self, demo: Database) -> None:
        assert "for managers" in chat(demo).hear("corrections")
        assert "I can't settle anything for a child" in chat(demo).hear(f"corrections for {CARE}")
