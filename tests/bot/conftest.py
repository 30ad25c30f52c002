"""A day, a folder, settings and logs of a test's own."""

import logging
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.bot.turns import Handler
from tests.fixed_clock import TODAY
from tests.ports import port_settings
from tests.scenarios.product import PRODUCTION


@pytest.fixture(autouse=True)
def _logging_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level
    for name in ("bot", "dialogs", "manifest", "standards_kb", "storage"):
        logging.getLogger(name).setLevel(logging.NOTSET)


@pytest.fixture(autouse=True)
def _always_the_same_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """What commands come to must not depend on the day on which the tests are run."""
    monkeypatch.setattr("bot.clock.Clock.now", lambda _clock: TODAY)


@pytest.fixture
def environ(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """In an empty folder, with nothing set but free ports; these."""
    monkeypatch.chdir(tmp_path)
    for name in os.environ:
        if name.upper().startswith("COMPANION_") or name == "CHAT":
            monkeypatch.delenv(name)
    ports = port_settings()
    for name, value in ports.items():
        monkeypatch.setenv(name, value)
    return ports


@pytest.fixture
def production(environ: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """With the settings that a production start insists on."""
    for name, value in PRODUCTION.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def other_tables_url(tmp_path: Path) -> str:
    """A database without today's tables."""
    with closing(sqlite3.connect(tmp_path / "other.db")) as connection:
        connection.execute("CREATE TABLE other (id INTEGER)")
    return f"sqlite:///{tmp_path}/other.db"


@pytest.fixture
def handler() -> Handler:
    return Handler()
