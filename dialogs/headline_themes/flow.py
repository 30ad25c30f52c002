"""Reading a month's headline themes, fetching them as a document, adding to them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from dialogs.core.document import Offer, door_for
from dialogs.core.knowledge import Knowledge
from dialogs.core.masking import personal_in
from dialogs.core.personal import door, personal_only
from dialogs.core.reply import Reply
from dialogs.core.turn import Json, Kind, Turn
from dialogs.core.words import words_of
from dialogs.headline_themes import card
from dialogs.headline_themes.contents import contents
from dialogs.headline_themes.months import month_label, read_month
from dialogs.headline_themes.values import Report
from standards_kb.working_days import local_day
from storage.access import Door
from storage.people import Person
from storage.store import Store
from storage.themes import RECOMMENDATION, THEME

REPORT: Final = "headline_themes.report"
LONGEST: Final = 500


@personal_only
def show(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """A month as a card."""
    through, first = door(turn, store, knowledge), _month(turn)
    return _refused(turn, through, first) or _card(turn, knowledge, through, first)


@personal_only
def report(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """A month as a Word document."""
    words, through, first = words_of("headline_themes"), door(turn, store, knowledge), _month(turn)
    refused = _refused(turn, through, first)
    if refused is not None or first is None:
        return refused or Reply(words("not_yours"))
    offer = Offer(REPORT, {"month": f"{first:%Y-%m}"}, None, words("label"))
    return Reply(words("offered", month=month_label(first)), summary=words("summary"), document=offer)


@personal_only
def add_theme(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """A headline theme in somebody's own words."""
    return _add(turn, store, knowledge, THEME)


@personal_only
def add_recommendation(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """A recommendation."""
    return _add(turn, store, knowledge, RECOMMENDATION)


@personal_only
def take_out(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Take one of these out again."""
    words, through = words_of("headline_themes"), door(turn, store, knowledge)
    said = str(turn.data.get("note") or "")
    note = through.themes.take_out(int(said)) if said.isdecimal() and len(said) < 10 else None
    if note is None:
        return Reply(words("no_note"))
    return _card(turn, knowledge, through, note.month, words("took_out", text=note.text))


def gather(
    facts: Mapping[str, Json], store: Store, knowledge: Knowledge, person: Person, at: datetime
) -> Report | None:
    """What is in the document, now."""
    today = local_day(at)
    first = read_month(str(facts.get("month") or ""), today)
    month = door_for(store, knowledge, person, at).themes.month(first) if first is not None else None
    return contents(month, knowledge, today) if month is not None else None


def _add(turn: Turn, store: Store, knowledge: Knowledge, kind: str) -> Reply:
    words, through, first = words_of("headline_themes"), door(turn, store, knowledge), _month(turn)
    text = " ".join(str(turn.data.get("text") or turn.data.get(kind) or "").split())
    if not through.themes.may_note:
        return Reply(words("notes_not_yours"))
    refused = _refused(turn, through, first)
    if refused is not None or first is None:
        return refused or Reply(words("notes_not_yours"))
    if not text or len(text) > LONGEST:
        return Reply(words("too_long", most=LONGEST) if text else words("note_error"))
    through.themes.note(first, kind, text, turn.at)
    lead = words("noted", month=month_label(first))
    found = personal_in(text, knowledge.vocabulary)
    if found:
        number = max(note.id for note in through.themes.notes(first))
        lead = f"{lead} {words('looks_personal', found=', '.join(found), number=number)}"
    return _card(turn, knowledge, through, first, lead)


def _month(turn: Turn) -> date | None:
    return read_month(str(turn.data.get("month") or ""), turn.today)


def _refused(turn: Turn, through: Door, first: date | None) -> Reply | None:
    """Why there is nothing to be shown; None if there is."""
    words = words_of("headline_themes")
    if not through.themes.may_read():
        return Reply(words("not_yours"))
    if first is None:
        return Reply(words("which_month", said=str(turn.data.get("month") or "")))
    return Reply(words("not_begun", month=month_label(first))) if first > turn.today else None


def _card(turn: Turn, knowledge: Knowledge, through: Door, first: date | None, lead: str = "") -> Reply:
    month = through.themes.month(first) if first is not None else None
    if month is None:
        return Reply(words_of("headline_themes")("not_yours"))
    made = card.shown(month, knowledge, turn.today, may_note=through.themes.may_note, lead=lead)
    return replace(made, in_place=turn.kind is Kind.ACTION and bool(lead))
