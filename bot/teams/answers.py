"""From replies to what Teams shows: messages, and the bodies that answer an invoke."""

import html

from dialogs.core.reply import Card, Reply, Result
from dialogs.core.turn import Json

CARD_TYPE = "application/vnd.microsoft.card.adaptive"
_MESSAGE_TYPE = "application/vnd.microsoft.activity.message"
_ERROR_TYPE = "application/vnd.microsoft.error"
_PREVIEW_TYPE = "application/vnd.microsoft.card.thumbnail"


def message(reply: Reply) -> dict[str, Json]:
    """The reply as an activity: its card or else its text, as both in one become two messages that can't be updated."""
    if reply.card is None:
        return text_message(reply.text)
    activity: dict[str, Json] = {"type": "message", "attachments": [_attachment(reply.card)]}
    return activity | {"summary": reply.summary} if reply.summary else activity


def text_message(text: str) -> dict[str, Json]:
    """A message of text, shown as it is: as Markdown, Teams' default, quotations would change and breaks vanish."""
    if "\n" not in text:
        return {"type": "message", "text": text, "textFormat": "plain"}
    # A plain text's line breaks are nowhere promised, and the look-alike drops them; markup has them for certain.
    markup = html.escape(text, quote=False).replace("\n", "<br/>")
    return {"type": "message", "text": markup, "textFormat": "xml"}


def card_answer(reply: Reply | None) -> dict[str, Json]:
    """The answer to a button: the new card in place of the old one, or else a sentence beside it. A card can't stand
    beside the pressed one: Teams would show its text alone, in which there is nothing to press."""
    if reply is not None and reply.card is not None:
        return {"statusCode": 200, "type": CARD_TYPE, "value": reply.card}
    return {"statusCode": 200, "type": _MESSAGE_TYPE, "value": reply.text if reply else ""}


def error_answer(status: int, sentence: str) -> dict[str, Json]:
    """The answer to a button that can't be served."""
    code = "BadRequest" if status < 500 else "InternalServerError"
    return {"statusCode": status, "type": _ERROR_TYPE, "value": {"code": code, "message": sentence}}


def search_answer(reply: Reply | None) -> dict[str, Json]:
    """The answer to a search: its hits, or else the sentence that says why there are none."""
    if reply is not None and not reply.results:
        return search_message(reply.text)
    hits: list[Json] = [_hit(result) for result in reply.results] if reply else []
    return {"composeExtension": {"type": "result", "attachmentLayout": "list", "attachments": hits}}


def search_message(sentence: str) -> dict[str, Json]:
    """A sentence in place of hits."""
    return {"composeExtension": {"type": "message", "text": sentence}}


def _hit(result: Result) -> dict[str, Json]:
    preview: Json = {"contentType": _PREVIEW_TYPE, "content": {"title": result.title, "text": result.subtitle}}
    return _attachment(result.card) | {"preview": preview}


def _attachment(card: Card) -> dict[str, Json]:
    return {"contentType": CARD_TYPE, "content": card}
