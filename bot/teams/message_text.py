"""What a person typed, out of what Teams sends: the bot's own mention removed, other people's as their plain names."""

import html
import re

from bot.teams.fields import JsonObject, object_at, objects_at, text_at

# Every pattern stops at the next angle bracket, so that no text takes more than one pass.
_MENTION = re.compile(r"<at\b[^<>]*>([^<]*)</at>", re.IGNORECASE)
_HTML_MENTION = re.compile(
    r"(?><span\b(?=[^<>]*+>)[^<>]*?schema\.skype\.com/Mention[^<>]*+>)([^<]*+)</span>", re.IGNORECASE
)
# A card put in from the compose box: its place in the text, as the Agents Playground and as Teams write it.
_CARD = re.compile(
    r"(?><span\b(?=[^<>]*+>)[^<>]*?schema\.skype\.com/InputExtension[^<>]*+>)\s*+(?:<span\b[^<>]*+></span>\s*+)?</span>"
    r"|<attachment\b[^<>]*+>(?:</attachment>)?",
    re.IGNORECASE,
)
_BREAK = re.compile(r"<br\b[^<>]*>|</(?:p|div|li|h[1-6]|tr|blockquote)>", re.IGNORECASE)
_TAG = re.compile(r"</?(?!at\b)[a-z][^<>]*>", re.IGNORECASE)
# Only whole entities: html.unescape alone would read "&notify" as "¬ify".
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});", re.IGNORECASE)
_BLANKS = re.compile(r"[^\S\n]+")
_AROUND_BREAKS = re.compile(r" ?\n ?")


def typed_text(activity: JsonObject) -> str:
    """The sentence, with its line breaks."""
    text = _CARD.sub("", text_at(activity, "text"))
    if text_at(activity, "textFormat") == "xml":
        text = _without_tags(text)
    if not text.strip():
        text = _without_tags(_CARD.sub("", _html_attachment(activity)))
    text = _without_mentions(text, activity)
    text = _ENTITY.sub(lambda entity: html.unescape(entity[0]), text)
    text = _BLANKS.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _AROUND_BREAKS.sub("\n", text).strip()


def _html_attachment(activity: JsonObject) -> str:
    for attachment in objects_at(activity, "attachments"):
        if text_at(attachment, "contentType") == "text/html":
            return text_at(attachment, "content")
    return ""


def _without_tags(markup: str) -> str:
    return _TAG.sub("", _BREAK.sub("\n", _HTML_MENTION.sub(r"<at>\1</at>", markup)))


def _without_mentions(text: str, activity: JsonObject) -> str:
    """Each mention is looked up among the entities by its name; a namesake of the bot is told apart by the order."""
    bot_id = text_at(object_at(activity, "recipient"), "id")
    mentioned: dict[str, list[str]] = {}
    for entity in objects_at(activity, "entities"):
        if text_at(entity, "type").lower() == "mention":
            someone = object_at(entity, "mentioned")
            tag = _MENTION.search(text_at(entity, "text"))
            name = tag[1] if tag else text_at(someone, "name")
            mentioned.setdefault(name.casefold(), []).append(text_at(someone, "id"))

    def plain(mention: re.Match[str]) -> str:
        ids = mentioned.get(mention[1].casefold()) or [""]
        someone = ids.pop(0) if len(ids) > 1 else ids[0]
        return "" if bot_id and someone == bot_id else mention[1]

    return _MENTION.sub(plain, text)
