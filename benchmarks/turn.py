"""The processor time of a turn: our full answer against the SDK's own echo bot, and against echoes on our wiring.

    python -m benchmarks.turn [--rounds N]

Each bot runs in a process of its own, one after the other, several rounds; see `turn_servers` and `turn_client`."""

import argparse
import asyncio
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median

import numpy as np

from benchmarks.turn_client import AT_ONCE, TURNS, BenchmarkFailed, Measured, Teams
from benchmarks.turn_tls import secured

ROUNDS, SECONDS = 3, 400
TLS, AGAIN = "_tls", "_again"
NAMES = {
    "stock": "SDK's echo, stock adapter",
    "echo": "echo on our wiring",
    "echo_stored": "echo, our runner, stored",
    "full": "our full answer",
    "stock_tls": "SDK's echo, Teams by TLS",
    "full_tls": "our full answer, by TLS",
}
RATIOS = {
    "full_to_stock": ("full", "stock"),
    "full_to_echo": ("full", "echo"),
    "full_to_echo_stored": ("full", "echo_stored"),
    "full_to_stock_tls": ("full_tls", "stock_tls"),
}
GOALS = {"full_to_stock": 0.35, "full_to_echo": 2.5, "full_to_echo_stored": 2.5}
LEAST = {"full_to_stock": 0.45, "full_to_echo_stored": 2.5}  # why not the echo without a database: docs/adr/0007
Figures = dict[str, list[Measured]]


async def measure(rounds: int, folder: Path) -> Figures:
    """Every bot in every round; over TLS only the two that matter."""
    found: Figures = {name: [] for name in NAMES}
    async with (
        asyncio.timeout(SECONDS),
        Teams(folder / "plain") as teams,
        Teams(folder / "tls", *secured(folder)) as by_tls,
    ):
        for number in range(1, rounds + 1):
            for name in NAMES:
                print(f"round {number} of {rounds}: {NAMES[name]} …", file=sys.stderr, flush=True)
                if name.endswith(TLS):
                    found[name].append(await by_tls.measure(name.removesuffix(TLS), also_again=False))
                else:
                    found[name].append(await teams.measure(name))
    return found


def ratios(found: Figures) -> dict[str, list[float]]:
    """One bot's CPU to another's, round by round; `…_again`: when every question has been asked before."""
    pairs = {name: list(zip(found[one], found[other], strict=True)) for name, (one, other) in RATIOS.items()}
    first = {name: [a.cpu / b.cpu for a, b in rounds] for name, rounds in pairs.items()}
    again = {name + AGAIN: [a.cpu_again / b.cpu for a, b in rounds] for name, rounds in pairs.items()}
    return first | {name: compared for name, compared in again.items() if any(compared)}


def show(found: Figures, compared: dict[str, list[float]]) -> None:
    """The figures as tables."""
    print(f"\nCPU of the bot's process, ms a turn: median (lowest to highest) of {len(found['full'])} × {TURNS} turns")
    print(
        f"{'':<27}{'one at a time':<25}{'in kernel':>9}{'again':>8}{f'{AT_ONCE} at once':>11}{'turns/s':>9}{'MiB':>6}"
    )
    for name, rounds in found.items():
        system, mib = median(m.system for m in rounds), median(m.mib for m in rounds)
        at_once, rate = median(m.cpu_at_once for m in rounds), median(m.rate_at_once for m in rounds)
        again = median(m.cpu_again for m in rounds)
        together = f"{again:>8.2f}{at_once:>11.2f}{rate:>9.0f}" if rate else f"{'':>28}"
        print(f"{NAMES[name]:<27}{_spread([m.cpu for m in rounds]):<25}{system:>9.2f}{together}{mib:>6.0f}")
    print("\nHow many times the CPU")
    for name, times in compared.items():
        one, other = RATIOS[name.removesuffix(AGAIN)]
        goal = f"goal {GOALS[name]}, to ship {LEAST.get(name, 'any')}" if name in GOALS else ""
        what = NAMES[one] + ", again" * name.endswith(AGAIN)
        print(f"  {what:<24} ÷ {NAMES[other]:<27}{_spread(times):<22}{goal}")


def main() -> int:
    """Measure, print, and say whether it is good enough to ship."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    rounds = parser.parse_args().rounds
    try:
        with tempfile.TemporaryDirectory() as folder:
            found = asyncio.run(measure(rounds, Path(folder)))
    except (BenchmarkFailed, TimeoutError) as error:
        print(f"no figures: {str(error) or 'a bot took too long'}", file=sys.stderr)
        print(json.dumps({"name": "turn", "figures": {}, "targets": GOALS, "least": LEAST, "ok": False}))
        return 1
    compared = ratios(found)
    show(found, compared)
    latencies = [ms for m in found["full"] for ms in m.latencies]
    latency = {"median_ms": median(latencies), "p99_ms": float(np.percentile(latencies, 99))}
    size = median(m.reply_bytes for m in found["full"]) / 1000
    print("\nA full answer over HTTP: median {median_ms:.1f} ms, p99 {p99_ms:.1f} ms".format(**latency), end="")
    print(f"; {min(m.cards for m in found['full']):.0%} of the replies are cards, {size:.1f} kB on average")
    figures = {
        "cpu_ms": {name: [round(m.cpu, 3) for m in rounds] for name, rounds in found.items()},
        **{name: round(median(rounds), 3) for name, rounds in compared.items()},
        **{name: round(ms, 2) for name, ms in latency.items()},
    }
    ok = all(median(compared[name]) <= most for name, most in LEAST.items())
    print(json.dumps({"name": "turn", "figures": figures, "targets": GOALS, "least": LEAST, "ok": ok}))
    return 0 if ok else 1


def _spread(values: Sequence[float]) -> str:
    return f"{median(values):.2f} ({min(values):.2f} to {max(values):.2f})"


if __name__ == "__main__":
    sys.exit(main())
