"""What a person does about check and challenge, through one door; each step tells those who are next."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from storage.outbox import Json, Message
from storage.people import Person
from storage.return_signers import Signer
from storage.returns import (
    ACCEPTED,
    CANCELLED,
    CHANGEABLE,
    READY,
    SENT_BACK,
    SIGNED,
    SUBMITTED,
    TO_FILL,
    Answer,
    Computed,
    Part,
    Session,
)
from storage.roles import Role

if TYPE_CHECKING:
    from storage.store import Store

# Kinds of messages; `dialogs/check_and_challenge/nudges.py` has their words.
OPENED: Final = "check_and_challenge.opened"
NEWS: Final = "check_and_challenge.news"
MOVED: Final = "check_and_challenge.moved"
CHASER: Final = "check_and_challenge.chaser"
_LIVE = CHANGEABLE | {SUBMITTED}


@dataclass(frozen=True, slots=True)
class Return:
    """A session with all that stands in its return, by name."""

    session: Session
    contributors: tuple[str, ...]
    texts: dict[str, Part]
    figures: dict[str, Part]
    computed: dict[str, Computed] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
    signers: tuple[Signer, ...] = ()


def whole(store: "Store", session: Session) -> Return:
    """A session with its return. A part is taken only as long as who has taken it is in the return, so that somebody
    who is replaced leaves nothing locked behind, whichever of the two came first."""
    contributors, signers = store.returns.contributors(session.id), store.returns.signers.of(session.id)
    people = {*contributors, *(signer.staff_key for signer in signers), session.head_key}
    parts = [_held(part, people) for part in store.returns.parts(session.id)]
    return Return(
        session,
        tuple(contributors),
        {part.name: part for part in parts if not part.is_figure},
        {part.name: part for part in parts if part.is_figure},
        {one.name: one for one in store.returns.computed(session.id)},
        {one.key: one for one in store.returns.answers(session.id)},
        tuple(signers),
    )


def _held(part: Part, people: set[str]) -> Part:
    return part if people.issuperset(part.holders) else replace(part, holders=tuple(people & {*part.holders}))


def still_to_sign(store: "Store", one: Return, today: date) -> list[str]:
    """The first-line managers who sign before the Head of Service does and haven't; nobody waits for who has left."""
    keys = [signer.staff_key for signer in one.signers if signer.signed_at is None]
    return [person.key for person in store.people.with_keys(keys) if not person.has_left(today)]


