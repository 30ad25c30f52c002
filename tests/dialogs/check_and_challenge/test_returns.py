"""A return from the day it is opened until it is accepted: three people, two at once, chased, sent back, signed off."""

from dataclasses import replace
from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest

from dialogs.core.turn import Scope, Sender
from storage.db import Database
from storage.people import Person
from storage.returns import ACCEPTED, IN_PROGRESS, READY, SENT_BACK, SUBMITTED, Session
from storage.roles import Role
from tests.dialogs.support import NOW, knowledge
from tests.dialogs.unasked import delivered
from tests.dialogs.visits.support import Checked, chat

LEAD, HEAD, ANNE, BEN, OTHER = (
    Sender(f"30000000-0000-0000-0000-00000000000{n}", name)
    for n, name in enumerate(["Quinn Lead", "Jo Head", "Anne One", "Ben Two", "Olive Other"])
)
KNOWN = knowledge()
TEMPLATE = KNOWN.returns["early_help"]
CREATES = (
    "check and challenge for Early Help on 12 October 2026, contributors Anne One and Ben Two, signed off by Jo Head"
)
TEXTS = [section for section in TEMPLATE.sections if not section.figures]


@pytest.fixture
def service(database: Database) -> Database:
    with database.transaction() as store:
        roles = {LEAD: Role.QA_LEAD, HEAD: Role.HEAD_OF_SERVICE}
        for who in (LEAD, HEAD, ANNE, BEN, OTHER):
            key = who.name.split()[0].lower()
            store.people.save(Person(key, who.name, object_id=who.object_id, roles=(roles.get(who, Role.MANAGER),)))
    chat(database, LEAD).hear(CREATES)
    return database


def session(database: Database, number: int = 1) -> Session:
    with database.reading() as store:
        found = store.returns.find(number)
    assert found is not None
    return found


def fill(database: Database, who: Sender = ANNE, number: int = 1) -> None:
    """Everything that is asked for, by typed sentences."""
    for indicator in TEMPLATE.indicators.values():
        value = "100 of 100" if indicator.unit.value == "percent" else "20"
        chat(database, who).hear(f"return {number} {indicator.title}: {value} because of the season")
    for section in TEXTS:
        chat(database, who).hear(f"return {number} {section.title}: We have looked, and it holds.")


def planned(database: Database, at: datetime) -> None:
    """What the hourly run plans."""
    from dialogs.check_and_challenge.nudges import nudges

    with database.transaction() as store:
        for nudge in nudges():
            if nudge.due:
                store.outbox.add_all(nudge.due(store, KNOWN, at, "").messages, at)


def test_a_session_is_created_by_a_sentence_and_everybody_in_it_is_told(service: Database) -> None:
    one = session(service)
    assert (one.area, one.held_on.isoformat(), one.due_on.isoformat()) == ("early_help", "2026-10-12", "2026-09-28")
    for key in ("anne", "ben", "jo"):
        assert "A return is to be filled in: Early Help" in delivered(service, key, NOW)[0].text
    assert delivered(service, "olive", NOW) == []


def test_only_the_qa_lead_creates_and_only_who_is_in_it_sees_it(service: Database) -> None:
    assert "created by QA leads" in chat(service, ANNE).hear(CREATES)
    assert "no return by that number" in chat(service, OTHER).hear("return 1")
    assert "no return by that number" in chat(service, OTHER).hear("return 1 asks of the panel: more")
    assert "no return by that number" in chat(service, LEAD).hear("fill in return 1")
    assert "for our personal chat" in Checked(service, KNOWN, ANNE, Scope.CHANNEL).hear("return 1")


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        (CREATES.replace("Early Help", "Nowhere"), "Which service area?"),
        (CREATES.replace("12 October 2026", "Pancake Day"), "I can't tell a day to come"),
        (CREATES.replace("Ben Two", "Nobody"), "I don't know who is meant: Nobody"),
        (CREATES.replace("Jo Head", "Ben Two"), "is no Head of Service"),
        (CREATES.replace(", contributors", ", due 20 October 2026, contributors"), "no later than the session"),
    ],
)
def test_what_is_wrong_in_the_sentence_is_said(service: Database, said: str, answer: str) -> None:
    assert answer in chat(service, LEAD).hear(said)


