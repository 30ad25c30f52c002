"""`companion due`: the deadlines of one case with their proofs, or of a file of cases; nothing is kept."""

import argparse
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

from bot.commands import batch
from bot.commands.command import Subcommands, settings_here
from bot.errors import PlainError

if TYPE_CHECKING:
    from standards_kb.proof import Proof
    from standards_kb.read_case import CaseAsked
    from standards_kb.rules import Timescales
    from standards_kb.timescales import Deadline
    from standards_kb.types import Framework
    from standards_kb.working_days import WorkingDays

EXAMPLE = '{"id": "…", "situation": "child_in_need", "started": "2026-03-02", "as_of": "2026-03-10T09:00:00+00:00"}'
# What may follow the day of a visit, and what it says of it.
DETAILS: dict[str, tuple[str, bool]] = {
    "unannounced": ("unannounced", True),
    "not alone": ("seen_alone", False),
    "not at home": ("at_home_or_placement", False),
    "not spoken to": ("spoken_to", False),
}
MARKS = {
    "details": "details not recorded",
    "who": "who not confirmed",
    "somebody_else": "by somebody other than who is responsible",
    "own_worker": "by the child's own social worker",
    "chair": "who not confirmed",
    "not_chaired": "not chaired by a manager",
}


def register(subcommands: Subcommands) -> None:
    """Add the command."""
    parser = subcommands.add_parser(
        "due",
        help="compute deadlines, with their proofs",
        epilog="Days and times as you would type them: 2 March 2026, yesterday at 3pm, 2026-03-02T14:30.",
    )
    parser.add_argument("situation", nargs="?", help="such as child_protection_plan; --situations lists them")
    parser.add_argument("--started", metavar="WHEN", help="the day, or the day and time, on which it began")
    parser.add_argument("--as-of", metavar="WHEN", help="when to look at it; now, if not given")
    parser.add_argument(
        "--visit",
        metavar="WHEN[, DETAIL]",
        action="append",
        default=[],
        help=f"a visit, with details if need be: {', '.join(DETAILS)}; once for each visit",
    )
    parser.add_argument("--event", metavar="STREAM=WHEN", action="append", default=[], help="such as core_group=…")
    parser.add_argument("--fact", metavar="NAME=VALUE", action="append", default=[], help="such as born_on=…")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--batch", metavar="FILE", help="JSON Lines, a case each; - for standard input")
    parser.add_argument("--situations", action="store_true", help="list the situations, their streams and the facts")
    parser.set_defaults(run=run)


@dataclass(frozen=True, slots=True)
class Counter:
    """What deadlines are counted with."""

    framework: "Framework"
    timescales: "Timescales"
    calendar: "WorkingDays"


def run(arguments: argparse.Namespace) -> int:
    """Print the deadlines."""
    if sum(map(bool, (arguments.situation, arguments.batch, arguments.situations))) != 1:
        raise PlainError(
            "Name a situation, or --batch FILE, or --situations: "
            'companion due child_protection_plan --started "2 March 2026" --visit "6 March 2026"'
        )
    lines = batch.lines_of(arguments.batch) if arguments.batch else iter(())
    counter = _counter()
    if arguments.situations:
        print(_situations(counter))
    elif arguments.batch:
        batch.answer(lines, EXAMPLE, lambda asked: _answer_line(asked, counter))
    else:
        _one(arguments, counter)
    return 0


def _counter() -> Counter:
    from bot.knowledge import working_days
    from standards_kb.load import DataError, load_framework
    from standards_kb.load_timescales import load_timescales

    try:
        framework = load_framework()
        return Counter(framework, load_timescales(framework), working_days(settings_here()))
    except DataError as error:
        raise PlainError(f"The framework's data can't be used: {error}.", exit_code=1) from error


def _one(arguments: argparse.Namespace, counter: Counter) -> None:
    """One case by options."""
    from bot.commands.ask import readable
    from dialogs.core import due
    from dialogs.core.words import words_of
    from standards_kb.read_case import CaseError, read_case

    if not arguments.started:
        raise PlainError(f'Say when it began: companion due {arguments.situation} --started "2 March 2026"')
    case = _case(arguments)
    try:
        asked = read_case(case, counter.timescales)
        if arguments.json:
            print(batch.as_json(as_data(asked, "1", counter), indent=2))
            return
        proofs = sorted(_proofs(asked, counter), key=lambda proof: _at(proof.deadline.due))
    except CaseError as error:
        raise PlainError(f"That can't be counted: {error}.") from None
    titles = {name: situation.title for name, situation in counter.timescales.situations.items()}
    blocks = [due.said(p, titles[p.deadline.situation.name], asked.now, counter.framework) for p in proofs]
    print(readable("\n\n\n".join(blocks) or words_of("core")("due_none")))


def _case(arguments: argparse.Namespace) -> dict[str, Any]:
    """The options as a case of JSON."""
    from bot.clock import Clock

    now = Clock().now()
    as_of = _iso(arguments.as_of, now, "--as-of") if arguments.as_of else now.isoformat()
    events = [_visit(said, now) for said in arguments.visit]
    for said in arguments.event:
        stream, when = _pair(said, "--event", "core_group=2 March 2026")
        events.append({"stream": stream, "at": _iso(when, now, f"--event {stream}")})
    facts: dict[str, Any] = {}
    for said in arguments.fact:
        name, value = _pair(said, "--fact", "born_on=5 April 2021")
        facts[name] = _fact(value, now, name)
    return {
        "situation": arguments.situation,
        "started": _iso(arguments.started, now, "--started"),
        "as_of": as_of if "T" in as_of else f"{as_of}T12:00:00+00:00",
        "events": events,
        "facts": facts,
    }


