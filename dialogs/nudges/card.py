"""A worker's morning as a card, and in the same words as text."""

from collections.abc import Sequence

from dialogs.core import cards, item_words
from dialogs.core.knowledge import Knowledge
from dialogs.core.nudging.freshness import data_day
from dialogs.core.nudging.standing import Stage
from dialogs.core.reply import Reply
from dialogs.core.sheet import Sheet
from dialogs.core.turn import Json
from dialogs.core.when.say import day_label, days_label
from dialogs.core.words import words_of
from dialogs.nudges import wording
from dialogs.nudges.content import Line, Morning
from dialogs.nudges.matters import RECORD_WITHIN_WORKING_DAYS, is_met_by_visits
from standards_kb.history import AsOf
from storage.people import Person
from storage.said import CODES
from storage.store import Store

SHOWN = 8  # children with all that belongs to them
NAMED = 60  # children in a line each, below those
_GROUPS = {
    Stage.OVERDUE: "group_overdue",
    Stage.TODAY: "group_today",
    Stage.SOON: "group_soon",
    Stage.HEADS_UP: "group_heads_up",
    Stage.LATER: "group_asked",
}


class Shown:
    """What a card is made with; `noted`: what has just been done by a button of it; `message`: the id of the message
    that it is, if it was sent."""

    def __init__(
        self,
        store: Store,
        knowledge: Knowledge,
        now: AsOf,
        reader: Person,
        noted: Sequence[str] = (),
        message: int | None = None,
    ) -> None:
        self.store, self.knowledge, self.now, self.reader, self.noted = store, knowledge, now, reader, noted
        self.own: dict[str, Json] = {"digest": True} if message is None else {"digest": True, "message": message}
        self.newest = store.import_runs.newest_days()


def digest(found: Morning, shown: Shown, *, is_fresh: bool, in_place: bool = False) -> Reply:
    """The whole."""
    words = words_of("nudges")
    sheet = Sheet(words("digest_title", day=day_label(shown.now.today)), words("summary_digest"))
    for line in shown.noted:
        sheet.say(line, cards.bold)
    if found.covering:
        sheet.say(words("digest_covering", names=", ".join(person.name for person in found.covering)))
    if found.is_empty:
        sheet.say(words("digest_clear"))
    children = by_child(found.lines)
    _lines(sheet, children[:SHOWN], shown, is_fresh=is_fresh)
    rest(sheet, children[SHOWN:], shown, words("digest_more", number=max(0, len(children) - SHOWN - NAMED)))
    _others(sheet, found, shown)
    sheet.say(item_words.as_of_line(shown.newest), cards.small)
    sheet.say(words("digest_why"), cards.small)
    if found.lines:
        sheet.typed(words("digest_typed", child=children[0][0].item.called))
    day = shown.now.today.isoformat()
    again = cards.execute(words("refresh"), "nudges.digest", {**shown.own, "again": True, "day": day})
    sheet.act(again)
    sheet.refresh(again)
    return sheet.reply(in_place=in_place)


def rest(sheet: Sheet, children: Sequence[Sequence[Line]], shown: Shown, more: str) -> None:
    """Further children in a line each, so that none is left out; `more`: what is said if there are more even so."""
    words = words_of("nudges")
    lines = [
        words("in_a_line", child=line.item.called, what=wording.also(line, shown.knowledge, shown.now))
        for line, *_ in children[:NAMED]
    ]
    if lines:
        sheet.together(lines, first=words("further"))
    if len(children) > NAMED:
        sheet.say(more)


def said(line: Line, shown: Shown, *, is_fresh: bool, for_manager: bool = False) -> list[str]:
    """A deadline's lines below its title."""
    words, proof = words_of("nudges"), line.item.proof(shown.now, shown.knowledge)
    stale = ""
    day = data_day(shown.newest)
    if day is not None and not is_fresh and line.standing.stage is Stage.OVERDUE:
        stale = words("not_confirmed", day=day_label(day))
    found = [
        wording.sentence(line, proof, shown.now),
        wording.partly(line, proof, shown.now),
        stale,
        wording.by_when(line, proof, shown.now),
        wording.planned(line, shown.now, for_manager=for_manager),
        wording.reason(line, shown.reader.key, shown.now),
    ]
    return [one for one in found if one]


