"""A batch: JSON Lines in, one line of JSON out for each, in order; a bad line says what is wrong with it."""

import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from bot.errors import PlainError

_SURROGATE = re.compile("[\ud800-\udfff]")


class BadLine(Exception):
    """One line of a batch can't be answered; the message goes on from "line 2 …"."""


def lines_of(name: str) -> Iterator[bytes]:
    """The lines of a file, or of standard input for `-`, as bytes: each is decoded on its own, so that a bad one spoils
    no other. PlainError if the file can't be read."""
    if name == "-":
        return iter(sys.stdin.buffer)
    try:
        return iter(Path(name).read_bytes().split(b"\n"))
    except OSError as error:
        raise PlainError(f"{name} can't be read: {error.strerror}.") from None


def answer(lines: Iterable[bytes], example: str, answer_one: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """Print the answer to each line that isn't empty. `answer_one` gets an object with a good `id`; what it raises as
    BadLine becomes that line's `error`."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        case_id = None
        try:
            asked = _object(line, number, example)
            case_id = _id(asked)
            found = answer_one(asked)
        except BadLine as error:
            found = {"id": case_id, "error": f"line {number} {error}"}
        print(as_json(found), flush=True)


def as_json(found: dict[str, Any], indent: int | None = None) -> str:
    """As JSON that any reader takes."""
    text = json.dumps(found, ensure_ascii=False, indent=indent)
    # Half a surrogate pair is valid in JSON, but only as an escape.
    return json.dumps(found, indent=indent) if _SURROGATE.search(text) else text


def _object(line: bytes, number: int, example: str) -> dict[str, Any]:
    try:
        asked = json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"))
    except UnicodeDecodeError:
        raise BadLine("is not UTF-8 text") from None
    except (ValueError, RecursionError):
        raise BadLine(f"is not JSON: write {example}") from None
    if not isinstance(asked, dict):
        raise BadLine(f"is not an object: write {example}")
    return asked


def _id(asked: dict[str, Any]) -> str | int:
    case_id = asked.get("id")
    if case_id is None or case_id == "":
        raise BadLine("has no id: write a text or a whole number")
    if isinstance(case_id, bool) or not isinstance(case_id, str | int):
        raise BadLine("has an id that is not a text or a whole number")
    return case_id
