"""Turns: an activity acts once, however often and at whatever moment it is sent again."""

from collections.abc import Callable
from datetime import timedelta, timezone
from itertools import count
from threading import Barrier, Event
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from storage.db import Database
from storage.turns import PastTurn
from tests.storage.support import NOW, PATIENCE, TICK, about_to_wait, at_once, failing_transaction, wait_for

CHAT, ACTIVITY = "19:chat@thread.v2", "1700000000001"
REPLY = {"text": "The standard says …", "card": None, "results": []}
SUMMER_TIME = timezone(timedelta(hours=1))

numbers = count()  # every example is a turn of its own
any_text = st.text(st.characters(exclude_categories=()) | st.sampled_from("\0\ud83d\ude00😀é"))
any_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | any_text,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(any_text, inner, max_size=4),
    max_leaves=12,
)


def run(database: Database, reply: dict[str, Any] | None = REPLY, activity: str = ACTIVITY) -> PastTurn | None:
    """Run a turn as the bot does: claim it, and if it is ours, answer."""
    with database.transaction() as store:
        past = store.turns.claim(CHAT, activity, NOW)
        if past is None:
            store.turns.answered(CHAT, activity, reply)
    return past


def test_the_first_claim_is_ours_and_a_repeat_gets_the_reply(database: Database) -> None:
    assert run(database) is None
    assert run(database, {"text": "another"}) == PastTurn(REPLY, delivered=False)
    assert run(database, {"text": "another"}) == PastTurn(REPLY, delivered=False)


def test_a_repeat_within_the_same_transaction_counts(database: Database) -> None:
    with database.transaction() as store:
        assert store.turns.claim(CHAT, ACTIVITY, NOW) is None
        assert store.turns.claim(CHAT, ACTIVITY, NOW) == PastTurn(None, delivered=False)


def test_a_turn_may_come_to_no_reply(database: Database) -> None:
    run(database, None)

    assert run(database) == PastTurn(None, delivered=False)


def test_activity_ids_are_told_apart_by_conversation(database: Database) -> None:
    with database.transaction() as store:
        assert store.turns.claim("one", ACTIVITY, NOW) is None
        assert store.turns.claim("two", ACTIVITY, NOW) is None
        assert store.turns.claim("one", ACTIVITY + "0", NOW) is None
        store.turns.answered("one", ACTIVITY, REPLY)

        assert store.turns.claim("one", ACTIVITY, NOW) == PastTurn(REPLY, delivered=False)
        assert store.turns.claim("two", ACTIVITY, NOW) == PastTurn(None, delivered=False)


@given(reply=st.dictionaries(any_text, any_json, max_size=6))
@example(reply={})
@example(reply={"text": "half a pair \ud83d, NUL \0, a family 👨‍👩‍👧, n\u0303", "\0": ["\0", {"": "\\u0000"}]})
def test_any_reply_comes_back_as_it_was(database: Database, reply: dict[str, Any]) -> None:
    activity = str(next(numbers))
    run(database, reply, activity)

    assert run(database, activity=activity) == PastTurn(reply, delivered=False)


def test_a_failing_turn_leaves_nothing(database: Database) -> None:
    with failing_transaction(database) as store:
        store.turns.claim(CHAT, ACTIVITY, NOW)
        store.turns.answered(CHAT, ACTIVITY, REPLY)
        store.conversations.remember(CHAT, "personal", "tenant", "https://one/")
        question_id = store.questions.add(NOW, "who?", "answered", "found", [], "April 2021")

    assert run(database) is None
    with database.transaction() as store:
        assert not store.conversations.welcome_once(CHAT, NOW)
        assert store.questions.find(question_id) is None


