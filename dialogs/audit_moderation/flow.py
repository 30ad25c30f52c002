"""What a moderator does first: looks at what the auditor recorded, and gives a grade."""

from collections.abc import Callable

from dialogs.audit_moderation import card, card_form
from dialogs.audit_moderation.contents import LONGEST, sections
from dialogs.core.knowledge import Knowledge
from dialogs.core.personal import door, personal_only
from dialogs.core.reply import Reply
from dialogs.core.turn import Turn
from dialogs.core.words import words_of
from storage.access import Door
from storage.moderation_work import Seen
from storage.moderations import GRADES
from storage.store import Store


def meant(turn: Turn, through: Door) -> Seen | None:
    """The moderation of the audit that a number names, if it is there for this person."""
    said = str(turn.data.get("audit", ""))
    return through.moderations.find(int(said)) if said.isdecimal() and len(said) < 10 else None


def text_of(turn: Turn, name: str) -> str:
    """What was typed."""
    return str(turn.data.get(name) or "").strip()


@personal_only
def show(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """One, as it stands."""
    through = door(turn, store, knowledge)
    seen = meant(turn, through)
    if seen is None:
        return none()
    return stands(turn, knowledge, through, seen, [])


@personal_only
def part(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """One part of what the auditor recorded."""
    words, through = words_of("audit_moderation"), door(turn, store, knowledge)
    seen = meant(turn, through)
    outcome = through.moderations.outcome(seen) if seen else None
    if seen is None or outcome is None:
        return none()
    found, said = sections(outcome, knowledge), text_of(turn, "part")
    number = int(said) if said.isdecimal() and len(said) < 4 else 0
    if not number:
        fits = [n for n, s in enumerate(found, 1) if s.title.casefold().startswith(said.casefold())]
        number = fits[0] if len(fits) == 1 else 0
    if not 1 <= number <= len(found):
        return stands(turn, knowledge, through, seen, [words("no_part", said=said)])
    through.viewed("an audit's outcome, to moderate it", [seen.audit.child_id])
    return card.section(seen, found, number, through)


@personal_only
def confirm(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """The moderator gives the same grade."""
    through = door(turn, store, knowledge)
    seen = meant(turn, through)
    if seen is None or not seen.moderates:
        return none()
    reasons = text_of(turn, "reasons")
    if len(reasons) > LONGEST:
        said = [words_of("audit_moderation")("too_long", number=LONGEST)]
        return stands(turn, knowledge, through, seen, said)
    return _graded(turn, knowledge, through, seen, seen.moderation.original, reasons)


@personal_only
def propose_form(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """A grade to choose, and why."""
    through = door(turn, store, knowledge)
    seen = meant(turn, through)
    if seen is None or not seen.moderates:
        return none()
    if not seen.moderation.is_open:
        return stands(turn, knowledge, through, seen, [words_of("audit_moderation")("over")])
    through.viewed("an audit's outcome, to moderate it", [seen.audit.child_id])
    return card_form.propose(seen, through, {"grade": seen.moderation.grade, "reasons": seen.moderation.reasons})


@personal_only
def propose(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """The moderator gives a grade, with reasons where it is another."""
    words, through = words_of("audit_moderation"), door(turn, store, knowledge)
    seen = meant(turn, through)
    if seen is None or not seen.moderates:
        return none()
    told = {name: text_of(turn, name) for name in ("grade", "reasons")}
    if not seen.moderation.is_open:
        return stands(turn, knowledge, through, seen, [words("over")])
    wrong = ""
    if told["grade"] not in GRADES:
        wrong = words("grade_error")
    elif told["grade"] != seen.moderation.original and not told["reasons"]:
        wrong = words("reasons_error")
    elif len(told["reasons"]) > LONGEST:
        wrong = words("too_long", number=LONGEST)
    elif is_stale(turn, seen):
        wrong = words("stale")
    if wrong:
        through.viewed("an audit's outcome, to moderate it", [seen.audit.child_id])
        return card_form.propose(seen, through, told, [wrong])
    return _graded(turn, knowledge, through, seen, told["grade"], told["reasons"])


def stands(turn: Turn, knowledge: Knowledge, through: Door, seen: Seen, said: list[str]) -> Reply:
    """How it stands now."""
    fresh = meant(turn, through) or seen
    through.viewed("an audit's moderation", [fresh.audit.child_id])
    return card.one(fresh, through, knowledge, said)


def _graded(turn: Turn, knowledge: Knowledge, through: Door, seen: Seen, grade: str, reasons: str) -> Reply:
    words = words_of("audit_moderation")
    wrong = "" if seen.moderation.is_open else words("over")
    auditor, practitioner, _ = through.moderations.names(seen)
    told = words("graded", auditor=auditor, practitioner=practitioner)
    step = lambda: through.moderations.grade(seen, grade, reasons, turn.at)  # noqa: E731
    return done(turn, knowledge, through, seen, wrong, told, step, reasons)


def done(
    turn: Turn,
    knowledge: Knowledge,
    through: Door,
    seen: Seen,
    wrong: str,
    told: str,
    step: Callable[[], bool],
    mine: str = "",
    *,
    is_checked: bool = False,
) -> Reply:
    """Do a step, unless something is wrong or the card that asks for it shows what is no longer so; `mine`: what was
    typed, so that it isn't lost then."""
    words = words_of("audit_moderation")
    yours = [words("yours", text=mine)] if mine else []
    if wrong:
        return stands(turn, knowledge, through, seen, [wrong, *yours])
    if (not is_checked and is_stale(turn, seen)) or not step():
        return stands(turn, knowledge, through, seen, [words("stale"), *yours])
    through.changed("moved an audit's moderation on", [seen.audit.child_id])
    return stands(turn, knowledge, through, seen, [told])


def is_stale(turn: Turn, seen: Seen) -> bool:
    return "version" in turn.data and str(turn.data["version"]) != str(seen.moderation.version)


def none() -> Reply:
    return Reply(words_of("audit_moderation")("not_found"))
