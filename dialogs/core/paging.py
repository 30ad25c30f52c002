"""Pages that are asked for without saying of which list: of the last one that was shown in the chat."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from dialogs.core.feature import Handler
from dialogs.core.knowledge import Knowledge
from dialogs.core.mentions import mentions
from dialogs.core.reply import Paged, Reply
from dialogs.core.turn import Turn
from dialogs.core.words import words_of
from storage.store import Store

_WITHIN = timedelta(days=1)
_POLITE = r"(?:,? (?:please|pls|plz|thanks|ta))*"
_OF_LIST = r"(?: of (?:it|them|those|(?:the|my|this|that) list))?"
_SHOW = r"(?:(?:please |can you |could you |can i )?(?:show|see|go to|give|list)(?: me)? )?"
_PAGE = re.compile(
    rf"{_SHOW}(?:the )?(?:(?P<next>next (?:page|ones|lot|few))|(?P<back>previous page|page back|page before)"
    rf"|(?:page|pg) ?(?P<number>\d{{1,3}})|(?P<first>first page)|(?P<last>last page)){_OF_LIST}{_POLITE}",
    re.I,
)
# These are of a standard, too, where one was talked about since.
_MORE = re.compile(
    rf"(?:and )?{_SHOW}(?:more|(?:all )?(?:the )?(?:rest|others)|the whole list){_OF_LIST}{_POLITE}",
    re.I,
)
_WORDS = ("page", "pg", "more", "rest", "others", "next", "whole")


def asked(turn: Turn, store: Store, act: Callable[[str], Handler]) -> Handler | None:
    """The handler of "next page", "more" and the like, `act` giving that of an action; None if it is anything else."""
    if not mentions(turn.text, _WORDS):
        return None
    said = " ".join(turn.text.split()).strip(" ?.!")
    found = _PAGE.fullmatch(said)
    if found is None and _MORE.fullmatch(said) is None:
        return None
    shown, since = _last(turn, store)
    talked = store.questions.talked_about(turn.conversation.id, turn.sender.object_id, since) if not found else None
    if talked is not None:
        return None
    if shown is None:
        return _plainly("page_no_list")
    page = _wanted(found, shown)
    if 1 <= page <= shown.pages:
        return _page(act(shown.action), shown, page)
    is_after = found is None or found["next"] is not None
    return _plainly("page_was_all" if shown.pages == 1 else "page_was_last" if is_after else "page_none", shown.pages)


def _last(turn: Turn, store: Store) -> tuple[Paged | None, datetime]:
    """The list that was shown last in this chat, and when; without one, since when none was."""
    since = turn.at - _WITHIN
    found = store.conversations.list_shown(turn.conversation.id, since)
    return (Paged(**found[0]), found[1]) if found else (None, since)


def _wanted(found: re.Match[str] | None, shown: Paged) -> int:
    if found is None or found["next"]:
        return shown.page + 1
    if found["back"]:
        return shown.page - 1
    if found["last"]:
        return shown.pages
    return 1 if found["first"] else int(found["number"])


def _page(handler: Handler, shown: Paged, page: int) -> Handler:
    def handle(turn: Turn, store: Store, knowledge: Knowledge) -> Reply | None:
        return handler(replace(turn, text="", data={**shown.data, "page": page}), store, knowledge)

    return handle


def _plainly(says: str, pages: int = 0) -> Handler:
    def handle(_turn: Turn, _store: Store, _knowledge: Knowledge) -> Reply:
        return Reply(words_of("core")(says, pages=pages))

    return handle
