"""Situations that await a manager's word: an assumed start, a placement that may be none, a time that isn't known."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from dialogs.core import when as dates
from dialogs.core.turn import Json
from dialogs.core.when.say import day_label, moment_label
from dialogs.core.words import words_of
from dialogs.team.act import Act, Ask, Checked, Here
from standards_kb.working_days import local_day
from storage.cases import CHAT, STEP_DOWN, TEMPORARY, Situation
from storage.roles import Action

YES, NO, ANOTHER = "yes", "no", "another day"


def _check(checked: Checked, here: Here) -> Checked:
    words, told = words_of("team"), checked.told
    child_id = str(told["child"])
    called = here.called(child_id)
    waiting = [s for s in here.through.managing.situations([child_id]) if s.awaits and s.is_open(here.now.today)]
    chosen = [s for s in waiting if str(s.id) == str(told.get("situation") or "")] or waiting[:1]
    if not chosen:
        return checked.refuse(words("settle_nothing", child=called))
    situation = chosen[0]
    told["situation"] = str(situation.id)
    checked.basis = f"{situation.id} {situation.version}"
    titles = here.knowledge.timescales.situations
    title = titles[situation.kind].title if situation.kind in titles else situation.kind
    what = words("awaiting_line", child=called, what=title, day=day_label(situation.started_on))
    checked.lines.append(what)
    if situation.awaits == STEP_DOWN:
        _step_down(checked, here, situation)
    elif situation.awaits == TEMPORARY:
        _temporary(checked)
    else:
        _time(checked, here, situation)
    return checked


def _step_down(checked: Checked, here: Here, situation: Situation) -> None:
    words = words_of("team")
    choices = ((words("settle_yes"), YES), (words("settle_other_day"), ANOTHER), (words("settle_no_plan"), NO))
    answer = _answer(checked, words("ask_step_down"), choices)
    if answer == ANOTHER:
        day = checked.day("day", words("ask_plan_day"), here, "past")
        if day is not None and (day > here.now.today or day < situation.started_on - timedelta(days=366)):
            checked.wrong.append(words("wrong_day"))
            checked.asks.append(Ask("day", words("ask_plan_day")))
        elif day is not None:
            checked.lines.append(words("settle_from", day=day_label(day)))
    elif answer:
        checked.lines.append(words("settle_assumed") if answer == YES else words("settle_none"))


def _temporary(checked: Checked) -> None:
    words = words_of("team")
    choices = ((words("settle_new"), YES), (words("settle_not_new"), NO))
    answer = _answer(checked, words("ask_temporary"), choices)
    if answer:
        checked.lines.append(words("settle_restarts") if answer == YES else words("settle_goes_on"))


def _time(checked: Checked, here: Here, situation: Situation) -> None:
    words = words_of("team")
    question = words("ask_time", day=day_label(situation.started_on))
    said = str(checked.told.get("time") or "").strip()
    if not said:
        checked.asks.append(Ask("time", question))
        return
    at = _moment(said, situation.started_on, here)
    if at is None or at > here.turn.at:
        checked.wrong.append(words("wrong_time"))
        checked.told["time"] = ""
        checked.asks.append(Ask("time", question))
        return
    checked.told["time"] = at.isoformat()
    checked.lines.append(words("settle_at", moment=moment_label(at)))


def _moment(said: str, day: date, here: Here) -> datetime | None:
    try:
        at = datetime.fromisoformat(said)
        return at if at.utcoffset() is not None and local_day(at) == day else None
    except ValueError:
        pass
    try:
        value = dates.read(f"{day_label(day)} at {said.removeprefix('at ')}", here.turn.at, lean="past")
    except dates.WhenError:
        return None
    return value.at if isinstance(value, dates.Moment) and local_day(value.at) == day else None


def _answer(checked: Checked, question: str, choices: tuple[tuple[str, str], ...]) -> str:
    said = str(checked.told.get("answer") or "").strip().casefold()
    found = [sent for shown, sent in choices if said in (shown.casefold(), sent)]
    if found:
        checked.told["answer"] = found[0]
        return found[0]
    if said:
        checked.wrong.append(words_of("team")("wrong_choice", choices=", ".join(shown for shown, _ in choices)))
    checked.asks.append(Ask("answer", question, choices))
    return ""


def _do(told: Mapping[str, Json], here: Here) -> Sequence[str] | None:
    words = words_of("team")
    theirs = here.through.managing.situations([str(told["child"])])
    situation = next((s for s in theirs if str(s.id) == told["situation"]), None)
    if situation is None:
        return None
    if not here.through.managing.change_situation(_settled(situation, told)):
        return None
    here.through.changed(f"what {situation.kind} awaited was settled: {situation.awaits}", [str(situation.child_id)])
    return [words("settled", child=here.called(str(situation.child_id)))]


def _settled(situation: Situation, told: Mapping[str, Json]) -> Situation:
    if situation.awaits not in (STEP_DOWN, TEMPORARY):
        return replace(situation, started_at=datetime.fromisoformat(str(told["time"])), awaits=None)
    if told["answer"] == NO:
        # What awaits stays: so an export that shows the same placement again doesn't bring it back.
        return replace(situation, ended_on=situation.started_on, ended_by=CHAT)
    day = date.fromisoformat(str(told["day"])) if told["answer"] == ANOTHER else situation.started_on
    return replace(situation, started_on=day, awaits=None)


ACTS = (Act("settle", "settle_title", Action.DECIDE, _check, _do),)
