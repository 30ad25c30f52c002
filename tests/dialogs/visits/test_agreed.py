"""What a review has set, as the worker tells it: asked, read back, kept for a manager's word, taken back, corrected."""

from datetime import timedelta

import pytest

from dialogs.visits.nudges import nudges
from storage.agreed import REFUSED, WAITING, Agreed
from storage.db import Database
from storage.decisions import FREQUENCY, HEAD_AGREED, NEXT_REVIEW, PERMANENCE, REDUCED, REVIEW_SET
from storage.outbox import State
from tests.dialogs.support import ALEX, NOW, knowledge
from tests.dialogs.team.support import TODAY, situation
from tests.dialogs.visits.support import ADELES, CARE, DANA, NEED, PLAN, Checked, chat

NEXT = f"the review of {NEED} yesterday set the next one for 12 october"


def agreed(database: Database, child: str = NEED) -> list[Agreed]:
    with database.reading() as store:
        return store.agreed.of_children([child])


def save(person: Checked, text: str) -> str:
    assert "Nothing is saved yet." in person.hear(text)
    return person.hear("yes")


class TestTelling:
    @staticmethod
    def test_the_next_review_is_kept_and_moves_no_deadline(filled: Database) -> None:
        alex = chat(filled, ALEX)
        before = alex.hear(f"why {NEED}")
        said = save(alex, NEXT)
        assert "Awaits confirmation: the review of Monday 31 August 2026 set the next one for Monday 12 October" in said
        assert "the framework's dates stand until a manager confirms it" in said
        [one] = agreed(filled)
        assert (one.kind, one.facts, one.state) == (NEXT_REVIEW, {"next_review_on": "2026-10-12"}, WAITING)
        after = alex.hear(f"why {NEED}")
        beside = "Next review, told here and not confirmed yet: Monday 12 October 2026"
        assert beside not in before
        assert beside in after
        assert "Due by Friday 4 September 2026" in after

    @staticmethod
    def test_my_visits_say_what_awaits_confirmation(demo: Database) -> None:
        alex = chat(demo, ALEX)
        save(alex, NEXT)
        assert "Awaits confirmation, LM 209: the review of Monday 31 August 2026" in alex.hear("my visits")

    @staticmethod
    def test_what_is_missing_is_asked(demo: Database) -> None:
        alex = chat(demo, ALEX)
        assert "On which day was the review?" in alex.hear(f"next review for {NEED} is 12/10")
        assert "Next review: Monday 12 October 2026" in alex.hear("yesterday")
        assert "Awaits confirmation" in alex.hear("yes")

    @staticmethod
    def test_a_button_asks_it_all(demo: Database) -> None:
        alex = chat(demo, ALEX)
        assert "On which day was the review?" in alex.push("visits.done", child=NEED, stream="agreed")
        assert "What did the review set?" in alex.hear("yesterday")
        assert "How often is the child to be visited?" in alex.hear("visiting frequency")
        assert "Visits: every 2 weeks" in alex.hear("every 2 weeks")

    @staticmethod
    def test_a_review_may_be_told_with_what_it_set(demo: Database) -> None:
        alex = chat(demo, ALEX)
        said = save(alex, f"review held yesterday for {NEED}, next one 12 october")
        assert "Next: Review of the plan (Child in Need plan). Due by Monday 26 October 2026" in said
        assert [one.kind for one in agreed(demo)] == [NEXT_REVIEW]

    @staticmethod
    def test_the_next_review_is_still_to_come(demo: Database) -> None:
        said = chat(demo, ALEX).hear(f"the review of {NEED} yesterday set the next one for 30 august 2026")
        assert "Please give one day that is still to come" in said

    @staticmethod
    @pytest.mark.parametrize(
        "text",
        [
            f"the review hasn't set the next one for {NEED}",
            f"should the review of {NEED} have agreed fortnightly visits?",
            f"the review of {NEED} may have agreed visits every week",
        ],
    )
    def test_what_isnt_so_is_not_kept(demo: Database, text: str) -> None:
        assert "Nothing is saved yet" not in chat(demo, ALEX).hear(text)

    @staticmethod
    def test_a_month_called_may_denies_nothing(demo: Database) -> None:
        assert "Core Group" in chat(demo, ALEX).hear(f"core group on 12 may for {PLAN}")


