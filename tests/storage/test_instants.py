"""Instants: aware ones come back equal, in UTC; naive ones are refused."""

from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy.engine import make_url
from sqlalchemy.exc import StatementError

from storage.db import Database
from tests.storage.support import NOW

LONDON = ZoneInfo("Europe/London")
INSTANTS = st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.timezones())  # noqa: DTZ001


def kept(database: Database, instant: datetime) -> datetime:
    with database.transaction() as store:
        question_id = store.questions.add(instant, "who?", "answered", "found", [], "April 2021")
    with database.transaction() as store:
        asked = store.questions.find(question_id)
    assert asked is not None
    return asked.asked_at


class Unsure(tzinfo):
    """A time zone that doesn't know its offset: Python calls such a datetime naive, too."""

    def utcoffset(self, when: datetime | None) -> timedelta | None:
        return None


@given(instant=INSTANTS)
@example(instant=datetime(2026, 10, 25, 1, 30, tzinfo=LONDON, fold=0))
@example(instant=datetime(2026, 10, 25, 1, 30, tzinfo=LONDON, fold=1))
@example(instant=datetime(2026, 7, 1, 0, 30, 0, 1, tzinfo=timezone(timedelta(hours=5, minutes=45))))
def test_an_instant_comes_back_equal_and_in_utc(database: Database, instant: datetime) -> None:
    found = kept(database, instant)

    assert found == instant.astimezone(UTC)
    assert found.tzinfo is UTC


def test_the_server_s_own_time_zone_makes_no_difference(postgres_url: str) -> None:
    url = make_url(postgres_url).update_query_dict({"options": "-c TimeZone=Europe/London"})
    instant = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)

    with closing(Database(url.render_as_string(hide_password=False))) as database:
        found = kept(database, instant)
        with database.engine.connect() as connection:
            assert connection.exec_driver_sql("SHOW TimeZone").scalar_one() == "Europe/London"

    assert found == instant
    assert found.tzinfo is UTC


@pytest.mark.parametrize("zone", [None, Unsure()])
def test_a_naive_instant_is_refused_and_nothing_is_kept(database: Database, zone: tzinfo | None) -> None:
    def claim_two() -> None:
        with database.transaction() as store:
            store.turns.claim("chat", "1", NOW)
            store.turns.claim("chat", "2", NOW.replace(tzinfo=zone))

    with pytest.raises(StatementError, match="naive datetime"):
        claim_two()

    with database.transaction() as store:
        assert store.turns.claim("chat", "1", NOW) is None
