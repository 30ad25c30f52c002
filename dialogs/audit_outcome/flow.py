"""Looking at an outcome and writing it, part by part: every saving is kept, and none goes over another's."""

import re
from dataclasses import replace
from typing import Final

from dialogs.audit_outcome import card, card_part
from dialogs.audit_outcome.slots import LONGEST, Slot, missing, named, slots
from dialogs.core.knowledge import Knowledge
from dialogs.core.personal import door, label, personal_only
from dialogs.core.reply import Reply
from dialogs.core.turn import Turn
from dialogs.core.words import words_of
from storage.access import Door, as_person
from storage.audits import ACCEPTED
from storage.outcome_work import Whole
from storage.outcomes import BELOW, EXCEEDS, GOOD_PRACTICE, MEETS, NOT_APPLICABLE, SCALE, Part
from storage.store import Store

_SAID: Final = (
    (EXCEEDS, r"exceeds(?: good)?"),
    (MEETS, r"(?:meets|is)(?: good)?|good(?=$|[,.;:]| because)"),
    (BELOW, r"(?:does not|doesn't|does n't|not) meet(?:s)?(?: good)?|below(?: good)?|not good"),
    (NOT_APPLICABLE, r"not applicable|n/?a"),
)
_TEXTS: Final = re.compile(r"\b(evidence|impact):", re.I)


def meant(turn: Turn, through: Door) -> Whole | None:
    """The outcome of the audit that a number names, if it is there for this person."""
    number = number_of(turn, "audit")
    return through.outcomes.find(number) if number else None


def only(turn: Turn, through: Door) -> Whole | None:
    """The same; where nothing is named, the only one that goes on."""
    if "audit" in turn.data:
        return meant(turn, through)
    mine = through.outcomes.mine()
    return mine[0] if len(mine) == 1 else None


def reads_any(turn: Turn, store: Store) -> bool:
    """Whether there is an outcome for them to write or read."""
    return bool(as_person(store, turn.sender.object_id, turn.at).outcomes.mine())


def writes_any(turn: Turn, store: Store) -> bool:
    """Whether there is an outcome for them to write."""
    through = as_person(store, turn.sender.object_id, turn.at).outcomes
    return any(through.writes(one) for one in through.mine())


def number_of(turn: Turn, name: str) -> int:
    """A number that a button or a sentence gives; 0: none."""
    said = str(turn.data.get(name, ""))
    return int(said) if said.isdecimal() and len(said) < 10 else 0


