"""botbuilder-core, as far as it runs here: its adapter, its turn context and its middleware, over our connector.

Every turn goes through `BotAdapter.run_pipeline` with a `TurnContext`, and every answer through that context, so that
SDK middleware sees what it expects. What the SDK does slowly or wrongly is left out: tokens, HTTP clients, and turning
JSON into its models and back (the model of an activity is filled by hand).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from copy import copy
from typing import Any

from botbuilder.core import BotAdapter, TurnContext
from botbuilder.schema import (
    Activity,
    ActivityTypes,
    Attachment,
    ChannelAccount,
    ConversationAccount,
    InvokeResponse,
    ResourceResponse,
)

from bot.teams.connector import Connector
from bot.teams.fields import JsonObject, object_at, text_at
from dialogs.core.turn import Json

_ANSWER_KEY = BotAdapter._INVOKE_RESPONSE_KEY


class Chat:
    """One turn's way to answer."""

    def __init__(self, context: Any) -> None:
        self._context = context

    async def send(self, message: JsonObject) -> None:
        """Answer with a message; in a channel it lands in the thread."""
        await self._context.send_activity(_outgoing(message))

    async def replace(self, activity_id: str, message: JsonObject) -> None:
        """Replace a message that the bot sent earlier."""
        activity = _outgoing(message)
        activity.id = activity_id
        await self._context.update_activity(activity)

    async def answer(self, body: Json) -> None:
        """Answer an invoke."""
        value = InvokeResponse(status=200, body=body)
        await self._context.send_activity(_Outgoing(type=ActivityTypes.invoke_response, value=value))


class SdkAdapter(BotAdapter):  # type: ignore[misc]  # the SDK has no types
    """The SDK's adapter, whose outgoing half is our connector."""

    def __init__(self, connector: Connector) -> None:
        super().__init__()
        self._connector = connector

    async def run(
        self,
        activity: JsonObject,
        logic: Callable[[Chat], Awaitable[None]],
        failed: Callable[[Chat, Exception], Awaitable[None]],
    ) -> Json:
        """Run a turn through the middleware; gives the body that answers an invoke, None if there is none."""
        context = TurnContext(self, _incoming(activity))
        chat = Chat(context)
        try:
            await self.run_pipeline(context, lambda _: logic(chat))
        except Exception as error:
            # As the SDK's `on_turn_error`, which is one for all turns and would have to find this turn again.
            await failed(chat, error)
        answer = context.turn_state.get(_ANSWER_KEY)
        return answer.value.body if answer else None

    async def send_activities(self, context: Any, activities: list[Any]) -> list[Any]:
        """The SDK's door to the outside: an invoke's answer stays with the turn, messages go to the connector."""
        responses = []
        for activity in activities:
            sent_id = ""
            if activity.type == ActivityTypes.invoke_response:
                context.turn_state[_ANSWER_KEY] = activity
            else:
                where = activity.service_url, activity.conversation.id
                if activity.reply_to_id:
                    sent_id = await self._connector.reply(*where, activity.reply_to_id, to_json(activity))
                else:
                    sent_id = await self._connector.send(*where, to_json(activity))
            responses.append(ResourceResponse(id=sent_id))
        return responses

    async def update_activity(self, context: Any, activity: Any) -> Any:  # noqa: ARG002
        """The SDK's door for replacing a message."""
        await self._connector.update(activity.service_url, activity.conversation.id, activity.id, to_json(activity))
        return ResourceResponse(id=activity.id)

    async def delete_activity(self, context: Any, reference: Any) -> None:
        """Not offered: the bot replaces a card that must no longer be read."""
        raise NotImplementedError("the bot deletes nothing: replace the message with update_activity")


class _Outgoing(Activity):  # type: ignore[misc]  # the SDK has no types
    """An activity that shares its content when the SDK copies it: copying a card costs more than sending it."""

    def __deepcopy__(self, memo: Mapping[int, object]) -> _Outgoing:
        return copy(self)


def _outgoing(message: JsonObject) -> Any:
    attachments = message.get("attachments")
    return _Outgoing(
        type=message["type"],
        text=message.get("text"),
        text_format=message.get("textFormat"),
        summary=message.get("summary"),
        attachments=[_attachment(a) for a in attachments if isinstance(a, dict)]
        if isinstance(attachments, list)
        else None,
    )


def _attachment(attachment: JsonObject) -> Any:
    return Attachment(
        content_type=attachment["contentType"],
        content=attachment["content"],
        name=attachment.get("name"),
        content_url=attachment.get("contentUrl"),
    )


def to_json(activity: Any) -> dict[str, Json]:
    """An outgoing activity of the SDK as JSON; its attributes are a message's, which is all that the bot sends."""
    fields = {
        "type": activity.type,
        "text": activity.text,
        "textFormat": activity.text_format,
        "summary": activity.summary,
        "inputHint": activity.input_hint,
        "locale": activity.locale,
        "replyToId": activity.reply_to_id,
        "from": _account(activity.from_property),
        "recipient": _account(activity.recipient),
        "conversation": {"id": activity.conversation.id},
        "attachments": [_attached(a) for a in activity.attachments or ()],
    }
    return {name: value for name, value in fields.items() if value}


def _attached(attachment: Any) -> dict[str, Json]:
    named = {"name": attachment.name, "contentUrl": attachment.content_url}
    fields = {"contentType": attachment.content_type, "content": attachment.content}
    return {**fields, **{name: value for name, value in named.items() if value}}


def _account(account: Any) -> dict[str, str]:
    return {"id": account.id, "name": account.name} if account.name else {"id": account.id}


def _incoming(activity: JsonObject) -> Any:
    conversation = object_at(activity, "conversation")
    return Activity(
        type=text_at(activity, "type"),
        id=text_at(activity, "id") or None,
        name=text_at(activity, "name") or None,
        channel_id=text_at(activity, "channelId"),
        service_url=text_at(activity, "serviceUrl"),
        from_property=_channel_account(object_at(activity, "from")),
        recipient=_channel_account(object_at(activity, "recipient")),
        conversation=ConversationAccount(
            id=text_at(conversation, "id"),
            conversation_type=text_at(conversation, "conversationType") or None,
            tenant_id=text_at(conversation, "tenantId") or None,
        ),
        reply_to_id=text_at(activity, "replyToId") or None,
        locale=text_at(activity, "locale") or None,
        text=text_at(activity, "text") or None,
        value=activity.get("value"),
        channel_data=activity.get("channelData"),
    )


def _channel_account(account: JsonObject) -> Any:
    return ChannelAccount(
        id=text_at(account, "id"),
        name=text_at(account, "name") or None,
        aad_object_id=text_at(account, "aadObjectId") or None,
    )
