"""One's own choices, by sentence and by button."""

from datetime import date, time

import pytest

from dialogs.my_settings.understand import clock
from storage.choices import Choices
from storage.db import Database
from tests.dialogs.support import ALEX
from tests.dialogs.visits.support import chat, fill


@pytest.fixture
def demo(database: Database) -> Database:
    fill(database)
    return database


def chosen(database: Database) -> Choices:
    with database.reading() as store:
        return store.choices.of(ALEX.object_id)


def test_a_time(demo: Database) -> None:
    assert "From now on your digest comes at 9am." in chat(demo).hear("Send my digest at 9")
    assert chosen(demo).digest_at == time(9)
    assert "at 7:45am on your working days" in chat(demo).hear("send me my digest at 7.45 am")
    assert "between 7am and 9pm" in chat(demo).hear("send my digest at 5am")
    assert "At what time?" in chat(demo).hear("send my digest at dawn")
    assert "at 8am" in chat(demo).push("my_settings.at", at="08:00")
    assert "At what time?" in chat(demo).push("my_settings.at", at="x")


def test_quiet_days(demo: Database) -> None:
    assert "No digest on Fridays from now on." in chat(demo).hear("no digest on Fridays")
    assert "No digest on Mondays, Fridays" in chat(demo).hear("no digest on Mondays")
    assert chosen(demo).quiet_days == (0, 4)
    assert "no digest at all" in chat(demo).hear("no digest on tuesday, wednesday and thursday")
    assert chosen(demo).quiet_days == (0, 4)


def test_a_pause_ends(demo: Database) -> None:
    said = chat(demo).hear("pause my digest until 20 September")
    assert "The next digest comes on Monday 21 September 2026." in said
    assert "your manager still hears of what is overdue" in said
    assert chosen(demo).paused_until == date(2026, 9, 20)
    assert "28 days at most, up to Tuesday 29 September 2026" in chat(demo).hear("pause my digest until 3 March")
    assert "Until which day?" in chat(demo).hear("pause my digest")
    assert "is over, or today" in chat(demo).hear("pause my digest until today")
    assert "comes again" in chat(demo).hear("resume my digest")
    assert chosen(demo).paused_until is None
    assert "Tuesday 8 September" in chat(demo).push("my_settings.pause")
    assert "as usual again: at 8:30am" in chat(demo).hear("digest as usual")
    assert chosen(demo) == Choices(ALEX.object_id)


def test_shown_and_changed_in_place(demo: Database) -> None:
    assert "Morning digest: at 8:30am, the council's time" in chat(demo).hear("my settings")
    assert chat(demo).press("my_settings.resume").in_place


def test_for_the_staff_alone(demo: Database) -> None:
    from dialogs.core.turn import Sender

    stranger = chat(demo, Sender("00000000-0000-0000-0000-0000000000ff", "Somebody"))
    for said in ("my settings", "send my digest at 9", "no digest on Fridays", "pause my digest until 20 September"):
        assert "council's staff file" in stranger.hear(said)


@pytest.mark.parametrize(
    ("said", "expected"),
    [("9", time(9)), ("9:15", time(9, 15)), ("1pm", time(13)), ("12am", time(0)), ("noon", time(12)), ("25", None)],
)
def test_times(said: str, expected: time | None) -> None:
    assert clock(said) == expected
