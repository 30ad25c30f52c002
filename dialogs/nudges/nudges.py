"""The kinds of messages: a worker's morning, a manager's, a Head of Service's week, hours, what a manager is told."""

from datetime import datetime
from typing import Final

from dialogs.core.knowledge import Knowledge
from dialogs.core.nudge import Nudge, reader_of
from dialogs.core.nudging.decide import Card
from dialogs.core.reply import Reply
from dialogs.core.when.say import day_label
from dialogs.core.words import words_of
from dialogs.nudges import card, card_team, hours_card, silence, told
from dialogs.nudges.content import morning
from dialogs.nudges.content_team import Team, team
from dialogs.nudges.matters import rules_of
from dialogs.nudges.planner import KINDS, Mornings, failed_due, hours_due, postponed_due
from standards_kb.history import as_of
from standards_kb.working_days import local_day
from storage.access import Door, as_planner
from storage.outbox import Entry, State
from storage.roles import Action
from storage.store import Store

_DIGEST: Final = KINDS[Card.DIGEST]


def nudges() -> tuple[Nudge, ...]:
    """All of them."""
    return (
        Nudge(
            _DIGEST, None, _is_todays, _digest, settled=_over, due=Mornings().due, at_any_hour=True, anew=_digest_anew
        ),
        Nudge(KINDS[Card.TEAM], Action.OVERSEE, _is_todays, _team, settled=_over, at_any_hour=True, anew=_team_anew),
        Nudge(KINDS[Card.SERVICE], Action.OVERSEE, _is_todays, _service, settled=_over, at_any_hour=True),
        Nudge(KINDS[Card.HOURS], Action.RECORD, _runs, _hours, due=hours_due, at_any_hour=True),
        *told.nudges(postponed_due, failed_due),
        *silence.nudges(),
    )


def _is_todays(entry: Entry, store: Store, now: datetime) -> bool:
    """Until the day is over; and, once sent, as long as every child whom it names may be seen by its reader."""
    if entry.occasion != local_day(now).isoformat():
        return False
    if entry.state is not State.SENT:
        return True
    through = reader_of(entry, store, now)
    return all(through.may(Action.VIEW, child_id) for child_id in as_planner(store).told_of(entry.id))


def _digest(entry: Entry, store: Store, knowledge: Knowledge, now: datetime) -> Reply | None:
    """None, if everything has been dealt with before it came."""
    return _digest_of(entry, store, knowledge, now, even_if_clear=False)


def _digest_anew(entry: Entry, store: Store, knowledge: Knowledge, now: datetime) -> Reply | None:
    return _digest_of(entry, store, knowledge, now, even_if_clear=True)


def _digest_of(entry: Entry, store: Store, knowledge: Knowledge, now: datetime, *, even_if_clear: bool) -> Reply | None:
    through, today = reader_of(entry, store, now), as_of(now)
    if through.person is None:
        return None
    found = morning(through, store, knowledge, today)
    if found.is_empty and not even_if_clear:
        return None
    events = (*found.unwritten, *found.meanwhile)
    named = [line.child_id for line in found.lines] + [event.child_id for _, event in events]
    as_planner(store).told(entry.id, [child_id for child_id in named if child_id])
    shown = card.Shown(store, knowledge, today, through.person, message=entry.id)
    return card.digest(found, shown, is_fresh=rules_of(store, knowledge, today).is_fresh)


def _team(entry: Entry, store: Store, knowledge: Knowledge, now: datetime) -> Reply | None:
    return _team_of(entry, store, knowledge, now, even_if_clear=False)


def _team_anew(entry: Entry, store: Store, knowledge: Knowledge, now: datetime) -> Reply | None:
    return _team_of(entry, store, knowledge, now, even_if_clear=True)


def _team_of(entry: Entry, store: Store, knowledge: Knowledge, now: datetime, *, even_if_clear: bool) -> Reply | None:
    through, today = reader_of(entry, store, now), as_of(now)
    found = team(through, store, knowledge, today)
    is_week = entry.facts.get("why") == "the week begins"
    if found is None or through.person is None or (found.is_clear and not (is_week or even_if_clear)):
        return None
    _note(entry, found, through, store)
    shown = card.Shown(store, knowledge, today, through.person, message=entry.id)
    return card_team.team(found, shown, is_week=is_week)


def _service(entry: Entry, store: Store, knowledge: Knowledge, now: datetime) -> Reply | None:
    through, today = reader_of(entry, store, now), as_of(now)
    found = team(through, store, knowledge, today, as_head=True)
    if found is None or through.person is None:
        return None
    _note(entry, found, through, store)
    return card_team.service(found, card.Shown(store, knowledge, today, through.person))


def _note(entry: Entry, found: Team, through: Door, store: Store) -> None:
    """Whom the card names."""
    lines = [*found.overdue, *found.explained]
    named = [line.child_id for line in lines] + [one.child_id for one in found.nobodys]
    as_planner(store).told(entry.id, named)
    through.viewed("what is overdue in their team, as a message", dict.fromkeys(named))


def _runs(_entry: Entry, _store: Store, _now: datetime) -> bool:
    """What the deadline is now is asked for as the card is made."""
    return True


def _hours(entry: Entry, store: Store, knowledge: Knowledge, now: datetime) -> Reply | None:
    through, today = reader_of(entry, store, now), as_of(now)
    watched = as_planner(store).watched([entry.child_id or ""], today, knowledge.timescales, knowledge.calendar)
    for one in watched:
        deadline = hours_card.found(entry, one)
        if deadline is not None and not deadline.overdue:
            return hours_card.card(entry, one, deadline, through, store, knowledge, now)
    return None


def _over(entry: Entry, _store: Store) -> Reply:
    return Reply(words_of("nudges")("over_day", day=day_label(local_day(entry.planned_at))))
