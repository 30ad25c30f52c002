"""Filling a return in: saved on every step, and never over what somebody else has written."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from dialogs.check_and_challenge import card, card_part
from dialogs.check_and_challenge.figures import read_figure, speaks_of_numbers
from dialogs.check_and_challenge.flow import next_part
from dialogs.check_and_challenge.left import left, said
from dialogs.check_and_challenge.nameless import names_somebody
from dialogs.check_and_challenge.parts import (
    meant,
    named,
    part_of,
    pressed,
    title_of,
    to_fill_in,
    unconfirmed,
    unnamed,
    wrong_in,
)
from dialogs.core.knowledge import Knowledge
from dialogs.core.personal import door, personal_only
from dialogs.core.reply import Reply
from dialogs.core.turn import Turn
from dialogs.core.words import words_of
from standards_kb.returns import Template, Unit
from storage.access import Door
from storage.return_work import Return
from storage.returns import CHANGEABLE, Part
from storage.store import Store

LONGEST: Final = 4000


@personal_only
def save(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Keep what a card or a sentence says of one part, then ask for the next."""
    words, through = words_of("check_and_challenge"), door(turn, store, knowledge)
    one = meant(turn.data.get("return"), through)
    if one is None or not through.returns.contributes(one):
        return Reply(words("not_found"))
    template = knowledge.returns[one.session.area]
    is_typed = "title" in turn.data
    title = str(turn.data.get("title" if is_typed else "part", ""))
    found = named(template, title) if is_typed else pressed(one, title, turn.data.get("figure"))
    if found is None:
        return card.whole(one, store, knowledge, through, unnamed(template, title))
    name, is_figure = found
    now = part_of(one, name, is_figure)
    told = {key: str(turn.data.get(key) or "").strip()[:LONGEST] for key in ("value", "out_of", "text")}
    misread = _read(str(turn.data.get("said") or ""), now, template, told) if is_typed else ""
    version = now.version if is_typed else turn.data.get("version")
    kept = _added(now, told) if is_typed and not misread else ""
    refusal = _refused(one, now, told, store, through) or misread
    if not refusal and is_figure:
        refusal = wrong_in(template, name, told)
    refusal = refusal or names_somebody(template, name, is_figure, told["text"], store, turn.today)
    if not refusal and is_typed:
        refusal = _typed_over(now, told, through)
    if not refusal and (version != now.version or not _written(now, told, through)):
        one, refusal = meant(one.session.id, through) or one, words("faster")
    if refusal:
        return card_part.part(one, name, is_figure, store, knowledge, through, [refusal], told)
    fresh = meant(one.session.id, through) or one
    lead = f"{_saved(template, part_of(fresh, name, is_figure))} {kept}".strip()
    return replace(next_part(fresh, store, knowledge, through, lead), in_place=not is_typed)


@personal_only
def confirm(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """What the bot has counted is right: of one figure, or of all that nobody has written yet."""
    words, through = words_of("check_and_challenge"), door(turn, store, knowledge)
    said_of = turn.data.get("return")
    if not said_of:
        theirs = to_fill_in(through)
        if len(theirs) != 1:
            return card.listed(theirs, knowledge, words("confirm_which" if theirs else "list_title"), words("summary"))
        said_of = theirs[0].id
    one = meant(said_of, through)
    if one is None or not through.returns.contributes(one):
        return Reply(words("not_found"))
    template = knowledge.returns[one.session.area]
    title, names = str(turn.data.get("title") or ""), unconfirmed(one)
    found = named(template, title) if title else None
    if title and (found is None or found[0] not in one.computed):
        return card.whole(one, store, knowledge, through, words("not_computed", said=title))
    if one.session.state not in CHANGEABLE:
        return card.whole(one, store, knowledge, through, words("handed_in"))
    done = 0
    for name in [found[0]] if found else names:
        part, computed = one.figures[name], one.computed[name]
        told = {"value": computed.value, "out_of": computed.out_of, "text": part.text}
        done += not _refused(one, part, told, store, through) and _written(part, told, through)
    fresh = meant(one.session.id, through) or one
    missing = left(fresh, template, through.returns.before(one.session), knowledge.returning.margin)
    lead = words("confirmed", number=done) if done or names else words("confirmed_none")
    return (
        next_part(fresh, store, knowledge, through, lead)
        if missing
        else card.whole(fresh, store, knowledge, through, lead)
    )


def _read(typed: str, now: Part, template: Template, told: dict[str, str]) -> str:
    """Take what a sentence says of a part into `told`; why it can't be taken, if it says no figure where one is asked.
    A comment alone belongs to the figure that stands there."""
    words = words_of("check_and_challenge")
    told["text"] = typed.strip()[:LONGEST]
    if not now.is_figure:
        return ""
    figure, unit = read_figure(typed), template.indicators[now.name].unit
    if figure is None and now.value and not speaks_of_numbers(typed):
        told |= {"value": now.value, "out_of": now.out_of}
        told["text"] = f"{now.text}\n{told['text']}".strip()
        return ""
    if figure is None or (figure.unit and not (unit is Unit.DAYS and figure.unit.startswith("day"))):
        return words("value_unclear", said=typed.strip())
    told |= {"value": figure.value, "out_of": figure.out_of, "text": figure.text[:LONGEST]}
    return words("fault_needless_denominator") if figure.is_share and unit is not Unit.PERCENT else ""


def _saved(template: Template, part: Part) -> str:
    """What is saved, and how a figure was understood."""
    words, title = words_of("check_and_challenge"), title_of(template, part.name, part.is_figure)
    figure = said(template, part, inside=True) if part.is_figure else ""
    return f"{words('saved', title=title)} {words('saved_figure', value=figure) if figure else ''}".strip()


def _added(now: Part, told: dict[str, str]) -> str:
    """A sentence can't have seen what stands there: a text is added to it, and a figure typed without a comment leaves
    the comment as it was. What to say of that."""
    if not now.is_figure and now.text:
        told["text"] = f"{now.text}\n{told['text']}"
    if now.is_figure and now.text and told["value"] and not told["text"]:
        told["text"] = now.text
        return words_of("check_and_challenge")("comment_kept", comment=now.text)
    return ""


def _refused(one: Return, now: Part, told: Mapping[str, str], store: Store, through: Door) -> str:
    """Why this can't be written at all; empty if it can."""
    words = words_of("check_and_challenge")
    if one.session.state not in CHANGEABLE:
        return words("handed_in")
    if not through.returns.may_write(one, now):
        return words("held", names=", ".join(p.name for p in store.people.with_keys(now.holders)))
    return words("too_long") if len(told["text"]) > LONGEST else ""


def _typed_over(now: Part, told: Mapping[str, str], through: Door) -> str:
    """Why a typed figure isn't put in place of another: it is somebody else's."""
    is_others = now.by_name and now.by_name != (through.person.name if through.person else "")
    if now.is_figure and (now.value or now.text) and is_others and told:
        return words_of("check_and_challenge")("others", name=now.by_name)
    return ""


def _written(now: Part, told: Mapping[str, str], through: Door) -> bool:
    value, out_of = (told[key].replace(",", "") for key in ("value", "out_of"))
    return through.returns.write(replace(now, text=told["text"], value=value, out_of=out_of))
