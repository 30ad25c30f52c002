"""Key rollover without a restart, and an issuer that can't be reached."""

import asyncio
from typing import Any

import pytest

from bot.teams.keys import KeyCache
from tests.teams.support import IssuedKey, Rig, message, rigged, rsa_key


async def status(rig: Rig, number: int, key: IssuedKey | None = None) -> int:
    activity = message(id=str(number))
    return (await rig.post(activity, rig.issuer.headers(activity, key))).status


@rigged
async def test_a_new_key_is_fetched_when_it_is_first_used(rig: Rig) -> None:
    assert await status(rig, 1) == 200
    rig.issuer.keys = [IssuedKey("key-2", rsa_key(2))]
    rig.clock.forward(seconds=31)
    assert await status(rig, 2) == 200
    assert rig.issuer.fetches == 2


@rigged
async def test_a_withdrawn_key_no_longer_serves(rig: Rig) -> None:
    old = rig.issuer.keys[0]
    assert await status(rig, 1) == 200
    rig.issuer.keys = [IssuedKey("key-2", rsa_key(2))]
    rig.clock.forward(seconds=31)
    assert await status(rig, 2) == 200
    assert await status(rig, 3, old) == 401


@rigged
async def test_invented_key_names_cause_few_fetches(rig: Rig) -> None:
    assert await status(rig, 1) == 200
    for number in range(20):
        assert await status(rig, 2, IssuedKey(f"invented-{number}", rsa_key(2))) == 401
    assert rig.issuer.fetches == 1
    rig.clock.forward(seconds=31)
    assert await status(rig, 2, IssuedKey("invented", rsa_key(2))) == 401
    assert rig.issuer.fetches == 2


@rigged
async def test_many_at_once_share_one_fetch(rig: Rig) -> None:
    rig.issuer.hold = asyncio.Event()
    cache = KeyCache(rig.issuer.openid_url, rig.client, rig.clock)
    many = [asyncio.create_task(cache.find("key-1")) for _ in range(8)]
    while rig.issuer.fetches == 0:  # all eight have asked before the first can reach the issuer
        await asyncio.sleep(0)
    assert not any(asked.done() for asked in many)
    rig.issuer.hold.set()
    assert None not in await asyncio.gather(*many)
    assert rig.issuer.fetches == 1


@rigged
async def test_old_keys_are_refreshed_after_a_day_without_making_anybody_wait(rig: Rig) -> None:
    assert await status(rig, 1) == 200
    rig.clock.forward(hours=25)
    rig.issuer.hold = asyncio.Event()
    assert await status(rig, 2) == 200  # although the issuer doesn't answer
    assert await status(rig, 3) == 200
    assert rig.issuer.fetches <= 2
    rig.issuer.hold.set()
    while rig.issuer.fetches < 2:
        await asyncio.sleep(0)


@rigged
async def test_old_keys_serve_while_the_issuer_is_down(rig: Rig) -> None:
    assert await status(rig, 1) == 200
    rig.issuer.broken = True
    for day in range(3):
        rig.clock.forward(days=1, seconds=1)
        assert await status(rig, 10 + day) == 200


@rigged
async def test_without_any_keys_the_answer_is_503_until_they_come(rig: Rig) -> None:
    rig.issuer.broken = True
    assert await status(rig, 1) == 503
    assert await status(rig, 2) == 503
    assert rig.issuer.fetches == 1
    rig.issuer.broken = False
    rig.clock.forward(seconds=6)
    assert await status(rig, 3) == 200


@rigged
async def test_a_key_set_without_a_usable_key_changes_nothing(rig: Rig) -> None:
    assert await status(rig, 1) == 200
    [good] = rig.issuer.keys
    rig.issuer.keys = []
    rig.clock.forward(hours=25)
    assert await status(rig, 2, IssuedKey("key-9", rsa_key(2))) == 401  # waits for the refresh
    assert rig.issuer.fetches == 2
    assert await status(rig, 3, good) == 200


@pytest.mark.parametrize("entry", ["text", None, [], {"kid": ["key-2"]}, {"n": 5}, {"kid": "key-2", "endorsements": 5}])
@rigged
async def test_an_entry_that_makes_no_sense_spoils_no_other(rig: Rig, entry: Any) -> None:
    good = rig.issuer.keys[0].jwk()
    rig.issuer.key_set = {"keys": [good | entry if isinstance(entry, dict) else entry, good]}
    assert await status(rig, 1) == 200


@pytest.mark.parametrize("keys", [None, "text", 5, {"kid": "key-1"}, ["text", None]])
@rigged
async def test_a_key_set_that_makes_no_sense_holds_no_keys(rig: Rig, keys: Any) -> None:
    rig.issuer.key_set = {"keys": keys}
    assert await status(rig, 1) == 503