def _visit(said: str, now: datetime) -> dict[str, Any]:
    """A visit as "6 March 2026, unannounced, not alone"; what isn't said counts."""
    visit: dict[str, Any] = {"stream": "visit", "by_allocated_worker": True}
    visit |= {"seen_alone": True, "at_home_or_placement": True, "spoken_to": True}
    when, found = said, True
    while found:
        rest, _, last = when.rpartition(",")
        found = last.strip().lower() in DETAILS
        if found:
            name, value = DETAILS[last.strip().lower()]
            visit[name], when = value, rest
    return {**visit, "at": _iso(when, now, "--visit")}


def _fact(value: str, now: datetime, name: str) -> Any:
    """A fact as it is typed: yes or no, a number, JSON, or a day or time; an unknown one is named when it is read."""
    from standards_kb.case import Facts

    said = {"yes": True, "no": False}.get(value.lower())
    if said is not None or name not in Facts.__dataclass_fields__:
        return said
    try:
        return json.loads(value)
    except ValueError:
        return _iso(value, now, f"--fact {name}")


def _pair(said: str, option: str, example: str) -> tuple[str, str]:
    name, equals, value = said.partition("=")
    if not equals or not name.strip() or not value.strip():
        raise PlainError(f"{option} {said}: write it as {option} {example!r}.")
    return name.strip(), value.strip()


def _iso(said: str, now: datetime, option: str) -> str:
    """A day or an instant, as JSON has it. PlainError if it is neither, or more than one is meant."""
    from dialogs.core.when import Ambiguous, Day, Moment, WhenError, read

    try:
        value = read(said, now, lean="past")
    except WhenError as error:
        raise PlainError(f"{option} {said!r}: {error}") from None
    if isinstance(value, Day):
        return value.date.isoformat()
    if isinstance(value, Moment):
        return value.at.isoformat()
    if isinstance(value, Ambiguous):
        choices = "; ".join(choice.label for choice in value.choices)
        raise PlainError(f"{option} {said!r}: {value.question} {choices}".rstrip())
    raise PlainError(f"{option} {said!r}: write one day, such as 2 March 2026.")


def _answer_line(asked: dict[str, Any], counter: Counter) -> dict[str, Any]:
    from standards_kb.read_case import CaseError, read_case

    try:
        return as_data(read_case(asked, counter.timescales), asked["id"], counter)
    except CaseError as error:
        raise batch.BadLine(f"can't be counted: {error}") from None


def _proofs(asked: "CaseAsked", counter: Counter) -> "list[Proof]":
    """The proof of every open deadline. CaseError for years that no calendar covers."""
    from standards_kb.proof import prove

    calendar, found = _counted(asked, counter)
    return [prove(one, asked.case, asked.now, counter.framework, calendar) for one in found if one.met is None]


def _counted(asked: "CaseAsked", counter: Counter) -> "tuple[WorkingDays, list[Deadline]]":
    from bot.knowledge import CLOSED
    from standards_kb.read_case import CaseError
    from standards_kb.timescales import deadlines

    calendar = counter.calendar.closed_on(asked.closure_days, CLOSED) if asked.closure_days else counter.calendar
    try:
        return calendar, deadlines(asked.case, asked.now, counter.timescales, calendar)
    except (ValueError, OverflowError) as error:
        raise CaseError(str(error)) from None


def as_data(asked: "CaseAsked", case_id: str | int, counter: Counter) -> dict[str, Any]:
    """The open deadlines, and beside them what has been met for good, as JSON."""
    from standards_kb.proof import doubts_of

    met = [one for one in _counted(asked, counter)[1] if one.met is not None]
    return {
        "id": case_id,
        "deadlines": [deadline_data(proof) for proof in _proofs(asked, counter)],
        "met": [
            {
                "situation": one.situation.name,
                "stream": one.stream,
                "due": _written(one.due),
                "on": one.met.day.isoformat() if one.met else None,
                "marks": [MARKS[doubt] for doubt in doubts_of(one)],
            }
            for one in met
        ],
    }


def deadline_data(proof: "Proof") -> dict[str, Any]:
    """A deadline with its proof as JSON."""
    from dialogs.core.due import counting

    found = proof.deadline
    data: dict[str, Any] = {
        "situation": found.situation.name,
        "stream": found.stream,
        "due": _written(found.due),
        "overdue": found.overdue,
        "visit_by": proof.visit_by.isoformat() if proof.visit_by else None,
        "who": list(proof.who),
        "standard": proof.passages[0].text,
        "standard_id": proof.passages[0].id,
        "reading": proof.reading,
        "counting": counting(proof),
        "by_manager": found.by_manager,
        "marks": list(dict.fromkeys(MARKS[doubt] for doubt in proof.doubts)),
        "bank_holidays_published": not proof.past_published,
    }
    return {**data, "setting": found.setting} if found.setting else data


def _written(when: date | datetime) -> str:
    return when.astimezone(UTC).isoformat() if isinstance(when, datetime) else when.isoformat()


def _at(when: date | datetime) -> datetime:
    """For sorting: a day ends at its end."""
    return when if isinstance(when, datetime) else datetime.combine(when, time.max, UTC)


def _situations(counter: Counter) -> str:
    from dataclasses import fields

    from standards_kb.case import Facts

    lines = []
    for situation in counter.timescales.situations.values():
        since = "day and time" if situation.starts_at_instant else "day"
        lines.append(f"{situation.name} ({situation.title}); --started is the {since}: {situation.trigger}")
        lines += [f"  {row.stream}: {row.title}" for row in situation.timescales]
    return "\n".join([*lines, "", "facts: " + ", ".join(field.name for field in fields(Facts))])
