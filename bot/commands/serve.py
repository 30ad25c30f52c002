"""`companion serve`: the bot itself."""

import argparse
import asyncio
import gc
import logging
import os
import signal
import sys
import threading
from collections.abc import Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.commands.command import Subcommands
from bot.errors import PlainError

if TYPE_CHECKING:
    from bot.app import Companion, Server
    from bot.settings import Settings

SAMPLE = "How often do I visit a child on a Child Protection Plan?"

_logger = logging.getLogger(__name__)


def register(subcommands: Subcommands) -> None:
    """Add the command."""
    parser = subcommands.add_parser("serve", help="run the bot")
    parser.add_argument("--local", action="store_true", help="on this machine only, with the demo's people")
    parser.add_argument(
        "--chat",
        action="store_true",
        help="with a chat in this terminal, if it is one (local mode only; CHAT=0: without)",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Serve until stopped, or until the terminal chat ends."""
    from bot.app import Companion
    from bot.commands.database import prepared
    from bot.logs import set_up_logs
    from bot.settings import load_settings

    environ = {**os.environ, "COMPANION_MODE": "local"} if arguments.local else os.environ
    settings = load_settings(environ, Path(".env"))
    _refuse_what_is_not_a_demo(arguments, settings)
    talk = arguments.chat and sys.stdin.isatty() and os.environ.get("CHAT", "1") != "0"
    set_up_logs("WARNING" if arguments.chat else settings.log_level, for_terminal=arguments.chat)
    if settings.is_local and not arguments.chat:
        _logger.warning("local mode: authentication is off")
    with prepared(settings) as database:
        companion = Companion.build(settings, database)
        if arguments.chat:
            _say_how_to_talk(settings, here=talk)
        if talk:
            _serve_and_talk(companion)
        else:
            asyncio.run(_serve(companion, sample=arguments.chat))
    return 0


def _refuse_what_is_not_a_demo(arguments: argparse.Namespace, settings: "Settings") -> None:
    if arguments.chat and not settings.is_local:
        raise PlainError("--chat works only in local mode: write --local too, or set COMPANION_MODE=local.")
    if arguments.local and not settings.database_url.startswith("sqlite:"):
        raise PlainError(
            "COMPANION_DATABASE_URL names a PostgreSQL database, and --local would put made-up people into it: "
            "leave that setting out, or name an SQLite file."
        )


def _say_how_to_talk(settings: "Settings", *, here: bool) -> None:
    """In lines that fit a narrow terminal."""
    print(f"Practice Companion listens at http://{settings.host}:{settings.port}/api/messages")
    print("Local mode: authentication is OFF, and only this machine can reach it;")
    print("people and phone numbers are made up.")
    print(f"Talk to it {'here, ' if here else ''}in the Agents Playground (README) or in another terminal:")
    print("  COMPANION_MODE=local .venv/bin/companion chat")
    print("Ctrl-C stops it.", flush=True)


async def start(server: "Server") -> None:
    """Start it, for as long as this process lives."""
    await server.start()
    # What is loaded now stays: going over it whenever rubbish is collected costs a fifth of planning a morning, and a
    # tenth of a second in the middle of somebody's turn.
    gc.freeze()


async def _serve(companion: "Companion", *, sample: bool) -> None:
    """Serve until SIGINT or SIGTERM."""
    from bot.app import Server

    server = Server(companion)
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await start(server)
    try:
        if sample:
            await asyncio.to_thread(_print_sample, companion)
        await stop.wait()
    finally:
        await server.stop()


def _print_sample(companion: "Companion") -> None:
    from bot.commands.chat import demo_person
    from bot.terminal import PROMPT, TerminalChat

    print(f"\n{PROMPT}{SAMPLE}", flush=True)
    TerminalChat(companion, demo_person(companion, None), input, lambda text: print(text, flush=True)).say(SAMPLE)


def _serve_and_talk(companion: "Companion") -> None:
    """Serve on a thread of its own while this one talks; leaving the chat stops the server."""
    from bot.app import Server
    from bot.commands.chat import HOW_TO_TALK, demo_person
    from bot.terminal import TerminalChat

    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="server")
    thread.start()

    def there(work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, loop).result()

    try:
        server = Server(companion)
        there(start(server))
        try:
            person = demo_person(companion, None)
            print(f"You are {person.name}. {HOW_TO_TALK}")
            TerminalChat(companion, person, input, print).run()
        finally:
            there(server.stop())
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
