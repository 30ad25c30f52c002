"""From draft to closed: shared, commented on, final, filed, and the manager's word on it."""

from collections.abc import Callable
from typing import Final

from dialogs.audit_outcome import card
from dialogs.audit_outcome.flow import identifying, meant, number_of
from dialogs.audit_outcome.slots import LONGEST, answer_by, missing, slots, waits_until
from dialogs.core.knowledge import Knowledge
from dialogs.core.personal import door, personal_only
from dialogs.core.reply import Reply
from dialogs.core.turn import Turn
from dialogs.core.when.say import day_label
from dialogs.core.words import words_of
from storage.access import Door, as_person
from storage.audits import ACCEPTED, FINAL
from storage.outcome_work import Whole
from storage.outcomes import CORRECTIVE, GOOD_PRACTICE, SHARED
from storage.store import Store

PRACTICE_SHOWN: Final = 10


@personal_only
def share(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """The draft goes to the practitioner, once nothing is missing."""
    words, through = words_of("audit_outcome"), door(turn, store, knowledge)
    one = meant(turn, through)
    if one is None or not through.outcomes.writes(one):
        return Reply(words("not_found"))
    if missing(one, slots(one.audit.kind, knowledge)):
        return _stands(turn, knowledge, through, one, words("not_complete"))
    _, practitioner, _ = through.outcomes.names(one)
    done = words("shared", name=practitioner, day=day_label(answer_by(turn.today, knowledge)))
    return _done(turn, knowledge, through, one, done, lambda: through.outcomes.share(one, turn.at))


@personal_only
def answer(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """The practitioner says something about the draft, or that there is nothing to add."""
    words, through = words_of("audit_outcome"), door(turn, store, knowledge)
    one, text = meant(turn, through), str(turn.data.get("text") or "").strip()
    if one is None or not through.outcomes.comments(one):
        return Reply(words("not_found"))
    if one.outcome.state != SHARED:
        return _stands(turn, knowledge, through, one, words("not_shared"), text)
    if len(text) > LONGEST:
        return _stands(turn, knowledge, through, one, words("too_long", number=LONGEST), text)
    auditor, _, _ = through.outcomes.names(one)
    done = words("answered", name=auditor)
    return _done(turn, knowledge, through, one, done, lambda: through.outcomes.answer(one, text, turn.at), kept=text)


@personal_only
def consent(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """The practitioner lets the good practice be shared, or doesn't."""
    words, through = words_of("audit_outcome"), door(turn, store, knowledge)
    one, may = meant(turn, through), turn.data.get("may") == "yes"
    if one is None or not through.outcomes.comments(one) or not one.part(GOOD_PRACTICE).evidence:
        return Reply(words("no_practice"))
    said = identifying(one.part(GOOD_PRACTICE).evidence, one, through)
    if may and said:
        return _stands(turn, knowledge, through, one, words("practice_names", said=said))
    done = words("consented" if may else "not_consented")
    return _done(turn, knowledge, through, one, done, lambda: through.outcomes.consent(one, turn.at, may=may))


@personal_only
def finalise(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """It stands, once the practitioner has answered or had the time to."""
    words, through = words_of("audit_outcome"), door(turn, store, knowledge)
    one = meant(turn, through)
    if one is None or not through.outcomes.writes(one):
        return Reply(words("not_found"))
    if one.audit.state == FINAL:
        return _stands(turn, knowledge, through, one, words("final_now"))
    if one.outcome.state != SHARED or one.outcome.shared_at is None:
        return _stands(turn, knowledge, through, one, words("share_first"))
    if waits_until(one.outcome, turn.today, knowledge):
        return _stands(turn, knowledge, through, one, "")  # it says from when on
    return _done(turn, knowledge, through, one, words("finalised"), lambda: through.outcomes.finalise(one, turn.at))


@personal_only
def close(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """What there is still to do before it closes, for whoever may do some of it."""
    words, through = words_of("audit_outcome"), door(turn, store, knowledge)
    one = meant(turn, through)
    if one is not None and one.audit.state == ACCEPTED:
        return _stands(turn, knowledge, through, one, words("final_first"))
    if one is not None and through.outcomes.writes(one) and turn.data.get("filed"):
        return uploaded(turn, store, knowledge)
    if one is None:
        return uploaded(turn, store, knowledge)
    return _stands(turn, knowledge, through, one, words("closing"))


@personal_only
def uploaded(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """The completed tool is on the child's file; whoever looks after audits may say so, too."""
    words, through = words_of("audit_outcome"), door(turn, store, knowledge)
    number = number_of(turn, "audit")
    one = through.outcomes.to_upload(number) if number else None
    if one is None:
        seen = meant(turn, through)
        is_theirs = seen is not None and through.outcomes.writes(seen)
        return _stands(turn, knowledge, through, seen, words("final_first")) if seen and is_theirs else _none()
    if one.outcome.uploaded_by:
        return Reply(words("uploaded_already", name=one.outcome.uploaded_by))
    if not through.outcomes.uploaded(one, turn.at):
        return Reply(words("stale"))
    through.changed("confirmed that an audit is on the child's file", [one.audit.child_id])
    return _confirmed(turn, knowledge, through, one, words("uploaded_done"))


@personal_only
def correct(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """The manager says what is done to put the case right."""
    words, through = words_of("audit_outcome"), door(turn, store, knowledge)
    one, text = meant(turn, through), str(turn.data.get("text") or "").strip()
    if one is None or one.audit.state != FINAL or not through.outcomes.manages(one):
        return _none()
    if not text or len(text) > LONGEST:
        return _stands(turn, knowledge, through, one, words("correct_error"), text)
    if "part" in turn.data and str(turn.data["part"]) != str(one.part(CORRECTIVE).version):
        return _stands(turn, knowledge, through, one, words("stale"), text)
    done = words("corrected")
    return _done(
        turn, knowledge, through, one, done, lambda: through.outcomes.correct(one, text, turn.at), part=True, kept=text
    )


@personal_only
def monitored(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """The manager's monitoring statement is on the file; where it isn't good, after they have said what they do."""
    words, through = words_of("audit_outcome"), door(turn, store, knowledge)
    one = meant(turn, through)
    if one is None or one.audit.state != FINAL or not through.outcomes.manages(one):
        return _none()
    if one.outcome.is_below_good and not one.part(CORRECTIVE).evidence:
        return _stands(turn, knowledge, through, one, words("correct_first"))
    if one.outcome.monitored_by:
        return _stands(turn, knowledge, through, one, words("monitored_already", name=one.outcome.monitored_by))
    if not through.outcomes.monitored(one, turn.at):
        return _stands(turn, knowledge, through, one, words("stale"))
    through.changed("confirmed the monitoring statement of an audit", [one.audit.child_id])
    return _confirmed(turn, knowledge, through, one, words("monitored_done"))


def practice(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """The examples of good practice that were shared; they name nobody."""
    words = words_of("audit_outcome")
    found = as_person(store, turn.sender.object_id, turn.at, knowledge.administrators).outcomes.practice(PRACTICE_SHOWN)
    if not found:
        return Reply(words("practice_none"))
    lines = [f"- {one.text} ({day_label(one.shared_on)})" for one in found]
    return Reply("\n".join([words("practice_list"), *lines]))


def _done(
    turn: Turn,
    knowledge: Knowledge,
    through: Door,
    one: Whole,
    done: str,
    step: Callable[[], bool],
    *,
    part: bool = False,
    kept: str = "",
) -> Reply:
    """Do a step, unless the card that asks for it shows what is no longer so."""
    is_stale = not part and "version" in turn.data and str(turn.data["version"]) != str(one.outcome.version)
    if is_stale or not step():
        return _stands(turn, knowledge, through, one, words_of("audit_outcome")("stale"), kept)
    through.changed("moved an audit's outcome on", [one.audit.child_id])
    return _stands(turn, knowledge, through, one, done)


def _stands(turn: Turn, knowledge: Knowledge, through: Door, one: Whole, said: str, kept: str = "") -> Reply:
    fresh = meant(turn, through) or one
    through.viewed("an audit's outcome", [one.audit.child_id])
    yours = [words_of("audit_outcome")("yours", text=kept)] if kept else []
    return card.step(fresh, knowledge, through, [said, *yours])


def _confirmed(turn: Turn, knowledge: Knowledge, through: Door, one: Whole, done: str) -> Reply:
    """The rest of it, as far as they may still see it."""
    words, fresh = words_of("audit_outcome"), meant(turn, through)
    stands = fresh or through.outcomes.to_upload(one.audit.id)  # who looks after audits reads nothing of it
    said = [done]
    if stands is None or stands.audit.state != FINAL:
        said.append(words("closed", number=one.audit.id))
    elif stands.waits_for_senior_alone:
        said.append(words("untaken"))
    return card.step(fresh, knowledge, through, said) if fresh else Reply(" ".join(said), in_place=True)


def _none() -> Reply:
    return Reply(words_of("audit_outcome")("not_found"))
