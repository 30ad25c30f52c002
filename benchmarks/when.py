"""Dates and times as British people type them: ours against dateparser and dateutil, on expressions not tuned on.

    python -m benchmarks.when [--misses]

`when/held_out.jsonl` was written before the grammar: whole expressions, sentences with one in them, sentences without.
The others give one date, so they are judged mildly: a part of a day needn't be said, and of a span its first day will
do. Where an expression has more than one meaning, only asking is right."""

import argparse
import json
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import dateparser
from dateparser.search import search_dates
from dateutil import parser as dateutil_parser

from dialogs.core.when import Lean, WhenError, find, read
from standards_kb.working_days import LONDON
from tests.dialogs.core.when_notation import written

FOLDER = Path(__file__).parent / "when"

GOALS = {"right": 0.95, "nothing": 0.95, "one_meaning": 0.95}
LEAST = {"right": 0.90, "nothing": 0.90, "one_meaning": 0.90}
LIMITS = {"microseconds": 1000.0}
KINDS = ("day", "time", "span", "ask", "refused", "sentence", "nothing")


@dataclass(frozen=True, slots=True)
class Line:
    """An expression or sentence, and what it should be read as, in the notation of the tests."""

    kind: str
    text: str
    now: datetime
    lean: Lean
    expect: str
    cut: str


def lines() -> list[Line]:
    """The held-out file."""
    raw = (FOLDER / "held_out.jsonl").read_text(encoding="utf-8").splitlines()
    return [
        Line(
            data["kind"],
            data["text"],
            datetime.fromisoformat(data["now"]),
            data.get("lean"),
            data["expect"],
            data.get("cut", ""),
        )
        for data in map(json.loads, raw)
    ]


def kind_of(line: Line) -> str:
    """What sort of line it is, by what it should be read as."""
    if line.kind != "whole":
        return line.kind
    first = line.expect.split()[0]
    if first in ("ask", "refused"):
        return first
    return "span" if first == "week" or ".." in first else "time" if "T" in first else "day"


def ours(line: Line) -> str:
    """What we make of a line; of a sentence, with what was cut out of it if that isn't what should be."""
    if line.kind == "whole":
        try:
            return written(read(line.text, line.now, line.lean))
        except WhenError:
            return "refused"
    found = find(line.text, line.now, line.lean)
    cuts = [line.text[f.start : f.end] for f in found]
    values = " and ".join(written(f.value) for f in found)
    return values if line.kind == "nothing" or cuts == [line.cut] else f"{values} from {cuts}"


def by_dateparser(line: Line) -> datetime | None:
    """Day-first, in English, London's time, looking the way the caller looks."""
    settings: dict[str, Any] = {
        "DATE_ORDER": "DMY",
        "RELATIVE_BASE": line.now.astimezone(LONDON).replace(tzinfo=None),
        "PREFER_DATES_FROM": line.lean or "current_period",
        "TIMEZONE": "Europe/London",
        "RETURN_AS_TIMEZONE_AWARE": True,
    }
    if line.kind == "whole":
        return dateparser.parse(line.text, languages=["en"], settings=settings)
    found = search_dates(line.text, languages=["en"], settings=settings)
    return found[0][1] if found else None


def by_dateutil(line: Line) -> datetime | None:
    """Day-first; what is missing is today's, and of the time nothing. It has no way to look."""
    today = line.now.astimezone(LONDON).replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    try:
        made = dateutil_parser.parse(line.text, dayfirst=True, default=today, fuzzy=line.kind != "whole")
    except (ValueError, OverflowError):
        return None
    return made if made.tzinfo else made.replace(tzinfo=LONDON)


def is_right(line: Line, made: datetime | None) -> bool:
    """Whether a single date is near enough to what was meant."""
    expect = line.expect.split()[0] if line.expect else ""
    if expect in ("", "refused"):
        return made is None
    if made is None or expect == "ask":
        return False
    if "T" in expect:
        return made.astimezone(UTC).replace(second=0, microsecond=0) == datetime.fromisoformat(expect)
    first, _, last = (line.expect.split()[1] if expect == "week" else expect).partition("..")
    return made.date() == date.fromisoformat(first or last)


def share(hits: Sequence[bool]) -> float:
    """Of right ones."""
    return sum(hits) / len(hits)


def measure(judge: Callable[[Line], bool], asked: Sequence[Line]) -> dict[str, float]:
    """How much is right, by sort of line and in all, and how long one takes."""
    right = {line: judge(line) for line in asked}
    figures = {kind: share([right[line] for line in asked if kind_of(line) == kind]) for kind in KINDS}
    figures["one_meaning"] = share([right[line] for line in asked if kind_of(line) in ("day", "time")])
    figures["right"] = share(list(right.values()))
    started = time.perf_counter()
    for line in asked:
        judge(line)
    figures["microseconds"] = 1e6 * (time.perf_counter() - started) / len(asked)
    return figures


def main() -> int:
    """Print the figures; the last line is JSON. 1 if the least to ship isn't reached."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--misses", action="store_true", help="list our misses")
    with_misses = options.parse_args().misses
    warnings.simplefilter("ignore")  # the others warn of time zones they don't know
    asked = lines()
    judges: dict[str, Callable[[Line], bool]] = {
        "dateutil": lambda line: is_right(line, by_dateutil(line)),
        "dateparser": lambda line: is_right(line, by_dateparser(line)),
        "ours": lambda line: ours(line) == line.expect,
    }
    figures = {name: measure(judge, asked) for name, judge in judges.items()}
    counts = {kind: sum(kind_of(line) == kind for line in asked) for kind in KINDS}
    counts |= {"one_meaning": counts["day"] + counts["time"], "right": len(asked)}
    print(f"{'':14}{'of':>5}" + "".join(f"{name:>12}" for name in judges))
    for kind, count in counts.items():
        print(f"{kind:14}{count:5}" + "".join(f"{100 * figures[name][kind]:10.1f} %" for name in judges))
    print(f"{'microseconds':19}" + "".join(f"{figures[name]['microseconds']:12.0f}" for name in judges))
    if with_misses:
        for line in asked:
            if ours(line) != line.expect:
                print(f"{line.text!r} {line.lean or ''} should be {line.expect!r}, is {ours(line)!r}")
    reached = all(figures["ours"][name] >= least for name, least in LEAST.items())
    ok = reached and all(figures["ours"][name] <= most for name, most in LIMITS.items())
    print(json.dumps({"name": "when", "figures": figures, "targets": {**GOALS, **LIMITS}, "least": LEAST, "ok": ok}))
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main())
