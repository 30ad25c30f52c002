"""Log lines that name the request and never a person."""

import logging
import re
import traceback
from contextvars import ContextVar
from uuid import uuid4

request_id: ContextVar[str] = ContextVar("request_id", default="")

_ACCEPTED = re.compile(r"[A-Za-z0-9-]{8,64}")
_FRAMES = 6


def new_request_id(offered: str | None) -> str:
    """The id that a proxy in front gave the request if it is harmless in a log, else a new one."""
    return offered if offered and _ACCEPTED.fullmatch(offered) else uuid4().hex


def log(logger: logging.Logger, level: int, message: str, *args: object) -> None:
    """Log with the id of the request being served."""
    logger.log(level, message, *args, extra={"request_id": request_id.get()})


def describe(error: BaseException) -> str:
    """Where an error came from, without its message: messages of databases and validators quote personal data."""
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    where = " > ".join(f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno} {frame.name}" for frame in frames)
    return f"{type(error).__name__} ({where})"
