"""What the tests of the commands share: a council in a database, and somebody at the command line."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from unittest.mock import patch

import pytest

from storage.db import Database
from tests.storage.council import add_council


@contextmanager
def council_at(now: datetime, url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """The council, on a day that stands; kim types."""
    monkeypatch.setenv("COMPANION_DATABASE_URL", url)
    with (
        patch("bot.clock.Clock.now", lambda _clock: now),
        patch("getpass.getuser", lambda: "kim"),
        closing(Database(url)) as opened,
    ):
        with opened.transaction() as store:
            add_council(store)
        yield opened
