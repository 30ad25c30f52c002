"""A return's figures as a file: given to its own people, and taken again when they drop it into the chat."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from dialogs.check_and_challenge import card
from dialogs.check_and_challenge.parts import meant
from dialogs.check_and_challenge.workbook import Book, book, take
from dialogs.core.document import Offer, door_for
from dialogs.core.knowledge import Knowledge
from dialogs.core.personal import door, personal_only
from dialogs.core.reply import Reply
from dialogs.core.turn import Json, Turn
from dialogs.core.words import words_of
from storage.access import Door
from storage.imports.return_file import Filled
from storage.people import Person
from storage.return_work import Return
from storage.store import Store

WORKBOOK: Final = "check_and_challenge.workbook"
MOST_ROWS: Final = 500
_LONGEST: Final = 2000
_SHOWN: Final = 10


@personal_only
def workbook(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """The figures to be filled in, as a file; it may hold figures of fewer than five."""
    words = words_of("check_and_challenge")
    one = _theirs(turn.data, door(turn, store, knowledge))
    if one is None:
        return Reply(words("not_found"))
    offer = Offer(WORKBOOK, {"return": one.session.id}, None, words("book_label"))
    return Reply(words("book_offered", number=one.session.id), summary=words("summary"), document=offer)


def gather(facts: Mapping[str, Json], store: Store, knowledge: Knowledge, person: Person, at: datetime) -> Book | None:
    """What is in it, now."""
    through = door_for(store, knowledge, person, at)
    one = _theirs(facts, through)
    if one is None:
        return None
    return book(one, knowledge.returns[one.session.area], through.returns.before(one.session))


@personal_only
def dropped(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """What stands in a file that they dropped into the chat: taken as if they had typed it."""
    words, through = words_of("check_and_challenge"), door(turn, store, knowledge)
    unread = f" {words('book_words_unread')}" if turn.data.get("words") else ""
    if refused := str(turn.data.get("refused") or ""):
        return Reply(words("book_refused", why=refused) + unread)
    one = _theirs(turn.data, through)
    if one is None:
        return Reply(words("not_found") + unread)
    rows = _rows(turn.data.get("rows"))
    taken, wrong = take(rows, one, knowledge.returns[one.session.area], through.returns)
    lead = words("book_taken", number=taken)
    if wrong:
        lead = f"{lead} {words('book_not_taken', rows='; '.join(wrong[:_SHOWN]))}"
    return card.whole(meant(one.session.id, through) or one, store, knowledge, through, lead + unread)


def _theirs(data: Mapping[str, Json], through: Door) -> Return | None:
    one = meant(data.get("return"), through)
    return one if one is not None and through.returns.contributes(one) else None


def _rows(said: Json) -> list[Filled]:
    """The rows as they came; a button made by somebody else's hand can name no more than these."""
    found = []
    for row in (said if isinstance(said, list) else [])[:MOST_ROWS]:
        if isinstance(row, dict):
            value, out_of, comment = (str(row.get(name) or "")[:_LONGEST] for name in ("value", "out_of", "comment"))
            version, number = row.get("version"), row.get("row")
            known = version if isinstance(version, int) else 0
            place = number if isinstance(number, int) else 0
            found.append(Filled(place, str(row.get("name") or ""), value, out_of, comment, known))
    return found
