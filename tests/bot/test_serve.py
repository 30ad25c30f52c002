"""`companion serve` and `companion chat`: as processes where signals and terminals matter, else in this one."""

import os
import pty
import select
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiohttp.test_utils import unused_port

from bot.__main__ import main
from bot.commands.serve import SAMPLE
from tests.dialogs.support import knowledge

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0


@pytest.fixture
def environ(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Settings for one server, in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    for name in os.environ:
        if name.upper().startswith("COMPANION_") or name == "CHAT":
            monkeypatch.delenv(name)
    ports = {"COMPANION_PORT": str(unused_port()), "COMPANION_METRICS_PORT": str(unused_port())}
    for name, value in ports.items():
        monkeypatch.setenv(name, value)
    return ports


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
    with urllib.request.urlopen(f"http://127.0.0.1:{environ['COMPANION_PORT']}/readyz", timeout=PATIENCE) as answer:
        return str(answer.read().decode())


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
        assert (tmp_path / "data" / "companion.db").stat().st_mode & 0o777 == 0o600
        assert process.stop() == 0
        assert "Traceback" not in process.written

    def test_an_interruption_stops_it_as_well(self, environ: dict[str, str], started: list[Process]) -> None:
        process, out = serve(started, "--local")
        process.read_until("listening", out)
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


@pytest.mark.usefixtures("environ")
class TestRefused:
    @pytest.fixture(autouse=True)
    def _a_finder_of_our_own(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("bot.app.build_knowledge", lambda _settings: knowledge())

    @pytest.mark.parametrize("setting", ["COMPANION_PORT", "COMPANION_METRICS_PORT"])
    def test_a_taken_port(
        self, setting: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            monkeypatch.setenv(setting, str(taken.getsockname()[1]))
            assert main(["serve", "--local"]) == 1
        shown = capsys.readouterr().err.splitlines()
        assert "is Practice Companion running already? Stop it, or set COMPANION_PORT" in shown[-1]

    def test_production_without_its_settings(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["serve"]) == 2
        shown = capsys.readouterr().err
        for name in ("COMPANION_APP_ID", "COMPANION_TENANT_IDS", "COMPANION_FIRST_RESPONSE", "no credential"):
            assert name in shown

    def test_old_tables_are_not_changed_unasked_in_production(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        guid = "1b4e28ba-2fa1-41d2-883f-0016d3cca427"
        for name, value in {
            "APP_ID": guid,
            "TENANT_IDS": guid,
            "CLIENT_SECRET": "secret",
            "COUNCIL_NAME": "Example Council",
            "FIRST_RESPONSE": "01234 567890",
            "EMERGENCY_DUTY": "01234 567891",
        }.items():
            monkeypatch.setenv(f"COMPANION_{name}", value)
        assert main(["serve"]) == 1
        assert "run companion db upgrade" in capsys.readouterr().err


@pytest.mark.usefixtures("environ")
class TestChat:
    @pytest.fixture(autouse=True)
    def _a_finder_of_our_own(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("bot.app.build_knowledge", lambda _settings: knowledge())

    @pytest.fixture
    def _local(self, environ: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("COMPANION_MODE", "local")

    def talk(self, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
        lines = ["help", "quit"]
        monkeypatch.setattr("builtins.input", lambda _prompt: lines.pop(0))
        return main(["chat", *arguments])

    @pytest.mark.usefixtures("_local")
    @pytest.mark.parametrize(("arguments", "name"), [([], "Alex Wilber"), (["--as", "megan"], "Megan Bowen")])
    def test_as_one_of_the_demos_people(
        self, arguments: list[str], name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert self.talk(monkeypatch, *arguments) == 0
        shown = capsys.readouterr().out
        assert f"You are {name}." in shown
        assert f"Hello {name.split()[0]}." in shown
        assert "What I can do" in shown

    @pytest.mark.usefixtures("_local")
    def test_as_nobody(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        assert self.talk(monkeypatch, "--as", "Zebedee") == 2
        assert "Nobody is called Zebedee. There are Adele Vance, Alex Wilber" in capsys.readouterr().err

    def test_as_somebody_else_only_in_local_mode(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert self.talk(monkeypatch, "--as", "Alex") == 2
        assert "--as works only in local mode" in capsys.readouterr().err
