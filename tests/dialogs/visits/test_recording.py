"""Recording by sentence: asking, reading back, saving, correcting."""

from datetime import date

import pytest

from storage.cases import Situation, key_of
from storage.db import Database
from tests.dialogs.support import ALEX, NOW
from tests.dialogs.visits.support import (
    ADELE,
    ASSESSED,
    BREAKS,
    CARE,
    PLAN,
    SIBLINGS,
    WHOLE,
    chat,
    told,
)


class TestBySentence:
    def test_nothing_is_saved_before_yes(self, filled: Database) -> None:
        alex = chat(filled)
        heard = alex.hear(WHOLE)
        assert "Is this right? Nothing is saved yet." in heard
        assert "When: Monday 31 August 2026 at 3pm" in heard
        assert "I take that as Monday 31 August 2026 at 3pm." in heard
        assert "Unannounced" in heard
        assert "AB 201: seen alone, spoken to" in heard
        assert told(filled) == []

        heard = alex.hear("yes")
        assert "It counts as a statutory visit." in heard
        assert "Next: Visit (Child Protection Plan). Due by Monday 14 September 2026" in heard
        assert "write it up there by Tuesday 1 September 2026" in heard
        [visit] = told(filled)
        assert (visit.day, visit.worker_key, visit.source) == (date(2026, 8, 31), ALEX.object_id, "chat")
        assert (visit.seen, visit.seen_alone, visit.at_home_or_placement) == (True, True, True)
        assert (visit.spoken_to, visit.unannounced, visit.worker_role) == (True, True, "Social Worker")

    def test_only_what_is_missing_is_asked(self, demo: Database) -> None:
        alex = chat(demo)
        assert "Was NP 210 seen alone?" in alex.hear(f"saw {ASSESSED} yesterday at home, announced")
        assert "spoken to meaningfully?" in alex.hear("No")
        heard = alex.hear("yes")
        assert "NP 210: not seen alone, spoken to" in heard
        heard = alex.hear("save")
        assert "It does not count as a statutory visit (not seen alone)" in heard
        assert "Next: Visit (Child and Family assessment)" in heard

    def test_three_siblings_in_one_sentence_are_asked_for_each(self, demo: Database) -> None:
        alex = chat(demo)
        heard = alex.hear("saw JK 206, 207 and 208 yesterday at 4pm at home, alone, unannounced")
        assert "Was JK 206 seen alone?" in heard
        assert "Was JK 206 spoken to meaningfully?" in alex.hear("yes")
        assert "Was JK 207 seen alone?" in alex.hear("yes")
        assert "Was JK 207 spoken" in alex.hear("no")
        assert "JK 208 seen alone?" in alex.hear("yes")
        alex.hear("yes")
        heard = alex.hear("yes")
        assert "JK 207: not seen alone, spoken to" in heard
        heard = alex.hear("yes")
        assert heard.count("It counts as a statutory visit.") == 2
        assert [len(told(demo, child)) for child in SIBLINGS] == [1, 1, 1]

    def test_one_answer_may_go_for_all(self, demo: Database) -> None:
        alex = chat(demo)
        alex.hear("saw JK 206, 207 and 208 yesterday at home, announced")
        assert "spoken to meaningfully?" in alex.hear("yes to all")
        assert "Is this right?" in alex.hear("all yes")

    def test_each_alone_is_said_of_each(self, demo: Database) -> None:
        heard = chat(demo).hear("saw 100206 and 100207 yesterday at home, announced, each seen alone and spoken to")
        assert "JK 206: seen alone, spoken to" in heard
        assert "JK 207: seen alone, spoken to" in heard

    @pytest.mark.parametrize(
        ("sentence", "heard"),
        [
            (f"saw {PLAN} tomorrow at home", "That is still to come."),
            (f"saw {PLAN} today at 11am at home", "That is still to come."),
            (f"saw {ASSESSED} on 1 August at home", "nothing that is open had begun by then"),
            (f"saw {PLAN} on 31 September", "so there is no 31"),
            (f"saw {PLAN} next Friday", "Which do you mean?"),
            (f"saw {PLAN}", "When was it?"),
        ],
    )
    def test_days_that_can_not_be(self, demo: Database, sentence: str, heard: str) -> None:
        alex = chat(demo)
        assert heard in alex.hear(sentence)
        assert "Nothing is saved yet" not in alex.hear("yesterday at 3") or told(demo) == []

    def test_a_wrong_answer_is_said_to_be_one_and_asked_again(self, demo: Database) -> None:
        alex = chat(demo)
        alex.hear(f"saw {PLAN} at home alone")
        assert "still to come" in alex.hear("tomorrow at 3pm")
        assert "spoken to meaningfully?" in alex.hear("yesterday at 3pm")

    def test_a_failed_visit_is_kept_as_an_attempt(self, demo: Database) -> None:
        alex = chat(demo)
        assert "Nobody was seen" in alex.hear(f"tried to see {PLAN} today at 9am, no answer")
        assert "kept as an attempt" in alex.hear("yes")
        [visit] = told(demo)
        assert (visit.seen, visit.seen_alone) == (False, False)

    def test_a_joint_visit_is_one_visit_with_two_workers(self, demo: Database) -> None:
        alex = chat(demo)
        assert "Joint visit with Adele Vance" in alex.hear(f"{WHOLE}, with Adele")
        alex.hear("yes")
        [visit] = told(demo)
        assert visit.with_key == ADELE.object_id
        assert "Visited by Alex Wilber and Adele Vance" in alex.hear("facts")

    def test_a_second_worker_who_cannot_be_told_is_not_noted(self, demo: Database) -> None:
        assert "“Samira” isn't one person on the staff" in chat(demo).hear(f"{WHOLE}, with Samira")

    def test_cancel_saves_nothing(self, demo: Database) -> None:
        alex = chat(demo)
        alex.hear(WHOLE)
        assert "Nothing was saved." in alex.hear("cancel")
        assert "Saved" not in alex.hear("yes")
        assert told(demo) == []

    def test_no_is_to_change_it(self, demo: Database) -> None:
        alex = chat(demo)
        alex.hear(WHOLE)
        assert "When was it?" in alex.hear("no")
        assert told(demo) == []

    def test_yes_is_about_what_was_talked_about_last(self, demo: Database) -> None:
        alex = chat(demo)
        alex.hear(WHOLE)
        alex.wait(minutes=1)
        alex.hear("How often do I visit a child on a Child Protection Plan?")
        alex.hear("yes")
        assert told(demo) == []

    def test_an_answer_an_hour_later_is_none(self, demo: Database) -> None:
        alex = chat(demo)
        alex.hear(WHOLE)
        alex.wait(minutes=61)
        alex.hear("yes")
        assert told(demo) == []

    def test_a_visit_that_is_known_already_is_pointed_out(self, demo: Database) -> None:
        alex = chat(demo)
        alex.hear(WHOLE)
        alex.hear("yes")
        assert "A visit of yours to AB 201 on that day is known already" in alex.hear(WHOLE)

    def test_short_breaks_ask_for_the_sleeping_arrangements(self, demo: Database) -> None:
        alex = chat(demo)
        alex.hear(f"saw {BREAKS} yesterday at home, alone, spoke to him, announced")
        assert "Sleeping arrangements seen" in alex.hear("yes")
        alex.hear("yes")
        assert {e.stream for e in told(demo, BREAKS)} == {"visit", "sleeping_arrangements_seen"}

    def test_several_homes_ask_for_which(self, demo: Database) -> None:
        homes = {"settings": [{"name": "Oak House"}, {"name": "Grandma"}]}
        day = date(2026, 6, 1)
        with demo.transaction() as store:
            key = key_of(CARE, "multiple_placements", day)
            store.situations.add(Situation(key, CARE, None, "multiple_placements", day, facts=homes))
        alex = chat(demo)
        heard = alex.hear(f"saw {CARE} yesterday at home, alone, spoke to him, announced")
        assert "Which home was it? (Oak House / Grandma / None of these)" in heard
        assert "Home: Grandma" in alex.hear("grandma")

    def test_a_deadline_in_hours_asks_for_the_time(self, demo: Database) -> None:
        with demo.transaction() as store:
            when = NOW.replace(hour=6)
            key = key_of(CARE, "missing_return", when)
            store.situations.add(Situation(key, CARE, None, "missing_return", when.date(), when, source="chat"))
        alex = chat(demo)
        heard = alex.hear(f"saw {CARE} today at home, alone, spoke to him, announced")
        assert "What time was it on Tuesday 1 September 2026?" in heard
        assert "When: Tuesday 1 September 2026 at 9am" in alex.hear("9am")
        assert "Returned from missing" not in alex.hear("yes")


def test_what_is_not_written_up(demo: Database) -> None:
    alex = chat(demo)
    assert "is on the record" in alex.hear("what haven't I written up?")
    alex.hear(f"saw {PLAN} on Friday at 3pm at home, alone, spoke to her, unannounced")
    alex.hear("yes")
    assert "1 thing that you recorded awaits the record" in alex.hear("my visits")
    heard = alex.hear("what haven't I written up?")
    assert "AB 201: Visit, Friday 28 August 2026 Due on the record by Tuesday 1 September 2026" in heard
    assert "recorded within one working day" in heard
    alex.wait(days=1)
    assert "Was due on the record by Tuesday 1 September 2026" in alex.hear("what haven't I written up?")
