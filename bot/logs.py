"""Logs: one JSON object a line on standard error, without personal data; for a terminal, a few plain words."""

import json
import logging
import sys
from datetime import UTC, datetime
from typing import TextIO

from bot.teams.request_log import describe, request_id

# What may be added to a line with `extra`: none of these can name or quote a person.
ALLOWED_EXTRAS = ("kind", "outcome", "seconds", "count", "mode", "port")
_OURS = ("bot", "dialogs", "manifest", "standards_kb", "storage")
_LONGEST = 200


class JsonFormatter(logging.Formatter):
    """Lets through what is known to be harmless: allowed extras, and of an exception its type and where it was."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": _message(record),
            "request_id": request_id.get(),
        }
        for name in ALLOWED_EXTRAS:
            value = getattr(record, name, None)
            if isinstance(value, bool | int | float):
                line[name] = value
            elif isinstance(value, str):
                line[name] = value[:_LONGEST]
        if errors := _errors(record):
            line["error"] = errors
        return json.dumps(line)


class TerminalFormatter(logging.Formatter):
    """The same in a few words."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        return ": ".join((record.levelname, _message(record), *_errors(record)))


def set_up_logs(level: str, *, for_terminal: bool = False, stream: TextIO | None = None) -> None:
    """Log to `stream` (standard error if None): JSON from `level` up, or for a terminal warnings in words."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(TerminalFormatter() if for_terminal else JsonFormatter())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    # The libraries' INFO and DEBUG quote requests and tokens, so only our own loggers go below WARNING.
    for name in _OURS:
        logging.getLogger(name).setLevel(logging.WARNING if for_terminal else level)


def _message(record: logging.LogRecord) -> str:
    if record.name.partition(".")[0] in _OURS:
        return record.getMessage()
    # A library puts anything into its arguments, and asyncio an exception's text below the first line.
    return str(record.msg).partition("\n")[0][:_LONGEST]


def _errors(record: logging.LogRecord) -> list[str]:
    """The exception that was logged and those it came from, each by its type and place."""
    error = record.exc_info[1] if record.exc_info else None
    return [] if error is None else [describe(one) for one in _chain(error)]


def _chain(error: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    current: BaseException | None = error
    while current is not None and current not in found:
        found.append(current)
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return found
