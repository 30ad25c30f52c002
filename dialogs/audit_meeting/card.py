"""What people see of an audit meeting: times to offer, an offer, the agreed meeting, that it is off."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import reduce

from dialogs.audit_meeting.document import NAME, invitation, teams_link
from dialogs.audit_meeting.here import Here
from dialogs.core import cards
from dialogs.core.audit_sheet import AuditSheet
from dialogs.core.calendar_file import MEDIA_TYPE, ics
from dialogs.core.reply import Reply
from dialogs.core.sheet import Sheet
from dialogs.core.turn import Json
from dialogs.core.when.say import clock_label, day_label, moment_label
from dialogs.core.words import words_of
from standards_kb.working_days import LONDON, local_day
from storage.audits import Audit
from storage.meetings import AGREED, OFFERED, Meeting
from storage.people import Person


def suggested(here: Here, times: Sequence[datetime], version: int, lead: str = "", reason: str = "") -> Reply:
    """Times at which both can, to be offered."""
    words = words_of("audit_meeting")
    sheet = AuditSheet(words("suggest_title", child=here.child), words("summary"), [here.audit.id])
    sheet.say(lead)
    if not times:
        sheet.say(words("nothing_free", other=here.other.name))
        return sheet.reply()
    sheet.say(words("suggest_lead", other=here.other.name, due=day_label(here.audit.due_on)))
    data: dict[str, Json] = {"audit": here.audit.id, "version": version, "reason": reason}
    for at in times:
        one: dict[str, Json] = {**data, "at": [at.isoformat()]}
        button = cards.execute(words("suggest_one", when=_short(at)), "audit_meeting.offer", one)
        sheet.together([_within(at, here.audit)], [cards.buttons([button])] if len(times) > 1 else [])
    every: list[Json] = [at.isoformat() for at in times]
    title = words("suggest_all" if len(times) > 1 else "suggest_it")
    sheet.act(cards.execute(title, "audit_meeting.offer", {**data, "at": every}))
    every_time = reduce(lambda one, at: words("suggest_and", first=one, second=at), map(moment_label, times))
    if reason:
        sheet.typed(words("suggest_move_typed", other=here.other.name, times=every_time, reason=reason))
    else:
        sheet.typed(words("suggest_typed", other=here.other.name, child=here.child, times=every_time))
    return sheet.reply()


def waits(here: Here, meeting: Meeting, lead: str, more: Sequence[str] = (), *, in_place: bool = False) -> Reply:
    """What one has offered oneself."""
    words = words_of("audit_meeting")
    sheet = AuditSheet(words("offered_title"), words("summary"), [here.audit.id])
    sheet.say(lead)
    for line in more:
        sheet.say(line)
    sheet.together([_within(at, here.audit) for at in meeting.times])
    return sheet.reply(in_place=in_place)


def offer(meeting: Meeting, audit: Audit, child: str, other: str, lead: str = "", *, in_place: bool = False) -> Reply:
    """What the other offers, to say yes to."""
    words = words_of("audit_meeting")
    sheet = AuditSheet(words("offer_title", other=other, child=child), words("summary_offer"), [audit.id])
    sheet.say(lead)
    if meeting.reason and meeting.starts_at is not None:
        sheet.say(words("offer_moved", before=moment_label(meeting.starts_at), reason=meeting.reason))
    sheet.say(words("offer_lead", due=day_label(audit.due_on)))
    data: dict[str, Json] = {"audit": audit.id, "version": meeting.version}
    for at in meeting.times:
        said: dict[str, Json] = {**data, "at": at.isoformat()}
        button = cards.execute(words("offer_yes", when=_short(at)), "audit_meeting.accept", said)
        sheet.together([_within(at, audit)], [cards.buttons([button])])
    sheet.act(cards.execute(words("offer_none"), "audit_meeting.others", data))
    sheet.typed(words("offer_typed"))
    return sheet.reply(in_place=in_place)


def agreed(here: Here, meeting: Meeting, lead: str = "", *, in_place: bool = False) -> Reply:
    """The meeting, with what puts it into calendars."""
    words = words_of("audit_meeting")
    assert meeting.starts_at is not None
    sheet = AuditSheet(words("agreed_title", child=here.child), words("summary_agreed"), [here.audit.id])
    sheet.say(words("agreed_when", when=moment_label(meeting.starts_at), other=here.other.name))
    sheet.say(lead)
    _calendar(sheet, here, meeting)
    data: dict[str, Json] = {"audit": here.audit.id, "version": meeting.version}
    sheet.act(cards.say(words("move"), "audit_meeting.move", data))
    sheet.act(cards.say(words("cancel"), "audit_meeting.cancel", data))
    sheet.typed(words("agreed_typed"))
    return sheet.reply(in_place=in_place)


def off(here: Here, meeting: Meeting, lead: str) -> Reply:
    """That nobody is to come; a calendar that holds it is told so."""
    words = words_of("audit_meeting")
    sheet = AuditSheet(words("off_title", child=here.child), words("summary_off"), [here.audit.id])
    sheet.say(lead)
    sheet.say(words("off_again", child=here.child))
    if meeting.starts_at is not None:
        _calendar(sheet, here, meeting)
    return sheet.reply()


def why(here: Here, meeting: Meeting, action: str, ask: str, question: str) -> Reply:
    """Asks for the reason for moving or calling off."""
    words = words_of("audit_meeting")
    sheet = AuditSheet(question, words("summary"), [here.audit.id])
    field = cards.text_input("reason", words("reason_label", other=here.other.name), words("reason_error"))
    sheet.on_card(field)
    sheet.act(cards.execute(words("send"), action, {"audit": here.audit.id, "version": meeting.version}))
    sheet.typed(words("reason_typed", ask=ask))
    return sheet.reply()


def which(choices: Sequence[tuple[Audit, str, str]], wish: str, said: dict[str, Json]) -> Reply:
    """Asks which audit is meant, of (audit, child, other)."""
    words = words_of("audit_meeting")
    sheet = AuditSheet(words("which"), words("summary"), [audit.id for audit, _, _ in choices])
    for audit, child, other in choices:
        line = words("which_line", child=child, other=other, due=day_label(audit.due_on))
        sheet.on_card(cards.offer(line, f"audit_meeting.{wish}", {**said, "audit": audit.id}))
        sheet.typed(f"- {line}")
    sheet.typed(words("which_typed", child=choices[0][1]))
    return sheet.reply()


def listed(lines: Sequence[tuple[Audit, str, str]]) -> Reply:
    """All of one's audits, each with how its meeting stands."""
    words = words_of("audit_meeting")
    sheet = AuditSheet(words("list_title"), words("summary"), [audit.id for audit, _, _ in lines])
    for _, child, line in lines:
        sheet.together([line], first=child)
    return sheet.reply()


