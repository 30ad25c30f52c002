"""What is still to be asked about a report, in order; and reading the answers."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from dialogs.core import when as dates
from dialogs.core.how_often import often_in
from dialogs.core.turn import Json
from dialogs.core.when.say import day_label
from dialogs.core.words import words_of
from dialogs.visits import agreed
from dialogs.visits.agreed import AGREED, NEXT, OFTEN, PERMANENT
from dialogs.visits.happenings import ASKED_FOR, STRATEGY, asks_border, happenings, starts
from dialogs.visits.report import VISIT, as_told, day_of, moment_of, said_when
from dialogs.visits.subjects import Subject, is_looked_after
from standards_kb.working_days import local_day
from storage.reports import Report

YES, NO = "yes", "no"
_YES = re.compile(r"(?:y|yes|yeah|yep|yup|yes (?:he|she|they|it|i) (?:was|were|did|is))(?: please| thanks)?")
_NO = re.compile(r"(?:n|no|nope|nah|no (?:he|she|they|it|i) (?:wasn't|weren't|didn't|isn't))(?: thanks)?")
_SAVING = frozenset({"save", "save it", "yes save", "yes save it", "ok", "okay", "correct", "that's right", "right"})
_DROPPING = frozenset(
    {"cancel", "cancel it", "start again", "start over", "don't save", "never mind", "forget it", "stop"}
)
LONGEST = 200
_MOST_BESIDE = 3  # words beside a day: "I think it was Friday"


@dataclass(frozen=True, slots=True)
class Ask:
    """One question. `place`: the number of the child whom it is about; None: all. Without choices it takes a text."""

    field: str
    question: str
    place: int | None = None
    choices: tuple[tuple[str, str], ...] = ()

    @property
    def id(self) -> str:
        """The name of the field on the card."""
        return self.field if self.place is None else f"{self.field}{self.place}"


@dataclass(frozen=True, slots=True)
class Answer:
    """What an answer comes to: what it changes, or what is wrong with it."""

    told: Mapping[str, Json] | None = None
    error: str = ""


def asks(report: Report, subjects: Sequence[Subject], *, every: bool = False) -> list[Ask]:
    """What is missing of a report; `every`: whatever can be said of such a one, to change it."""
    words, told = words_of("visits"), report.told
    happened = words("ask_happened" if report.kind == VISIT else "ask_happened_at_all")
    made = [Ask("happened", happened, choices=_yes_no())] if "corrects" in told else []
    if report.kind == ASKED_FOR:
        made.append(Ask("due", words("ask_due")))
    elif report.kind == AGREED:
        made += _of_agreed(report, subjects, every=every)
    else:
        made += _of_time(report, subjects, every=every)
    if report.kind == VISIT and "seen" in told:
        made.append(Ask("seen", words("ask_seen" if len(subjects) == 1 else "ask_seen_all"), choices=_yes_no()))
    if report.kind == VISIT and told.get("seen") is not False:
        made += _of_visit(report, subjects, every=every)
    if asks_border(report.kind, subjects):
        made.append(Ask("near", words("ask_near"), choices=_yes_no()))
    if report.kind == STRATEGY:
        made.append(Ask("conference", words("ask_conference"), choices=_yes_no()))
    if "corrects" in told:
        made.append(Ask("reason", words("ask_reason")))
    return made if every else [ask for ask in made if not _is_told(ask, report)]


def _of_time(report: Report, subjects: Sequence[Subject], *, every: bool) -> list[Ask]:
    words, told = words_of("visits"), report.told
    unsure = told.get("unsure")
    if isinstance(unsure, dict) and not every:
        made = [Ask("when", str(unsure["question"]), choices=tuple((str(c), str(c)) for c in unsure["choices"]))]
    else:
        made = [Ask("when", words("ask_when"))]
    if _wants_time(report, subjects):
        day = day_label(day_of(told["when"]))
        made.append(Ask("time", words("ask_time" if report.kind == VISIT else "ask_time_of", day=day)))
    return made


def _of_agreed(report: Report, subjects: Sequence[Subject], *, every: bool) -> list[Ask]:
    """When the review was, and what it set."""
    words, told, made = words_of("visits"), report.told, _of_time(report, subjects, every=every)
    made = [replace(ask, question=words("ask_review_day")) if not ask.choices else ask for ask in made]
    choices = [(words("agreed_next"), NEXT), (words("agreed_often"), OFTEN)]
    if any(is_looked_after(subject) for subject in subjects):
        choices.append((words("agreed_permanence"), PERMANENT))
    if not agreed.is_told(report) and not told.get("sets"):
        made.append(Ask("sets", words("ask_sets"), choices=tuple(choices)))
    if told.get("sets") == NEXT or (every and told.get(NEXT)):
        made.append(Ask(NEXT, words("ask_next")))
    if told.get("sets") == OFTEN or (every and told.get(OFTEN)):
        made.append(Ask(OFTEN, words("ask_often")))
    return made


def _of_visit(report: Report, subjects: Sequence[Subject], *, every: bool) -> list[Ask]:
    words = words_of("visits")
    one = len(subjects) == 1
    made = [Ask("place", words("ask_place" if one else "ask_place_all"), choices=_yes_no())]
    for number, subject in enumerate(subjects):
        made.append(Ask("alone", words("ask_alone", child=subject.called), number, _yes_no()))
        made.append(Ask("spoken", words("ask_spoken", child=subject.called), number, _yes_no()))
    made.append(Ask("unannounced", words("ask_unannounced"), choices=_yes_no()))
    settings = tuple(dict.fromkeys(name for subject in subjects for name in subject.settings))
    if settings:
        elsewhere = (words("elsewhere"), "")
        made.append(Ask("setting", words("ask_setting"), choices=(*((n, n) for n in settings), elsewhere)))
    if "corrects" in report.told:
        return made
    if any(subject.sleeps_away for subject in subjects):
        made.append(Ask("sleeping", words("ask_sleeping"), choices=_yes_no()))
    if every:
        made.append(Ask("with", words("ask_with")))
    return made


def answered(ask: Ask, said: str, report: Report, at: datetime) -> Answer:
    """What a typed or chosen answer says."""
    text, words = " ".join(said.replace("’", "'").split())[:LONGEST], words_of("visits")
    if ask.field in ("when", "time"):
        return _when(ask, text, report, at)
    if ask.field == "due":
        return _due(text, at)
    if ask.field == NEXT:
        after = agreed.next_in(text, at)
        return Answer(after) if after else Answer(error=words("error_next"))
    if ask.field == OFTEN:
        often = often_in(text) or text.casefold()
        return Answer({OFTEN: often}) if agreed.is_often(often) else Answer(error=words("error_often"))
    if ask.field == "with":
        return Answer({"with": text or None})
    if ask.field == "reason":
        return Answer({"reason": text}) if len(text) > 3 else Answer(error=words("error_reason"))
    if ask.choices == _yes_no():
        is_so = yes_or_no(text)
        return Answer(error=words("error_yes_no")) if is_so is None else Answer({ask.field: is_so})
    chosen = [sent for title, sent in ask.choices if text.casefold() in (title.casefold(), sent.casefold())]
    if not chosen:
        return Answer(error=words("error_choice", choices=", ".join(title for title, _ in ask.choices)))
    if chosen == [PERMANENT]:
        return Answer({ask.field: PERMANENT, PERMANENT: True})
    return Answer({ask.field: chosen[0]})


def noted(report: Report, subjects: Sequence[Subject]) -> Report:
    """The report with what is asked next, so that a typed answer is known as one."""
    first = next(iter(asks(report, subjects)), None)
    asked = {"field": first.field, "choices": [title for title, _ in first.choices]} if first else {"field": ""}
    return replace(report, told={**report.told, "asked": asked})


def fits(text: str, report: Report, at: datetime) -> bool:
    """Whether a text can be an answer to what is asked next; with nothing left to ask, to whether it is right."""
    asked = report.told.get("asked") or {"field": ""}
    field, said = asked["field"], text.casefold().strip(" .!")
    if said in [choice.casefold() for choice in asked.get("choices", ())]:
        return True
    if field == OFTEN:
        return agreed.is_often(often_in(said) or said)
    if field in ("due", NEXT):
        return bool(dates.find(text, at, lean="future"))
    if field in ("when", "time"):
        return _is_of_time(text if field == "when" else f"today at {text.removeprefix('at ')}", at)
    if field == "reason":
        return yes_or_no(text) is None and said not in _phrases()
    return yes_or_no(text) is not None or (is_saving(text) if not field else bool(goes_for_all(text)))


def _is_of_time(text: str, at: datetime) -> bool:
    """Whether a text is a day or a time, and little else: what tells of something more is no answer."""
    found = dates.find(text, at, lean="past")
    rest = text.casefold()
    for one in reversed(found):
        rest = rest[: one.start] + rest[one.end :]
    return bool(found) and len(re.findall(r"[^\W\d_]+", rest)) <= _MOST_BESIDE and not re.search(r"\d{3}", rest)


def _phrases() -> frozenset[str]:
    """What asks for something else, whatever is asked."""
    return frozenset(phrase for listed in words_of("visits").phrases.values() for phrase in listed) | {"help"}


def is_saving(text: str) -> bool:
    """Whether a text says to save."""
    return yes_or_no(text) is True or text.replace("’", "'").casefold().strip(" .!") in _SAVING


def is_dropping(text: str) -> bool:
    """Whether a text says to save nothing."""
    return text.replace("’", "'").casefold().strip(" .!") in _DROPPING


def goes_for_all(text: str) -> str:
    """The yes or no of "yes to all", "all yes" or "none of them"; empty if it is none."""
    said = " ".join(text.casefold().replace(",", " ").split()).strip(" .!")
    if re.fullmatch(r"(?:none|neither)(?: of (?:them|these|those))?(?: (?:was|were))?", said):
        return NO
    if re.fullmatch(r"(?:all|both|each) of (?:them|these|those)(?: (?:was|were))?", said):
        return YES
    found = re.fullmatch(r"(?:(yes|no) (?:to |for )?(?:all|both|each)|(?:all|both) (yes|no))", said)
    return (found[1] or found[2]) if found else ""


def yes_or_no(text: str) -> bool | None:
    """Yes, no, or neither."""
    said = " ".join(text.replace("’", "'").casefold().split()).strip(" .,!")
    if _YES.fullmatch(said):
        return True
    return False if _NO.fullmatch(said) else None


def refused(report: Report, subjects: Sequence[Subject], at: datetime) -> str:
    """Why it can't have been then: still to come, or before everything that is open began; empty if it can."""
    words, when = words_of("visits"), report.told.get("when")
    if not isinstance(when, dict) or report.told.get("happened") is False:
        return ""
    day, moment = day_of(when), moment_of(when)
    if day > local_day(at) or (moment is not None and moment > at):
        return words("error_future")
    for subject in subjects if not starts(report.kind) else ():
        if subject.began is not None and day < subject.began and report.kind != STRATEGY:
            return words("error_before", child=subject.called, day=day_label(subject.began))
    return ""


