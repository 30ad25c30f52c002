"""Looking for times, offering them, and what an offer is answered with. Agreed is what both have said yes to."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TypeAlias

from dialogs.audit_meeting import card, tell
from dialogs.audit_meeting.here import FURTHEST, Here
from dialogs.audit_meeting.sentences import Said, moments, wanted
from dialogs.audit_meeting.slots import LASTS, NOTICE, Wanted
from dialogs.audit_meeting.slots import OFFERED as OFFERED_AT_MOST
from dialogs.core.reply import Reply
from dialogs.core.turn import Json
from dialogs.core.when import Ambiguous
from dialogs.core.when.say import moment_label
from dialogs.core.words import words_of
from standards_kb.working_days import local_day
from storage.meetings import AGREED, OFF, OFFERED, Meeting

Step: TypeAlias = Callable[[Here, Said], Reply]
_NEAR = timedelta(days=7)


def propose(here: Here, said: Said) -> Reply:
    """Times at which both can, near those that were asked for."""
    meeting = here.through.meetings.of(here.audit)
    if meeting is not None and meeting.state == AGREED and not said.when:
        return show(here, said)
    return _suggested(here, said.when, meeting, said.reason)


def offer(here: Here, said: Said) -> Reply:
    """Offer the times of a card, as far as they are still free for both."""
    words, before = words_of("audit_meeting"), here.through.meetings.of(here.audit)
    is_typed = bool(said.when)
    if not is_typed and _version(before) != here.turn.data.get("version"):
        return show(here, said, words("faster"))
    if is_typed and before is not None and before.state == AGREED:
        return show(here, said)  # to be moved it takes a reason
    times = moments(said.when, here.turn.at) if is_typed else _times(here.turn.data.get("at"))
    return _offered(here, times, before, said)


def _offered(here: Here, asked: list[datetime], before: Meeting | None, said: Said) -> Reply:
    """Offer those of these times that are free for both."""
    words, asked = words_of("audit_meeting"), asked[:OFFERED_AT_MOST]
    why_not = {at: _refused(here, at) for at in asked}
    times = [at for at in asked if not why_not[at]]
    if not times:
        return _suggested(here, "", before, said.reason, " ".join(why_not.values()))
    was_agreed = before is not None and before.state == AGREED
    meeting = here.through.meetings.offer(here.audit, before, times, here.turn.at, said.reason)
    if meeting is None:
        return show(here, said, words("faster"))
    tell.offered(here, meeting)
    here.through.changed("times offered for an audit meeting", [here.audit.child_id])
    more = []
    if was_agreed and meeting.starts_at is not None:
        more = [words("offered_moved", before=moment_label(meeting.starts_at), other=here.other.name)]
    more += [line for line in why_not.values() if line]
    lead = words("offered_done", other=here.other.name, child=here.child)
    return card.waits(here, meeting, lead, more, in_place=True)


def accept(here: Here, said: Said) -> Reply:
    """Say yes to one of the offered times: the meeting is agreed, unless somebody has been faster."""
    words, meeting = words_of("audit_meeting"), here.through.meetings.of(here.audit)
    if meeting is None or meeting.state != OFFERED:
        return show(here, said, words("faster") if meeting and here.turn.data.get("version") else "")
    if meeting.offered_by == here.person.key:
        return card.waits(here, meeting, words("your_offer", other=here.other.name))
    at = _chosen(here, said, meeting)
    if at is None:
        return card.offer(meeting, here.audit, here.child, here.other.name, _not_among(here, said))
    why_not = _refused(here, at)
    if why_not:
        left = here.through.meetings.withdraw(meeting, at, here.turn.at)
        if left is None or not left.offered:
            return _suggested(here, "", left, "", why_not)
        return card.offer(left, here.audit, here.child, here.other.name, why_not, in_place=True)
    agreed = here.through.meetings.agree(meeting, at, at + LASTS, here.turn.at)
    if agreed is None:
        return show(here, said, words("faster"))
    tell.agreed(here, agreed)
    here.through.changed("an audit meeting agreed", [here.audit.child_id])
    return card.agreed(here, agreed, words("agreed_both", other=here.other.name), in_place=True)


def counter(here: Here, said: Said) -> Reply:
    """None of the offered times suits: others, which are offered in their place."""
    return _suggested(here, said.when, here.through.meetings.of(here.audit), said.reason)


def move(here: Here, said: Said) -> Reply:
    """Other times in place of the agreed one, which is off as soon as they are offered; the reason is told."""
    words, meeting = words_of("audit_meeting"), here.through.meetings.of(here.audit)
    if meeting is None or meeting.state != AGREED or meeting.starts_at is None:
        return propose(here, said)
    if not said.reason:
        when = moment_label(meeting.starts_at)
        question = words("reason_move", when=when, other=here.other.name)
        return card.why(here, meeting, "audit_meeting.move", "move the audit meeting", question)
    to = said.when if said.when.casefold().startswith(("to ", "for ")) else ""
    times = moments(to, here.turn.at)
    return _offered(here, times, meeting, said) if times else _suggested(here, to, meeting, said.reason)


def cancel(here: Here, said: Said) -> Reply:
    """Nobody is to come; the other is told why."""
    words, meeting = words_of("audit_meeting"), here.through.meetings.of(here.audit)
    if meeting is None or meeting.state == OFF:
        return show(here, said)
    was_agreed = meeting.state == AGREED and meeting.starts_at is not None
    when = moment_label(meeting.starts_at) if meeting.starts_at is not None else ""
    if not said.reason and was_agreed:
        question = words("reason_cancel", when=when, other=here.other.name)
        return card.why(here, meeting, "audit_meeting.cancel", "cancel the audit meeting", question)
    gone = here.through.meetings.call_off(meeting, said.reason, here.turn.at)
    if gone is None:
        return show(here, said, words("faster"))
    tell.off(here, gone, was_agreed=was_agreed)
    here.through.changed("an audit meeting called off", [here.audit.child_id])
    lead = words("off_done", other=here.other.name, when=when)
    return card.off(here, gone, lead if was_agreed else words("off_offer_done", other=here.other.name))


def show(here: Here, said: Said, lead: str = "") -> Reply:
    """How the meeting stands."""
    words, meeting = words_of("audit_meeting"), here.through.meetings.of(here.audit)
    here.through.viewed("an audit meeting", [here.audit.child_id])
    if meeting is not None and meeting.state == AGREED:
        return card.agreed(here, meeting, lead)
    if meeting is not None and meeting.state == OFFERED:
        if meeting.offered_by == here.person.key:
            return card.waits(here, meeting, lead or words("offered_waits", other=here.other.name))
        return card.offer(meeting, here.audit, here.child, here.other.name, lead)
    if meeting is not None and meeting.reason:
        return card.off(here, meeting, words("was_off", reason=meeting.reason))
    says = [lead, words("none_offered", child=here.child), words("none_typed", child=here.child)]
    return Reply("\n\n".join(filter(None, says)))


def _suggested(here: Here, when: str, meeting: Meeting | None, reason: str, lead: str = "") -> Reply:
    """Free times near what was asked for; of an exact time, whether it is free."""
    words, until = words_of("audit_meeting"), max(here.audit.due_on, here.turn.today + _NEAR)
    asked = wanted(when, here.turn.at, until)
    if isinstance(asked, Ambiguous):
        return Reply("\n".join([asked.question, *(f"- {choice.label}" for choice in asked.choices)]))
    if asked is None:
        return Reply(words("no_when"))
    if asked.first > here.turn.today + FURTHEST:
        return Reply(words("too_far"))
    exact = asked.not_before if asked.not_before is not None and asked.not_before == asked.not_after else None
    if exact is None:
        return card.suggested(here, here.free(asked), _version(meeting), lead, reason)
    why_not = _refused(here, exact)
    if not why_not:
        return card.suggested(here, [exact], _version(meeting), lead, reason)
    day = local_day(exact)
    near = here.free(Wanted(day, day)) or here.free(Wanted(here.turn.today, max(until, day)))
    return card.suggested(here, near, _version(meeting), " ".join(filter(None, [lead, why_not])), reason)


def _refused(here: Here, at: datetime) -> str:
    """Why a time can't be, without saying what fills anybody's diary; empty if it can."""
    words, when = words_of("audit_meeting"), moment_label(at)
    if at <= here.turn.at:
        return words("past", when=when)
    if at < here.turn.at + NOTICE:
        return words("too_soon")
    whose = here.clash(at, local_day(at))
    if not whose:
        return ""
    return words("taken_none", when=when, whose=words("you") if whose == here.person.key else here.other.name)


def _chosen(here: Here, said: Said, meeting: Meeting) -> datetime | None:
    """Which of the offered times is meant."""
    times = meeting.times
    if said.nth:
        index = said.nth - 1 if said.nth > 0 else len(times) - 1
        return times[index] if index < len(times) else None
    pressed = here.turn.data.get("at")
    if isinstance(pressed, str):
        return next((at for at in times if at.isoformat() == pressed), None)
    asked = wanted(said.when, here.turn.at, date.max) if said.when else None
    if asked is None or isinstance(asked, Ambiguous):
        return None
    fits = [at for at in times if _fits(at, asked)]
    return fits[0] if len(fits) == 1 else None


def _fits(at: datetime, asked: Wanted) -> bool:
    if asked.not_before is not None and asked.not_before == asked.not_after:
        return at == asked.not_before
    return asked.first <= local_day(at) <= asked.last


def _not_among(here: Here, said: Said) -> str:
    pressed = here.turn.data.get("at")
    when = moment_label(datetime.fromisoformat(pressed)) if isinstance(pressed, str) else said.when
    words = words_of("audit_meeting")
    return words("not_offered", when=when) if when else words("which_offered")


def _version(meeting: Meeting | None) -> int:
    return meeting.version if meeting is not None else 0


def _times(at: Json) -> list[datetime]:
    """What a button brings; whatever it claims is checked again."""
    given = [one for one in at if isinstance(one, str)] if isinstance(at, list) else []
    try:
        found = [datetime.fromisoformat(one) for one in given]
    except ValueError:
        return []
    return [one for one in found if one.tzinfo is not None]
