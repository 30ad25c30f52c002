"""What a person does about a session's pack, questions and actions, through one door; who is next is told."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from storage import challenge_told
from storage.challenge_told import Given
from storage.challenges import DONE, OPEN, ChallengeAction, Question, Update
from storage.outbox import Json, Message
from storage.people import Person
from storage.return_work import ReturnWork, conveners
from storage.returns import CANCELLED, Session

if TYPE_CHECKING:
    from storage.store import Store

# Kinds of messages; `dialogs/challenge_pack/nudges.py` has their words.
GIVEN: Final = "challenge_pack.given"
CLOSED: Final = "challenge_pack.closed"
CHANGED: Final = "challenge_pack.changed"
ASKED: Final = "challenge_pack.asked"
_AROUND: Final = timedelta(days=366)


class ChallengeWork:
    """`may_challenge`: whether their roles put them on every panel."""

    def __init__(
        self,
        store: "Store",
        returns: ReturnWork,
        person: Person | None,
        may_challenge: Callable[[], bool],
        today: date,
    ) -> None:
        self._store = store
        self._returns = returns
        self._person = person
        self._may_challenge = may_challenge
        self._today = today

    @property
    def today(self) -> date:
        """The day on which they ask."""
        return self._today

    def find(self, session_id: int) -> Session | None:
        """A session in which they take part, whichever way; None alike for one that isn't for them and for none."""
        session = self._store.returns.find(session_id)
        return session if session is not None and self._takes_part(session) else None

    def sits(self, session: Session) -> bool:
        """Whether they put questions and give actions there: the panel, and who convenes."""
        if self._person is None:
            return False
        if self._returns.may_convene or self._may_challenge():
            return True
        return self._person.key in {p.key for p in challenge_told.panel(self._store, session, self._today)}

    def reads_pack(self, session: Session) -> bool:
        """Whether the pack is for them: as above, and the Head of Service, so that nobody is ambushed."""
        return self._person is not None and (self.sits(session) or self._person.key == session.head_key)

    def next_pack(self) -> Session | None:
        """The session whose pack they read next: the first to come, else the last that was held; None for neither."""
        first, last = self._today - _AROUND, self._today + _AROUND
        mine = [one for one in self._store.challenges.held_between(first, last) if one.state != CANCELLED]
        mine = [one for one in mine if self.reads_pack(one)]
        return next((one for one in mine if one.held_on >= self._today), mine[-1] if mine else None)

    def actions(self, session: Session) -> tuple[Given, ...]:
        """Those given in a session."""
        return challenge_told.with_owners(self._store, self._store.challenges.actions(session.id))

    def actions_before(self, session: Session) -> tuple[Given, ...]:
        """Those of the area's earlier sessions that are open, or were closed since the last."""
        return challenge_told.with_owners(self._store, self._store.challenges.actions_before(session))

    def questions(self, session: Session) -> list[Question]:
        """Those put in a session."""
        return self._store.challenges.questions(session.id)

    def action(self, action_id: int) -> tuple[Given, Session] | None:
        """An action of theirs, or of a session in which they take part."""
        action = self._store.challenges.action(action_id)
        session = self._store.returns.find(action.session_id) if action else None
        if action is None or session is None or self._person is None:
            return None
        if action.owner_key != self._person.key and not any(map(self._takes_part, self._carried(session))):
            return None
        return challenge_told.with_owners(self._store, [action])[0], session

    def open_actions(self) -> tuple[Given, ...]:
        """Those that they see, soonest due first."""
        found = [self.action(action.id) for action, _ in challenge_told.open_actions(self._store)]
        return tuple(sorted((one[0] for one in found if one), key=lambda g: (g.action.due_on, g.action.id)))

    def moves(self, action: ChallengeAction, session: Session) -> bool:
        """Whether they say how it gets on, and what changed: its owner, the Head of Service, who convenes."""
        key = self._person.key if self._person else ""
        heads = {one.head_key for one in self._carried(session)}
        return bool(key) and (key == action.owner_key or key in heads or self._returns.may_convene)

    def answers(self, session: Session) -> bool:
        """Whether they keep answers to the panel's questions: who puts these, and the Head of Service."""
        return self._person is not None and (self.sits(session) or self._person.key == session.head_key)

    def steers(self, session: Session) -> bool:
        """Whether they give an action another owner or day, or open it again: who sits in any session that it is
        carried into."""
        return any(map(self.sits, self._carried(session)))

    def ask(self, question: Question) -> Question:
        """Put a question; if it is put without an answer, the Head of Service is told of it."""
        put = replace(question, id=self._store.challenges.ask(question))
        session = self._store.returns.find(question.session_id)
        if session is not None and not question.answer and not self._is(session.head_key):
            # One message a day for all of them: what it shows is asked when it is sent.
            facts: dict[str, Json] = {"session": session.id}
            about, day = f"challenge_questions:{session.id}", self._today.isoformat()
            self._store.outbox.add(Message(ASKED, session.head_key, about, day, facts), question.made_at)
        return put

    def answer(self, question: Question, text: str) -> bool:
        """Keep an answer, or another; False if somebody has been faster."""
        assert self._person is not None
        return self._store.challenges.answered(replace(question, answer=text, answered_by=self._person.name))

    def give(self, action: ChallengeAction) -> ChallengeAction:
        """Give an action, and tell its owner."""
        given = replace(action, id=self._store.challenges.give(action))
        self._tell(GIVEN, given, action.owner_key, "given", given.made_at)
        return given

    def change(self, changed: ChallengeAction, note: str, at: datetime) -> bool:
        """Another owner or day for an action, or it is open again; it is noted with the action, and who owns it, or did
        until now, is told. False if somebody has been faster."""
        before = self._store.challenges.action(changed.id)
        if before is None or self._person is None or not self._store.challenges.change(changed):
            return False
        self._store.challenges.tell(Update(changed.id, note, self._person.name, at))
        for key in {before.owner_key, changed.owner_key}:
            if not self._is(key):
                self._tell(CHANGED, changed, key, f"changed {changed.version}", at)
        return True

    def update(self, action: ChallengeAction, text: str, at: datetime) -> bool:
        """Say how it gets on."""
        if action.state != OPEN or self._person is None:
            return False
        self._store.challenges.tell(Update(action.id, text, self._person.name, at))
        return True

    def close(self, action: ChallengeAction, changed: str, evidence: str, at: datetime, day: date) -> bool:
        """Say what changed; who convenes is told."""
        name = self._person.name if self._person else ""
        closed = replace(action, state=DONE, changed=changed, evidence=evidence, closed_on=day, closed_by=name)
        if action.state != OPEN or not self._store.challenges.change(closed):
            return False
        for person in conveners(self._store, day):
            if not self._is(person.key):
                self._tell(CLOSED, closed, person.key, f"closed {action.version}", at)
        return True

    def _tell(self, kind: str, action: ChallengeAction, key: str, occasion: str, at: datetime) -> None:
        facts: dict[str, Json] = {"action": action.id}
        self._store.outbox.add(Message(kind, key, f"challenge_action:{action.id}", occasion, facts), at)

    def _takes_part(self, session: Session) -> bool:
        if self._person is None:
            return False
        return self._person.key in self._store.returns.everybody_in(session) or self.sits(session)

    def _carried(self, session: Session) -> list[Session]:
        """The sessions in which an action of this one is spoken of."""
        return self._store.challenges.from_then(session)

    def _is(self, key: str) -> bool:
        return self._person is not None and self._person.key == key
