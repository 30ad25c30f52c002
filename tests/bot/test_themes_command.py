"""`companion themes`, as a QA lead's administrator types it."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from unittest.mock import patch

import pytest

from bot.__main__ import main
from storage.audit_log import command_line
from storage.db import Database
from tests.dialogs.headline_themes.support import NOW, fill

Out = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def database(environ: dict[str, str], sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """A council's database, on a day that stands, and somebody at the command line."""
    monkeypatch.setenv("COMPANION_DATABASE_URL", sqlite_url)
    with (
        patch("bot.clock.Clock.now", lambda _clock: NOW),
        patch("getpass.getuser", lambda: "kim"),
        closing(Database(sqlite_url)) as opened,
    ):
        fill(opened)
        yield opened


def test_a_month_is_printed_written_and_audited(capsys: Out, tmp_path: Path, database: Database) -> None:
    assert main(["themes", "--month", "2026-10", "--to", str(tmp_path / "new")]) == 0
    said = capsys.readouterr().out
    assert "Headline themes: October 2026" in said
    assert "At least good: 22 of 30." in said
    [path] = (tmp_path / "new").iterdir()
    assert path.name == "headline-themes-2026-10.docx"
    assert said.endswith(f"{path}\n")
    with database.reading() as store:
        [event] = store.audit_log.search(who=[command_line("kim")])
    assert event.about == "headline themes of 2026-10"


def test_the_last_month_is_meant_if_none_is_said(capsys: Out) -> None:
    assert main(["themes"]) == 0
    assert "October 2026" in capsys.readouterr().out


@pytest.mark.parametrize("month", ["2026-12", "October-2026", "2026-13"])
def test_what_is_no_month_is_refused(capsys: Out, month: str) -> None:
    assert main(["themes", "--month", month]) == 2
    assert "is no month that has begun" in capsys.readouterr().err
