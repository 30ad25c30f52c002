import io
import json
import logging
import re
from typing import Any

from bot.logs import set_up_logs
from bot.teams.request_log import request_id


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_line_is_json_with_time_level_logger_message_and_request_id() -> None:
    stream = io.StringIO()
    set_up_logs("INFO", stream=stream)
    token = request_id.set("abc-123")
    try:
        logging.getLogger("bot.app").info("listening on %s", 3978, extra={"port": 3978, "mode": "local"})
    finally:
        request_id.reset(token)
    (line,) = lines(stream)
    assert line.pop("time").endswith("+00:00")
    assert line == {
        "level": "INFO",
        "logger": "bot.app",
        "message": "listening on 3978",
        "request_id": "abc-123",
        "port": 3978,
        "mode": "local",
    }


def test_extras_that_are_not_on_the_list_stay_out() -> None:
    stream = io.StringIO()
    set_up_logs("INFO", stream=stream)
    logging.getLogger("bot").info(
        "turn", extra={"text": "Jamie Smith ran off", "kind": "message", "outcome": ["Jamie"]}
    )
    assert "Jamie" not in stream.getvalue()
    assert lines(stream)[0]["kind"] == "message"


def fail_and_log() -> None:
    try:
        try:
            raise KeyError("Jamie Smith")
        except KeyError as error:
            raise ValueError("Jamie Smith again") from error
    except ValueError:
        logging.getLogger("bot").exception("turn failed")


def test_an_exception_leaves_its_types_and_places_and_not_its_words() -> None:
    stream = io.StringIO()
    set_up_logs("INFO", stream=stream)
    fail_and_log()
    assert "Jamie" not in stream.getvalue()
    (line,) = lines(stream)
    assert [error.split(" ")[0] for error in line["error"]] == ["ValueError", "KeyError"]
    assert "test_logs.py:" in line["error"][0]


def test_a_librarys_arguments_and_further_lines_stay_out() -> None:
    stream = io.StringIO()
    set_up_logs("DEBUG", stream=stream)
    logging.getLogger("asyncio").error("Task exception was never retrieved\nfuture: ValueError('Jamie')")
    logging.getLogger("aiohttp.server").warning("bad request from %s", "Jamie")
    logging.getLogger("msal").info("token for Jamie")
    assert [line["message"] for line in lines(stream)] == [
        "Task exception was never retrieved",
        "bad request from %s",
    ]


def test_a_message_stays_on_one_line() -> None:
    stream = io.StringIO()
    set_up_logs("INFO", stream=stream)
    logging.getLogger("bot").info("one\ntwo")
    assert len(stream.getvalue().splitlines()) == 1


def test_the_level_is_kept() -> None:
    stream = io.StringIO()
    set_up_logs("ERROR", stream=stream)
    logging.getLogger("bot").warning("no")
    logging.getLogger("storage.db").error("yes")
    assert [line["message"] for line in lines(stream)] == ["yes"]


def test_a_terminal_sees_warnings_in_words() -> None:
    stream = io.StringIO()
    set_up_logs("DEBUG", for_terminal=True, stream=stream)
    logging.getLogger("bot").info("no")
    logging.getLogger("bot").warning("the %s is slow", "database")
    assert stream.getvalue() == "WARNING: the database is slow\n"


def test_in_a_terminal_too_an_exception_leaves_its_types_and_places_only() -> None:
    stream = io.StringIO()
    set_up_logs("INFO", for_terminal=True, stream=stream)
    fail_and_log()
    logging.getLogger("asyncio").error("Task exception was never retrieved\nfuture: ValueError('Jamie')")
    assert "Jamie" not in stream.getvalue()
    ours, theirs = stream.getvalue().splitlines()
    assert re.fullmatch(r"ERROR: turn failed: ValueError \(test_logs.py:.*\): KeyError \(test_logs.py:.*\)", ours)
    assert theirs == "ERROR: Task exception was never retrieved"
