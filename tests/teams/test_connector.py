"""What goes to Teams."""

import pytest

from bot.teams.connector import MAX_ACTIVITY_BYTES, Member
from bot.teams.errors import (
    ConversationGone,
    Refused,
    TokenUnavailable,
    TooLarge,
    Unavailable,
)
from tests.teams.connector_bench import TEXT, Bench, bench, failure
from tests.teams.support import (
    APP_ID,
    SERVICE_URL,
    TENANT_ID,
    Scripted,
)

MEMBER = {
    "id": "29:alex",
    "aadObjectId": "object-20",
    "name": "Alex Wilber",
    "userPrincipalName": "alexw@contoso.example",
    "email": "alex@contoso.example",
}
ALEX = Member("29:alex", "object-20", "Alex Wilber", "alexw@contoso.example", "alex@contoso.example")


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
