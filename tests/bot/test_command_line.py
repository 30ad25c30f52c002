import json
import os
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.commands.questions import first_day
from bot.errors import PlainError
from bot.version import VERSION
from storage import schema
from storage.db import Database
from tests.fixed_clock import TODAY

ROOT = Path(__file__).parents[2]
APP = "1b4e28ba-2fa1-41d2-883f-0016d3cca427"
COMMAND = [sys.executable, "-m", "bot"]


@pytest.fixture(autouse=True)
def _a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in os.environ:
        if name.upper().startswith("COMPANION_"):
            monkeypatch.delenv(name)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(f"sqlite:///{tmp_path}/data/companion.db")
    schema.upgrade(opened)
    yield opened
    opened.close()


def exit_code(*arguments: str) -> int:
    try:
        return main(arguments)
    except SystemExit as stop:
        return int(stop.code or 0)


class TestCommandLine:
    def test_version_is_the_packages(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert exit_code("version") == 0
        assert capsys.readouterr().out == f"Practice Companion {VERSION}\n"
        project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        assert project["version"] == VERSION

    def test_version_imports_nothing_heavy(self) -> None:
        heavy = {"pydantic", "sqlalchemy", "aiohttp", "numpy", "botbuilder", "alembic", "prometheus_client"}
        script = f"import sys; from bot.__main__ import main; main(['version']); print({heavy} & set(sys.modules))"
        done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
        assert done.stdout.splitlines()[-1] == "set()"

    @pytest.mark.parametrize(
        "arguments", [[], ["sing"], ["db"], ["questions", "--colour"], ["manifest", "--app-id", "x"]]
    )
    def test_a_wrong_command_line_is_one_sentence_and_2(
        self, arguments: list[str], capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert exit_code(*arguments) == 2
        shown = capsys.readouterr()
        assert shown.out == ""
        assert len(shown.err.splitlines()) == 1
        assert "--help" in shown.err

    def test_wrong_settings_are_told_without_a_traceback(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setenv("COMPANION_PROT", "1")
        assert exit_code("db", "upgrade") == 2
        assert "COMPANION_PROT is not a setting: did you mean COMPANION_PORT?" in capsys.readouterr().err

    def test_a_reader_that_has_had_enough_is_no_error(self) -> None:
        reading, writing = os.pipe()
        os.close(reading)
        done = subprocess.run([*COMMAND, "--help"], cwd=ROOT, stdout=writing, stderr=subprocess.PIPE, text=True)
        os.close(writing)
        assert (done.returncode, done.stderr) == (0, "")

    def test_a_terminal_without_a_letter_shows_a_question_mark(self) -> None:
        ascii_only = {**os.environ, "PYTHONIOENCODING": "ascii"}
        command = [*COMMAND, "due", "--help"]
        done = subprocess.run(command, cwd=ROOT, env=ascii_only, capture_output=True, text=True)
        assert (done.returncode, done.stderr) == (0, "")
        assert "?" in done.stdout

    def test_an_interruption_is_quiet(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        def interrupted(_arguments: object) -> int:
            raise KeyboardInterrupt

        monkeypatch.setattr("bot.commands.version.run", interrupted)
        assert exit_code("version") == 130
        assert capsys.readouterr() == ("", "")


class TestDb:
    def test_upgrade_says_the_revision_and_may_run_again(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert exit_code("db", "upgrade") == 0
        assert capsys.readouterr().out == f"The tables are now at revision {schema.newest()}.\n"
        assert exit_code("db", "upgrade") == 0
        assert capsys.readouterr().out == f"The tables were already at revision {schema.newest()}.\n"

    @pytest.mark.parametrize(
        ("url", "code", "says"),
        [
            ("postgresql://nobody@127.0.0.1:1/none", 1, "can't be reached"),
            ("postgresql://nobody@host:port/none", 2, "COMPANION_DATABASE_URL can't be used"),
            ("sqlite:////proc/none/companion.db", 2, "can't be opened"),
        ],
    )
    def test_a_database_that_cannot_be_used(
        self, url: str, code: int, says: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setenv("COMPANION_DATABASE_URL", url)
        assert exit_code("db", "upgrade") == code
        assert says in capsys.readouterr().err


class TestManifest:
    def test_a_package_of_the_councils_own(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setenv("COMPANION_APP_ID", APP)
        monkeypatch.setenv("COMPANION_COUNCIL_NAME", "Buckinghamshire Council")
        page = "https://www.example.org/companion"
        assert exit_code("manifest", "--out", "app.zip", "--website", page, "--privacy", page + "/privacy") == 0
        assert capsys.readouterr().err == ""
        with zipfile.ZipFile(tmp_path / "app.zip") as archive:
            manifest = json.loads(archive.read("manifest.json"))
        assert (manifest["id"], manifest["version"]) == (APP, VERSION)
        assert manifest["developer"] == {
            "name": "Buckinghamshire Council",
            "websiteUrl": page,
            "privacyUrl": page + "/privacy",
            "termsOfUseUrl": page,
        }

    def test_what_is_made_up_is_said(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert exit_code("manifest", "--app-id", APP.upper()) == 0
        assert "Still made up: give --council and --website" in capsys.readouterr().err
        assert zipfile.is_zipfile(tmp_path / "practice-companion.zip")

    @pytest.mark.parametrize(
        ("arguments", "says"),
        [
            ([], "write --app-id ID or set COMPANION_APP_ID"),
            (["--app-id", "companion"], "write an id such as"),
            (["--app-id", APP, "--website", "http://example.org"], "begins with https://"),
            (["--app-id", APP, "--out", "none/app.zip"], "none/app.zip can't be written"),
        ],
    )
    def test_what_it_refuses(self, arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert exit_code("manifest", *arguments) == 2
        assert says in capsys.readouterr().err


class TestQuestions:
    PASSAGE = "visiting.child_in_need"

    def ask(self, database: Database, words: str, outcome: str = "answered", reason: str = "", **more: object) -> None:
        at = TODAY - timedelta(days=int(str(more.get("days_ago", 0))))
        cited = [str(more["cited"])] if "cited" in more else []
        with database.transaction() as store:
            question = store.questions.add(at, words, outcome, reason, cited, "April 2021")
            if "helpful" in more:
                store.questions.rate(question, helpful=bool(more["helpful"]), missing=str(more.get("missing", "")))

    def printed(self, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
        assert exit_code("questions", *arguments) == 0
        return capsys.readouterr().out

    def test_the_report(self, database: Database, capsys: pytest.CaptureFixture[str]) -> None:
        self.ask(database, "How often do I visit a child in need?", cited="gone.passage", helpful=True)
        self.ask(database, "how often do I visit a child in need", cited="gone.passage")
        self.ask(database, "first review of a looked after child", "not_covered")
        self.ask(database, "who chairs it", cited="other.passage", helpful=False, missing="the name of the role")
        self.ask(database, "too long ago", days_ago=31)
        found = json.loads(self.printed(capsys, "--json"))
        assert found["asked"] == 4
        assert found["outcomes"] == {"answered": 3, "not_covered": 1}
        assert (found["helpful"], found["not_helpful"]) == (1, 1)
        assert [(line["times"], line["about"]) for line in found["standards"]] == [
            (2, "gone.passage"),
            (1, "other.passage"),
        ]
        assert found["repeated"] == [{"times": 2, "words": "How often do I visit a child in need?", "about": ""}]
        assert [line["words"] for line in found["unanswered"]] == ["first review of a looked after child"]
        assert [line["words"] for line in found["unhelpful"]] == ["who chairs it — missing: the name of the role"]

    def test_a_standard_is_shown_by_its_title(self, database: Database, capsys: pytest.CaptureFixture[str]) -> None:
        from standards_kb.load import load_framework

        passage = next(p for p in load_framework().passages.values() if p.is_row)
        self.ask(database, "words", cited=passage.id)
        assert f"     1  {passage.title} (" in self.printed(capsys)

    @pytest.mark.parametrize(
        ("outcome", "reason"),
        [("signposted", "self_harm"), ("signposted", "child_in_danger"), ("not_covered", "child_data")],
    )
    def test_a_disclosure_or_a_misuse_is_counted_and_never_quoted(
        self, outcome: str, reason: str, database: Database, capsys: pytest.CaptureFixture[str]
    ) -> None:
        for _ in range(2):
            self.ask(database, "secret words", outcome, reason, helpful=False, missing="secret wish")
        for arguments in ([], ["--json"]):
            assert "secret" not in self.printed(capsys, *arguments)
        assert json.loads(self.printed(capsys, "--json"))["outcomes"] == {reason: 2}

    def test_the_text_is_aligned_and_wrapped(
        self, database: Database, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("COLUMNS", "60")
        self.ask(database, "a question \x1b[2J that goes on " + "and on " * 20, "not_covered")
        text = self.printed(capsys)
        assert "\x1b" not in text
        assert max(map(len, text.splitlines())) <= 60
        assert "\n     1  a question" in text
        assert "\n        and on" in text

    def test_nothing_asked(self, database: Database, capsys: pytest.CaptureFixture[str]) -> None:
        assert self.printed(capsys, "--since", "1").endswith(": 0\n")

    def test_the_top_of_a_list(self, database: Database, capsys: pytest.CaptureFixture[str]) -> None:
        for number in range(3):
            self.ask(database, f"question {number}", "not_covered")
        assert len(json.loads(self.printed(capsys, "--json", "--top", "2"))["unanswered"]) == 2
        assert exit_code("questions", "--top", "0") == 2

    def test_old_tables_are_named_with_their_fix(
        self, other_tables_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setenv("COMPANION_DATABASE_URL", other_tables_url)
        assert exit_code("questions") == 1
        assert "run `companion db upgrade` first" in capsys.readouterr().err

    @pytest.mark.parametrize("is_empty", [False, True])
    def test_a_database_that_is_not_there_is_not_made(
        self, is_empty: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        if is_empty:  # as an older version left it behind
            (tmp_path / "data").mkdir()
            (tmp_path / "data" / "companion.db").touch()
        assert exit_code("questions") == 2
        assert "no database where COMPANION_DATABASE_URL says" in capsys.readouterr().err
        assert (tmp_path / "data").exists() == is_empty

    def test_it_waits_for_no_writer(
        self, database: Database, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("storage.db.BUSY_TIMEOUT_MS", 1)
        self.ask(database, "words")
        with database.transaction():
            assert json.loads(self.printed(capsys, "--json"))["asked"] == 1

    @pytest.mark.parametrize(
        ("text", "day"),
        [
            ("7", date(2026, 6, 3)),
            ("0", date(2026, 6, 10)),
            ("3/4/2026", date(2026, 4, 3)),
            ("3 April 2026", date(2026, 4, 3)),
            ("2026-04-03", date(2026, 4, 3)),
            ("28.2.26", date(2026, 2, 28)),
        ],
    )
    def test_since_when(self, text: str, day: date) -> None:
        assert first_day(text, date(2026, 6, 10)) == day

    @pytest.mark.parametrize("text", ["", "soon", "April", "31/2/2026", "11/6/2026", "3 April", "-1", "99999999"])
    def test_what_is_no_day(self, text: str) -> None:
        with pytest.raises(PlainError, match="--since"):
            first_day(text, date(2026, 6, 10))
