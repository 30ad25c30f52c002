"""`companion serve` as a process, with its signals and terminals."""

import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import pytest

from bot.commands.serve import SAMPLE

ROOT = Path(__file__).parents[2]
PATIENCE = 180.0  # seconds until one that hangs fails; on a busy machine a start alone may take half a minute


class Process:
    """A command in a process of its own; what it writes is read as it comes."""

    def __init__(self, arguments: list[str], stdin: int, stdout: int, **environ: str) -> None:
        self.written = ""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot", *arguments],
            stdin=stdin,
            stdout=stdout,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", **environ},
        )

    def read_until(self, text: str, source: int, times: int = 1) -> None:
        """Read on until `text` has been written so often; fails if it never is."""
        deadline = time.monotonic() + PATIENCE
        while self.written.count(text) < times:
            ready, _, _ = select.select([source], [], [], max(0.0, deadline - time.monotonic()))
            chunk = os.read(source, 65536) if ready else b""
            assert chunk, f"“{text}” was never written, only:\n{self.written}"
            self.written += chunk.decode().replace("\r\n", "\n")

    def stop(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


@pytest.fixture
def started() -> Iterator[list[Process]]:
    """Those to end, whatever happens."""
    processes: list[Process] = []
    yield processes
    for one in processes:
        if one.process.poll() is None:
            one.process.kill()
            one.process.wait(PATIENCE)
        if one.process.stdout is not None:
            one.process.stdout.close()


def serve(started: list[Process], *arguments: str, **environ: str) -> tuple[Process, int]:
    """Served without a terminal; and what to read it from."""
    process = Process(["serve", *arguments], subprocess.DEVNULL, subprocess.PIPE, **environ)
    started.append(process)
    assert process.process.stdout is not None
    return process, process.process.stdout.fileno()


def health(environ: dict[str, str]) -> str:
    # By no proxy, whatever this machine's settings say.
    with closing(HTTPConnection("127.0.0.1", int(environ["COMPANION_PORT"]), timeout=PATIENCE)) as connection:
        connection.request("GET", "/readyz")
        return connection.getresponse().read().decode()


class TestAsAProcess:
    def test_without_a_terminal_a_sample_is_printed_and_it_serves_until_stopped(
        self, environ: dict[str, str], started: list[Process], tmp_path: Path
    ) -> None:
        process, out = serve(started, "--local", "--chat")
        process.read_until("Was this what you needed?", out)
        for said in (
            f"listens at http://127.0.0.1:{environ['COMPANION_PORT']}/api/messages",
            "authentication is OFF",
            f"you> {SAMPLE}",
            "At least every 10 working days thereafter.",
            "Responsible: Social Worker",
        ):
            assert said in process.written
        assert health(environ) == '{"status": "ready"}'
        assert (tmp_path / "data" / "demo.db").stat().st_mode & 0o777 == 0o600
        assert process.stop() == 0
        assert "Traceback" not in process.written

    def test_an_interruption_stops_it_as_well(self, environ: dict[str, str], started: list[Process]) -> None:
        process, out = serve(started, "--local")
        process.read_until("listening", out)
        assert '"message": "local mode: authentication is off"' in process.written
        assert health(environ) == '{"status": "ready"}'
        assert process.stop(signal.SIGINT) == 0

    def test_in_a_terminal_it_talks_until_quit(self, environ: dict[str, str], started: list[Process]) -> None:
        ours, theirs = pty.openpty()
        try:
            process = Process(["serve", "--local", "--chat"], theirs, theirs, TERM="dumb")
            started.append(process)
            process.read_until("you> ", ours)
            assert "Hello Alex." in process.written
            os.write(ours, b"how often is a child in need visited?\n")
            process.read_until("At least every 4 weeks.", ours)
            assert health(environ) == '{"status": "ready"}'
            process.read_until("you> ", ours, times=2)
            os.write(ours, b"quit\n")
            assert process.process.wait(PATIENCE) == 0
        finally:
            os.close(ours)
            os.close(theirs)
