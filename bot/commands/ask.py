"""`companion ask`: one question, or a file of them; nothing is kept."""

import argparse
import sys
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.commands import batch
from bot.commands.command import Subcommands, settings_here
from bot.errors import PlainError

if TYPE_CHECKING:
    from dialogs.core.knowledge import Knowledge
    from standards_kb.types import NationalRule, Note, Passage


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
    lines = batch.lines_of(arguments.batch) if arguments.batch else iter(())
    from bot.clock import Clock
    from bot.knowledge import build_knowledge

    knowledge, clock = build_knowledge(settings_here()), Clock()
    if arguments.batch:
        batch.answer(lines, '{"id": "…", "question": "…"}', lambda asked: _answer_line(asked, knowledge, clock.now()))
        return 0
    found = answered("1", question, knowledge, clock.now())
    print(batch.as_json(found, indent=2) if arguments.json else readable(found["answer"]))
    return 0


def _answer_line(asked: dict[str, Any], knowledge: "Knowledge", at: datetime) -> dict[str, Any]:
    """The answer to one line of a batch. BadLine if it asks nothing."""
    question = asked.get("question")
    if not isinstance(question, str) or not question.strip():
        raise batch.BadLine("has no question: write a text")
    return answered(asked["id"], question, knowledge, at)


def readable(answer: str) -> str:
    """Wrapped in a terminal; elsewhere, for other programs, a paragraph stays a line."""
    if not sys.stdout.isatty():
        return answer
    from bot.terminal import shown
    from dialogs.core.reply import Reply

    return shown(Reply(answer))


def answered(question_id: str | int, question: str, knowledge: "Knowledge", at: datetime) -> dict[str, Any]:
    """An answer as JSON: outcome, text, citations best first and verbatim, and what is offered beside them; dates where
    the question tells of a case, counted at an instant."""
    from bot.commands.due import deadline_data
    from dialogs.ask import text
    from dialogs.ask.dates import dates
    from dialogs.core.quotes import noted
    from standards_kb.answer import answer

    found = answer(knowledge.framework, knowledge.finder, question)
    dated = dates(question, found, at, knowledge)
    found = dated.answer if dated else found

    def cited(passage: "Passage") -> dict[str, Any]:
        return {
            "id": passage.id,
            "standard": passage.title,
            "section": passage.section,
            "text": passage.text,
            "responsible": list(passage.responsible),
            "notes": [_note(note) for note in noted([passage], knowledge.framework)],
        }

    rule = found.national
    return {
        "id": question_id,
        "outcome": found.outcome.value,
        "reason": found.reason.value,
        "answer": text.dated(dated, knowledge) if dated else text.whole_answer(found, knowledge),
        "edition": knowledge.framework.edition,
        "citations": [cited(p) for p in found.citations],
        "nearest": [cited(p) for p in found.nearest],
        "not_this_framework": _rule(rule) if rule else None,
        "dates": [deadline_data(proof) for proof in dated.proofs] if dated else [],
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
