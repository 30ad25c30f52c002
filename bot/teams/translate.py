"""From Teams' activities to turns: what the person did, told apart by the shapes that Teams documents."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, auto

from bot.teams.fields import JsonObject, object_at, objects_at, text_at
from bot.teams.message_text import typed_text
from dialogs.core.turn import Conversation, Kind, Scope, Sender, Turn

_SCOPES = {"personal": Scope.PERSONAL, "groupChat": Scope.GROUP, "channel": Scope.CHANNEL}


class Form(Enum):
    """How the answer travels."""

    MESSAGE = auto()  # as a message of its own
    SUBMIT = auto()  # as a message, or in place of the card whose Action.Submit was pressed
    CARD = auto()  # in the HTTP response to an Action.Execute
    SEARCH = auto()  # in the HTTP response to a search


class MalformedInvokeError(Exception):
    """An invoke whose name we know and whose value makes no sense."""


@dataclass(frozen=True, slots=True)
class Inbound:
    """A turn and how to answer it; `card_id` is the activity that showed the pressed card, if Teams said so."""

    turn: Turn
    form: Form
    card_id: str = ""


def read(activity: JsonObject, body: bytes, received_at: datetime, *, local_mode: bool = False) -> Inbound | None:
    """The turn in an activity; None if it holds none (typing, reactions, other members, invokes that we don't know)."""
    match text_at(activity, "type"):
        case "message":
            kind, form, words = _message(activity)
            if kind is Kind.MESSAGE and not words.text and _is_only_a_card(activity):
                return None
        case "invoke":
            known = _invoke(activity)
            if known is None:
                return None
            kind, form, words = known
        case "conversationUpdate" | "installationUpdate":
            moved = _moved(activity)
            if moved is None:
                return None
            kind, form, words = moved, Form.MESSAGE, _Words()
        case _:
            return None
    sender = object_at(activity, "from")
    turn = Turn(
        kind=kind,
        activity_id=text_at(activity, "id") or _stand_in_id(body),
        conversation=_conversation(activity, local_mode),
        sender=Sender(text_at(sender, "aadObjectId"), text_at(sender, "name")),
        at=received_at,
        text=words.text,
        action=words.action,
        data=words.data,
    )
    return Inbound(turn, form, text_at(activity, "replyToId") if form is Form.SUBMIT else "")


@dataclass(frozen=True, slots=True)
class _Words:
    text: str = ""
    action: str = ""
    data: JsonObject = field(default_factory=dict)


def _message(activity: JsonObject) -> tuple[Kind, Form, _Words]:
    text, value = typed_text(activity), activity.get("value")
    if isinstance(value, dict) and (not text or text_at(value, "action")):
        return Kind.ACTION, Form.SUBMIT, _pressed(text_at(value, "action"), value)
    return Kind.MESSAGE, Form.MESSAGE, _Words(text=text)


def _is_only_a_card(activity: JsonObject) -> bool:
    """Whether somebody shows a card, such as a standard found from the compose box, and asks nothing."""
    kinds = [text_at(attachment, "contentType") for attachment in objects_at(activity, "attachments")]
    return any(kind.startswith("application/vnd.microsoft.card.") for kind in kinds)


def _invoke(activity: JsonObject) -> tuple[Kind, Form, _Words] | None:
    value = object_at(activity, "value")
    match text_at(activity, "name"):
        case "adaptiveCard/action":
            action = object_at(value, "action")
            data = object_at(action, "data")
            verb = text_at(action, "verb") or text_at(data, "action")
            if not verb:
                raise MalformedInvokeError("the pressed button has no verb")
            return Kind.ACTION, Form.CARD, _pressed(verb, data)
        case "composeExtension/query":
            typed = [p for p in objects_at(value, "parameters") if text_at(p, "name") != "initialRun"]
            command = text_at(value, "commandId")
            words = _Words(text_at(typed[0], "value").strip() if typed else "", data={"command": command})
            return Kind.SEARCH, Form.SEARCH, words
    return None


def _pressed(action: str, data: JsonObject) -> _Words:
    # A feature sees the same data from Action.Execute, which has a verb, and from Action.Submit, which names its action
    # in the data and may tell Teams there how to show the press.
    ours = {name: value for name, value in data.items() if name not in ("action", "msteams")}
    return _Words(action=action, data=ours)


def _moved(activity: JsonObject) -> Kind | None:
    """Whether the bot itself came or went; an upgrade (`add-upgrade`, `remove-upgrade`) is neither."""
    if text_at(activity, "type") == "installationUpdate":
        return {"add": Kind.INSTALLED, "remove": Kind.REMOVED}.get(text_at(activity, "action"))
    bot_id = text_at(object_at(activity, "recipient"), "id")
    for kind, members in ((Kind.INSTALLED, "membersAdded"), (Kind.REMOVED, "membersRemoved")):
        if bot_id and any(text_at(member, "id") == bot_id for member in objects_at(activity, members)):
            return kind
    return None


def _conversation(activity: JsonObject, local_mode: bool) -> Conversation:
    conversation = object_at(activity, "conversation")
    tenant_id = text_at(conversation, "tenantId")
    return Conversation(
        id=text_at(conversation, "id"),
        scope=_SCOPES.get(text_at(conversation, "conversationType")) or _undeclared_scope(conversation, local_mode),
        tenant_id=tenant_id or text_at(object_at(object_at(activity, "channelData"), "tenant"), "id"),
        service_url=text_at(activity, "serviceUrl"),
    )


def _undeclared_scope(conversation: JsonObject, local_mode: bool) -> Scope:
    # Teams always declares the type. Its look-alike may not; elsewhere the doubt goes to the scope that names no child.
    return Scope.PERSONAL if local_mode and not conversation.get("isGroup") else Scope.GROUP


def _stand_in_id(body: bytes) -> str:
    # Teams and the look-alike give ids. Without one, the same bytes again are the same activity sent again: its
    # timestamp makes the bytes differ when the person does the same thing twice.
    return f"sha256:{hashlib.sha256(body).hexdigest()}"
