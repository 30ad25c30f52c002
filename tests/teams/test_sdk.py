"""The SDK's middleware works here, and our connector is its only way out."""

import asyncio
from typing import Any

import pytest
from botbuilder.core import TurnContext
from botbuilder.schema import Activity

from bot.teams.answers import message, text_message
from bot.teams.sdk import Chat, SdkAdapter
from dialogs.core.reply import Reply
from tests.teams.support import SERVICE_URL, payload


class Sent:
    """Stands for the connector."""

    def __init__(self) -> None:
        self.calls: list[tuple[object, ...]] = []

    async def send(self, *call: object) -> str:
        self.calls.append(("send", *call))
        return "1"

    async def reply(self, *call: object) -> str:
        self.calls.append(("reply", *call))
        return "2"


async def never(chat: Chat, error: Exception) -> None:
    raise AssertionError from error


class Middleware:
    """Notes what passes and changes what goes out."""

    def __init__(self) -> None:
        self.seen: list[object] = []

    async def on_turn(self, context: TurnContext, logic: Any) -> None:
        self.seen.append(context.activity.from_property.aad_object_id)
        context.on_send_activities(self._on_send)
        await logic()

    async def _on_send(self, context: TurnContext, activities: list[Activity], following: Any) -> None:
        for activity in activities:
            self.seen.append(activity.text)
            activity.text += "!"
        await following()


def test_middleware_sees_what_comes_and_what_goes() -> None:
    sent, middleware = Sent(), Middleware()
    adapter = SdkAdapter(sent)  # type: ignore[arg-type]
    adapter.use(middleware)

    async def logic(chat: Chat) -> None:
        await chat.send(text_message("an answer"))

    assert asyncio.run(adapter.run(payload("personal_message"), logic, never)) is None
    assert middleware.seen == ["00000000-0000-0000-0000-000000000020", "an answer"]
    [(way, *where, body)] = sent.calls
    assert (way, *where) == ("reply", SERVICE_URL, "a:1pErSoNaLcOnVeRsAtIoN-alex", "1788253198123")
    assert isinstance(body, dict)
    assert body["text"] == "an answer!"


def test_an_activity_without_an_id_is_answered_in_its_conversation() -> None:
    sent = Sent()

    async def logic(chat: Chat) -> None:
        await chat.send(text_message("an answer"))

    asyncio.run(SdkAdapter(sent).run(payload("personal_message", id=None), logic, never))  # type: ignore[arg-type]
    assert [call[0] for call in sent.calls] == ["send"]


def test_a_card_is_not_copied_on_its_way() -> None:
    sent, card = Sent(), {"type": "AdaptiveCard", "body": []}

    async def logic(chat: Chat) -> None:
        await chat.send(message(Reply("text", card=card)))  # type: ignore[arg-type]

    asyncio.run(SdkAdapter(sent).run(payload("personal_message"), logic, never))  # type: ignore[arg-type]
    body: Any = sent.calls[0][-1]
    assert body["attachments"][0]["content"] is card


def test_a_failure_reaches_its_own_turn() -> None:
    async def logic(chat: Chat) -> None:
        raise KeyError

    async def failed(chat: Chat, error: Exception) -> None:
        await chat.answer({"error": type(error).__name__})

    body = asyncio.run(SdkAdapter(Sent()).run(payload("card_action"), logic, failed))  # type: ignore[arg-type]
    assert body == {"error": "KeyError"}


def test_nothing_is_deleted() -> None:
    async def main() -> None:
        adapter = SdkAdapter(Sent())  # type: ignore[arg-type]
        with pytest.raises(NotImplementedError, match="replace the message"):
            await adapter.delete_activity(None, None)

    asyncio.run(main())
