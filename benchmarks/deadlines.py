"""All of England's deadlines: how fast the rule engine counts them, beside a plain loop over the same cases.

`python -m benchmarks.deadlines [CHILDREN]`. The children are made up page by page (benchmarks/population.py); making
them, and putting them into the values that each side takes, isn't counted."""

import gc
import json
import resource
import sys
import time
from collections.abc import Callable
from datetime import date
from typing import Any

from benchmarks.plain_deadlines import deadlines as plain_deadlines
from benchmarks.population import population
from standards_kb.case import Case, Facts, Setting, Situation, happened, in_order
from standards_kb.history import as_of
from standards_kb.load import load_framework
from standards_kb.load_timescales import load_timescales
from standards_kb.timescales import open_deadlines
from standards_kb.working_days import WorkingDays, england

ENGLAND = 400_000
SEED = 1
GOALS = {"children_per_second": 40_000, "times_plain": 2.5}
LEAST = {"children_per_second": 25_000, "times_plain": 2.5}
LIMITS = {"mib_above_a_page": 300}

Answer = set[tuple[str, str, str, str, bool]]


def main() -> int:
    """Print a table and a line of JSON; 0 if what is to ship is reached."""
    children = int(sys.argv[1]) if len(sys.argv) > 1 else ENGLAND
    timescales = load_timescales(load_framework())
    ours = plain = 0.0
    counted = found = differing = 0
    england()
    at_first = _peak_mib()
    for page in population(children, SEED):
        cases = [(case_of(case), as_of(case["as_of"]), _calendar(case)) for case in page]
        took, our_answers = _timed(lambda c: open_deadlines(c[0], c[1], timescales, c[2]), cases)
        ours += took
        took, plain_answers = _timed(plain_deadlines, page)
        plain += took
        counted += len(page)
        found += sum(map(len, our_answers))
        for one, other in zip(our_answers, plain_answers, strict=True):
            differing += _ours(one) != _plain(other)
    figures = {
        "children": counted,
        "deadlines": found,
        "seconds": round(ours, 2),
        "children_per_second": round(counted / ours),
        "plain_seconds": round(plain, 2),
        "plain_children_per_second": round(counted / plain),
        "times_plain": round(plain / ours, 2),
        "children_with_another_answer": differing,
        "mib_above_a_page": round(_peak_mib() - at_first),
    }
    for name, figure in figures.items():
        print(f"{name:<30}{figure:>12,}")
    ok = differing == 0 and all(figures[n] >= least for n, least in LEAST.items())
    ok = ok and all(figures[n] <= limit for n, limit in LIMITS.items())
    targets = {**GOALS, **LIMITS}
    print(json.dumps({"name": "deadlines", "figures": figures, "targets": targets, "least": LEAST, "ok": ok}))
    return 0 if ok else 1


def case_of(case: dict[str, Any]) -> Case:
    """A case of the population as the engine takes it."""
    situations = case.get("situations") or [case]
    events = [
        happened(e["stream"], e["at"], **{k: e[k] for k in e if k not in ("stream", "at")}) for e in case["events"]
    ]
    return Case(tuple(_situation(s) for s in situations), in_order(events))


def _situation(given: dict[str, Any]) -> Situation:
    facts = dict(given.get("facts", {}))
    settings = tuple(Setting(**setting) for setting in facts.pop("settings", ()))
    return Situation(given["situation"], given["started"], Facts(**facts, settings=settings))


_calendars: dict[tuple[date, ...], WorkingDays] = {}


def _calendar(case: dict[str, Any]) -> WorkingDays:
    closed = tuple(case.get("closure_days", ()))
    if closed not in _calendars:
        _calendars[closed] = england().closed_on(closed, "closed") if closed else england()
    return _calendars[closed]


def _timed(count: Callable[[Any], list[Any]], cases: list[Any]) -> tuple[float, list[list[Any]]]:
    """Processor seconds for a page, and its answers; the collector runs before, not within."""
    gc.collect(0)
    began = time.process_time()
    answers = [count(case) for case in cases]
    return time.process_time() - began, answers


def _ours(found: list[Any]) -> Answer:
    return {(d.situation.name, d.stream, d.setting, d.due.isoformat(), d.overdue) for d in found}


def _plain(found: list[dict[str, Any]]) -> Answer:
    return {(d["situation"], d["stream"], d.get("setting") or "", d["due"].isoformat(), d["overdue"]) for d in found}


def _peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
