"""Keeping what somebody writes, on every step: nothing that was typed is ever lost, whatever card it comes from."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date

from dialogs.audit_preparation import card
from dialogs.audit_preparation.card import LONGEST, READY
from dialogs.audit_preparation.flow import go_on, here_of, named, no_area, not_found, theirs
from dialogs.audit_preparation.here import Here
from dialogs.core import cards
from dialogs.core import when as dates
from dialogs.core.knowledge import Knowledge
from dialogs.core.masking import personal_in
from dialogs.core.personal import door, personal_only
from dialogs.core.reply import Reply
from dialogs.core.turn import Turn
from dialogs.core.when import Ambiguous, Day, Moment, Value, WhenError
from dialogs.core.when.say import day_label
from dialogs.core.words import words_of
from standards_kb.audit_tool import Area
from standards_kb.working_days import local_day
from storage.preparations import GOOD_PRACTICE, NOT_APPLICABLE, NOT_YET, TEXTS, Part
from storage.store import Store

_TRIES = 3
_FIELDS = ("ready", "by", *TEXTS)


@dataclass(frozen=True, slots=True)
class _Told:
    """What a card or a sentence gives; what isn't there stays as it is. A card that is older than what stands there and
    a sentence, which can't have seen it, only add to it."""

    fields: Mapping[str, str]
    applies: bool
    is_typed: bool
    is_stale: bool

    @property
    def adds(self) -> bool:
        """Whether what stands there is kept as well."""
        return self.is_typed or self.is_stale


@personal_only
def save(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Keep it, then go on."""
    through = door(turn, store, knowledge)
    here = theirs(turn, store, knowledge, through)
    if here is None:
        return not_found()
    its = named(turn, here)
    if not its:
        return no_area(turn, here)
    if here.one.is_over:
        return _again(here, its, [words_of("audit_preparation")("is_over")], _fields(turn))
    name = its.name if isinstance(its, Area) else GOOD_PRACTICE
    for _ in range(_TRIES):
        before = here.one.parts[name]
        told = _told(turn, before)
        part, leads = _written(told, before, here)
        if any(len(getattr(part, text)) > LONGEST for text in TEXTS):
            return _again(here, its, [words_of("audit_preparation")("too_long")], dict(told.fields))
        is_kept = part == before or through.preparations.write(here.one, part, turn.at)
        fresh = through.preparations.find(here.number)
        if fresh is None:
            return not_found()
        here = here_of(fresh, turn, store, knowledge, through)
        if is_kept:
            through.changed("an audit preparation", [here.one.child.id])
            return _next(turn, here, its, before, leads, told)
    return _again(here, its, [words_of("audit_preparation")("faster", number=here.number)], _fields(turn))


def _next(turn: Turn, here: Here, its: Area | str, before: Part, leads: list[str], told: _Told) -> Reply:
    words, name = words_of("audit_preparation"), its.name if isinstance(its, Area) else GOOD_PRACTICE
    part = here.one.parts[name]
    if told.is_stale and part != before:
        leads = [words("kept_both"), *leads]
    changed = [text for text in TEXTS if getattr(part, text) != getattr(before, text)]
    found = [one for text in changed for one in personal_in(getattr(part, text), here.knowledge.vocabulary)]
    if found:
        leads = [*leads, words("looks_personal", found=", ".join(dict.fromkeys(found)))]
    if leads:
        return _again(here, its, leads)
    title = its.title if isinstance(its, Area) else words("good_title")
    is_later = part.ready == NOT_YET and part.by_on is not None
    saved = words("saved_by", title=title, day=_day(part.by_on)) if is_later else words("saved", title=title)
    if turn.data.get("then") == "all":
        return card.overview(here, [saved])
    return go_on(here, name, [saved])


def _again(here: Here, its: Area | str, leads: list[str], kept: Mapping[str, str] | None = None) -> Reply:
    if isinstance(its, Area):
        return card.area(here, its, leads, kept, cards.wrong)
    return card.good(here, leads, kept, cards.wrong)


def _told(turn: Turn, stands: Part) -> _Told:
    is_typed = "title" in turn.data
    is_stale = not is_typed and str(turn.data.get("version")) != str(stands.version)
    fields = _fields(turn)
    if is_stale and stands.ready:
        fields = {name: text for name, text in fields.items() if name not in ("ready", "by")}
    return _Told(fields, turn.data.get("applies") != "no", is_typed, is_stale)


def _fields(turn: Turn) -> dict[str, str]:
    given = {name: turn.data[name] for name in _FIELDS if isinstance(turn.data.get(name), str)}
    return {name: str(text).replace("\r\n", "\n").strip() for name, text in given.items()}


def _written(told: _Told, stands: Part, here: Here) -> tuple[Part, list[str]]:
    """The part as it is to be kept, and what is to be said of it first."""
    words, leads = words_of("audit_preparation"), []
    texts = {name: text for name, text in told.fields.items() if name in TEXTS}
    if told.applies:
        texts.pop("reason", None)
    if told.adds:
        texts = {name: _joined(getattr(stands, name), text) for name, text in texts.items()}
    evidence, impact, talk, reason = (texts.get(name, getattr(stands, name)) for name in TEXTS)
    part = replace(stands, evidence=evidence, impact=impact, talk=talk, reason=reason)
    ready = told.fields.get("ready", "")
    if not told.applies:
        if part.reason:
            part = replace(part, ready=NOT_APPLICABLE, by_on=None)
        else:
            leads.append(words("apply_needs_why"))
    elif ready in READY and stands.area != GOOD_PRACTICE:
        part = replace(part, ready=ready, by_on=stands.by_on if ready == NOT_YET else None)
    if part.ready == NOT_YET:
        by_on, lead = _by(told.fields.get("by", ""), part, here)
        part, leads = replace(part, by_on=by_on), [*leads, *lead]
    return part, leads


def _by(said: str, part: Part, here: Here) -> tuple[date, list[str]]:
    """By when it is to be ready, and what to say if that isn't what was typed."""
    words, usual = words_of("audit_preparation"), part.by_on or here.usual_day()
    if not said:
        return usual, []
    value: Value | None = None
    with suppress(WhenError):
        value = dates.read(said, here.at, lean="future")
    if isinstance(value, Ambiguous):
        choices = ", ".join(choice.label for choice in value.choices)
        return usual, [words("by_which", said=said[:60], choices=choices, day=day_label(usual))]
    if not isinstance(value, Day | Moment):
        return usual, [words("by_unclear", said=said[:60], day=day_label(usual))]
    day = value.date if isinstance(value, Day) else local_day(value.at)
    if day < here.today and day != part.by_on:
        later = max(usual, here.today)
        return later, [words("by_past", said=day_label(day), day=day_label(later))]
    return day, []


def _joined(stands: str, typed: str) -> str:
    """Both texts, each once."""
    if not typed or typed in stands:
        return stands
    return typed if stands in typed else f"{stands}\n{typed}"


def _day(day: date | None) -> str:
    return day_label(day) if day else ""
