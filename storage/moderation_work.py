"""What a person does about moderations, through one door; each step tells those who are next."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from storage.audit_people import coordinators
from storage.audits import CLOSED, FINAL, Audit
from storage.children import Child
from storage.moderation_draw import Barred, Drawn, Wish, ask, completed, draw
from storage.moderations import DONE, DRAWN, GRADED, RETURNED, Moderated, Moderation
from storage.outbox import Message
from storage.outcome_work import Whole, whole
from storage.people import Person
from storage.roles import Action, Role

if TYPE_CHECKING:
    from storage.access import Door
    from storage.store import Store

# Kinds of messages; `dialogs/audit_moderation/nudges.py` has their words.
TO_DISCUSS: Final = "audit_moderation.to_discuss"
DONE_FOR: Final = "audit_moderation.done"
SAID: Final = "audit_moderation.said"
HANDED_BACK: Final = "audit_moderation.handed_back"
CHANGED: Final = "audit_moderation.changed"


@dataclass(frozen=True, slots=True)
class Seen:
    """A moderation with its audit, and what its reader is in it."""

    moderation: Moderation
    audit: Audit
    moderates: bool
    oversees: bool
    audited: bool
    took_part: bool

    @property
    def tells_grades(self) -> bool:
        """Whether both grades, reasons and what was agreed are theirs to read: those who took part hear them in the
        discussion first."""
        return self.moderates or self.oversees or self.moderation.state == DONE


class ModerationWork:
    """The moderator reads the outcome until the moderation is over; auditor and practitioner read what came of it; who
    oversees moderation reads what came of every one, and no outcome."""

    def __init__(self, store: "Store", door: "Door", today: date) -> None:
        self._store = store
        self._door = door
        self._today = today

    @property
    def may_oversee(self) -> bool:
        """Whether they draw the samples, and see how far people agree."""
        return not self._door.reached(Action.OVERSEE_MODERATION).is_nothing

    def mine(self) -> list[Seen]:
        """What they have to moderate, soonest due first."""
        found = (self.find(one.audit_id) for one in self._store.moderations.open_of(self._key)) if self._key else ()
        return [one for one in found if one is not None and one.moderates]

    def of_month(self, month: date) -> list[Seen]:
        """Those of a month, for whoever oversees them."""
        found = (self.find(one.audit_id) for one in self._store.moderations.of_month(month))
        return [one for one in found if one is not None and one.oversees]

    def find(self, audit_id: int) -> Seen | None:
        """That of an audit; None alike for one that isn't theirs to see, and for none."""
        audit, one = self._store.audits.find(audit_id), self._store.moderations.of_audit(audit_id)
        if audit is None or one is None or not self._key or audit.state not in (FINAL, CLOSED):
            return None
        if self._is_beyond(audit.child_id):
            return None
        is_theirs = one.moderator_key == self._key and one.state != RETURNED
        moderates = is_theirs and (not one.is_open or self._door.let_in(Action.MODERATE, audit.child_id))
        oversees = self._door.may(Action.OVERSEE_MODERATION, audit.child_id)
        is_told = one.state in (GRADED, DONE)
        audited = is_told and audit.auditor_key == self._key
        took_part = is_told and audit.practitioner_key == self._key
        seen = Seen(one, audit, moderates, oversees, audited, took_part)
        return seen if moderates or oversees or audited or took_part else None

    def outcome(self, seen: Seen) -> Whole | None:
        """What the auditor recorded: for its moderator, until it is over."""
        is_let = seen.moderates and seen.moderation.is_open
        return whole(self._store, seen.audit) if is_let else None

    def child(self, seen: Seen) -> Child | None:
        """Likewise."""
        return self._store.children.find(seen.audit.child_id) if seen.moderates and seen.moderation.is_open else None

    def names(self, seen: Seen) -> tuple[str, str, str]:
        """The auditor's, the practitioner's and the moderator's."""
        keys = (seen.audit.auditor_key, seen.audit.practitioner_key, seen.moderation.moderator_key)
        known = {person.key: person.name for person in self._store.people.with_keys(keys)}
        return known[keys[0]], known[keys[1]], known[keys[2]]

    def naming(self, seen: Seen) -> tuple[tuple[str, ...], Child | None]:
        """Who would tell who is meant, to be taken out of what is for everybody."""
        return self.names(seen), self._store.children.find(seen.audit.child_id)

    def grade(self, seen: Seen, grade: str, reasons: str, at: datetime) -> bool:
        """Give it a grade, with reasons where it is another; auditor and practitioner are told that it is to be
        discussed, and nothing more."""
        was = seen.moderation
        if not seen.moderates or not was.is_open or (grade != was.original and not reasons):
            return False
        if not self._store.moderations.change(replace(was, state=GRADED, grade=grade, reasons=reasons, graded_at=at)):
            return False
        for key in self._both(seen):
            self._tell(TO_DISCUSS, seen, key, "to discuss", at)
        return True

    def note(self, seen: Seen, notes: str) -> bool:
        """Keep notes for the discussion; the moderator's own."""
        was = seen.moderation
        return seen.moderates and was.is_open and self._store.moderations.change(replace(was, notes=notes))

    def discuss(self, seen: Seen, on: date, agreed: str, stands: str, at: datetime) -> bool:
        """It was discussed and is over; both grades are kept, and those who took part are told."""
        was = seen.moderation
        if not seen.moderates or was.state != GRADED:
            return False
        now = replace(was, state=DONE, discussed_on=on, agreed=agreed, stands=stands, done_at=at)
        if not self._store.moderations.change(now):
            return False
        for key in self._both(seen):
            self._tell(DONE_FOR, seen, key, "done", at)
        for person in coordinators(self._store, self._today) if stands != was.original else ():
            # With the child: who allocates audits may want another one.
            self._tell(CHANGED, seen, person.key, "changed", at, seen.audit.child_id)
        return True

    def learn(self, seen: Seen, learning: str) -> bool:
        """Keep what others can learn, which names nobody."""
        was = seen.moderation
        may = seen.moderates and was.state in (GRADED, DONE)
        return may and self._store.moderations.change(replace(was, learning=learning))

    def say(self, seen: Seen, text: str, at: datetime) -> bool:
        """The practitioner says how they see it: to the moderator before the discussion, else to who oversees it."""
        was = seen.moderation
        if not seen.took_part or not self._store.moderations.change(replace(was, practitioner_says=text)):
            return False
        overseers = [person.key for person in coordinators(self._store, self._today)]
        for key in overseers if was.state == DONE else [was.moderator_key]:
            self._tell(SAID, seen, key, f"said {was.version}", at)
        return True

    def hand_back(self, seen: Seen, reason: str, at: datetime) -> bool:
        """The moderator can't be the one, and sees nothing of it any more."""
        was = seen.moderation
        if not seen.moderates or was.state != DRAWN:
            return False
        if not self._store.moderations.change(replace(was, state=RETURNED, reason=reason)):
            return False
        for person in coordinators(self._store, self._today):
            self._tell(HANDED_BACK, seen, person.key, f"handed back {was.version}", at)
        return True

    def moderators(self) -> list[Person]:
        """Who may be given one."""
        return [p for p in self._store.people.with_role(Role.MODERATOR) if not p.has_left(self._today)]

    def give(self, seen: Seen, moderator: Person, due_on: date, at: datetime) -> str:
        """Another moderator takes it, and starts anew; why not, if not."""
        was = seen.moderation
        if was.state not in (DRAWN, RETURNED):
            return "too_late"
        every = completed(self._store, was.month)
        one = next((c for c in every if c.audit_id == was.audit_id), None)
        if one is None or moderator not in self.moderators():
            return "no_moderator"
        why = Barred(self._store, [seen.audit.child_id], self._today).why(moderator, one)
        if why:
            return why
        now = replace(was, moderator_key=moderator.key, state=DRAWN, due_on=due_on, reason="", made_at=at)
        if not self._store.moderations.change(now):
            return "faster"
        ask(self._store, now, seen.audit.child_id, at)
        return ""

    def draw(self, wish: Wish, at: datetime) -> Drawn | None:
        """Draw a month's sample; None if that isn't for them."""
        if not self.may_oversee:
            return None
        drawn = draw(self._store, wish, at, self._today)
        ids = {m.audit_id for m in drawn.new}
        children = [one.child_id for one in completed(self._store, wish.month) if one.audit_id in ids]
        self._door.changed("drew audits to moderate", children)
        return drawn

    def over(self, first: date, last: date) -> list[Moderated] | None:
        """Those that are over of these months, for figures; None if that isn't for them."""
        if not self.may_oversee:
            return None
        self._door.viewed("figures of moderation", ())
        return self._store.moderations.of_months(first, last)

    def _is_beyond(self, child_id: str) -> bool:
        """Whether the child is restricted, and not for them."""
        child = self._store.children.find(child_id)
        return child is None or (child.restricted and not self._door.may(Action.VIEW, child_id))

    def _both(self, seen: Seen) -> list[str]:
        return sorted({seen.audit.auditor_key, seen.audit.practitioner_key})

    def _tell(
        self, kind: str, seen: Seen, recipient: str, occasion: str, at: datetime, child_id: str | None = None
    ) -> None:
        """Whoever audited a closed audit sees the child no more: so messages to them tell nothing of the child."""
        about, facts = f"audit:{seen.audit.id}", {"audit": seen.audit.id}
        self._store.outbox.add(Message(kind, recipient, about, occasion, facts, child_id), at)

    @property
    def _key(self) -> str:
        return self._door.person.key if self._door.person else ""
