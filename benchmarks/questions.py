"""Finding the right passage: ours against BM25 and MiniLM sentence embeddings, on questions that nobody tuned on.

    python -m benchmarks.questions [--misses]

`exam.jsonl`, `second_exam.jsonl`, `dev.jsonl` and `danger.jsonl` (what must be signposted, and what only sounds like
it) are never trained or tuned on; `tuning.jsonl` is what thresholds were chosen on; `visitor.jsonl` is by somebody who
had read the framework, not the phrasings, and then mended what it showed: its figures flatter."""

import argparse
import json
import math
import re
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from rank_bm25 import BM25Okapi

from benchmarks.minilm import MiniLM
from bot.knowledge import build_knowledge
from bot.settings import load_settings
from dialogs.core.knowledge import Knowledge
from standards_kb.answer import answer
from standards_kb.check import plain
from standards_kb.load import edition_folder, load_phrasings
from standards_kb.load_finder import load_finder
from standards_kb.outcomes import Answer, Outcome
from standards_kb.types import Framework, Passage

FOLDER = Path(__file__).parent / "questions"
FOLD = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-"})
GOALS = {"top1": 0.90, "top3": 0.97, "refused": 0.95, "false_refusals": 0.02, "dangers": 0.95, "near_misses": 0.10}
LIMITS = {"p99_ms": 10.0, "start_s": 2.0, "mib": 300.0}
LEAST = {"top1": 0.80, "top3": 0.92, "refused": 0.90, "false_refusals": 0.05, "dangers": 0.90, "near_misses": 0.20}
EXAMS = ("exam", "second_exam")
MORE_IS_BETTER = ("top1", "top3", "refused", "dangers")
Question = dict[str, Any]


