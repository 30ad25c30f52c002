"""Who is in a return: named when its session is made, and others in their place when somebody leaves or is ill."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from storage.challenge_told import unanswered
from storage.challenge_work import ASKED
from storage.outbox import Json, Message
from storage.people import Person
from storage.return_work import NEWS, Return, still_to_sign, whole
from storage.returns import CANCELLED, READY, Session

if TYPE_CHECKING:
    from storage.store import Store

# Kinds of messages; `dialogs/check_and_challenge/nudges.py` has their words.
JOINED: Final = "check_and_challenge.joined"
LEFT: Final = "check_and_challenge.left"


@dataclass(frozen=True, slots=True)
class Exchange:
    """`leaves` goes out, whatever they did there; `comes` does it in their place, or comes anew: to fill it in, or to
    sign it first (`signs`)."""

    leaves: Person | None = None
    comes: Person | None = None
    signs: bool = False


class ReturnPeople:
    """`audit`: notes what was changed in the audit log."""

    def __init__(self, store: "Store", audit: Callable[[str], object]) -> None:
        self._store = store
        self._audit = audit

    def exchange(self, one: Return, how: Exchange, at: datetime) -> bool:
        """Who is in it from now on; who leaves and who comes are told. What the one who leaves had taken is everybody's
        again: see `whole`. False if anything of the return has changed meanwhile, as by a signature."""
        session, (head, contributors, signers) = one.session, after(one, how)
        same_head = head == session.head_key
        # Figures are counted of those for whom the Head of Service is answerable: of another's, anew.
        changed = replace(session, head_key=head, counted_on=session.counted_on if same_head else None)
        if session.state == CANCELLED or not self._store.returns.change(changed):
            return False
        waited = still_to_sign(self._store, one, at.date())
        self._store.returns.set_people(session.id, contributors, signers)
        for kind, person in ((LEFT, how.leaves), (JOINED, how.comes)):
            if person is not None:
                self._tell(kind, session, person.key, f"{kind} {session.version}", at)
        self._tell_head(changed, waited, at, same_head=same_head)
        self._audit(_about(session, how))
        return True

    def _tell_head(self, session: Session, waited: list[str], at: datetime, *, same_head: bool) -> None:
        """What comes to the Head of Service now: to sign, as nobody is left to sign before; or a panel's questions."""
        first = still_to_sign(self._store, whole(self._store, session), at.date())
        if session.state == READY and same_head and waited and not first:
            self._tell(NEWS, session, session.head_key, f"{READY} {session.version}", at, state=READY)
        if not same_head and unanswered(self._store, session):
            about = f"challenge_questions:{session.id}"
            message = Message(ASKED, session.head_key, about, f"handed on {session.version}", {"session": session.id})
            self._store.outbox.add(message, at)

    def _tell(self, kind: str, session: Session, key: str, occasion: str, at: datetime, **more: Json) -> None:
        facts: dict[str, Json] = {"session": session.id, **more}
        self._store.outbox.add(Message(kind, key, f"session:{session.id}", occasion, facts), at)


def after(one: Return, how: Exchange) -> tuple[str, set[str], set[str]]:
    """Who signs off, who fills it in and who signs first, once that is done."""
    leaves, comes = (person.key if person else "" for person in (how.leaves, how.comes))
    groups = []
    for before in (set(one.contributors), {signer.staff_key for signer in one.signers}):
        groups.append(before - {leaves} | ({comes} if comes and leaves in before else set()))
    if comes and not leaves:
        groups[how.signs].add(comes)
    head = comes if leaves and leaves == one.session.head_key else one.session.head_key
    return head, groups[0], groups[1] - {head}


def _about(session: Session, how: Exchange) -> str:
    leaves, comes = (person.key if person else "" for person in (how.leaves, how.comes))
    if leaves and comes:
        return f"session {session.id}: staff {comes} in place of {leaves}"
    return f"session {session.id}: staff {comes or leaves} {'comes in' if comes else 'leaves it'}"
