"""`companion ask`: one question, or a file of them; nothing is kept."""

import argparse
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.commands.command import Subcommands, settings_here
from bot.errors import PlainError

if TYPE_CHECKING:
    from dialogs.core.knowledge import Knowledge
    from standards_kb.types import NationalRule, Note, Passage

_SURROGATE = re.compile("[\ud800-\udfff]")


def register(subcommands: Subcommands) -> None:
    """Add the command."""
    parser = subcommands.add_parser("ask", help="ask the framework a question")
    parser.add_argument("question", nargs="*", help="the question, in your own words")
    parser.add_argument("--json", action="store_true", help="print the answer as JSON")
    parser.add_argument("--batch", metavar="FILE", help='JSON Lines {"id", "question"} to answer; - for standard input')
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Answer on standard output."""
    question = " ".join(arguments.question).strip()
    if bool(question) == bool(arguments.batch):
        raise PlainError('Write a question, or --batch FILE: companion ask "how often is a child in need visited?"')
    lines = _lines(arguments.batch) if arguments.batch else iter(())
    from bot.app import build_knowledge

    knowledge = build_knowledge(settings_here())
    if arguments.batch:
        for number, line in enumerate(lines, 1):
            if line.strip():
                print(_json(_answer_line(line, number, knowledge)), flush=True)
        return 0
    found = answered("1", question, knowledge)
    print(_json(found, indent=2) if arguments.json else _readable(found["answer"]))
    return 0


def _readable(answer: str) -> str:
    """Wrapped in a terminal; elsewhere, for other programs, a paragraph stays a line."""
    if not sys.stdout.isatty():
        return answer
    from bot.terminal import shown
    from dialogs.core.reply import Reply

    return shown(Reply(answer))


def answered(question_id: str | int, question: str, knowledge: "Knowledge") -> dict[str, Any]:
    """An answer as JSON: outcome, text, citations best first and verbatim, and what is offered beside them."""
    from dialogs.ask.text import noted, whole_answer
    from standards_kb.answer import answer

    found = answer(knowledge.framework, knowledge.finder, question)

    def cited(passage: "Passage") -> dict[str, Any]:
        return {
            "id": passage.id,
            "standard": passage.title,
            "section": passage.section,
            "text": passage.text,
            "responsible": list(passage.responsible),
            "notes": [_note(note) for note in noted([passage], knowledge)],
        }

    rule = found.national
    return {
        "id": question_id,
        "outcome": found.outcome.value,
        "reason": found.reason.value,
        "answer": whole_answer(found, knowledge),
        "edition": knowledge.framework.edition,
        "citations": [cited(p) for p in found.citations],
        "nearest": [cited(p) for p in found.nearest],
        "not_this_framework": _rule(rule) if rule else None,
    }


def _note(note: "Note") -> dict[str, str]:
    return {"text": note.text, "kind": "elsewhere" if note.source else "reading", "source": note.source}


def _rule(rule: "NationalRule") -> dict[str, str]:
    return {
        "rule": rule.text,
        "source": rule.source,
        "dated": rule.dated,
        "as_of": rule.as_of,
        "source_url": rule.source_url,
        "also_read_at": rule.also_read_at,
    }


def _json(found: dict[str, Any], indent: int | None = None) -> str:
    text = json.dumps(found, ensure_ascii=False, indent=indent)
    # Half a surrogate pair is valid in JSON, but only as an escape.
    return json.dumps(found, indent=indent) if _SURROGATE.search(text) else text


def _lines(name: str) -> Iterator[bytes]:
    """The lines as bytes: each is decoded on its own, so that a bad one spoils no other."""
    if name == "-":
        return iter(sys.stdin.buffer)
    try:
        return iter(Path(name).read_bytes().split(b"\n"))
    except OSError as error:
        raise PlainError(f"{name} can't be read: {error.strerror}.") from None


def _answer_line(line: bytes, number: int, knowledge: "Knowledge") -> dict[str, Any]:
    """The answer to one line of a batch, or what is wrong with it."""
    try:
        asked = json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"))
    except UnicodeDecodeError:
        return {"id": None, "error": f"line {number} is not UTF-8 text"}
    except (ValueError, RecursionError):
        return {"id": None, "error": f'line {number} is not JSON: write {{"id": "…", "question": "…"}}'}
    if not isinstance(asked, dict):
        return {"id": None, "error": f'line {number} is not an object: write {{"id": "…", "question": "…"}}'}
    question_id, question = asked.get("id"), asked.get("question")
    if question_id is None or question_id == "":
        return {"id": None, "error": f"line {number} has no id: write a text or a whole number"}
    if isinstance(question_id, bool) or not isinstance(question_id, str | int):
        return {"id": None, "error": f"line {number}: the id is not a text or a whole number"}
    if not isinstance(question, str) or not question.strip():
        return {"id": question_id, "error": f"line {number} has no question: write a text"}
    return answered(question_id, question, knowledge)
