"""What is said of a moderation by those in it: notes, what came of the discussion, what is learned, how they see it."""

from datetime import date

from dialogs.audit_moderation import card_form
from dialogs.audit_moderation.contents import LONGEST
from dialogs.audit_moderation.flow import done, is_stale, meant, none, stands, text_of
from dialogs.audit_moderation.unnamed import LONGEST as LONGEST_LEARNING
from dialogs.audit_moderation.unnamed import unnamed
from dialogs.core.knowledge import Knowledge
from dialogs.core.personal import door, personal_only
from dialogs.core.reply import Reply
from dialogs.core.turn import Turn
from dialogs.core.when import Day, WhenError, read
from dialogs.core.words import words_of
from standards_kb.working_days import local_day
from storage.access import Door
from storage.moderation_work import Seen
from storage.moderations import DRAWN, GRADED
from storage.store import Store


@personal_only
def note(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Notes for the discussion."""
    words, through = words_of("audit_moderation"), door(turn, store, knowledge)
    seen, notes = meant(turn, through), text_of(turn, "notes")
    if seen is None or not seen.moderates:
        return none()
    wrong = "" if 0 < len(notes) <= LONGEST else words("note_error")
    return done(
        turn, knowledge, through, seen, wrong, words("noted"), lambda: through.moderations.note(seen, notes), notes
    )


@personal_only
def discuss_form(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """What came of the discussion, to fill in."""
    through = door(turn, store, knowledge)
    seen = meant(turn, through)
    if seen is None or not seen.moderates:
        return none()
    if seen.moderation.state != GRADED:
        return stands(turn, knowledge, through, seen, [_not_now(seen)])
    through.viewed("an audit's outcome, to moderate it", [seen.audit.child_id])
    return card_form.discuss(seen, through, {})


@personal_only
def discuss(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """It was discussed: when, what was agreed, which grade stands; with that it is over."""
    words, through = words_of("audit_moderation"), door(turn, store, knowledge)
    seen = meant(turn, through)
    if seen is None or not seen.moderates:
        return none()
    was, told = seen.moderation, {n: text_of(turn, n) for n in ("on", "agreed", "stands", "learning")}
    if was.state != GRADED:
        return stands(turn, knowledge, through, seen, [_not_now(seen)])
    on, chosen = _day(told["on"], turn), {"auditor": was.original, "moderator": was.grade}.get(told["stands"], "")
    graded_on = local_day(was.graded_at) if was.graded_at else turn.today
    wrong = ""
    if on is None or on > turn.today or on < graded_on:
        wrong = words("on_error")
    elif not chosen and not was.is_confirmed:
        wrong = words("stands_error")
    elif not told["agreed"]:
        wrong = words("agreed_error")
    elif max(map(len, told.values())) > LONGEST or len(told["learning"]) > LONGEST_LEARNING:
        wrong = words("too_long", number=LONGEST_LEARNING if len(told["learning"]) > LONGEST_LEARNING else LONGEST)
    elif is_stale(turn, seen):
        wrong = words("stale")
    if wrong or on is None:
        through.viewed("an audit's outcome, to moderate it", [seen.audit.child_id])
        return card_form.discuss(seen, through, told, [wrong])
    if told["learning"] and through.moderations.learn(seen, _for_all(told["learning"], seen, through, knowledge)):
        seen = meant(turn, through) or seen
    now, grade = seen, chosen or was.grade
    return done(
        turn,
        knowledge,
        through,
        now,
        "",
        words("discussed"),
        lambda: through.moderations.discuss(now, on, told["agreed"], grade, turn.at),
        is_checked=True,
    )


@personal_only
def learn(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """What others can learn from it, without names."""
    words, through = words_of("audit_moderation"), door(turn, store, knowledge)
    seen, said = meant(turn, through), text_of(turn, "learning")
    if seen is None or not seen.moderates:
        return none()
    wrong = "" if said else words("learn_error")
    if len(said) > LONGEST_LEARNING:
        wrong = words("too_long", number=LONGEST_LEARNING)
    elif seen.moderation.state == DRAWN:
        wrong = words("grade_first")
    kept = _for_all(said, seen, through, knowledge)
    told = words("learned" if kept == " ".join(said.split()) else "learned_masked")
    return done(turn, knowledge, through, seen, wrong, told, lambda: through.moderations.learn(seen, kept), said)


@personal_only
def say(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """The practitioner says how they see it."""
    words, through = words_of("audit_moderation"), door(turn, store, knowledge)
    seen, text = meant(turn, through), text_of(turn, "text")
    if seen is None or not seen.took_part:
        return none()
    wrong = "" if 0 < len(text) <= LONGEST else words("say_error")
    step = lambda: through.moderations.say(seen, text, turn.at)  # noqa: E731
    return done(turn, knowledge, through, seen, wrong, words("said"), step, text)


@personal_only
def hand_back(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """The moderator can't be the one."""
    words, through = words_of("audit_moderation"), door(turn, store, knowledge)
    seen, reason = meant(turn, through), text_of(turn, "reason")
    if seen is None or not seen.moderates:
        return none()
    wrong = "" if seen.moderation.state == DRAWN else words("too_late_to_hand_back")
    if not wrong and (not reason or len(reason) > LONGEST):
        wrong = words("hand_back_error")
    if wrong:
        return stands(turn, knowledge, through, seen, [wrong])
    if not through.moderations.hand_back(seen, reason, turn.at):
        return stands(turn, knowledge, through, seen, [words("stale")])
    through.changed("handed a moderation back", [seen.audit.child_id])
    return Reply(words("handed_back", number=seen.audit.id), summary=words("summary"), in_place=True)


def _for_all(said: str, seen: Seen, through: Door, knowledge: Knowledge) -> str:
    names, child = through.moderations.naming(seen)
    return unnamed(said, names, child, knowledge.vocabulary)


def _not_now(seen: Seen) -> str:
    return words_of("audit_moderation")("grade_first" if seen.moderation.state == DRAWN else "over")


def _day(said: str, turn: Turn) -> date | None:
    """The day that is meant; today if none is."""
    try:
        value = read(said, turn.at, lean="past") if said else Day(turn.today)
    except WhenError:
        return None
    return value.date if isinstance(value, Day) else None