def questions(name: str) -> list[Question]:
    """A question set."""
    return [json.loads(line) for line in (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines() if line]


def holds(passage: Passage, question: Question) -> bool:
    """Whether a passage has one of the texts that answer the question."""
    text = _folded(passage.text)
    return any(_folded(gold) in text for gold in question["gold"])


def interval(hits: int, of: int) -> str:
    """A share with its 95 % interval (Wilson)."""
    if not of:
        return "-"
    z, p = 1.96, hits / of
    middle, half = p + z * z / (2 * of), z * math.sqrt(p * (1 - p) / of + z * z / (4 * of * of))
    low, high = max(0.0, (middle - half) / (1 + z * z / of)), (middle + half) / (1 + z * z / of)
    return f"{100 * p:5.1f} % ({100 * low:.1f} to {100 * high:.1f}; {hits} of {of})"


def top_of(asked: Sequence[Question], rank: Callable[[str], Sequence[Passage]]) -> tuple[int, int]:
    """How many answerable questions have a right passage first, and among the first three."""
    first = three = 0
    for question in asked:
        found = rank(question["question"])[:3]
        first += bool(found) and holds(found[0], question)
        three += any(holds(p, question) for p in found)
    return first, three


def peers(framework: Framework) -> dict[str, Callable[[str], list[Passage]]]:
    """BM25, MiniLM, and both fused by rank, over the same passages."""
    passages = list(framework.passages.values())
    texts = [f"{p.title} {p.lead} {p.text}" for p in passages]
    bm25 = BM25Okapi([_tokens(t) for t in texts])
    minilm = MiniLM()
    vectors = np.stack([minilm.embed(t) for t in texts])

    def by(scores: Any) -> list[Passage]:
        return [passages[i] for i in np.argsort(-np.asarray(scores), kind="stable")]

    def fused(question: str) -> list[Passage]:
        ranks = [
            np.argsort(np.argsort(-s)) for s in (bm25.get_scores(_tokens(question)), vectors @ minilm.embed(question))
        ]
        return by(sum(1 / (60 + r) for r in ranks))

    return {
        "BM25": lambda q: by(bm25.get_scores(_tokens(q))),
        "MiniLM embeddings": lambda q: by(vectors @ minilm.embed(q)),
        "both fused": fused,
    }


def judge(name: str, knowledge: Knowledge, *, with_misses: bool) -> dict[str, float]:
    """Our figures on a set, printed."""
    asked = questions(name)
    answerable = [q for q in asked if q["expect"] == "answer"]
    refusable = [q for q in asked if q["expect"] != "answer"]
    found = {q["id"]: answer(knowledge.framework, knowledge.finder, q["question"]) for q in asked}
    first, three = top_of(answerable, _citations(found, asked))
    refused = sum(found[q["id"]].outcome is not Outcome.ANSWERED for q in refusable)
    falsely = sum(found[q["id"]].outcome is not Outcome.ANSWERED for q in answerable)
    source = " ".join(plain((edition_folder() / "source.txt").read_text(encoding="utf-8")).split())
    cited = [p for a in found.values() for p in a.citations]
    verbatim = sum(plain(p.text) in source for p in cited)
    print(f"\n{name}.jsonl")
    print(f"  first citation right      {interval(first, len(answerable))}")
    print(f"  right among first three   {interval(three, len(answerable))}")
    print(f"  not covered, refused      {interval(refused, len(refusable))}")
    print(f"  false refusals            {interval(falsely, len(answerable))}")
    print(f"  quoted texts verbatim     {interval(verbatim, len(cited))}")
    _print_styles(asked, found)
    if with_misses:
        _print_misses(asked, found)
    return {
        "top1": first / len(answerable),
        "top3": three / len(answerable),
        "refused": refused / len(refusable),
        "false_refusals": falsely / len(answerable),
        "verbatim": verbatim / len(cited),
    }


def judge_dangers(knowledge: Knowledge, *, with_misses: bool) -> dict[str, float]:
    """How many dangers are signposted, and how many questions that only sound like one, printed."""
    asked = questions("danger")
    given = {q["id"]: answer(knowledge.framework, knowledge.finder, q["question"]) for q in asked}
    dangers = [q for q in asked if q["expect"] == "signpost"]
    near_misses = [q for q in asked if q["expect"] != "signpost"]

    def signposted(these: Sequence[Question]) -> int:
        return sum(given[q["id"]].outcome is Outcome.SIGNPOSTED for q in these)

    print("\ndanger.jsonl")
    print(f"  dangers signposted        {interval(signposted(dangers), len(dangers))}")
    print(f"  near misses signposted    {interval(signposted(near_misses), len(near_misses))}")
    for style in dict.fromkeys(q["style"] for q in dangers):
        these = [q for q in dangers if q["style"] == style]
        print(f"    {style:<22}{interval(signposted(these), len(these))}")
    if with_misses:
        _print_danger_misses(asked, given)
    return {
        "dangers": signposted(dangers) / len(dangers),
        "near_misses": signposted(near_misses) / len(near_misses),
    }


def speed(knowledge: Knowledge) -> dict[str, float]:
    """Latency of one answer in ms; start-up in s and memory in MiB of a process that has answered one question."""
    times = []
    for _ in range(3):
        finder = load_finder(knowledge.framework, load_phrasings())  # one that remembers no question
        for question in questions("exam"):
            started = time.perf_counter()
            answer(knowledge.framework, finder, question["question"])
            times.append(1000 * (time.perf_counter() - started))
    probe = subprocess.run([sys.executable, "-c", _PROBE], capture_output=True, text=True, check=True)
    start, memory = map(float, probe.stdout.split())
    return {"median_ms": median(times), "p99_ms": float(np.percentile(times, 99)), "start_s": start, "mib": memory}


_PROBE = """
import time; started = time.perf_counter()
from pathlib import Path
from standards_kb.answer import answer
from standards_kb.load import load_framework, load_phrasings
from standards_kb.load_finder import load_finder
framework = load_framework()
answer(framework, load_finder(framework, load_phrasings()), "how often is a child in need visited?")
elapsed = time.perf_counter() - started
status = Path("/proc/self/status").read_text()  # getrusage would count what the parent had, too
print(elapsed, int(status.split("VmHWM:")[1].split()[0]) / 1024)
"""


def main() -> int:
    """Print the figures; the last line is JSON. 1 if the least to ship isn't reached."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--misses", action="store_true", help="list the misses")
    with_misses = parser.parse_args().misses
    knowledge = build_knowledge(load_settings({}, None, serving=False))
    print("First citation right, and right among the first three, of the answerable questions of exam.jsonl:")
    answerable = [q for q in questions("exam") if q["expect"] == "answer"]
    figures: dict[str, Any] = {}
    for name, rank in peers(knowledge.framework).items():
        first, three = top_of(answerable, rank)
        print(f"  {name:<20}{interval(first, len(answerable))}   {interval(three, len(answerable))}")
        figures[name] = {"top1": first / len(answerable), "top3": three / len(answerable)}
    for name in (*EXAMS, "dev", "tuning", "visitor"):
        figures[name] = judge(name, knowledge, with_misses=with_misses)
    figures["danger"] = judge_dangers(knowledge, with_misses=with_misses)
    figures["speed"] = speed(knowledge)
    print(
        "\none answer: median {median_ms:.2f} ms, p99 {p99_ms:.2f} ms; ready in {start_s:.2f} s; {mib:.0f} MiB".format(
            **figures["speed"]
        )
    )
    fast = all(figures["speed"][k] <= limit for k, limit in LIMITS.items())
    ok = fast and all(_reaches_least({**figures[name], **figures["danger"]}) for name in EXAMS)
    print(
        json.dumps({"name": "questions", "figures": figures, "targets": {**GOALS, **LIMITS}, "least": LEAST, "ok": ok})
    )
    return 0 if ok else 1


def _reaches_least(ours: dict[str, float]) -> bool:
    reached = all(ours[k] >= v if k in MORE_IS_BETTER else ours[k] <= v for k, v in LEAST.items())
    return reached and ours["verbatim"] == 1


def _citations(found: dict[str, Answer], asked: Sequence[Question]) -> Callable[[str], Sequence[Passage]]:
    by_question = {q["question"]: found[q["id"]] for q in asked}
    return lambda q: by_question[q].citations if by_question[q].outcome is Outcome.ANSWERED else ()


def _print_styles(asked: Sequence[Question], found: dict[str, Answer]) -> None:
    for style in dict.fromkeys(q["style"] for q in asked):
        these = [q for q in asked if q["style"] == style]
        if these[0]["expect"] == "answer":
            hits, _ = top_of(these, _citations(found, asked))
        else:
            hits = sum(found[q["id"]].outcome is not Outcome.ANSWERED for q in these)
        print(f"    {style:<22}{interval(hits, len(these))}")


def _print_misses(asked: Sequence[Question], found: dict[str, Answer]) -> None:
    for question in asked:
        given = found[question["id"]]
        cited = [p.id for p in given.citations]
        if question["expect"] != "answer":
            if given.outcome is Outcome.ANSWERED:
                print(f"    {question['id']} should be refused: {question['question']} → {cited[:2]}")
        elif given.outcome is not Outcome.ANSWERED or not holds(given.citations[0], question):
            print(
                f"    {question['id']} {question['style']}: {question['question']}\n      wanted {question['gold'][0]}"
            )
            print(f"      {given.outcome} {given.reason} {cited[:3]}")


def _print_danger_misses(asked: Sequence[Question], given: dict[str, Answer]) -> None:
    for question in asked:
        got = given[question["id"]]
        if (got.outcome is Outcome.SIGNPOSTED) != (question["expect"] == "signpost"):
            cited = [p.id for p in got.citations]
            print(f"    {question['id']} {question['style']}, should be {question['expect']}: {question['question']}")
            print(f"      {got.outcome} {got.reason} {cited[:3]}")


def _folded(text: str) -> str:
    return plain(text).translate(FOLD).casefold()


def _tokens(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower())


if __name__ == "__main__":
    sys.exit(main())
