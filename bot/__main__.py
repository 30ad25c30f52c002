"""The `companion` command."""

import argparse
import io
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from bot.commands import (
    ask,
    audit_log,
    audits,
    chat,
    db,
    demo_cycle,
    demo_data,
    due,
    forget,
    imports,
    kb,
    manifest,
    nudges,
    outbox,
    people,
    questions,
    returns,
    schedule,
    serve,
    sessions,
    streams,
    template,
    themes,
    version,
)
from bot.errors import PlainError

_DAILY = (serve, chat, ask, due, kb, questions)
_DEMO = (demo_data, demo_cycle)
_DATA = (imports, streams, template, people, audits, sessions, returns, themes, schedule, audit_log, forget)
_GROUPS = (*_DAILY, *_DATA, *_DEMO, nudges, outbox, manifest, db, version)
_INTERRUPTED = 130


class _Parser(argparse.ArgumentParser):
    """Says in one sentence what is wrong with the command line."""

    def error(self, message: str) -> NoReturn:
        """Say it and exit with 2."""
        self.exit(2, f"{self.prog}: {message}. `{self.prog} --help` shows what can be written.\n")


def command_line() -> argparse.ArgumentParser:
    """Every command with its options."""
    parser = _Parser(
        prog="companion", description="Practice Companion: the practice standards, in Teams and in a terminal."
    )
    subcommands = parser.add_subparsers(title="commands", dest="command", metavar="COMMAND", required=True)
    for group in _GROUPS:
        group.register(subcommands)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command: 0 for fine, 1 if a check failed, 2 if something was typed or set wrongly."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without a letter shows a question mark in its place
    try:
        try:
            parsed = command_line().parse_args(arguments)
            code: int = parsed.run(parsed)
        finally:
            sys.stdout.flush()
    except PlainError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:
        # The reader has had enough, as `head` has; Python's own flush at exit must not complain either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code


if __name__ == "__main__":
    sys.exit(main())
