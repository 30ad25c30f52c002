"""Longer intervals, which only a Head of Service or a review may agree to."""

from collections.abc import Mapping, Sequence
from datetime import date

from dialogs.core.how_often import days_in
from dialogs.core.turn import Json
from dialogs.core.when.say import day_label
from dialogs.core.words import words_of
from dialogs.team.act import Act, Ask, Checked, Here
from dialogs.team.decide import MOST_DAYS, reasoned, record
from storage.decisions import AGREEMENTS, HEAD_AGREED, PERMANENCE, REDUCED, REVIEW_SET
from storage.roles import Action

_FACT = {
    HEAD_AGREED: "head_of_service_agreed_on",
    REDUCED: "reduced_to_ten_working_days_on",
    PERMANENCE: "permanence_agreed_on",
    REVIEW_SET: "first_adoption_review_on",
}


def _check(kind: str, checked: Checked, here: Here) -> Checked:
    words, told = words_of("team"), checked.told
    of = here.case_of(str(told["child"]))
    called, today = here.called(of.child.id), here.now.today
    title = here.knowledge.timescales.situations[AGREEMENTS[kind]].title
    begun = [s.started_on for s in of.situations if s.kind == AGREEMENTS[kind] and s.is_open(today)]
    if not begun:
        return checked.refuse(words("agree_no_situation", child=called, situation=title))
    if kind == HEAD_AGREED:
        told["day"] = told.get("day") or today.isoformat()
    day = checked.day("day", words("ask_permanence_day" if kind == PERMANENCE else "ask_review_day"), here, "past")
    if day is not None and not max(begun) <= day <= today:
        return checked.refuse(words("agree_wrong_day", situation=title, day=day_label(max(begun))))
    if kind == REVIEW_SET:
        days = days_in(str(told.get("days") or ""))
        if days is None or not 0 < days <= MOST_DAYS:
            checked.wrong += [words("wrong_days")] if told.get("days") else []
            checked.asks.append(Ask("days", words("ask_days", child=called)))
        else:
            told["days"] = str(days)
    if day is not None:
        checked.lines.append(words("agree_line", child=called, situation=title, what=_what(kind, told, day)))
        checked.lines.append(words("agree_from_next"))
    return reasoned(checked, here, of, kind)


def _what(kind: str, told: Mapping[str, Json], day: date) -> str:
    words, said = words_of("team"), day_label(day)
    if kind == REVIEW_SET:
        return words("agree_review_set", day=said, days=told.get("days") or "")
    if kind == HEAD_AGREED:
        return words("agree_head", day=said)
    return words("agree_reduced", day=said) if kind == REDUCED else words("agree_permanence", day=said)


def _do(kind: str, told: Mapping[str, Json], here: Here) -> Sequence[str] | None:
    day = date.fromisoformat(str(told["day"]))
    facts: dict[str, Json] = {_FACT[kind]: day.isoformat()}
    if kind == REVIEW_SET:
        facts["review_set_interval_days"] = int(str(told["days"]))
    return record(told, here, kind, facts, decided_on=day)


def _act(kind: str, title: str, needs: Action) -> Act:
    return Act(
        kind, title, needs, lambda checked, here: _check(kind, checked, here), lambda told, here: _do(kind, told, here)
    )


ACTS = (
    _act(HEAD_AGREED, "head_agreed_title", Action.AGREE_HEAD),
    _act(REDUCED, "reduced_title", Action.AGREE_REVIEW),
    _act(PERMANENCE, "permanence_title", Action.AGREE_REVIEW),
    _act(REVIEW_SET, "review_set_title", Action.AGREE_REVIEW),
)