def reasons(line: Line, shown: Shown, name: str) -> tuple[cards.Part, cards.Part]:
    """The button that shows why the date is what it is, and what it shows."""
    proof = line.item.proof(shown.now, shown.knowledge)
    hidden = cards.hidden(name, cards.box(map(cards.note, item_words.reasons(line.item, proof))))
    return cards.toggle(words_of("nudges")("why"), name), hidden


def by_child(lines: Sequence[Line]) -> list[list[Line]]:
    """What belongs to one child together, the most pressing first: people are told of the earliest, which names the
    others."""
    found: dict[str, list[Line]] = {}
    for line in sorted(lines, key=lambda line: list(_GROUPS).index(line.standing.stage)):
        found.setdefault(line.child_id, []).append(line)
    return [*found.values()]


def _lines(sheet: Sheet, children: Sequence[Sequence[Line]], shown: Shown, *, is_fresh: bool) -> None:
    words, group = words_of("nudges"), None
    for number, (line, *others) in enumerate(children):
        if line.standing.stage is not group:
            group = line.standing.stage
            sheet.say(words(_GROUPS[group]), cards.alert if group is Stage.OVERDUE else cards.subheading)
        toggle, hidden = reasons(line, shown, f"why{number}")
        title = f"{line.item.called}: {wording.what(line.deadline, shown.knowledge)}"
        # In two rows: where there are more than three in one, their titles are cut off.
        more = [cards.buttons(_actions(line, number, shown)), cards.buttons([toggle, _not_mine(line, shown)]), hidden]
        also = [words("also_line", also=wording.also(other, shown.knowledge, shown.now)) for other in others]
        sheet.together([*said(line, shown, is_fresh=is_fresh), *also], more, title)


def _actions(line: Line, number: int, shown: Shown) -> list[cards.Part]:
    words, child = words_of("nudges"), line.child_id
    data: dict[str, Json] = {"child": child}
    found = []
    if is_met_by_visits(line.deadline):
        found.append(cards.say(words("record"), "visits.record", data))
        found.append(cards.say(words("plan"), "visits.plan", data))
        found.append(_cannot(child, f"code{number}", shown))
    else:
        found.append(cards.say(words("record"), "visits.done", {**data, "stream": line.deadline.stream}))
    return found


def _not_mine(line: Line, shown: Shown) -> cards.Part:
    return cards.execute(words_of("nudges")("not_mine"), "nudges.not_mine", {**shown.own, "child": line.child_id})


def _cannot(child_id: str, field: str, shown: Shown) -> cards.Part:
    """The button that asks for a reason."""
    words = words_of("nudges")
    choices = [(wording.code_label(code).capitalize(), code) for code in CODES]
    send = cards.execute(words("cannot_send"), "nudges.cannot", {**shown.own, "child": child_id, "field": field})
    return cards.ask_to_choose(words("cannot"), field, words("cannot_why"), words("cannot_error"), choices, send)


def _others(sheet: Sheet, found: Morning, shown: Shown) -> None:
    words, calendar = words_of("nudges"), shown.knowledge.calendar
    if found.unwritten:
        lines = [
            words(
                "unwritten_line",
                child=called,
                day=day_label(event.day),
                by=day_label(calendar.add(event.day, RECORD_WITHIN_WORKING_DAYS)),
            )
            for called, event in found.unwritten
        ]
        sheet.together(lines, first=words("group_unwritten"))
    if found.back is not None:
        deputy = shown.store.people.by_key(found.back.deputy_key)
        name = deputy.name if deputy else words("someone")
        lines = [words("back_line", name=name, when=days_label(found.back.from_on, found.back.until_on))]
        for called, event in found.meanwhile[:SHOWN]:
            stream = event.stream.replace("_", " ")
            by = event.worker_name or words("someone")
            lines.append(words("back_done", child=called, what=stream, by=by, day=day_label(event.day)))
        if not found.meanwhile:
            lines.append(words("back_nothing"))
        sheet.together(lines, first=words("group_back"))
