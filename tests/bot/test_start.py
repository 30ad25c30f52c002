"""`companion serve` and `companion chat`: what they start on, and what they refuse."""

import io
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from unittest.mock import patch

import pytest

from bot.__main__ import main
from bot.app import Server
from bot.errors import PlainError
from storage.db import Database
from storage.people import Person
from tests.dialogs.support import NOW, knowledge
from tests.scenarios.product import PRODUCTION
from tests.teams.support import rsa_key
from tests.teams.test_credentials import pem


@pytest.fixture(autouse=True)
def _a_finder_of_our_own(environ: dict[str, str]) -> Iterator[None]:
    with patch("bot.app.build_knowledge", lambda _settings: knowledge()):
        yield


def refused(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 2) -> str:
    """What is said last when a command is refused."""
    assert main(arguments) == code
    return capsys.readouterr().err.splitlines()[-1]


def chat(*arguments: str) -> int:
    lines = ["help", "quit"]
    with patch("builtins.input", lambda _prompt: lines.pop(0)):
        return main(["chat", *arguments])


def people(url: str) -> list[str]:
    with closing(Database(url)) as database, database.reading() as store:
        return [person.name for person in store.people.all()]


@pytest.mark.parametrize("setting", ["COMPANION_PORT", "COMPANION_METRICS_PORT"])
def test_a_taken_port(setting: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        monkeypatch.setenv(setting, str(port))
        said = refused(capsys, "serve", "--local", code=1)
    assert said == (
        f"Port {port} can't be listened at (Address already in use): is Practice Companion running already? "
        f"Stop it, or set {setting}."
    )


class TestLocalDatabase:
    @pytest.fixture(params=[["serve", "--local"], ["chat"]], ids=["serve --local", "chat in local mode"])
    def command(self, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        if request.param == ["chat"]:
            monkeypatch.setenv("COMPANION_MODE", "local")
        return list(request.param)

    @staticmethod
    def production_file(url: str) -> None:
        """What a production host has in the folder."""
        settings = {**PRODUCTION, "COMPANION_DATABASE_URL": url}
        Path(".env").write_text("".join(f"{name}={value}\n" for name, value in settings.items()))

    @staticmethod
    def test_it_is_a_file_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("COMPANION_MODE", "local")
        for _ in range(2):
            assert chat() == 0
        assert [file.name for file in (tmp_path / "data").glob("*.db")] == ["demo.db"]
        assert "Alex Wilber" in people("sqlite:///data/demo.db")

    def test_a_production_database_is_left_alone(
        self, command: list[str], sqlite_url: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        with closing(Database(sqlite_url)) as database, database.transaction() as store:
            store.questions.add(NOW, "who chairs it", "answered", "", [], "April 2021")
        self.production_file(sqlite_url)
        said = refused(capsys, *command)
        assert said.startswith("COMPANION_DATABASE_URL names a database that isn't a demo's, ")
        assert people(sqlite_url) == []

    def test_so_is_one_with_people_of_its_own(
        self, command: list[str], sqlite_url: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        with closing(Database(sqlite_url)) as database, database.transaction() as store:
            store.people.save(Person("S-1", "Somebody Else", "Social Worker"))
        self.production_file(sqlite_url)
        assert "isn't a demo's" in refused(capsys, *command)
        assert people(sqlite_url) == ["Somebody Else"]

    def test_a_named_one_is_not_migrated_unasked(
        self, command: list[str], other_tables_url: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.production_file(other_tables_url)
        before = Path("other.db").read_bytes()[100:]  # the header is SQLite's own
        assert "run companion db upgrade" in refused(capsys, *command, code=1)
        assert Path("other.db").read_bytes()[100:] == before

    def test_serve_local_refuses_postgresql_before_it_connects(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.production_file("postgresql://nobody@127.0.0.1:1/none")
        said = refused(capsys, "serve", "--local")
        assert said.startswith("COMPANION_DATABASE_URL names a PostgreSQL database, and --local ")

    @staticmethod
    def test_a_developers_own_database_is_fine(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("COMPANION_MODE", "local")
        monkeypatch.setenv("COMPANION_DATABASE_URL", database_url)
        for _ in range(2):
            assert chat() == 0
        assert "Alex Wilber" in people(database_url)

    @staticmethod
    def test_so_is_a_file_that_is_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("COMPANION_MODE", "local")
        monkeypatch.setenv("COMPANION_DATABASE_URL", "sqlite:///mine.db")
        for _ in range(2):
            assert chat() == 0
        assert not (tmp_path / "data").exists()


class TestServeWithAChat:
    @pytest.mark.usefixtures("production")
    def test_only_in_local_mode(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert refused(capsys, "serve", "--chat").startswith("--chat works only in local mode: ")
        assert not (tmp_path / "data").exists()

    def test_a_sample_that_fails_stops_the_server(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        stop, stopped = Server.stop, []

        async def stops(server: Server) -> None:
            stopped.append(server)
            await stop(server)

        monkeypatch.setattr(sys, "stdin", io.StringIO())
        with (
            patch.object(Server, "stop", stops),
            patch("bot.commands.serve._print_sample", side_effect=PlainError("No sample.")),
        ):
            assert refused(capsys, "serve", "--local", "--chat") == "No sample."
        assert len(stopped) == 1

    def test_a_server_that_cannot_be_made_leaves_no_thread(self, capsys: pytest.CaptureFixture[str]) -> None:
        with patch("sys.stdin.isatty", lambda: True), patch("bot.app.Server", side_effect=PlainError("No server.")):
            assert refused(capsys, "serve", "--local", "--chat") == "No server."
        assert "server" not in {thread.name for thread in threading.enumerate()}


class TestProduction:
    def test_without_its_settings(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["serve"]) == 2
        shown = capsys.readouterr().err
        for name in ("COMPANION_APP_ID", "COMPANION_TENANT_IDS", "COMPANION_FIRST_RESPONSE", "no credential"):
            assert name in shown

    @pytest.mark.usefixtures("production")
    def test_old_tables_are_not_changed_unasked(
        self, other_tables_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setenv("COMPANION_DATABASE_URL", other_tables_url)
        assert "run companion db upgrade" in refused(capsys, "serve", code=1)

    @pytest.mark.usefixtures("production")
    @pytest.mark.parametrize("command", ["serve", "chat"])
    def test_a_database_that_is_not_there_is_not_made(
        self, command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        said = refused(capsys, command)
        assert "no database where COMPANION_DATABASE_URL says" in said
        assert "set COMPANION_MODE=local" in said
        assert not (tmp_path / "data").exists()

    @pytest.mark.usefixtures("production")
    def test_a_certificate_and_the_key_of_another(
        self, sqlite_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.delenv("COMPANION_CLIENT_SECRET")
        monkeypatch.setenv("COMPANION_CERTIFICATE", pem(rsa_key(1), rsa_key(2))[0])
        monkeypatch.setenv("COMPANION_DATABASE_URL", sqlite_url)
        said = refused(capsys, "serve")
        assert said == "COMPANION_CERTIFICATE can't be used: the certificate isn't the private key's."

    @pytest.mark.usefixtures("production")
    def test_a_certificate_that_cannot_be_read(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.delenv("COMPANION_CLIENT_SECRET")
        key, begins, _ = pem(rsa_key(1), rsa_key(1))[0].partition("-----BEGIN CERTIFICATE-----\n")
        monkeypatch.setenv("COMPANION_CERTIFICATE", f"{key}{begins}AA==\n-----END CERTIFICATE-----")
        assert main(["serve"]) == 2
        assert "- COMPANION_CERTIFICATE can't be used: write " in capsys.readouterr().err


class TestChat:
    @pytest.fixture
    def _local(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("COMPANION_MODE", "local")

    @pytest.mark.usefixtures("_local")
    @pytest.mark.parametrize(("arguments", "name"), [([], "Alex Wilber"), (["--as", "megan"], "Megan Bowen")])
    def test_as_one_of_the_demos_people(
        self, arguments: list[str], name: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert chat(*arguments) == 0
        shown = capsys.readouterr().out
        assert f"You are {name}." in shown
        assert f"Hello {name.split()[0]}." in shown
        assert "What I can do" in shown

    @pytest.mark.usefixtures("_local")
    def test_as_nobody(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert chat("--as", "Zebedee") == 2
        assert "Nobody is called Zebedee. There are Adele Vance, Alex Wilber" in capsys.readouterr().err

    def test_as_somebody_else_only_in_local_mode(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert chat("--as", "Alex") == 2
        assert "--as works only in local mode" in capsys.readouterr().err

    @pytest.mark.usefixtures("production")
    def test_in_production_nothing_says_who_asked(
        self, sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setenv("LOGNAME", "jsmithers")
        monkeypatch.setenv("COMPANION_DATABASE_URL", sqlite_url)
        assert chat() == 0
        assert "Hello." in capsys.readouterr().out
        kept = b"".join(file.read_bytes() for file in tmp_path.glob("companion.db*"))
        assert b"terminal-" in kept
        assert b"jsmithers" not in kept
