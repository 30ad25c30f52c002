"""What goes to Teams, how often, and which failure means what."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from bot.teams.connector import MAX_ACTIVITY_BYTES, Connector, Member
from bot.teams.errors import (
    Blocked,
    ConversationGone,
    NotInstalled,
    RateLimited,
    Refused,
    SendFailure,
    TokenUnavailable,
    TooLarge,
    Unavailable,
    Unknown,
)
from bot.teams.retry import ONCE
from tests.teams.support import (
    APP_ID,
    SERVICE_URL,
    TENANT_ID,
    Clock,
    FakeConnector,
    FakeCredentials,
    FakeTime,
    Scripted,
)

TEXT = {"type": "message", "text": "hello"}
MEMBER = {
    "id": "29:alex",
    "aadObjectId": "object-20",
    "name": "Alex Wilber",
    "userPrincipalName": "alexw@contoso.example",
    "email": "alex@contoso.example",
}
ALEX = Member("29:alex", "object-20", "Alex Wilber", "alexw@contoso.example", "alex@contoso.example")


class Bench:
    """A connector and the fake that it talks to."""

    def __init__(self, fake: FakeConnector, connector: Connector, time: FakeTime) -> None:
        self.fake = fake
        self.connector = connector
        self.time = time

    def answers(self, *scripted: Scripted) -> None:
        self.fake.script.extend(scripted)

    async def send(self) -> str:
        return await self.connector.send(SERVICE_URL, "a:1", TEXT)


def bench(test: Callable[[Bench], Awaitable[None]], credentials: object = None) -> None:
    async def main() -> None:
        fake, time = FakeConnector(), FakeTime()
        await fake.start()
        try:
            async with fake.open_session() as session:
                connector = Connector(session, credentials or FakeCredentials(), time.pace, Clock())  # type: ignore[arg-type]
                await test(Bench(fake, connector, time))
        finally:
            await fake.close()

    asyncio.run(main())


def failure(status: int, code: str = "", **headers: str) -> Scripted:
    return Scripted(status, {"error": {"code": code, "message": "Alex Wilber can't"}} if code else None, headers)


def test_send_reply_and_update() -> None:
    async def test(b: Bench) -> None:
        assert await b.send() == "sent-1"
        assert await b.connector.reply(SERVICE_URL, "19:x@thread.tacv2;messageid=7", "1/2", TEXT) == "sent-2"
        await b.connector.update(SERVICE_URL.rstrip("/"), "a:1", "9", TEXT)
        assert [(r.method, r.path, r.body) for r in b.fake.requests] == [
            ("POST", "/uk/v3/conversations/a%3A1/activities", TEXT),
            ("POST", "/uk/v3/conversations/19%3Ax%40thread.tacv2%3Bmessageid%3D7/activities/1%2F2", TEXT),
            ("PUT", "/uk/v3/conversations/a%3A1/activities/9", TEXT),
        ]
        assert {r.headers["Authorization"] for r in b.fake.requests} == {"Bearer bot-token"}

    bench(test)


def test_a_personal_conversation_is_created() -> None:
    async def test(b: Bench) -> None:
        b.answers(Scripted(201, {"id": "a:new"}))
        assert await b.connector.create_personal(SERVICE_URL, TENANT_ID, f"28:{APP_ID}", "object-20") == "a:new"
        [request] = b.fake.requests
        assert request.path == "/uk/v3/conversations"
        assert request.body["members"] == [{"id": "object-20"}]
        assert request.body["bot"] == {"id": f"28:{APP_ID}"}
        assert request.body["tenantId"] == request.body["channelData"]["tenant"]["id"] == TENANT_ID
        assert request.body["isGroup"] is False

    bench(test)


def test_a_member_is_looked_up() -> None:
    async def test(b: Bench) -> None:
        b.answers(
            Scripted(200, MEMBER),
            failure(404, "MemberNotFoundInConversation"),
            failure(404),
            failure(404, "ConversationNotFound"),
        )
        assert await b.connector.member(SERVICE_URL, "a:1", "object-20") == ALEX
        assert await b.connector.member(SERVICE_URL, "a:1", "nobody") is None
        assert await b.connector.member(SERVICE_URL, "a:1", "nobody") is None
        with pytest.raises(ConversationGone):
            await b.connector.member(SERVICE_URL, "a:1", "object-20")
        assert b.fake.requests[0].path == "/uk/v3/conversations/a%3A1/members/object-20"

    bench(test)


def test_members_come_page_by_page() -> None:
    async def test(b: Bench) -> None:
        b.answers(
            Scripted(200, {"members": [MEMBER], "continuationToken": "a+b&c"}),
            Scripted(200, {"members": [{"id": "29:b", "objectId": "object-21"}]}),
        )
        members = [member async for member in b.connector.members(SERVICE_URL, "19:x")]
        assert members == [ALEX, Member("29:b", "object-21", "", "", "")]
        assert b.fake.requests[1].path.endswith("pagedmembers?pageSize=200&continuationToken=a%2Bb%26c")

    bench(test)


@pytest.mark.parametrize("status", [412, 502, 503, 504])
def test_a_passing_failure_is_retried(status: int) -> None:
    async def test(b: Bench) -> None:
        b.answers(failure(status), failure(status))
        assert await b.send() == "sent-3"
        assert b.time.slept == [0.5, 1.0]

    bench(test)


def test_three_tries_are_the_most() -> None:
    async def test(b: Bench) -> None:
        b.answers(*[failure(503)] * 5)
        with pytest.raises(Unavailable) as caught:
            await b.send()
        assert caught.value.status == 503
        assert len(b.fake.requests) == 3

    bench(test)


def test_the_outbox_can_ask_for_one_try() -> None:
    async def test(b: Bench) -> None:
        b.answers(failure(503), Scripted(429, headers={"Retry-After": "2"}))
        with pytest.raises(Unavailable):
            await b.connector.send(SERVICE_URL, "a:1", TEXT, ONCE)
        with pytest.raises(RateLimited) as caught:
            await b.connector.send(SERVICE_URL, "a:1", TEXT, ONCE)
        assert caught.value.retry_after == 2
        assert len(b.fake.requests) == 2
        assert b.time.slept == []

    bench(test)


def test_retry_after_is_honoured() -> None:
    async def test(b: Bench) -> None:
        b.answers(
            Scripted(429, headers={"Retry-After": "3"}),
            Scripted(429, headers={"Retry-After": "Tue, 01 Sep 2026 09:00:04 GMT"}),
        )
        assert await b.send() == "sent-3"
        assert [int(wait) for wait in b.time.slept] == [3, 4]

    bench(test)


@pytest.mark.parametrize(("header", "seconds"), [("60", 60), ("Tue, 01 Sep 2026 09:01:00 GMT", 60)])
def test_a_wait_beyond_a_persons_patience_is_left_to_the_caller(header: str, seconds: float) -> None:
    async def test(b: Bench) -> None:
        b.answers(Scripted(429, headers={"Retry-After": header}))
        with pytest.raises(RateLimited) as caught:
            await b.send()
        assert caught.value.retry_after == seconds
        assert b.time.slept == []

    bench(test)


@pytest.mark.parametrize("header", [None, "soon"])
def test_a_429_that_says_nothing_waits_a_second(header: str | None) -> None:
    async def test(b: Bench) -> None:
        b.answers(Scripted(429, headers={"Retry-After": header} if header else {}))
        assert await b.send() == "sent-2"
        assert [int(wait) for wait in b.time.slept] == [1]

    bench(test)


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (403, "MessageWritesBlocked", Blocked),
        (403, "ConversationBlockedByUser", Blocked),
        (403, "BotDisabledByAdmin", Blocked),
        (403, "BotNotInConversationRoster", NotInstalled),
        (403, "SomethingNew", Refused),
        (403, "", Refused),
        (404, "ConversationNotFound", ConversationGone),
        (404, "", ConversationGone),
        (404, "ActivityNotFoundInConversation", Refused),
        (400, "BadSyntax", Refused),
        (401, "", Refused),
        (413, "MessageSizeTooBig", TooLarge),
        (500, "ServiceError", Refused),
        (302, "", Refused),
    ],
)
def test_other_failures_are_told_apart_and_not_retried(status: int, code: str, kind: type[SendFailure]) -> None:
    async def test(b: Bench) -> None:
        b.answers(failure(status, code, Location="http://127.0.0.1:9/"))
        with pytest.raises(SendFailure) as caught:
            await b.send()
        assert type(caught.value) is kind
        assert (caught.value.status, caught.value.code) == (status, code)
        assert "Alex" not in str(caught.value)
        assert len(b.fake.requests) == 1

    bench(test)


def test_a_post_that_may_have_arrived_is_not_repeated() -> None:
    async def test(b: Bench) -> None:
        b.answers(Scripted(reset=True))
        with pytest.raises(Unknown):
            await b.send()
        assert len(b.fake.requests) == 1

    bench(test)


def test_what_may_be_repeated_is() -> None:
    async def test(b: Bench) -> None:
        b.answers(Scripted(reset=True), Scripted(reset=True))
        await b.connector.update(SERVICE_URL, "a:1", "9", TEXT)
        assert len(b.fake.requests) >= 3  # the HTTP client repeats a PUT on a stale connection by itself

    bench(test)


def test_a_connection_that_never_stood_is_retried() -> None:
    async def main() -> None:
        fake, time = FakeConnector(), FakeTime()
        await fake.start()
        async with fake.open_session() as session:
            url = fake.url
            await fake.close()
            connector = Connector(session, FakeCredentials(), time.pace, Clock(), local_mode=True)
            with pytest.raises(Unavailable, match="no connection"):
                await connector.send(url, "a:1", TEXT)
        assert time.slept == [0.5, 1.0]

    asyncio.run(main())


def test_an_unreadable_answer_after_success_is_success() -> None:
    async def test(b: Bench) -> None:
        b.answers(Scripted(200, ["not", "an", "object"]), Scripted(200, "nor this"))
        assert await b.send() == ""
        with pytest.raises(Unavailable):
            await b.connector.member(SERVICE_URL, "a:1", "x", ONCE)

    bench(test)


def test_the_size_is_counted_as_teams_counts_it() -> None:
    async def test(b: Bench) -> None:
        frame = len('{"type":"message","text":""}') * 2
        fits = "é" * ((MAX_ACTIVITY_BYTES - frame) // 2)
        await b.connector.send(SERVICE_URL, "a:1", {"type": "message", "text": fits})
        with pytest.raises(TooLarge, match="UTF-16"):
            await b.connector.send(SERVICE_URL, "a:1", {"type": "message", "text": fits + "x"})
        with pytest.raises(TooLarge):
            await b.connector.send(SERVICE_URL, "a:1", {"type": "message", "text": "😀" * (MAX_ACTIVITY_BYTES // 4)})
        assert len(b.fake.requests) == 1

    bench(test)


def test_a_service_url_off_the_list_gets_no_request() -> None:
    async def test(b: Bench) -> None:
        with pytest.raises(Refused, match="list"):
            await b.connector.send(b.fake.url, "a:1", TEXT)
        assert b.fake.requests == []

    bench(test)


def test_without_a_token_nothing_is_sent() -> None:
    class NoToken:
        async def token(self) -> str:
            raise TokenUnavailable("refused")

    async def test(b: Bench) -> None:
        with pytest.raises(Unavailable):
            await b.send()
        assert b.fake.requests == []

    bench(test, NoToken())


def test_connections_are_reused() -> None:
    async def test(b: Bench) -> None:
        for _ in range(5):
            await b.send()
        assert len(b.fake.connections) == 1

    bench(test)
