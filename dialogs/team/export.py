"""A team's list to take away. Restricted children are left out of it: a file is read by whoever has it."""

from collections.abc import Mapping
from datetime import date, datetime

from dialogs.core import due, item_list, item_words
from dialogs.core.document import Offer, door_for
from dialogs.core.items import Item, sort_key
from dialogs.core.knowledge import Knowledge
from dialogs.core.personal import door, personal_only
from dialogs.core.reply import Reply
from dialogs.core.turn import Json, Turn
from dialogs.core.when.say import day_label
from dialogs.core.words import words_of
from dialogs.team import workload
from dialogs.team.document import TeamList
from standards_kb.history import AsOf, as_of
from standards_kb.working_days import LONDON
from storage.people import Person
from storage.roles import Action
from storage.store import Store

KIND = "team.list"
_HEADER = ("export_worker", "export_child", "export_what", "export_due", "export_stands", "export_last", "export_notes")


@personal_only
def offer(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Offer it to whoever leads a team."""
    words, through = words_of("team"), door(turn, store, knowledge)
    if through.person is None or through.reached(Action.OVERSEE).is_nothing:
        return Reply(words("not_for_you"))
    return Reply(words("export"), summary=words("summary"), document=Offer(KIND, {}, None, words("export_label")))


def gather(
    _facts: Mapping[str, Json], store: Store, knowledge: Knowledge, person: Person, at: datetime
) -> TeamList | None:
    """Everything due in the team, by worker and day, as it is now."""
    words, through, now = words_of("team"), door_for(store, knowledge, person, at), as_of(at)
    team = workload.team(store, through, now)
    if team is None:
        return None
    its = [(p.name, [c for c in children if not c.restricted]) for p, children in team.workers]
    nobodys = {child.id: child for _, child in team.nobodys if not child.restricted}
    its.append((words("export_nobodys"), list(nobodys.values())))
    rows: list[list[str | date]] = []
    newest = store.import_runs.newest_days()
    for name, children in its:
        for item in workload.listed(through, children, now, knowledge):
            rows.append([name, *_row(item, newest, now, knowledge)])
    shown = {child.id for _, children in its for child in children}
    through.viewed("a team's list as a spreadsheet", sorted(shown))
    about = [
        item_words.as_of_line(newest),
        words("export_made", day=day_label(now.today), name=person.name),
        words("export_about"),
    ]
    header = [words(name) for name in _HEADER]
    return TeamList(words("export_title"), about, header, rows)


def _row(item: Item, newest: Mapping[str, date], now: AsOf, knowledge: Knowledge) -> list[str | date]:
    titles, last = knowledge.timescales.situations, item.deadline.last
    what = due.title(item.deadline, titles[item.deadline.situation.name].title)
    due_at = item.deadline.due
    shown = sort_key(due_at).astimezone(LONDON).replace(tzinfo=None) if isinstance(due_at, datetime) else due_at
    stands = item_list.heading(item.group)
    notes = "; ".join([*item_words.inherited(item), *item_words.unconfirmed(item, newest, now, knowledge)])
    return [item.of.child.id, what, shown, stands, last.day if last else words_of("team")("export_none"), notes]
