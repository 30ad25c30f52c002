"""What who oversees moderation does: draws the month's sample, sees how all of it stands, and how far people agree."""

from datetime import date
from typing import Final

from dialogs.audit_moderation import agreement, card_lead
from dialogs.audit_moderation.flow import meant, none, stands, text_of
from dialogs.audit_moderation.months import month_label, month_of
from dialogs.core.knowledge import Knowledge
from dialogs.core.personal import door, personal_only
from dialogs.core.reply import Reply
from dialogs.core.turn import Turn
from dialogs.core.words import words_of
from standards_kb.working_days import add_months
from storage.moderation_draw import SEED, Drawn, Wish
from storage.names import match_name
from storage.people import Person
from storage.store import Store

LARGEST: Final = 500
_REFUSED: Final = {
    "too_late": "refused_too_late",
    "no_moderator": "refused_no_moderator",
    "auditor": "refused_auditor",
    "worked": "refused_worked",
    "line": "refused_line",
    "auditors_line": "refused_auditors_line",
    "faster": "stale",
}


@personal_only
def listed(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """What they have to moderate; for who oversees it, the way to all of last month's."""
    through = door(turn, store, knowledge)
    mine = through.moderations.mine()
    through.viewed("what they have to moderate", [seen.audit.child_id for seen in mine])
    return card_lead.listed(mine, through, turn, knowledge)


@personal_only
def month(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """How the moderations of a month stand."""
    words, through = words_of("audit_moderation"), door(turn, store, knowledge)
    if not through.moderations.may_oversee:
        return Reply(words("not_for_you"))
    of = _month(turn)
    if of is None:
        return Reply(words("month_error"))
    found = through.moderations.of_month(of)
    through.viewed("a month's moderations", [seen.audit.child_id for seen in found])
    return card_lead.month(found, of, through, knowledge)


@personal_only
def draw(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Draw a month's sample; without a number, ask how many."""
    words, through = words_of("audit_moderation"), door(turn, store, knowledge)
    if not through.moderations.may_oversee:
        return Reply(words("not_for_you"))
    of, told = _month(turn), {name: text_of(turn, name) for name in ("month", "size", "seed")}
    wrong = []
    if of is None or of > turn.today:
        wrong.append(words("month_error"))
    if told["size"] and (not _number(told["size"]) or _number(told["size"]) > LARGEST):
        wrong.append(words("size_error"))
    if told["seed"] and not told["seed"].isdecimal():
        wrong.append(words("seed_error"))
    if of is None or wrong or not told["size"]:
        return card_lead.form(of or add_months(turn.today.replace(day=1), -1), told, wrong)
    seed = int(told["seed"][:9]) if told["seed"] else SEED
    due = knowledge.calendar.add(turn.today, knowledge.moderation_days)
    name = through.person.name if through.person else ""
    drawn = through.moderations.draw(Wish(of, _number(told["size"]), seed, due, name), turn.at)
    assert drawn is not None, "they may oversee it"
    found = through.moderations.of_month(of)
    through.viewed("a month's moderations", [seen.audit.child_id for seen in found])
    return card_lead.month(found, of, through, knowledge, told_of(drawn, of, turn.today, _number(told["size"])))


def told_of(drawn: Drawn, of: date, today: date, size: int) -> list[str]:
    """What came of drawing, and what stood in the way."""
    words, new, month_ = words_of("audit_moderation"), len(drawn.new), month_label(of)
    lines = [words("drawn", number=new, month=month_) if new else words("drawn_none", month=month_)]
    if drawn.before:
        lines.append(words("drawn_before", number=drawn.before))
    if not drawn.moderators:
        lines.append(words("no_moderators"))
    elif drawn.without:
        lines.append(words("without", numbers=", ".join(map(str, sorted(drawn.without)))))
    if not drawn.completed:
        lines.append(words("none_completed", month=month_))
    elif drawn.completed < size:
        lines.append(words("few_completed", number=drawn.completed, month=month_))
    if add_months(of, 1) > today:
        lines.append(words("month_goes_on", month=month_))
    return lines


@personal_only
def give(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Give one to another moderator, who begins anew."""
    words, through = words_of("audit_moderation"), door(turn, store, knowledge)
    seen = meant(turn, through)
    if seen is None or not seen.oversees:
        return none()
    found = _called(text_of(turn, "name"), through.moderations.moderators())
    if len(found) != 1:
        return Reply(words("which_moderator" if found else "refused_no_moderator"))
    due = knowledge.calendar.add(turn.today, knowledge.moderation_days)
    refused = through.moderations.give(seen, found[0], due, turn.at)
    if refused:
        return stands(turn, knowledge, through, seen, [words(_REFUSED[refused])])
    through.changed("gave a moderation to another moderator", [seen.audit.child_id])
    return stands(turn, knowledge, through, seen, [words("given", name=found[0].name)])


@personal_only
def agree(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """How far auditors and moderators agree, over some months: without a word of it, the last twelve."""
    words, through = words_of("audit_moderation"), door(turn, store, knowledge)
    this = turn.today.replace(day=1)
    first, last = add_months(this, -11), this
    if text_of(turn, "first"):
        one, other = month_of(text_of(turn, "first"), turn.today), month_of(text_of(turn, "last"), turn.today)
        if one is None or (other is None and text_of(turn, "last")) or (other or one) < one:
            return Reply(words("month_error"))
        first, last = one, other or one
    found = through.moderations.over(first, last)
    if found is None:
        return Reply(words("not_for_you"))
    return card_lead.agreement(agreement.report(found, first, last, knowledge.audit_tool), agreement.learnings(found))


def _month(turn: Turn) -> date | None:
    """The month that is said; last month if none is."""
    said = text_of(turn, "month")
    return month_of(said or "last month", turn.today)


def _number(said: str) -> int:
    return int(said) if said.isdecimal() and len(said) < 5 else 0


def _called(said: str, people: list[Person]) -> list[Person]:
    """Those whom a whole name or a part of one fits; the closest kind of fit alone."""
    name = match_name(said)
    whole = [p for p in people if name and match_name(p.name) == name]
    return whole or [p for p in people if name and name in match_name(p.name).split()]
