"""Questions asked, and what a chat is about."""

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from storage.db import Database
from storage.questions import AskedQuestion, Subject
from storage.store import Store
from tests.storage.support import NOW, TICK

EDITION = "April 2021"
CHAT, SOMEBODY = "19:chat@thread.v2", "oid-1"
SUMMER_TIME = timezone(timedelta(hours=1))
NO_IDS = [0, -1, 2**31 - 1, 2**31, 2**40, 2**63, 2**70, -(2**70)]

any_words = st.text(st.characters(exclude_categories=()) | st.sampled_from("\0\ud83d\ude00😀é"))


def ask(store: Store, at: datetime = NOW, words: str = "how often?") -> int:
    return store.questions.add(at, words, "answered", "found", ["visiting.cin", "recording.visits"], EDITION)


def as_storable(words: str) -> str:
    return "".join("\ufffd" if c == "\0" or "\ud800" <= c <= "\udfff" else c for c in words)


def test_a_question_is_found_as_it_was_asked(database: Database) -> None:
    with database.transaction() as store:
        question_id = ask(store)
        other_id = store.questions.add(NOW + TICK, "", "not_covered", "", [], EDITION)
    with database.transaction() as store:
        assert store.questions.find(question_id) == AskedQuestion(
            id=question_id,
            asked_at=NOW,
            words="how often?",
            outcome="answered",
            reason="found",
            cited=("visiting.cin", "recording.visits"),
            edition=EDITION,
            helpful=None,
            missing="",
        )
        other = store.questions.find(other_id)
        assert other is not None
        assert (other.id, other.words, other.cited) == (other_id, "", ())


@pytest.mark.parametrize("question_id", NO_IDS)
def test_an_id_that_a_card_made_up_finds_and_rates_nothing(database: Database, question_id: int) -> None:
    with database.transaction() as store:
        asked = ask(store)

        assert store.questions.find(question_id) is None
        assert not store.questions.rate(question_id, helpful=True)

        kept = store.questions.find(asked)
        assert kept is not None
        assert kept.helpful is None


def test_the_last_rating_counts_and_what_was_missing_stays_until_something_else_is(database: Database) -> None:
    with database.transaction() as store:
        question_id, other_id = ask(store), ask(store)
        assert store.questions.rate(question_id, helpful=False, missing="the deadline")
    with database.transaction() as store:
        rated, other = store.questions.find(question_id), store.questions.find(other_id)
        assert rated is not None
        assert other is not None
        assert (rated.helpful, rated.missing) == (False, "the deadline")
        assert (other.helpful, other.missing) == (None, "")

        assert store.questions.rate(question_id, helpful=True)
        rated = store.questions.find(question_id)
        assert rated is not None
        assert (rated.helpful, rated.missing) == (True, "the deadline")

        store.questions.rate(question_id, helpful=False, missing="the form")
        rated = store.questions.find(question_id)
        assert rated is not None
        assert (rated.helpful, rated.missing) == (False, "the form")


@given(words=any_words, missing=any_words)
@example(words="a\0b", missing="half a pair \ud83d, and a whole 😀")
def test_any_words_are_kept_but_for_characters_that_no_database_holds(
    database: Database, words: str, missing: str
) -> None:
    with database.transaction() as store:
        question_id = ask(store, words=words)
        store.questions.rate(question_id, helpful=False, missing=missing)
    with database.transaction() as store:
        kept = store.questions.find(question_id)

    assert kept is not None
    assert (kept.words, kept.missing) == (as_storable(words), as_storable(missing))


def test_questions_since_an_instant_come_oldest_first_and_include_it(database: Database) -> None:
    with database.transaction() as store:
        _before, at, after = [ask(store, instant) for instant in (NOW - TICK, NOW, NOW + TICK)]

        assert [asked.id for asked in store.questions.since(NOW)] == [at, after]
        assert [asked.id for asked in store.questions.since(NOW.astimezone(SUMMER_TIME))] == [at, after]
        assert store.questions.since(NOW + 2 * TICK) == []


def test_a_chat_is_about_its_last_question_from_the_instant_on(database: Database) -> None:
    subject = Subject(7, ("visiting.cin", "visiting.cp"))
    with database.transaction() as store:
        store.questions.talk_about(CHAT, SOMEBODY, NOW, subject)
    with database.transaction() as store:
        assert store.questions.talked_about(CHAT, SOMEBODY, NOW - TICK) == subject
        assert store.questions.talked_about(CHAT, SOMEBODY, NOW) == subject
        assert store.questions.talked_about(CHAT, SOMEBODY, NOW.astimezone(SUMMER_TIME)) == subject
        assert store.questions.talked_about(CHAT, SOMEBODY, NOW + TICK) is None


def test_a_new_question_changes_the_subject(database: Database) -> None:
    with database.transaction() as store:
        store.questions.talk_about(CHAT, SOMEBODY, NOW, Subject(7, ("visiting.cin",)))
        store.questions.talk_about(CHAT, SOMEBODY, NOW + TICK, Subject(8, ()))

        assert store.questions.talked_about(CHAT, SOMEBODY, NOW + TICK) == Subject(8, ())


def test_a_subject_is_one_person_s_in_one_chat(database: Database) -> None:
    with database.transaction() as store:
        store.questions.talk_about(CHAT, SOMEBODY, NOW, Subject(7, ("visiting.cin",)))
        store.questions.talk_about(CHAT, "oid-2", NOW, Subject(8, ("recording.visits",)))

        assert store.questions.talked_about(CHAT, SOMEBODY, NOW) == Subject(7, ("visiting.cin",))
        assert store.questions.talked_about(CHAT, "oid-2", NOW) == Subject(8, ("recording.visits",))
        assert store.questions.talked_about("another chat", SOMEBODY, NOW) is None


def test_a_purge_forgets_questions_and_subjects_before_their_own_instants(database: Database) -> None:
    earlier = NOW - timedelta(days=90)
    with database.transaction() as store:
        before, at = ask(store, earlier - TICK), ask(store, earlier)
        store.questions.talk_about(CHAT, "before", NOW - TICK, Subject(before, ()))
        store.questions.talk_about(CHAT, "at", NOW, Subject(at, ()))

    with database.transaction() as store:
        assert store.questions.purge(questions_before=earlier.astimezone(SUMMER_TIME), subjects_before=NOW) == 1

    with database.transaction() as store:
        assert [asked.id for asked in store.questions.since(earlier - TICK)] == [at]
        assert store.questions.talked_about(CHAT, "before", earlier) is None
        assert store.questions.talked_about(CHAT, "at", earlier) == Subject(at, ())
        assert store.questions.purge(earlier, NOW) == 0


def test_a_forgotten_question_s_id_is_never_given_again(database: Database) -> None:
    with database.transaction() as store:
        forgotten = ask(store)
        store.questions.purge(NOW + TICK, NOW + TICK)

        assert ask(store) > forgotten
        assert not store.questions.rate(forgotten, helpful=True)