def _due(text: str, at: datetime) -> Answer:
    """The day by which a visit is asked for: today or later."""
    try:
        value = dates.read(re.sub(r"^by ", "", text), at, lean="future")
    except dates.WhenError as error:
        return Answer(error=str(error))
    day = value.date if isinstance(value, dates.Day) else None
    if day is None or day < local_day(at):
        return Answer(error=words_of("visits")("error_due"))
    return Answer({"due": day.isoformat()})


def _when(ask: Ask, text: str, report: Report, at: datetime) -> Answer:
    if ask.field == "time":
        text = f"{day_label(day_of(report.told['when']))} at {text.removeprefix('at ')}"
    try:
        value = dates.read(text, at, lean="past")
    except dates.WhenError as error:
        return Answer(error=str(error))
    if not isinstance(value, dates.Day | dates.Moment | dates.Ambiguous):
        return Answer(error=words_of("visits")("error_one_day"))
    if ask.field == "time" and not isinstance(value, dates.Moment):
        return Answer(error=words_of("visits")("error_time"))
    told = as_told(value)
    return Answer({"unsure": None, **told} if "when" in told else {"when": None, **told})


def _is_told(ask: Ask, report: Report) -> bool:
    if ask.field == "time":
        return False
    told = report.told if ask.place is None else report.children[ask.place].told
    return told.get(ask.field) is not None


def _wants_time(report: Report, subjects: Sequence[Subject]) -> bool:
    """Whether hours are counted from it, or it may lie before the moment from which they are."""
    when = report.told.get("when")
    if not isinstance(when, dict) or moment_of(when) is not None:
        return False
    if report.kind in happenings():
        return happenings()[report.kind].in_hours
    return any(subject.needs_time(day_of(when)) for subject in subjects)


def _yes_no() -> tuple[tuple[str, str], ...]:
    words = words_of("visits")
    return ((words("yes"), YES), (words("no"), NO))


def value_of(ask: Ask, report: Report) -> str:
    """What has been told already, as the field shows it."""
    told = report.told if ask.place is None else report.children[ask.place].told
    value = told.get(ask.field)
    if ask.field == "when":
        return said_when(value)
    if ask.field in ("due", NEXT):
        return day_label(date.fromisoformat(str(value))) if value else ""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, dict):
        return str(value.get("name", ""))
    return "" if value is None else str(value)
