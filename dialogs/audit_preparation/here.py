"""One preparation as a flow sees it: whose, for what, and the areas of its kind."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from dialogs.audit_preparation.facts import Known, known
from dialogs.core.knowledge import Knowledge
from dialogs.core.personal import label
from dialogs.core.when.say import day_label
from dialogs.core.words import words_of
from standards_kb.audit_tool import Area, Kind
from standards_kb.working_days import LONDON
from storage.access import Door
from storage.preparation_work import Prepared
from storage.preparations import AGREED, GOOD_PRACTICE, NOT_APPLICABLE, NOT_YET, PARTLY, WANTED, YES, Part

_STATES = {
    "": "state_none",
    YES: "state_yes",
    PARTLY: "state_partly",
    NOT_YET: "state_not_yet",
    NOT_APPLICABLE: "state_not_applicable",
}
_A_WEEK_OF_WORK = 5  # working days


@dataclass(frozen=True, slots=True)
class Here:
    """`newest`: how fresh the data is. `is_theirs`: whether its reader is the auditor with whom it was shared."""

    one: Prepared
    through: Door
    knowledge: Knowledge
    at: datetime
    newest: Mapping[str, date]
    is_theirs: bool = False

    @property
    def number(self) -> int:
        """As it is called."""
        return self.one.preparation.id

    @property
    def today(self) -> date:
        """The day in London."""
        return self.at.astimezone(LONDON).date()

    @property
    def child(self) -> str:
        """What the child is called."""
        return label(self.one.child)

    @property
    def raisable(self) -> tuple[int, ...]:
        """The audit of which a serious concern may be raised, if it is for one that goes on."""
        return audits_of(self.one)

    @property
    def kind(self) -> Kind:
        """What the audit looks at."""
        return self.knowledge.audit_tool.kinds[self.one.preparation.kind]

    @property
    def areas(self) -> tuple[Area, ...]:
        """In the tool's order."""
        return tuple(area for area in self.kind.areas if area.name in self.one.parts)

    @property
    def left(self) -> list[Area]:
        """Those not looked at yet."""
        return [area for area in self.areas if not self.one.parts[area.name].ready]

    @property
    def good_practice(self) -> Part:
        """What they are proud of."""
        return self.one.parts[GOOD_PRACTICE]

    def place(self, area: Area) -> int:
        """Its number, from 1."""
        return self.areas.index(area) + 1

    def area(self, name: str) -> Area | None:
        """By its name in the data."""
        return next((area for area in self.areas if area.name == name), None)

    def following(self, name: str) -> Area | None:
        """The next that is left: those after this one first."""
        names = [area.name for area in self.areas]
        begin = names.index(name) + 1 if name in names else 0
        return next((a for a in (*self.areas[begin:], *self.areas[:begin]) if a in self.left), None)

    def known(self) -> Known:
        """What is known of the six months."""
        return known(self.one, self.through, self.knowledge, self.at, self.newest)

    def usual_day(self) -> date:
        """By when what isn't ready yet is to be, if nobody says: in a week, and before the audit is due."""
        day = self.knowledge.calendar.add(self.today, _A_WEEK_OF_WORK)
        if self.one.audit is not None:
            day = min(day, self.knowledge.calendar.on_or_before(self.one.audit.due_on - timedelta(days=1)))
        return max(day, self.today)

    def to_do(self) -> list[tuple[Area, Part]]:
        """What isn't ready yet, the soonest first."""
        waiting = [(area, self.one.parts[area.name]) for area in self.areas]
        return sorted(
            ((area, part) for area, part in waiting if part.ready == NOT_YET),
            key=lambda pair: pair[1].by_on or date.max,
        )


def audits_of(one: Prepared) -> tuple[int, ...]:
    """The audit that is prepared for; none of a rehearsal, or once it is over."""
    return () if one.audit is None or one.is_over else (one.audit.id,)


def state(part: Part, *, in_pack: bool = False) -> str:
    """How an area stands, in words."""
    words = words_of("audit_preparation")
    if part.ready == NOT_YET and part.by_on is not None:
        return words("state_not_yet_by", day=day_label(part.by_on))
    if part.ready == NOT_APPLICABLE and part.decision == AGREED:
        return words("state_agreed", name=part.decided_by)
    if part.ready == NOT_APPLICABLE and part.decision == WANTED:
        return words("state_wanted", name=part.decided_by)
    if part.ready == NOT_APPLICABLE and in_pack:
        return words("theirs_not_applicable")
    return words(_STATES[part.ready])