class TestHowOften:
    @staticmethod
    def test_a_shorter_interval(demo: Database) -> None:
        said = save(chat(demo, ALEX), f"at the review yesterday we agreed to see {NEED} fortnightly")
        assert "the review of Monday 31 August 2026 agreed a visit every 14 days." in said
        assert [(one.kind, one.facts) for one in agreed(demo)] == [(FREQUENCY, {"manager_interval_days": 14})]

    @staticmethod
    def test_no_review_makes_it_longer_where_the_framework_knows_of_none(demo: Database) -> None:
        alex = chat(demo, ALEX)
        said = alex.hear(f"the review yesterday agreed visits every 20 weeks for {PLAN}")
        assert "the framework asks for a visit at least every 10 working days" in said
        assert "How often is the child to be visited?" in said
        assert "Visits: weekly" in alex.hear("weekly")

    @staticmethod
    @pytest.mark.parametrize(
        ("kind", "often", "becomes", "facts"),
        [
            (
                "adoptive_placement",
                "every 3 weeks",
                REVIEW_SET,
                {"first_adoption_review_on": "2026-08-31", "review_set_interval_days": 21},
            ),
            ("temporary_approval", "every 10 working days", REDUCED, {"reduced_to_ten_working_days_on": "2026-08-31"}),
            ("supervision_order", "every 4 weeks", HEAD_AGREED, {"head_of_service_agreed_on": "2026-08-31"}),
        ],
    )
    def test_what_the_framework_lets_be_agreed(
        demo: Database, kind: str, often: str, becomes: str, facts: dict[str, object]
    ) -> None:
        with demo.transaction() as store:
            store.situations.add(situation(CARE, kind, TODAY - timedelta(days=30)))
        save(chat(demo, ALEX), f"the review of {CARE} yesterday agreed visits {often}")
        assert [(one.kind, one.facts) for one in agreed(demo, CARE)] == [(becomes, facts)]

    @staticmethod
    def test_working_days_elsewhere_are_asked_again(demo: Database) -> None:
        said = chat(demo, ALEX).hear(f"the review of {NEED} yesterday agreed visits every 10 working days")
        assert "Please give it in days or weeks." in said

    @staticmethod
    def test_permanence(demo: Database) -> None:
        save(chat(demo, ALEX), f"permanence was agreed for {CARE} on 3 august")
        [one] = agreed(demo, CARE)
        assert (one.kind, one.facts) == (PERMANENCE, {"permanence_agreed_on": "2026-08-03"})

    @staticmethod
    def test_permanence_is_of_children_looked_after(demo: Database) -> None:
        said = chat(demo, ALEX).hear(f"permanence was agreed for {PLAN} on 3 august")
        assert "AB 201 is not looked after, as far as I have data" in said


class TestAfterwards:
    @staticmethod
    def test_undo_takes_it_back(filled: Database) -> None:
        alex = chat(filled, ALEX)
        save(alex, NEXT)
        assert "Taken back." in alex.hear("undo")
        assert agreed(filled) == []

    @staticmethod
    def test_undo_takes_back_the_review_and_what_it_set(demo: Database) -> None:
        alex = chat(demo, ALEX)
        save(alex, f"review held yesterday for {NEED}, next one 12 october")
        assert "Taken back." in alex.hear("undo")
        assert agreed(demo) == []
        assert "Due by Friday 25 September 2026" in alex.hear(f"why {NEED}")

    @staticmethod
    def test_later_it_is_corrected_with_a_reason(filled: Database) -> None:
        alex = chat(filled, ALEX)
        save(alex, NEXT)
        assert "What a review set: LM 209" in alex.hear(f"correct what the review set for {NEED}")
        alex.hear("no")
        assert "Is this correction right?" in alex.hear("it was another child's review")
        assert "Corrected: What a review set" in alex.hear("yes")
        assert agreed(filled) == []

    @staticmethod
    def test_what_a_manager_has_settled_is_not_taken_back(filled: Database) -> None:
        alex = chat(filled, ALEX)
        save(alex, NEXT)
        with filled.transaction() as store:
            [one] = store.agreed.of_children([NEED])
            assert store.agreed.settle(Agreed(**{**_fields(one), "state": REFUSED}))
        assert "It can't be taken back any more" in alex.hear("undo")
        assert len(agreed(filled)) == 1

    @staticmethod
    def test_the_childs_worker_hears_of_what_duty_tells(demo: Database) -> None:
        save(chat(demo, DANA), f"the review of {NEED} yesterday set the next one for 12 october")
        with demo.reading() as store:
            [entry] = store.outbox.to(store.people.named(ALEX.name)[0].key, list(State))
        assert (entry.kind, entry.child_id) == ("visits.recorded", NEED)
        [nudge] = [one for one in nudges() if one.kind == entry.kind]
        with demo.reading() as store:
            assert nudge.still_true(entry, store, NOW)
            reply = nudge.render(entry, store, knowledge(), NOW)
        assert reply is not None
        assert "Dana Duty recorded for LM 209: What a review set" in " ".join(reply.text.split())

    @staticmethod
    def test_nobody_elses_child(demo: Database) -> None:
        said = chat(demo, ALEX).hear(f"the review of {ADELES} yesterday set the next one for 12 october")
        assert "I can't record anything for a child by the id" in said


def _fields(one: Agreed) -> dict[str, object]:
    return {name: getattr(one, name) for name in one.__dataclass_fields__}
