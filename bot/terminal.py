"""The same conversations in a terminal."""

import logging
import os
import textwrap
import uuid
from collections.abc import Callable

from bot.app import Companion
from bot.documents import NotMade
from bot.unasked import Unasked
from dialogs.core.document import Offer
from dialogs.core.reply import Reply
from dialogs.core.turn import Conversation, Kind, Scope, Sender, Turn
from dialogs.core.words import words_of

PROMPT = "you> "
WIDEST = 100
NARROWEST = 20
FAREWELL = frozenset({"quit", "exit", "bye"})

_logger = logging.getLogger(__name__)


class TerminalChat:
    """A personal chat between `person` and the bot; `read` gives a line or raises EOFError, `write` shows text."""

    def __init__(
        self, companion: Companion, person: Sender, read: Callable[[str], str], write: Callable[[str], None]
    ) -> None:
        self._companion = companion
        self._person = person
        self._read = read
        self._write = write
        self._chat = Conversation(f"terminal-{uuid.uuid4().hex}", Scope.PERSONAL, "", "")
        self._unasked = Unasked(companion, person.object_id, self._chat.id)

    def run(self) -> None:
        """Talk until the person leaves: quit, exit, or the end of input."""
        welcome = self._turn("", Kind.INSTALLED)
        while True:
            for reply in self._unasked.next():
                self._write(shown(reply))
            if welcome is not None:
                self._show(welcome)  # below what waited, so that its examples stand above the prompt
                welcome = None
            try:
                line = self._read(PROMPT).strip()
            except EOFError:
                self._write("")
                return
            if line.lower() in FAREWELL:
                return
            if line:
                self.say(line)

    def say(self, text: str) -> None:
        """One turn: what the person says, and the reply."""
        reply = self._turn(text, Kind.MESSAGE)
        if reply is not None:
            self._show(reply)

    def _turn(self, text: str, kind: Kind) -> Reply | None:
        turn = Turn(kind, uuid.uuid4().hex, self._chat, self._person, self._companion.clock.now(), text=text)
        try:
            return self._companion.runner.run_now(turn).reply
        except Exception:  # the chat goes on, as it does in Teams
            _logger.exception("turn failed")
            return Reply(words_of("home")("sorry"))

    def _show(self, reply: Reply) -> None:
        self._write(shown(reply))
        if reply.document is not None:
            self._write(shown(Reply(self._fetched(reply.document))))

    def _fetched(self, offer: Offer) -> str:
        """Where an offered file is: on this machine if it can be written here, else at a link."""
        now = self._companion.clock.now()
        if self._companion.links is not None:
            says = words_of("core")("document_link", label=offer.label)
            return f"{says}\n{self._companion.link(offer, now)}"
        try:
            made = self._companion.documents.fetch(offer.id, now)
        except NotMade as why:
            return str(why)
        path = self._companion.knowledge.publish(made.name, made.media_type, made.content, now)
        return words_of("core")("document_path", path=path) if path else words_of("core")("document_failed")


def shown(reply: Reply) -> str:
    """A reply as text no wider than the terminal, with room around it."""
    width = max(NARROWEST, min(WIDEST, _columns()) - 2)
    lines = [wrapped for line in reply.text.split("\n") for wrapped in _wrap(line, width)]
    return "\n" + "\n".join(f"  {line}".rstrip() for line in lines) + "\n"


def _wrap(line: str, width: int) -> list[str]:
    indent = "  " if line.startswith("- ") else ""
    return textwrap.wrap(line, width, subsequent_indent=indent) or [""]


def _columns() -> int:
    try:
        return os.get_terminal_size().columns or WIDEST  # some terminals don't know and say 0
    except OSError:
        return WIDEST