def test_a_second_claim_waits_for_the_first_and_gets_its_reply(database: Database, replica: Database) -> None:
    claimed, second_waits = Event(), about_to_wait(replica, "INSERT INTO turns")

    def first() -> PastTurn | None:
        with database.transaction() as store:
            past = store.turns.claim(CHAT, ACTIVITY, NOW)
            claimed.set()
            wait_for(second_waits)
            store.turns.answered(CHAT, ACTIVITY, REPLY)
        return past

    def second() -> PastTurn | None:
        wait_for(claimed)
        return run(replica, {"text": "another"})

    assert at_once(first, second) == [None, PastTurn(REPLY, delivered=False)]


def test_if_the_first_fails_the_waiting_one_acts(database: Database, replica: Database) -> None:
    claimed, second_waits = Event(), about_to_wait(replica, "INSERT INTO turns")

    def first() -> None:
        with failing_transaction(database) as store:
            store.turns.claim(CHAT, ACTIVITY, NOW)
            claimed.set()
            wait_for(second_waits)

    def second() -> PastTurn | None:
        wait_for(claimed)
        return run(replica)

    assert at_once(first, second) == [None, None]
    assert run(database) == PastTurn(REPLY, delivered=False)


def test_of_many_claims_at_once_exactly_one_acts(database: Database, replica: Database) -> None:
    everybody = Barrier(8)

    def claimant(number: int) -> Callable[[], PastTurn | None]:
        def act() -> PastTurn | None:
            everybody.wait(PATIENCE)
            return run((database, replica)[number % 2], {"number": number})

        return act

    outcomes = at_once(*(claimant(number) for number in range(8)))

    assert outcomes.count(None) == 1
    winner = PastTurn({"number": outcomes.index(None)}, delivered=False)
    assert [past for past in outcomes if past is not None] == [winner] * 7


def test_deliveries_are_noted_for_the_named_turns_only(database: Database) -> None:
    for activity in ("1", "2", "3"):
        run(database, activity=activity)

    with database.transaction() as store:
        store.turns.delivered([(CHAT, "1"), (CHAT, "3"), (CHAT, "never seen"), ("another chat", "2")])

    assert [run(database, activity=activity) for activity in ("1", "2", "3")] == [
        PastTurn(REPLY, delivered=True),
        PastTurn(REPLY, delivered=False),
        PastTurn(REPLY, delivered=True),
    ]
    assert run(database, activity="never seen") is None


def test_no_deliveries_are_nothing_to_note(database: Database) -> None:
    run(database)

    with database.transaction() as store:
        store.turns.delivered([])

    assert run(database) == PastTurn(REPLY, delivered=False)


def test_a_purge_forgets_what_came_before_the_instant_and_nothing_else(database: Database) -> None:
    with database.transaction() as store:
        for activity, at in {"before": NOW - TICK, "at": NOW, "after": NOW + TICK}.items():
            store.turns.claim(CHAT, activity, at)

    with database.transaction() as store:
        assert store.turns.purge(NOW.astimezone(SUMMER_TIME)) == 1
        assert store.turns.purge(NOW) == 0

    assert run(database, activity="before") is None
    assert run(database, activity="at") is not None
    assert run(database, activity="after") is not None


def test_the_list_shown_last_is_told_and_nothing_else_of_a_reply(database: Database) -> None:
    def paged(number: int) -> dict[str, Any]:
        return {"action": "visits.list", "data": {}, "page": number, "pages": 9}

    turns = (("one", "b", 2, 2), ("one", "a", 2, 1), ("one", "c", 3, None), ("one", "old", -90, 7), ("two", "d", 4, 8))
    with database.transaction() as store:
        for chat, activity, minutes, number in turns:
            store.turns.claim(chat, activity, NOW + timedelta(minutes=minutes))
            store.turns.answered(chat, activity, {"text": "AB 201", "paged": paged(number) if number else None})
        store.turns.claim("one", "unanswered", NOW + timedelta(minutes=5))
        since = NOW - timedelta(hours=1)
        assert store.conversations.list_shown("one", since) == (paged(2), NOW + timedelta(minutes=2))
        assert store.conversations.list_shown("one", NOW + timedelta(minutes=3)) is None
        assert store.conversations.list_shown("three", since) is None
