"""What if: dates for questions that tell of a case, as practitioners type them; and none where none belong.

    python -m benchmarks.what_if [--misses]

The questions (benchmarks/what_if/) and their dates were written before they were tried, the dates counted by a few
lines of arithmetic of their own. `tuned.jsonl` is what the words of scenarios.toml were then set on, `held_out.jsonl`
nothing was set on. A line expects `dates` (all of `must`, nothing besides but `also`), to `ask` (a time of day, or
which day) or `none`. A wrong date is worse than no date, so both are counted."""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from bot.knowledge import build_knowledge
from bot.settings import load_settings
from dialogs.ask.dates import dates
from dialogs.core.knowledge import Knowledge
from standards_kb.answer import answer
from standards_kb.proof import Proof

FOLDER = Path(__file__).parent / "what_if"
HALVES = ("tuned", "held_out")
GOALS = {"right": 0.90, "quiet": 0.98}
LEAST = {"right": 0.75, "quiet": 0.95}
GOAL_LIMITS, LIMITS = {"wrong": 0.0}, {"wrong": 0.03}


@dataclass(frozen=True, slots=True)
class Line:
    """A question, and what should come of it: "situation.stream" → when, and who if that is asked for."""

    id: str
    question: str
    now: datetime
    expect: str
    must: dict[str, str]
    also: dict[str, str]


@dataclass(frozen=True, slots=True)
class Got:
    """What came of it: `asked` if it was asked back, the dates in the same way."""

    asked: bool
    dates: dict[str, tuple[str, str]]

    def wrong(self, line: Line) -> list[str]:
        """The dates that don't belong there."""
        right = {**line.also, **line.must}
        return [f"{name}={when} {who}" for name, (when, who) in self.dates.items() if not _same(right, name, when, who)]

    def right(self, line: Line) -> bool:
        """Whether all is there that should be, and no more."""
        if self.wrong(line) or self.asked is not (line.expect == "ask"):
            return False
        return all(name in self.dates for name in line.must)


def _same(right: dict[str, str], name: str, when: str, who: str) -> bool:
    expected, _, by = right.get(name, "").partition(" ")
    return expected == when and (not by or by == who)


def lines(half: str) -> list[Line]:
    """One file's lines."""
    raw = (FOLDER / f"{half}.jsonl").read_text(encoding="utf-8").splitlines()
    return [_line(json.loads(line)) for line in raw]


def _line(data: dict[str, Any]) -> Line:
    now, must, also = datetime.fromisoformat(data["now"]), data.get("must", {}), data.get("also", {})
    return Line(data["id"], data["question"], now, data["expect"], must, also)


def got(line: Line, knowledge: Knowledge) -> Got:
    """What the product makes of a question."""
    found = answer(knowledge.framework, knowledge.finder, line.question)
    dated = dates(line.question, found, line.now, knowledge)
    if dated is None:
        return Got(False, {})
    return Got(bool(dated.unsure or dated.wants_time), {_name(p): _said(p) for p in dated.proofs})


def _name(proof: Proof) -> str:
    return f"{proof.deadline.situation.name}.{proof.deadline.stream}"


def _said(proof: Proof) -> tuple[str, str]:
    due: date | datetime = proof.deadline.due
    return due.isoformat(), ", ".join(proof.who)


def measure(asked: Sequence[Line], knowledge: Knowledge) -> dict[str, float]:
    """Shares of one half: of those that should get dates or be asked, `right`; of those that shouldn't, `quiet`; of
    all, with any `wrong` date."""
    started = time.perf_counter()
    found = [(line, got(line, knowledge)) for line in asked]
    took = time.perf_counter() - started
    due = [(line, one) for line, one in found if line.expect != "none"]
    others = [(line, one) for line, one in found if line.expect == "none"]
    return {
        "right": sum(one.right(line) for line, one in due) / len(due),
        "wrong": sum(bool(one.wrong(line)) for line, one in found) / len(found),
        "quiet": sum(one.right(line) for line, one in others) / len(others),
        "milliseconds": 1000 * took / len(found),
    }


def main() -> int:
    """Print the figures; the last line is JSON. 1 if the least to ship isn't reached on the half that was held out."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--misses", choices=HALVES, help="list what went wrong")
    misses = options.parse_args().misses
    knowledge = build_knowledge(load_settings({"COMPANION_MODE": "local"}, None))
    asked = {half: lines(half) for half in HALVES}
    figures = {half: measure(asked[half], knowledge) for half in HALVES}
    print(f"{'':14}" + "".join(f"{half:>12}" for half in HALVES))
    for name in ("right", "wrong", "quiet"):
        print(f"{name:14}" + "".join(f"{100 * figures[half][name]:10.1f} %" for half in HALVES))
    print(f"{'milliseconds':14}" + "".join(f"{figures[half]['milliseconds']:12.1f}" for half in HALVES))
    for line in asked[misses] if misses else ():
        one = got(line, knowledge)
        if not one.right(line):
            print(
                f"{line.id} {line.question}\n     should {line.expect} {line.must}; wrong {one.wrong(line)}; got {one}"
            )
    judged = figures["held_out"]
    ok = all(judged[name] >= least for name, least in LEAST.items())
    ok = ok and all(judged[name] <= most for name, most in LIMITS.items())
    targets = {**GOALS, **GOAL_LIMITS}
    print(
        json.dumps({"name": "what_if", "figures": figures, "targets": targets, "least": {**LEAST, **LIMITS}, "ok": ok})
    )
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main())