@personal_only
def listed(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Those that go on and are theirs to see."""
    through = door(turn, store, knowledge)
    found = through.outcomes.mine()
    through.viewed("outcomes of audits", [one.audit.child_id for one in found])
    return card.listed(found, through)


@personal_only
def show(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """One, as it stands."""
    through = door(turn, store, knowledge)
    one = only(turn, through)
    if one is None:
        return listed(turn, store, knowledge) if "audit" not in turn.data else none()
    through.viewed("an audit's outcome", [one.audit.child_id])
    return card.whole(one, knowledge, through)


@personal_only
def following(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """The next part that is missing, to write."""
    through = door(turn, store, knowledge)
    one = only(turn, through)
    if one is None and "audit" not in turn.data:
        return listed(turn, store, knowledge)
    if one is None or not through.outcomes.writes(one):
        return none()
    through.viewed("an audit's outcome", [one.audit.child_id])
    return _next(one, "", turn, knowledge, through)


@personal_only
def part(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """One part: to write for the auditor, to read for others."""
    words, through = words_of("audit_outcome"), door(turn, store, knowledge)
    one, said = meant(turn, through), str(turn.data.get("part") or turn.data.get("title") or "")
    if one is None:
        return Reply(words("not_found"))
    slot = named(said, slots(one.audit.kind, knowledge))
    through.viewed("an audit's outcome", [one.audit.child_id])
    if slot is None:
        return card.whole(one, knowledge, through, [words("no_part", said=said)])
    if through.outcomes.writes(one) and one.audit.state == ACCEPTED:
        return card_part.to_write(one, slot, through, knowledge)
    return card_part.to_read(one, slot, through, knowledge)


@personal_only
def save(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Keep what a card or a sentence says of one part, then ask for the next."""
    words, through = words_of("audit_outcome"), door(turn, store, knowledge)
    one, is_typed = only(turn, through), "said" in turn.data
    if one is None and "audit" not in turn.data:
        return listed(turn, store, knowledge)
    if one is None or not through.outcomes.writes(one):
        return Reply(words("not_found"))
    said = str(turn.data.get("title" if is_typed else "part") or "")
    slot = named(said, slots(one.audit.kind, knowledge))
    if slot is None:
        return card.whole(one, knowledge, through, [words("no_part", said=said)])
    now = one.part(slot.name)
    told = _typed(str(turn.data["said"]), slot, now) if is_typed else _given(turn)
    wrong = _wrong(slot, told, one, through)
    if one.audit.state != ACCEPTED:
        wrong = words("final_now")
    if not wrong and not is_typed and str(turn.data.get("version")) != str(now.version):
        wrong = words("faster")
    if wrong:
        return card_part.to_write(one, slot, through, knowledge, wrong, told)
    written = replace(now, answer=told["answer"], evidence=told["evidence"], impact=told["impact"])
    if not through.outcomes.write(one, written, turn.at):
        fresh = meant(turn, through) or one
        return card_part.to_write(fresh, slot, through, knowledge, words("faster"), told)
    through.changed("wrote an audit's outcome", [one.audit.child_id])
    fresh = meant(turn, through) or one
    return _next(fresh, slot.name, turn, knowledge, through, words("saved", title=slot.title))


@personal_only
def not_saved(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """A grade with a danger behind it: that is heard, and no grade is kept."""
    core, council = words_of("core"), knowledge.council
    whom = {"first_response": council.first_response, "emergency_duty": council.emergency_duty}
    calls = [core("alarm_999"), core("alarm_call", council=council.name, **whom), core("alarm_nobody")]
    return Reply("\n\n".join([*calls, words_of("audit_outcome")("not_saved")]))


def none() -> Reply:
    """The same for what isn't theirs, and for none."""
    return Reply(words_of("audit_outcome")("not_found"))


def _next(one: Whole, after: str, turn: Turn, knowledge: Knowledge, through: Door, lead: str = "") -> Reply:
    """The next missing part after one, from the first again when there is none behind it."""
    words, found = words_of("audit_outcome"), slots(one.audit.kind, knowledge)
    lacks = missing(one, found)
    wanted = {name for name, _ in lacks}
    order = [slot.name for slot in found]
    begins = order.index(after) + 1 if after else 0
    following_ = next((found[order.index(n)] for n in (*order[begins:], *order[:begins]) if n in wanted), None)
    if following_ is None or following_.name == after or one.audit.state != ACCEPTED:
        return card.step(one, knowledge, through, [lead]) if lead else card.whole(one, knowledge, through)
    more = words("still", number=len(lacks))
    return card_part.to_write(one, following_, through, knowledge, f"{lead} {more}".strip())


def _given(turn: Turn) -> dict[str, str]:
    return {name: str(turn.data.get(name) or "").strip() for name in ("answer", "evidence", "impact")}


def _typed(said: str, slot: Slot, now: Part) -> dict[str, str]:
    """What a sentence says; what it doesn't speak of stays as it is."""
    told = {"answer": now.answer, "evidence": now.evidence, "impact": now.impact}
    rest = said.replace("’", "'").strip()
    if not slot.answers:
        return {**told, "evidence": rest}
    if slot.name == SCALE:
        found = re.match(r"(\d{1,3})(?: (?:out )?of 10)?\b[,.:;]?\s*(?:because )?(.*)", rest, re.S)
        return {**told, "answer": found[1], "evidence": found[2] or now.evidence} if found else {**told, "answer": "?"}
    begin, *pieces = _TEXTS.split(rest)
    for answer, pattern in _SAID:
        found = re.match(rf"(?:{pattern})\b[,.:;]?\s*(?:because )?", begin, re.I)
        if found:
            told["answer"], begin = answer, begin[found.end() :]
            break
    texts = {name.casefold(): text.strip() for name, text in zip(pieces[::2], pieces[1::2], strict=True)}
    if begin.strip():
        texts["evidence"] = f"{begin.strip()} {texts.get('evidence', '')}".strip()
    return {**told, **texts}


def _wrong(slot: Slot, told: dict[str, str], one: Whole, through: Door) -> str:
    """Why it can't be kept."""
    words = words_of("audit_outcome")
    if told["answer"] and told["answer"] not in slot.answers:
        return words("scale_error" if slot.name == SCALE else "answer_error")
    if not any(told.values()):
        return words("nothing")
    if max(len(text) for text in told.values()) > LONGEST:
        return words("too_long", number=LONGEST)
    if slot.name == GOOD_PRACTICE and (said := identifying(told["evidence"], one, through)):
        return words("practice_names", said=said)
    return ""


def identifying(text: str, one: Whole, through: Door) -> str:
    """What in a text tells who is meant: the child, the staff in it, an address, a number; empty if nothing."""
    child = through.outcomes.child(one)
    parts = [part for name in through.outcomes.names(one) for part in name.split() if len(part) > 2]
    for word in (child.id, label(child), *parts):
        if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.I):
            return word
    found = re.search(r"\S+@\S+|\d[\d ]{4,}\d", text)
    return found[0] if found else ""