def test_every_step_is_saved_and_what_is_left_is_named(service: Database) -> None:
    said = chat(service, ANNE).hear("fill in return 1")
    assert "Still missing: 22. Next: Days from notification to assessment" in said
    said = chat(service, ANNE).push(
        "check_and_challenge.save",
        **{"return": 1, "part": "notification_to_assessment", "figure": 1, "version": 1},
        value="12.5",
    )
    assert "Saved: Days from notification to assessment. It says 12.5 now. Still missing: 21" in said
    assert session(service).state == IN_PROGRESS
    assert "Days from notification to assessment: 12.5." in chat(service, BEN).hear("return 1")


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("closed with needs met: 61 of 60", "more than all"),
        ("closed with needs met: 45", "given as two numbers"),
        ("families open: 4.5", "a whole number"),
        ("families open: 4 of 5", "no percentage"),
    ],
)
def test_a_wrong_figure_is_not_kept(service: Database, said: str, answer: str) -> None:
    assert answer in chat(service, ANNE).hear(f"return 1 {said}")
    assert session(service).state != IN_PROGRESS


def test_off_target_needs_a_comment(service: Database) -> None:
    chat(service, ANNE).hear("return 1 supervision on time: 8 of 10")
    assert "Supervision on time: a comment, as it is off target" in chat(service, ANNE).hear("return 1")
    chat(service, ANNE).hear("return 1 supervision on time: 8 of 10 because two were ill")
    assert "is off target" not in chat(service, ANNE).hear("return 1")


def test_a_stale_card_overwrites_nobody_and_keeps_what_was_typed(service: Database) -> None:
    same = {"return": 1, "part": "asks", "figure": 0, "version": 1}
    chat(service, ANNE).push("check_and_challenge.save", **same, text="A second panel")
    reply = chat(service, BEN).press("check_and_challenge.save", **same, text="More workers")  # type: ignore[arg-type]
    assert "yours isn't saved yet" in reply.text
    assert "Written by Anne One: A second panel" in reply.text
    assert "Yours: More workers" in reply.text
    assert "'value': 'More workers'" in str(reply.card)
    chat(service, BEN).hear("return 1 asks of the panel: More workers")
    whole = chat(service, ANNE).hear("return 1")
    assert "A second panel More workers" in whole


def test_a_typed_figure_overwrites_nobodys_comment(service: Database) -> None:
    chat(service, ANNE).hear("return 1 complaints: none because it is not counted")
    assert "Anne One has given this figure" in chat(service, BEN).hear("return 1 complaints: 30")
    assert "it is not counted" in chat(service, ANNE).hear("return 1")


def test_two_people_at_once_lose_nothing(service: Database) -> None:
    start, errors = Barrier(2), []

    def write(who: Sender, figures: list[str]) -> None:
        try:
            start.wait(timeout=120)
            for name in figures:
                same = {"return": 1, "part": name, "figure": 1, "version": 1}
                Checked(service, KNOWN, who, name=who.name).push("check_and_challenge.save", **same, text=who.name)
        except BaseException as error:
            errors.append(error)

    names = list(TEMPLATE.indicators)
    halves = [(ANNE, names[::2] + names[:1]), (BEN, names[1::2] + names[:1])]
    threads = [Thread(target=write, args=half) for half in halves]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    with service.reading() as store:
        parts = {part.name: part for part in store.returns.parts(1) if part.is_figure}
    assert {name: parts[name].text for name in names[2::2]} == dict.fromkeys(names[2::2], "Anne One")
    assert {name: parts[name].text for name in names[1::2]} == dict.fromkeys(names[1::2], "Ben Two")
    assert {part.version for part in parts.values()} == {2}
    assert session(service).version == 1 + len(names)


@pytest.mark.parametrize(
    ("says", "hears"),
    [
        ("who hasn't sent their return", "Return 1: Early Help"),
        ("how are the returns going?", "Return 1: Early Help"),
        ("when is my return due", "The return is due by"),
        ("can I have more time for my return", "The return is due by"),
        ("start my return", "Still missing:"),
        ("submit our return", "Not yet: something is still missing."),
        ("when is the next check and challenge", "Early Help"),
    ],
)
def test_one_return_needs_no_number(service: Database, says: str, hears: str) -> None:
    assert hears in chat(service, ANNE).hear(says)


def test_of_several_returns_a_number_tells_which_and_of_none_nothing_is_seen(service: Database) -> None:
    assert "None is open for you." in chat(service, OTHER).hear("start my return")
    chat(service, LEAD).hear(CREATES.replace("12 October", "13 November"))
    heard = chat(service, ANNE).hear("my return is finished")
    assert "Return 1" in heard
    assert "Return 2" in heard


def test_nothing_is_signed_off_while_something_is_missing(service: Database) -> None:
    assert "something is still missing" in chat(service, ANNE).hear("return 1 is ready")
    assert "something is still missing" in chat(service, HEAD).hear("sign off return 1")


