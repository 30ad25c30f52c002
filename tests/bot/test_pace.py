"""How fast messages go: never faster than Teams takes them, whoever sends them."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from storage.db import Database
from storage.outbox import State
from storage.rates import CHAT, Rate, everybody
from tests.bot.sending import ABOUT_ALL, READER, Sending, numbered
from tests.storage.council import STAFF
from tests.storage.support import NOW


def slots(rate: Rate, asked: Sequence[datetime]) -> list[datetime]:
    """When messages go that are ready at these instants."""
    next_at, found = None, []
    for now in asked:
        slot = rate.slot(next_at, max([now, *found[-1:]]))
        next_at = rate.after(next_at, slot)
        found.append(slot)
    return found


def most_within(times: Sequence[datetime], window: timedelta) -> int:
    return max(sum(t <= other < t + window for other in times) for t in times)


gaps = st.lists(st.integers(0, 4000), min_size=1, max_size=150)


@given(gaps)
def test_a_chat_never_gets_more_than_teams_allows(pauses: list[int]) -> None:
    asked, at = [], NOW
    for pause in pauses:
        at += timedelta(milliseconds=pause)
        asked.append(at)
    times = slots(CHAT, asked)
    for seconds, most in ((1, 7), (2, 8), (30, 60)):
        assert most_within(times, timedelta(seconds=seconds)) <= most


def test_a_chat_gets_less_than_1800_an_hour() -> None:
    assert most_within(slots(CHAT, [NOW] * 2000), timedelta(hours=1)) <= 1800


@given(gaps)
def test_all_together_never_exceed_the_rate_by_more_than_the_burst(pauses: list[int]) -> None:
    asked, at = [], NOW
    for pause in pauses:
        at += timedelta(milliseconds=pause / 20)
        asked.append(at)
    assert most_within(slots(everybody(20), asked), timedelta(seconds=1)) <= 20 + 2


def test_an_even_pace_is_kept() -> None:
    times = slots(everybody(20), [NOW] * 201)
    assert times[-1] - times[0] == timedelta(seconds=10) - 2 * everybody(20).interval


def test_two_replicas_share_the_rate(database: Database) -> None:
    rig = Sending(database, everybody(20))
    readers = [person.key for person in STAFF.values()]
    rig.install(*readers)
    with database.transaction() as store:
        for person in STAFF.values():  # every role may look at the child of none, so everybody may be told
            store.people.save(replace(person, roles=("practitioner",)))
    rig.plan(*(replace(ABOUT_ALL, recipient=key, about=f"event:{n}") for n in range(8) for key in readers))
    replicas = [rig.rounds("replica-1"), rig.rounds("replica-2")]
    gone: list[datetime] = []
    for step in range(100):  # two seconds
        taken = replicas[step % 2].run([], 50)
        gone += [rig.clock.now() + posting.wait for posting in taken.postings]
        rig.wait(timedelta(milliseconds=20))
    assert 40 <= len(gone) <= 46
    assert most_within(gone, timedelta(seconds=1)) <= 22


def test_one_chat_gets_a_few_at_once_and_the_rest_later(database: Database) -> None:
    async def main() -> None:
        async with Sending(database) as rig:
            rig.install(READER)
            rig.plan(*numbered(8))
            await rig.send()
            await rig.send()
            assert Counter(e.state for e in rig.entries()) == {State.SENT: 5, State.PENDING: 3}
            assert {e.tries for e in rig.entries()} == {0}
            rig.wait(timedelta(seconds=7))
            for _ in range(3):
                await rig.send()
            assert Counter(e.state for e in rig.entries()) == {State.SENT: 8}

    asyncio.run(main())


def test_limits_of_chats_that_may_be_sent_to_again_are_forgotten(database: Database) -> None:
    async def main() -> None:
        async with Sending(database) as rig:
            rig.install(READER)
            rig.plan(ABOUT_ALL)
            await rig.send()
            with database.transaction() as store:
                assert store.sending.forget_old_limits(NOW) == 0
                assert store.sending.forget_old_limits(NOW + timedelta(minutes=1)) == 1

    asyncio.run(main())
