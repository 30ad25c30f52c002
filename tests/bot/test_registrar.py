"""From the first message to a bound member of staff, over HTTP, with a Teams that knows its members."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from storage.arrivals import Arrival
from storage.people import Person
from storage.roles import Role
from tests.dialogs.support import NOW
from tests.scenarios.product import LOCAL, PRODUCTION, Product, served
from tests.storage.council import OWN, STAFF, add_council
from tests.teams.support import Scripted, payload

ALEX = "00000000-0000-0000-0000-000000000020"
SAM = STAFF[Role.PRACTITIONER]
MEMBER = {"id": "29:alex", "aadObjectId": ALEX, "userPrincipalName": str(SAM.principal_name).upper()}
NOT_FOUND = "I can't show you a child by that id."


def staff(bot: Product, **changes: object) -> None:
    """The council, where the practitioner's account isn't known yet."""
    with bot.database.transaction() as store:
        add_council(store)
        store.people.save(replace(SAM, object_id=None, **changes))  # type: ignore[arg-type]


_numbers: Iterator[int] = iter(range(1000))


async def ask(bot: Product, text: str = f"find {OWN}") -> str:
    """What Alex hears."""
    await bot.post(payload("personal_message", text=text, id=f"activity-{next(_numbers)}"))
    body = bot.replies[-1]
    return str(body["attachments"][0]["content"]["fallbackText"] if "attachments" in body else body["text"])


def lookups(bot: Product) -> int:
    return sum(request.method == "GET" for request in bot.connector.requests)


def person(bot: Product) -> Person | None:
    with bot.database.reading() as store:
        return store.people.find(ALEX)


@served(PRODUCTION)
async def test_bound_by_the_first_message_and_served_at_once(bot: Product) -> None:
    staff(bot)
    bot.connector.script.append(Scripted(body=MEMBER))
    assert "AB 001" in await ask(bot)
    assert person(bot) == replace(SAM, object_id=ALEX)
    assert "AB 001" in await ask(bot)
    assert lookups(bot) == 1
    with bot.database.reading() as store:
        said = payload("personal_message")
        assert store.arrivals.find(ALEX) == Arrival(
            ALEX, said["from"]["name"], str(SAM.principal_name), said["conversation"]["id"], NOW
        )
        assert [e.action for e in store.audit_log.search() if e.action != "run"] == ["bind", "view", "view"]


@served(PRODUCTION)
async def test_bound_by_installing(bot: Product) -> None:
    staff(bot)
    bot.connector.script.append(Scripted(body=MEMBER))
    await bot.post(payload("installation_add"))
    assert person(bot) == replace(SAM, object_id=ALEX)


@served(PRODUCTION)
async def test_a_stranger_is_asked_about_again_but_not_at_every_message(bot: Product) -> None:
    # By another name, so that the server's own work, which binds who has come, can't be first.
    bot.connector.script.append(Scripted(body={**MEMBER, "userPrincipalName": "alex@elsewhere.example"}))
    assert (await ask(bot)).startswith(NOT_FOUND)
    bot.clock.move(timedelta(minutes=9))
    assert (await ask(bot)).startswith(NOT_FOUND)
    assert lookups(bot) == 1
    staff(bot)
    bot.clock.move(timedelta(minutes=1))
    bot.connector.script.append(Scripted(body=MEMBER))
    assert "AB 001" in await ask(bot)
    assert lookups(bot) == 2


@served(PRODUCTION)
async def test_the_staff_file_may_come_later(bot: Product) -> None:
    bot.connector.script.append(Scripted(body=MEMBER))
    await ask(bot)
    staff(bot)
    bot.companion.bind_waiting(NOW)
    assert "AB 001" in await ask(bot)


@served(PRODUCTION)
async def test_an_account_that_is_somebody_elses_sees_nothing(bot: Product) -> None:
    staff(bot)
    with bot.database.transaction() as store:
        store.people.save(SAM)  # bound to another account already
    bot.connector.script.append(Scripted(body=MEMBER))
    assert (await ask(bot)).startswith(NOT_FOUND)
    assert person(bot) is None


@served(PRODUCTION)
async def test_what_teams_says_of_itself_is_no_claim_of_the_text(bot: Product) -> None:
    staff(bot)
    bot.connector.script.append(Scripted(body={**MEMBER, "userPrincipalName": "x" * 400}))
    assert (await ask(bot)).startswith(NOT_FOUND)
    with bot.database.reading() as store:
        arrival = store.arrivals.find(ALEX)
    assert arrival is not None
    assert arrival.principal_name == ""


@served(LOCAL)
async def test_local_mode_asks_nobody(bot: Product) -> None:
    staff(bot)
    assert (await ask(bot)).startswith(NOT_FOUND)
    assert lookups(bot) == 0


@served(LOCAL)
async def test_only_a_personal_chat_is_kept_as_somebodys(bot: Product) -> None:
    for name in ("channel_mention", "group_mention"):
        await bot.post(payload(name))
    with bot.database.reading() as store:
        assert store.arrivals.all() == []