def test_ready_signed_off_sent_back_and_accepted(service: Database) -> None:
    fill(service)
    assert "The Head of Service is asked" in chat(service, ANNE).hear("return 1 is ready")
    assert session(service).state == READY
    assert "That step isn't yours" in chat(service, ANNE).hear("sign off return 1")
    assert any("Ready for sign-off" in reply.text for reply in delivered(service, "jo", NOW))
    assert "Signed off and submitted" in chat(service, HEAD).hear("sign off return 1")
    assert session(service).state == SUBMITTED
    assert "handed in, so this isn't saved" in chat(service, ANNE).hear("return 1 families open: 30")
    assert any("Submitted" in reply.text for reply in delivered(service, "quinn", NOW))
    assert "That step isn't yours" in chat(service, HEAD).hear("accept return 1")
    chat(service, LEAD).hear("send back return 1: Why did it fall?")
    assert session(service).state == SENT_BACK
    assert any("The QA lead asks: Why did it fall" in reply.text for reply in delivered(service, "ben", NOW))
    chat(service, BEN).hear("return 1 performance: It was the summer.")
    chat(service, BEN).hear("return 1 is ready")
    chat(service, HEAD).hear("sign off return 1")
    assert "Accepted." in chat(service, LEAD).hear("accept return 1")
    assert session(service).state == ACCEPTED


def test_what_was_shown_is_what_is_signed(service: Database) -> None:
    fill(service)
    chat(service, ANNE).hear("return 1 is ready")
    shown = session(service).version
    chat(service, ANNE).hear("return 1 families open: 30")
    said = chat(service, HEAD).push("check_and_challenge.sign", **{"return": 1, "version": shown})
    assert "nothing was done" in said
    assert session(service).state == IN_PROGRESS


def test_a_figure_of_fewer_than_five_stays_in_the_area(service: Database) -> None:
    chat(service, ANNE).hear("return 1 complaints: 3 because it is new")
    assert "Complaints: 3." in chat(service, BEN).hear("return 1")
    assert "Complaints: not shown, as it tells of fewer than five." in chat(service, LEAD).hear("return 1")


def test_the_last_return_of_the_area_stands_beside(service: Database) -> None:
    one = session(service)
    with service.transaction() as store:
        early = replace(one, held_on=NOW.date() - timedelta(days=60), state="not_started")
        number = store.returns.add(early, ["anne"], [], ["open_families"])
        assert store.returns.write(replace(store.returns.parts(number)[0], value="20", by_name="Anne One"))
        written = store.returns.find(number)
        assert written is not None
        assert store.returns.change(replace(written, state=ACCEPTED))
    assert "Last time: 20" in chat(service, ANNE).hear("return 1 families open")
    chat(service, ANNE).hear("return 1 families open: 30")
    assert "Families open: a comment, as it has moved" in chat(service, ANNE).hear("return 1")


def morning(day: int) -> datetime:
    """Of September 2026, at ten in London; the return is due by the 28th."""
    return datetime(2026, 9, day, 9, 0, tzinfo=NOW.tzinfo)


@pytest.mark.parametrize(
    ("day", "told"), [(11, 0), (14, 1), (15, 0), (21, 1), (22, 0), (24, 1), (26, 0), (28, 1), (29, 1), (30, 1)]
)
def test_chased_on_the_days_and_then_daily(service: Database, day: int, told: int) -> None:
    delivered(service, "anne", NOW)
    planned(service, morning(day))
    planned(service, morning(day) + timedelta(hours=1))
    replies = delivered(service, "anne", morning(day) + timedelta(hours=1))
    assert len(replies) == told
    assert all("Return 1: Early Help" in r.text and "Families open: a figure" in r.text for r in replies)
    delivered_head = [r for r in delivered(service, "jo", morning(day) + timedelta(hours=1)) if "wait" in r.text]
    assert len(delivered_head) == (day == 30)


def test_one_card_for_all_of_a_persons_returns_and_none_once_it_is_done(service: Database) -> None:
    chat(service, LEAD).hear(CREATES.replace("Early Help", "SEND"))
    delivered(service, "anne", NOW)
    planned(service, morning(28))
    (reply,) = delivered(service, "anne", morning(28))
    assert "Return 1: Early Help" in reply.text
    assert "Return 2: SEND" in reply.text
    fill(service)
    chat(service, ANNE).hear("return 1 is ready")
    planned(service, morning(29))
    (reply,) = delivered(service, "anne", morning(29))
    assert "Return 1" not in reply.text
