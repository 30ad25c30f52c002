"""Nine areas with twelve contributors each, who all answer at once; for the test and for the benchmark."""

import asyncio
import time
from dataclasses import dataclass, field, replace

from bot.run_turn import TurnRunner
from dialogs.core.knowledge import Knowledge
from dialogs.core.reply import Reply
from dialogs.core.turn import Conversation, Json, Kind, Scope, Sender, Turn
from dialogs.registry import features
from storage.db import Database
from storage.people import Person
from storage.returns import Part, Session
from storage.roles import Role
from tests.dialogs.support import NOW

CONTRIBUTORS = 12
SHARED = "you_said_we_did"  # the section that all of an area write by a sentence
CONTESTED = "compliments"  # the figure that all of an area write on a card of the same version


@dataclass
class Run:
    """What came of it: milliseconds of each submit, and how many of them had been overtaken and were put right."""

    took: list[float] = field(default_factory=list)
    overtaken: int = 0


@dataclass(frozen=True)
class Somebody:
    """One contributor of one area's return."""

    area: str
    session_id: int
    number: int

    @property
    def name(self) -> str:
        return f"{self.area} {self.number:02}"

    @property
    def sender(self) -> Sender:
        return Sender(f"{self.session_id:08}-0000-0000-0000-{self.number:012}", self.name)


def fill(database: Database, knowledge: Knowledge) -> list[Somebody]:
    """Everybody and the areas' empty returns."""
    everybody = []
    with database.transaction() as store:
        store.people.save(Person("head", "Head", roles=(Role.HEAD_OF_SERVICE,)))
        for number, (area, template) in enumerate(knowledge.returns.items(), 1):
            theirs = [Somebody(area, number, n) for n in range(CONTRIBUTORS)]
            for one in theirs:
                who = Person(one.name, one.name, object_id=one.sender.object_id, roles=(Role.MANAGER,))
                store.people.save(who)
            sections = [section.name for section in template.sections]
            due = replace(Session(area, NOW.date(), NOW.date(), "head", "Lead", NOW), counted_on=NOW.date())
            made = store.returns.add(due, [one.name for one in theirs], sections, list(template.indicators))
            assert made == number
            everybody += theirs
    return everybody


def all_at_once(database: Database, knowledge: Knowledge, everybody: list[Somebody]) -> Run:
    """Each saves their own figures, the figure that all of the area have open, and a sentence of the shared section."""
    run, runner = Run(), TurnRunner(database, features(), knowledge)

    async def together() -> None:
        await asyncio.gather(*(_answers(one, run, runner, database, knowledge) for one in everybody))
        await runner.close()

    asyncio.run(together())
    return run


async def _answers(one: Somebody, run: Run, runner: TurnRunner, database: Database, knowledge: Knowledge) -> None:
    names = [name for name in knowledge.returns[one.area].indicators if name != CONTESTED]
    for name in names[one.number :: CONTRIBUTORS]:
        await _submit(one, run, runner, name, 1, one.name)
    text, version = one.name, 1
    while not await _submit(one, run, runner, CONTESTED, version, text):
        run.overtaken += 1
        part = await asyncio.to_thread(_stands, database, one.session_id, CONTESTED, 1)
        text, version = f"{part.text}; {one.name}", part.version  # what they read on the card, and theirs with it
    said = f"return {one.session_id} you said, we did: {one.name}"
    while not _is_saved(await _timed(run, runner, _turn(one, Kind.MESSAGE, text=said))):
        run.overtaken += 1


async def _submit(one: Somebody, run: Run, runner: TurnRunner, name: str, version: int, text: str) -> bool:
    data: dict[str, Json] = {"return": one.session_id, "part": name, "figure": 1, "version": version, "text": text}
    turn = _turn(one, Kind.ACTION, action="check_and_challenge.save", data=data)
    return _is_saved(await _timed(run, runner, turn))


async def _timed(run: Run, runner: TurnRunner, turn: Turn) -> Reply:
    began = time.perf_counter()
    reply = (await runner.run(turn)).reply
    run.took.append((time.perf_counter() - began) * 1000)
    assert reply is not None
    return reply


def _is_saved(reply: Reply) -> bool:
    """Saved, or overtaken: anything else is no answer to a submit."""
    is_saved = "Saved:" in reply.text
    assert is_saved or "changed meanwhile" in reply.text, reply.text
    return is_saved


def _turn(one: Somebody, kind: Kind, text: str = "", action: str = "", data: dict[str, Json] | None = None) -> Turn:
    chat = Conversation(f"chat of {one.name}", Scope.PERSONAL, "tenant", "https://smba.trafficmanager.net/uk/")
    return Turn(kind, f"{time.perf_counter_ns()}", chat, one.sender, NOW, text, action, data or {})


def _stands(database: Database, session_id: int, name: str, is_figure: int) -> Part:
    with database.reading() as store:
        parts = store.returns.parts(session_id)
    return next(part for part in parts if (part.name, part.is_figure) == (name, is_figure))


def lost(database: Database, knowledge: Knowledge, everybody: list[Somebody]) -> list[str]:
    """Whose words aren't there any more, or stand there twice."""
    gone = []
    with database.reading() as store:
        parts = {(s, p.name, p.is_figure): p for s in {o.session_id for o in everybody} for p in store.returns.parts(s)}
    for one in everybody:
        for key, mark in (((one.session_id, CONTESTED, 1), "; "), ((one.session_id, SHARED, 0), "\n")):
            if parts[key].text.split(mark).count(one.name) != 1:
                gone.append(f"{key[1]}: {one.name}")
        names = [name for name in knowledge.returns[one.area].indicators if name != CONTESTED]
        gone += [f"{n}: {one.name}" for n in names[one.number :: 12] if parts[one.session_id, n, 1].text != one.name]
    return gone