def standing(meeting: Meeting | None, audit: Audit, other: Person, mine: str) -> str:
    """How the meeting about an audit stands, in a line."""
    words = words_of("audit_meeting")
    if meeting is not None and meeting.state == AGREED and meeting.starts_at is not None:
        return words("list_agreed", when=moment_label(meeting.starts_at), other=other.name)
    if meeting is not None and meeting.state == OFFERED:
        is_mine = meeting.offered_by != mine
        return words("list_offered", whose=words("whose_yours") if is_mine else words("whose_theirs", other=other.name))
    return words("list_none", other=other.name, due=day_label(audit.due_on))


def _calendar(sheet: Sheet, here: Here, meeting: Meeting) -> None:
    words = words_of("audit_meeting")
    is_auditor = here.person.key == here.audit.auditor_key
    auditor, practitioner = (here.person, here.other) if is_auditor else (here.other, here.person)
    entry = invitation(meeting, auditor, practitioner, here.child)
    if here.knowledge.keeps_calendars and auditor.principal_name and practitioner.principal_name:
        sheet.say(words("calendar_kept" if meeting.state == AGREED else "calendar_kept_off"))
        return
    where = here.knowledge.publish(NAME, MEDIA_TYPE, ics(entry), here.turn.at)
    if meeting.state == AGREED:
        link = teams_link(entry)
        sheet.act(cards.open_url(words("open_teams"), link))
        sheet.typed(words("teams_where", link=link))
    if where.startswith("http"):
        sheet.act(cards.open_url(words("calendar_file"), where))
    if where:
        sheet.typed(words("calendar_where", where=where))


def _short(at: datetime) -> str:
    """A time as a button has room for it: Thu 3 Sep, 2pm."""
    local = at.astimezone(LONDON)
    return f"{local:%a} {local.day} {local:%b}, {clock_label(local)}"


def _within(at: datetime, audit: Audit) -> str:
    """A time, and whether it is after the audit's due date."""
    when = moment_label(at)
    return words_of("audit_meeting")("suggest_late", when=when) if is_late(at, audit.due_on) else when


def is_late(at: datetime, due_on: date) -> bool:
    """Whether it is after the due date."""
    return local_day(at) > due_on
