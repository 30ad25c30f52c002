"""A list of what is due in words: each item's lines and reasons, what there is no data of, how fresh the data is."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from dialogs.core import decided, due
from dialogs.core.items import Group, Item
from dialogs.core.knowledge import Knowledge
from dialogs.core.nudging.freshness import data_day, is_fresh
from dialogs.core.when.say import day_label
from dialogs.core.words import words_of
from standards_kb.history import AsOf
from standards_kb.proof import Proof
from storage.caseload import ChildsDeadlines
from storage.cases import STEP_DOWN

_KINDS = {"annex_a": "kind_annex_a", "visits": "kind_visits", "situations": "kind_situations"}


def lines(item: Item, proof: Proof, now: AsOf, knowledge: Knowledge, more: Sequence[str] = ()) -> list[str]:
    """What it is, when it is due, when to go, whether it is inherited, `more`, and who does it unless that is plain."""
    words = words_of("core")
    situation = knowledge.timescales.situations[item.deadline.situation.name].title
    found = [
        words("item", child=item.called, what=due.title(item.deadline, situation)),
        due.when(item.deadline, now),
        "" if item.group is Group.OVERDUE else due.aim(proof, now),
    ]
    found += [*inherited(item), *more]
    if not {"Social Worker", "Personal Advisor"} & set(proof.who):
        found.append(due.who(proof))
    return [line for line in found if line]


def inherited(item: Item) -> list[str]:
    """That it was late before the child came to the present worker."""
    transfer = item.of.transfer
    if not item.is_inherited or transfer is None:
        return []
    return [words_of("core")("item_inherited", day=day_label(transfer.on))]


def reasons(item: Item, proof: Proof) -> list[str]:
    """Why it is due then, and the passages word for word."""
    words, transfer = words_of("core"), item.of.transfer
    assumed = item.of.situation_of(item.deadline).awaits == STEP_DOWN
    moved = [words("item_transfer", day=day_label(transfer.on), name=transfer.from_name)] if transfer else []
    quoted = [f"“{passage.text}”" for passage in proof.passages]
    its = decided.reasons(item.of, item.deadline)
    return [*due.why(proof), *its, *moved, *([words("item_assumed")] if assumed else []), *quoted]


def proven(proof: Proof) -> list[str]:
    """Why a deadline that is no child's is due then, and the passages word for word."""
    return [*due.why(proof), *(f"“{passage.text}”" for passage in proof.passages)]


def no_data(found: Iterable[ChildsDeadlines], knowledge: Knowledge) -> str:
    """What there is no data of, once; empty if there is of everything."""
    words, titles = words_of("core"), knowledge.timescales.situations
    streams = {
        words("no_data_stream", stream=d.rule.title, situation=titles[d.situation.name].title)
        for of in found
        for d in of.unsupplied
    }
    return words("no_data", streams="; ".join(sorted(streams))) if streams else ""


def unconfirmed(item: Item, newest: Mapping[str, date], now: AsOf, knowledge: Knowledge) -> list[str]:
    """That what is overdue by old data isn't confirmed; nothing while the data are recent, or of deadlines in hours."""
    if item.group is not Group.OVERDUE or isinstance(item.deadline.due, datetime):
        return []
    day = data_day(newest)
    if day is None or is_fresh(newest, now.today, knowledge):
        return []
    return [words_of("core")("item_unconfirmed", day=day_label(day))]


def as_of_line(newest: Mapping[str, date]) -> str:
    """How fresh the data is: the newest day of each kind of file."""
    words = words_of("core")
    by_day: dict[date, list[str]] = {}
    for kind, name in _KINDS.items():
        if kind in newest:
            by_day.setdefault(newest[kind], []).append(words(name))
    days = [words("as_of_kind", day=day_label(day), kind=", ".join(kinds)) for day, kinds in by_day.items()]
    return words("as_of", days=", ".join(days)) if days else words("as_of_none")
