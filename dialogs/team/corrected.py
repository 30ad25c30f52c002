"""What workers have corrected of what they had recorded: what it was, what it is now, and why."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from dialogs.core.items import names
from dialogs.core.knowledge import Knowledge
from dialogs.core.personal import door, personal_only
from dialogs.core.reply import Reply
from dialogs.core.sheet import Sheet
from dialogs.core.turn import Turn
from dialogs.core.when.say import day_label, moment_label
from dialogs.core.words import words_of
from dialogs.team import workload
from dialogs.team.who import one_worker
from standards_kb.history import as_of
from standards_kb.rules import Timescales
from storage.access import Door
from storage.corrections import Correction
from storage.roles import Action
from storage.store import Store

LATELY: Final = timedelta(days=28)
_EVER: Final = datetime(2000, 1, 1, tzinfo=UTC)
_SHOWN: Final = 20
_FLAGS: Final = {
    "seen": "said_seen",
    "seen_alone": "said_alone",
    "at_home_or_placement": "said_place",
    "spoken_to": "said_spoken",
    "unannounced": "said_unannounced",
    "conference_needed": "said_conference",
    "placed_within_20_miles": "said_near",
}


@personal_only
def corrections(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Those of the team lately; or all that are known of one child."""
    words, through = words_of("team"), door(turn, store, knowledge)
    said = str(turn.data.get("child", ""))
    if said:
        meant = through.meant(said)
        if len(meant) != 1 or not through.let_in(Action.OVERSEE, meant[0]):
            through.find(meant[0])
            return Reply(words("child_unknown"))
        children = [through.managing.child(meant[0])]
        found = through.managing.corrections(meant, _EVER)
    else:
        team = workload.team(store, through, as_of(turn.at))
        if team is None:
            return Reply(words("not_for_you"))
        children = list(team.children)
        found = lately(through, team, turn.at)
        if turn.data.get("worker"):
            person, asked = one_worker(store, through, turn, str(turn.data["worker"]), "team.corrections")
            if person is None:
                return asked
            found = [one for one in found if one.by_key == person.key]
    through.viewed("what was corrected", sorted({one.child_id for one in found}))
    sheet = Sheet(words("corrections_title"), words("summary"))
    if not found:
        sheet.say(words("corrections_none"))
    called = names(children)
    for one in found[:_SHOWN]:
        title = words("correction_of", child=called[one.child_id], what=_kind(one.kind, knowledge.timescales))
        sheet.together(_lines(one), [], title)
    if len(found) > _SHOWN:
        sheet.say(words("more_lines", number=len(found) - _SHOWN))
    if found and not said:
        sheet.typed(words("corrections_typed", child=found[0].child_id))
    return sheet.reply()


def lately(through: Door, team: workload.Team, at: datetime) -> list[Correction]:
    """What the team has corrected in the last four weeks, newest first."""
    return through.managing.corrections((child.id for child in team.children), at - LATELY)


def _lines(one: Correction) -> Sequence[str]:
    words = words_of("team")
    lines = [words("correction_never", day=day_label(one.day))]
    if one.after:
        lines = [words("correction_changes", name=n, before=was, after=now) for n, was, now in _changes(one)]
    by = words("correction_by", name=one.by_name, when=moment_label(one.made_at))
    return [*lines, words("reason_line", reason=one.reason), by]


def _changes(one: Correction) -> list[tuple[str, str, str]]:
    """What is said otherwise, in words; the day and the time are one thing."""
    words = words_of("team")
    found = []
    if any(name in ("day", "at") for name, _, _ in one.changes):
        found.append((words("said_when"), _when(one.before), _when(one.after)))
    for name, before, after in one.changes:
        if name in _FLAGS:
            found.append((words(_FLAGS[name]), _value(before), _value(after)))
        elif name == "due_on":
            found.append((words("said_due"), _day(before), _day(after)))
        elif name == "agreed":
            found.append(
                (words("said_agreed"), str(before or words("said_nothing")), str(after or words("said_nothing")))
            )
        elif name == "setting":
            found.append((words("said_setting"), str(before or words("said_nothing")), str(after)))
    return found


def _when(said: Mapping[str, Any]) -> str:
    return moment_label(datetime.fromisoformat(said["at"])) if said.get("at") else _day(said["day"])


def _day(iso: object) -> str:
    return day_label(date.fromisoformat(str(iso)))


def _value(flag: object) -> str:
    words = words_of("team")
    return words("said_nothing") if flag is None else words("said_yes" if flag else "said_no")


def _kind(kind: str, timescales: Timescales) -> str:
    if kind == "agreed":
        return words_of("team")("said_agreed")
    known = timescales.situations.get(kind)
    return timescales.streams.get(kind) or (known.title if known else kind)
