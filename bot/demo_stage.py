"""A stage for demos: the product itself, its people and a clock that is set by hand; what they say and hear is told."""

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any, Final

from bot.app import Companion
from bot.clock import DemoClock
from bot.outcomes import Came, Outcome
from bot.rounds import Finished, Posting, Rounds
from dialogs.core.reply import Reply
from dialogs.core.turn import Conversation, Json, Kind, Scope, Sender, Turn
from standards_kb.working_days import WorkingDays, at_local_time
from storage.people import Person

MORNING: Final = time(9, 30)
_SOON: Final = timedelta(minutes=1)  # what waits no longer goes in the same morning
_AT_ONCE: Final = 50
_TOLD: Final = 4  # lines of a message


class Stage:
    """`write` gets each line of the transcript. `about`: how the kinds of unasked messages begin that are told; the
    others are sent as well, and counted."""

    def __init__(
        self, companion: Companion, clock: DemoClock, calendar: WorkingDays, about: str, write: Callable[[str], None]
    ) -> None:
        self._companion = companion
        self._clock = clock
        self._calendar = calendar
        self._about = about
        self._write = write
        self._names: dict[str, str] = {}
        self._rounds = Rounds(
            companion.database, companion.recheck, companion.replica, None, lambda _store: clock.now(), lambda: 0.0
        )
        self.others = 0

    @property
    def today(self) -> date:
        """The day on the stage."""
        return self._clock.today()

    def enter(self, people: Sequence[Person]) -> None:
        """They install the app, so that they can be written to."""
        for person in people:
            self._names[person.object_id or ""] = person.name.split()[0]
            self._turn(person, Kind.INSTALLED)

    def until(self, day: date) -> None:
        """Every working morning up to a day: the tick, then the sender's rounds."""
        while self.today < day:
            self.morning(self._calendar.add(self.today, 1))

    def morning(self, day: date) -> None:
        """One morning: what is due is planned and sent."""
        self._clock.at = at_local_time(day, MORNING)
        self._companion.scheduler.tick()
        self.deliver()

    def deliver(self) -> None:
        """The sender's rounds, with the people on this stage in Teams' place."""
        finished: list[Finished] = []
        heard: dict[str, list[str]] = {}
        while True:
            found = self._rounds.run(finished, _AT_ONCE)
            finished = [Finished(one, Outcome(Came.SENT, 200, activity_id=str(one.entry.id))) for one in found.postings]
            for one in found.postings:
                self._hears(one, heard)
            if not finished and (found.next_in is None or found.next_in > _SOON):
                break
            if not finished and found.next_in is not None:  # a chat takes no more at the same moment
                self._clock.at += max(found.next_in, timedelta(seconds=1))
        for text, names in heard.items():
            self._write(f"{self._day()}  → {', '.join(sorted(names))}: {text}")

    def says(self, person: Person, text: str, *, lines: int = 1) -> Reply:
        """They type a sentence; so many lines of the reply are told."""
        reply = self._turn(person, Kind.MESSAGE, text)
        self._told(f"{self._names[person.object_id or '']}: {text}", reply, lines)
        return reply

    def presses(self, person: Person, reply: Reply, title: str, typed: Mapping[str, str] | None = None) -> Reply:
        """They fill a card's fields and press one of its buttons; what they leave alone goes as it stands there."""
        button = next(part for part in _parts(reply.card) if part.get("title") == title and "data" in part)
        data = dict(button["data"])
        action = str(button.get("verb") or data.pop("action"))
        answer = self._turn(person, Kind.ACTION, action=action, data={**self.fields(reply), **(typed or {}), **data})
        told = "; ".join(text for text in (typed or {}).values() if text)
        self._told(f"{self._names[person.object_id or '']} [{title}] {told}".rstrip(), answer, 1)
        return answer

    def fields(self, reply: Reply) -> dict[str, str]:
        """What a card asks to be filled in, with what stands there."""
        parts = (part for part in _parts(reply.card) if str(part.get("type", "")).startswith("Input."))
        return {str(part["id"]): str(part.get("value", "")) for part in parts}

    def fetches(self, person: Person, text: str, folder: Path) -> Path:
        """They ask for a file, and it is made and written into a folder."""
        reply = self.says(person, text)
        assert reply.document is not None, "a file was asked for"
        made = self._companion.documents.fetch(reply.document.id, self._clock.now())
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{self.today.isoformat()}-{made.name}"
        path.write_bytes(made.content)
        self._write(f"    {path.name}")
        return path

    def tells(self, text: str) -> None:
        """What happens, in a line of its own."""
        self._write(f"\n## {text}")

    def _turn(
        self, person: Person, kind: Kind, text: str = "", action: str = "", data: Mapping[str, Json] | None = None
    ) -> Reply:
        self._clock.at += timedelta(seconds=20)
        chat = Conversation(f"stage-{person.key}", Scope.PERSONAL, "stage", "https://stage.invalid/")
        who = Sender(person.object_id or "", person.name)
        turn = Turn(kind, uuid.uuid4().hex, chat, who, self._clock.now(), text, action, data or {})
        return self._companion.runner.run_now(turn).reply or Reply("")

    def _told(self, did: str, reply: Reply, lines: int) -> None:
        """What was done, and of the reply what stands below its title, if anything does."""
        self._write(f"{self._day()}  {did}")
        said = _lines(reply)
        for line in (said[1:] or said)[:lines]:
            self._write(f"    {line}")
        self.deliver()

    def _hears(self, posting: Posting, heard: dict[str, list[str]]) -> None:
        """A message that somebody gets unasked; a card that is replaced in place is no news."""
        if not posting.entry.kind.startswith(self._about):
            self.others += 1
        elif not posting.entry.activity_id:
            text = " · ".join(_lines(posting.reply)[:_TOLD])
            heard.setdefault(text, []).append(self._names.get(posting.object_id, "?"))

    def _day(self) -> str:
        return f"{self.today:%a} {self.today.day:>2} {self.today:%b}"


def _parts(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for name, part in value.items():
            if name not in ("data", "fallback"):
                yield from _parts(part)
    elif isinstance(value, list):
        for item in value:
            yield from _parts(item)


def _lines(reply: Reply) -> list[str]:
    """What a reply says, without what it says may be typed in place of its buttons."""
    return [line for line in reply.text.split("\n") if line.strip() and 'ype "' not in line]
