"""What Prometheus reads: counters passed around as one object, served on a loopback port of their own."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from aiohttp import web
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)

from bot.version import VERSION
from bot.web.health import OUTDATED, Readiness

_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15)


class Metrics:
    """The figures of one process; labels take fixed words only, never what a person wrote."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._turns = Counter(
            "companion_turns", "Turns run, by kind and outcome.", ["kind", "outcome"], registry=self.registry
        )
        self._seconds = Histogram(
            "companion_turn_seconds", "Seconds a turn took.", buckets=_BUCKETS, registry=self.registry
        )
        self._replies_failed = Counter(
            "companion_replies_failed", "Replies that didn't reach Teams.", registry=self.registry
        )
        self._refused = Counter(
            "companion_requests_refused", "Requests refused before a turn.", ["status"], registry=self.registry
        )
        self._database_up = Gauge("companion_database_up", "1 if the database answers.", registry=self.registry)
        self._tries = Counter(
            "companion_sends",
            "Tries to send a message unasked, by what came of them.",
            ["outcome"],
            registry=self.registry,
        )
        self._messages = Gauge(
            "companion_outbox_messages", "Messages in the outbox, by state.", ["state"], registry=self.registry
        )
        self._overdue = Gauge(
            "companion_outbox_overdue_seconds", "How late the longest-due message is.", registry=self.registry
        )
        self._held = Gauge("companion_outbox_held", "1 if all sending is stopped by hand.", registry=self.registry)
        self._silent = Gauge(
            "companion_nudges_silent",
            "How many should have heard and did not, by the last night's check.",
            registry=self.registry,
        )
        self._ticked = Gauge(
            "companion_tick_timestamp_seconds", "When this process last ticked.", registry=self.registry
        )
        build = Gauge("companion_build_info", "The version that runs.", ["version"], registry=self.registry)
        build.labels(VERSION).set(1)
        ProcessCollector(registry=self.registry)

    def turn(self, kind: str, outcome: str, seconds: float) -> None:
        """A turn has ended."""
        self._turns.labels(kind, outcome).inc()
        self._seconds.observe(seconds)

    def reply_failed(self) -> None:
        """A reply didn't reach Teams."""
        self._replies_failed.inc()

    def refused(self, status: int) -> None:
        """A request was refused with this HTTP status before it became a turn."""
        self._refused.labels(str(status)).inc()

    def tried(self, outcome: str) -> None:
        """A try to send a message unasked came to this."""
        self._tries.labels(outcome).inc()

    def ticked(self, at: datetime, counts: Mapping[str, int], overdue: timedelta, *, held: bool) -> None:
        """A tick has ended; how many messages are in each state, and how late the longest-due one is."""
        self._ticked.set(at.timestamp())
        for state, number in counts.items():
            self._messages.labels(state).set(number)
        self._overdue.set(overdue.total_seconds())
        self._held.set(held)

    def silent(self, number: int) -> None:
        """How many should have heard and did not, by the last night's check."""
        self._silent.set(number)

    def database(self, *, is_up: bool) -> None:
        """Whether the database answers just now."""
        self._database_up.set(is_up)

    def exposition(self) -> bytes:
        """Everything, in Prometheus' text format."""
        return generate_latest(self.registry)


def metrics_app(metrics: Metrics, readiness: Readiness) -> web.Application:
    """An application that serves /metrics; for loopback only."""

    async def read(_request: web.Request) -> web.Response:
        # Asked at each reading, so that the figure is never an old one.
        metrics.database(is_up=await readiness.database_problem() in ("", OUTDATED))
        return web.Response(body=metrics.exposition(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    app = web.Application()
    app.router.add_get("/metrics", read)
    return app
