"""What workers have told that a review set: confirmed as the decision that it would be, or not confirmed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Final

from dialogs.core import cards, decided
from dialogs.core.sheet import Sheet
from dialogs.core.turn import Json
from dialogs.core.when.say import day_label
from dialogs.core.words import words_of
from dialogs.team.act import Act, Checked, Here
from storage.access import Door
from storage.agreed import CONFIRMED, REFUSED, WAITING, Agreed
from storage.decisions import FREQUENCY, HEAD_AGREED, NEXT_REVIEW, PERMANENCE, REDUCED, REVIEW_SET, Decision
from storage.roles import Action

# Who may confirm what.
NEEDS: Final[Mapping[str, Action]] = MappingProxyType(
    {
        FREQUENCY: Action.DECIDE,
        NEXT_REVIEW: Action.DECIDE,
        REDUCED: Action.AGREE_REVIEW,
        PERMANENCE: Action.AGREE_REVIEW,
        REVIEW_SET: Action.AGREE_REVIEW,
        HEAD_AGREED: Action.AGREE_HEAD,
    }
)


def show(sheet: Sheet, found: Sequence[Agreed], called: Mapping[str, str], through: Door) -> None:
    """Each, with who told it; to be confirmed by whoever may."""
    words = words_of("team")
    for one in found:
        lines = [
            words("told_by", name=one.by_name, day=day_label(one.told_at.date())),
            *_record_says(one, through),
        ]
        may = through.may(NEEDS[one.kind], one.child_id)
        data: dict[str, Json] = {"child": one.child_id, "agreed": str(one.id)}
        buttons = [cards.say(words("told_not"), "team.not_agreed", data)]
        if may:
            buttons.insert(0, cards.say(words("told_confirm"), f"team.{one.kind}", {**data, **as_told(one)}))
        else:
            lines.append(words("told_head" if one.kind == HEAD_AGREED else "told_manager"))
        first = words("told_line", child=called.get(one.child_id, one.child_id), what=decided.told(one))
        sheet.together(lines, [cards.buttons(buttons)], first)


def as_told(one: Agreed) -> dict[str, Json]:
    """What the decision would be told with."""
    told: dict[str, Json] = {"reason": words_of("team")("told_reason", name=one.by_name)}
    if one.kind == FREQUENCY:
        return {**told, "days": str(one.facts["manager_interval_days"])}
    if one.kind == NEXT_REVIEW:
        return {**told, "day": one.on_day.isoformat(), "next": str(one.facts["next_review_on"])}
    if one.kind == REVIEW_SET:
        told["days"] = str(one.facts["review_set_interval_days"])
    return {**told, "day": one.on_day.isoformat()}


def told_in(told: Mapping[str, Json], here: Here) -> Agreed | None:
    """The one that a decision confirms, as long as it waits."""
    number = str(told.get("agreed") or "")
    theirs = here.through.managing.agreed([str(told["child"])]) if number else []
    return next((one for one in theirs if str(one.id) == number and one.state == WAITING), None)


def confirmed(told: Mapping[str, Json], decision: Decision, here: Here) -> list[Agreed] | None:
    """Whatever waits and is confirmed by a decision: what it is made for, and what says the same; None if what it is
    made for was settled or taken back meanwhile."""
    meant = told_in(told, here)
    if told.get("agreed") and meant is None:
        return None
    found = [one for one in here.through.managing.agreed([decision.child_id]) if one.state == WAITING]
    return [_by(here, one, CONFIRMED) for one in found if one == meant or _says(one, decision)]


def _says(one: Agreed, decision: Decision) -> bool:
    return one.kind == decision.kind and all(decision.facts.get(name) == value for name, value in one.facts.items())


def _by(here: Here, one: Agreed, state: str, why: str = "") -> Agreed:
    return replace(one, state=state, settled_by=here.person.name, settled_at=here.turn.at, why=why)


def _record_says(one: Agreed, through: Door) -> list[str]:
    """What the record says in its place."""
    found = one.otherwise(through.managing.situations([one.child_id]))
    said = ", ".join(_value(value) for value in found.values())
    return [words_of("team")("told_record", said=said)] if said else []


def _value(value: object) -> str:
    if isinstance(value, int):
        return words_of("team")("told_days", days=value)
    return day_label(date.fromisoformat(str(value)))


def _check_not(checked: Checked, here: Here) -> Checked:
    words, one = words_of("team"), told_in(checked.told, here)
    called = here.called(str(checked.told["child"]))
    if one is None:
        return checked.refuse(words("told_nothing", child=called))
    if not here.through.may(NEEDS[one.kind], one.child_id):
        return checked.refuse(words("told_head" if one.kind == HEAD_AGREED else "told_manager"))
    checked.basis = str(one.version)
    checked.lines.append(words("told_line", child=called, what=decided.told(one)))
    reason = checked.reason(words("ask_told_why"))
    if reason:
        checked.lines += [words("reason_line", reason=reason), words("told_not_line", name=one.by_name)]
    return checked


def _refuse(told: Mapping[str, Json], here: Here) -> Sequence[str] | None:
    words, one = words_of("team"), told_in(told, here)
    if one is None or not here.through.managing.settle_agreed(_by(here, one, REFUSED, str(told["reason"]))):
        return None
    here.through.changed(f"what a review was told to have set is not confirmed: {told['reason']}", [one.child_id])
    return [words("told_not_done", child=here.called(one.child_id), name=one.by_name)]


ACTS = (Act("not_agreed", "told_not_title", Action.OVERSEE, _check_not, _refuse),)
