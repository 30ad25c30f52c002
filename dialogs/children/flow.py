"""One child's open situations, and figures."""

from datetime import date

from dialogs.core import cards
from dialogs.core.knowledge import Knowledge
from dialogs.core.personal import door, label, personal_only
from dialogs.core.reply import Reply
from dialogs.core.turn import Turn
from dialogs.core.words import words_of
from storage.access import Case
from storage.responsible import How, responsible
from storage.store import Store

_WHO = {
    How.ALLOCATED: "allocated",
    How.COVERED: "covered",
    How.DUTY: "duty",
    How.MANAGER: "manager",
    How.NOBODY: "nobody",
}


@personal_only
def find(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """A child's label and open situations."""
    case = door(turn, store, knowledge).find(str(turn.data.get("child", "")))
    if case is None:
        return Reply(words_of("children")("not_found"))
    return _shown(label(case.child), _lines(case, turn, store))


@personal_only
def figures(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Of how many children each kind of situation is open."""
    words = words_of("children")
    found = door(turn, store, knowledge).figures()
    if found is None:
        return Reply(words("not_for_you"))
    lines = [words("figure", kind=_title(kind), number=number) for kind, number in found.items()]
    return _shown(words("figures_title"), [*(lines or [words("no_figures")]), words("restricted")])


def _lines(case: Case, turn: Turn, store: Store) -> list[str]:
    words = words_of("children")
    record = [words("may_record")] if case.may_record else []
    if case.situations is None:
        return [*record, words("no_history")]
    known = [words("situation", kind=_title(s.kind), day=_day(s.started_on)) for s in case.situations]
    worker = responsible(store, "Social Worker", case.child.id, turn.today)
    names = ", ".join(person.name for person in worker.people)
    says = words(_WHO[worker.how], names=names)
    return [*(known or [words("no_situation")]), says, *record, words("record_of_truth")]


def _shown(title: str, lines: list[str]) -> Reply:
    says = "\n\n".join([title, *lines])
    body = [cards.heading(title), *(cards.paragraph(line) for line in lines)]
    return Reply(says, cards.card(body, [], says), summary=words_of("children")("summary"))


def _title(kind: str) -> str:
    return kind.replace("_", " ").capitalize()


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