class ReturnWork:
    """`may_convene`, `may_sign`: whether their roles let them create sessions and accept, or sign off, at all."""

    def __init__(
        self, store: "Store", person: Person | None, may_convene: Callable[[], bool], may_sign: Callable[[], bool]
    ) -> None:
        self._store = store
        self._person = person
        self._may_convene = may_convene
        self._may_sign = may_sign

    @property
    def may_convene(self) -> bool:
        """Whether they create sessions, and accept returns or send them back."""
        return self._person is not None and self._may_convene()

    def listed(self) -> list[Session]:
        """Those that go on and that they see, soonest due first."""
        return [session for session in self._store.returns.in_states(_LIVE) if self._sees(session)]

    def fills_in_some(self) -> bool:
        """Whether they are in any return that can still be written in."""
        key = self._person.key if self._person else ""
        return any(key in self._in(session) for session in self._store.returns.in_states(CHANGEABLE))

    def find(self, session_id: int) -> Return | None:
        """One; None alike for one that isn't for them and for none."""
        session = self._store.returns.find(session_id)
        return whole(self._store, session) if session is not None and self._sees(session) else None

    def before(self, session: Session) -> Return | None:
        """The return of the same area before this one."""
        earlier = self._store.returns.before(session)
        return whole(self._store, earlier) if earlier else None

    def earlier(self, session: Session, number: int) -> list[Return]:
        """The area's last returns before this one, newest first."""
        return [whole(self._store, one) for one in self._store.returns.earlier(session, number)]

    def contributes(self, one: Return) -> bool:
        """Whether they may write in it: those who were named, and who signs off."""
        key = self._person.key if self._person else ""
        return key == one.session.head_key or key in one.contributors or self.signs_first(one)

    def signs(self, one: Return) -> bool:
        """Whether it is they who sign it off as Head of Service, and so submit it."""
        return self._person is not None and self._person.key == one.session.head_key and self._may_sign()

    def signs_first(self, one: Return) -> bool:
        """Whether they are one of its first-line managers, who sign before the Head of Service."""
        return self._person is not None and self._person.key in {signer.staff_key for signer in one.signers}

    def still_to_sign(self, one: Return, today: date) -> list[Person]:
        """The first-line managers who have not signed yet."""
        return self._store.people.with_keys(still_to_sign(self._store, one, today))

    def create(
        self,
        session: Session,
        contributors: Sequence[Person],
        sections: Sequence[str],
        indicators: Sequence[str],
        signers: Sequence[Person] = (),
    ) -> Session:
        """Begin one, and tell everybody who is in it."""
        keys, sign = ([person.key for person in people] for people in (contributors, signers))
        made = replace(session, id=self._store.returns.add(session, keys, sections, indicators, sign))
        for key in self._in(made):
            self._tell(OPENED, made, key, "opened", session.made_at)
        return made

    def move(self, session: Session, held_on: date, due_on: date, reason: str, at: datetime) -> bool:
        """Another day for a session: everybody in it is told. False if anything of it has changed meanwhile."""
        moved = replace(session, held_on=held_on, due_on=due_on, reason=reason)
        if session.state == CANCELLED or not self._store.returns.change(moved):
            return False
        for key in self._in(session):
            self._tell(MOVED, moved, key, f"moved {session.version}", at, held_on.isoformat())
        return True

    def cancel(self, session: Session, reason: str, at: datetime) -> bool:
        """No session: everybody in it is told, and nobody is chased for it any more."""
        return session.state != CANCELLED and self._moved(
            replace(session, reason=reason), CANCELLED, self._in(session), at
        )

    def on(self, area: str, day: date) -> Session | None:
        """The session that an area has on a day already."""
        return next((one for one in self._store.returns.between(day, day) if one.area == area), None)

    def may_write(self, one: Return, part: Part) -> bool:
        """Whether they may write a part: whoever contributes, unless others have taken it; who signs off always."""
        key = self._person.key if self._person else ""
        return self.contributes(one) and (not part.holders or key in part.holders or key == one.session.head_key)

    def hold(self, part: Part, holders: Sequence[str]) -> bool:
        """Take a part, share it or let go of it, unless somebody has changed this version of it."""
        return self._store.returns.hold(part, holders)

    def answer(self, session: Session, key: str, text: str) -> bool:
        """Say what they have to say of a contradiction, unless anything of the return has changed meanwhile."""
        assert self._person is not None
        return self._store.returns.answer(session, Answer(session.id, key, text, self._person.name))

    def write(self, part: Part) -> bool:
        """Keep what they wrote in one part, unless somebody has been faster or it is handed in."""
        assert self._person is not None
        return self._store.returns.write(replace(part, by_name=self._person.name))

    def ready(self, session: Session, at: datetime) -> bool:
        """Nothing is left: who signs off is told, first-line managers first."""
        first = still_to_sign(self._store, whole(self._store, session), at.date())
        return session.state in TO_FILL and self._moved(session, READY, first or [session.head_key], at)

    def sign_first(self, one: Return, at: datetime) -> bool:
        """A first-line manager has signed what they were shown; after the last of them the Head of Service is told."""
        session = one.session
        if session.state != READY or not self.signs_first(one) or not self._store.returns.change(session):
            return False
        assert self._person is not None
        self._store.returns.signers.sign(session.id, self._person.key, at)
        if not still_to_sign(self._store, whole(self._store, session), at.date()):
            self._tell(NEWS, session, session.head_key, f"{READY} {session.version}", at, READY)
        return True

    def sign(self, session: Session, at: datetime) -> bool:
        """Signed off as it was shown, and so submitted: who convenes is told."""
        assert self._person is not None
        if session.state not in CHANGEABLE or still_to_sign(self._store, whole(self._store, session), at.date()):
            return False
        signed = replace(session, signed_by=self._person.name)
        return self._moved(signed, SUBMITTED, [p.key for p in conveners(self._store, at.date())], at)

    def accept(self, session: Session, at: datetime) -> bool:
        """The return is right."""
        return session.state == SUBMITTED and self._moved(
            replace(session, questions=""), ACCEPTED, self._in(session), at
        )

    def send_back(self, session: Session, questions: str, at: datetime) -> bool:
        """It goes back with questions, also after it was accepted: whoever signed it signs it anew."""
        asked = replace(session, questions=questions, signed_by="")
        if session.state not in SIGNED or not self._moved(asked, SENT_BACK, self._in(session), at):
            return False
        self._store.returns.signers.forget(session.id)
        return True

    def _moved(self, session: Session, state: str, told: Sequence[str], at: datetime) -> bool:
        if not self._store.returns.change(replace(session, state=state)):
            return False
        for key in told:
            self._tell(NEWS, session, key, f"{state} {session.version}", at, state)
        return True

    def _in(self, session: Session) -> list[str]:
        return self._store.returns.everybody_in(session)

    def _tell(self, kind: str, session: Session, key: str, occasion: str, at: datetime, state: str = "") -> None:
        facts: dict[str, Json] = {"session": session.id, "state": state}
        self._store.outbox.add(Message(kind, key, f"session:{session.id}", occasion, facts), at)

    def _sees(self, session: Session) -> bool:
        key = self._person.key if self._person else ""
        return bool(key) and (key in self._in(session) or self.may_convene)


def conveners(store: "Store", today: date) -> list[Person]:
    """Who is told of returns: the QA leads."""
    return [person for person in store.people.with_role(Role.QA_LEAD) if not person.has_left(today)]
