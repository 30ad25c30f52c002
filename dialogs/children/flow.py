"""One child's open situations, and figures."""

import re
from collections.abc import Sequence
from urllib.parse import quote

from dialogs.core import cards
from dialogs.core.knowledge import Knowledge
from dialogs.core.personal import door, label, personal_only
from dialogs.core.reply import Reply
from dialogs.core.turn import Turn
from dialogs.core.when.say import day_label
from dialogs.core.words import words_of
from storage.access import Case, Door
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
    through, said = door(turn, store, knowledge), turn.data.get("child", "")
    case = through.find(_id_of(through, said) if isinstance(said, str) else "")
    if case is None:
        return Reply(words_of("children")("not_found"))
    called, due = label(case.child), case.situations is not None and case.may_record
    typed = words_of("children")("due_typed", child=called) if due else ""
    return _shown(called, _lines(case, turn, store, knowledge), _actions(case, knowledge), typed)


def _id_of(through: Door, said: str) -> str:
    """The id that is meant by "201" or "201s", if it can only be one of their own, or of those whom they lead."""
    for called in (said, re.sub(r"(?<=\d)'?s$", "", said)):
        named = through.named(called)
        meant = through.meant(called) if named == (called,) else named
        if len(meant) == 1 and meant != (called,):
            return meant[0]
    return said


@personal_only
def figures(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Of how many children each kind of situation is open."""
    words = words_of("children")
    found = door(turn, store, knowledge).figures()
    if found is None:
        return Reply(words("not_for_you"))
    lines = [words("figure", kind=_title(kind, knowledge), number=number) for kind, number in found.items()]
    return _shown(words("figures_title"), [*(lines or [words("no_figures")]), words("restricted")])


def _lines(case: Case, turn: Turn, store: Store, knowledge: Knowledge) -> list[str]:
    words = words_of("children")
    record = [words("may_record")] if case.may_record else []
    if case.situations is None:
        return [*record, words("no_history")]
    open_ones = [(_title(s.kind, knowledge), day_label(s.started_on)) for s in case.situations]
    known = [words("situation", kind=title, day=day) for title, day in open_ones]
    worker = responsible(store, "Social Worker", case.child.id, turn.today)
    names = ", ".join(person.name for person in worker.people)
    says = words(_WHO[worker.how], names=names)
    return [*(known or [words("no_situation")]), says, *record, words("record_of_truth")]


def _actions(case: Case, knowledge: Knowledge) -> list[cards.Part]:
    """What is due, for those who may see it; the case itself, where the council has said how it is opened."""
    words, found = words_of("children"), []
    if case.situations is not None and case.may_record:
        found.append(cards.say(words("due"), "visits.say", {"text": f"when is {case.child.id} due?"}))
    template = knowledge.council.case_url
    if template:
        found.append(cards.open_url(words("open_case"), template.replace("{child}", quote(case.child.id, safe=""))))
    return found


def _shown(title: str, lines: list[str], actions: Sequence[cards.Part] = (), typed: str = "") -> Reply:
    says = "\n\n".join(filter(None, [title, *lines, typed]))
    body = [cards.heading(title), *(cards.paragraph(line) for line in lines)]
    return Reply(says, cards.card(body, actions, says), summary=words_of("children")("summary"))


def _title(kind: str, knowledge: Knowledge) -> str:
    """As the framework calls it; a kind that no timescale is about, in its own words."""
    known = knowledge.timescales.situations.get(kind)
    return known.title if known else kind.replace("_", " ").capitalize()
