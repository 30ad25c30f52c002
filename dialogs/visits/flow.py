"""What is due: for all of somebody's children, in some days of theirs, and for one child."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import partial

from dialogs.core.items import deadlines, items, names
from dialogs.core.knowledge import Knowledge
from dialogs.core.personal import Flow, door, personal_only
from dialogs.core.reply import Reply
from dialogs.core.sheet import Sheet
from dialogs.core.turn import Turn
from dialogs.core.when.say import day_label
from dialogs.core.words import words_of
from dialogs.visits import card, sentences
from dialogs.visits.card_report import FACTS
from dialogs.visits.lists import Asked
from dialogs.visits.waiting import next_reviews, set_by_reviews
from dialogs.visits.written import contradicted, told_lately, unwritten
from standards_kb.history import as_of
from storage.access import Door
from storage.agreed import Agreed
from storage.children import Child
from storage.plans import PlannedVisit
from storage.roles import Action
from storage.store import Store

COVERED = "visits i cover"
CONTRADICTED_SHOWN = timedelta(days=28)


@personal_only
def mine(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Everything due for one's own children."""
    return _listed(Asked(sentences.MINE, words_of("visits")("mine_title")), turn, store, knowledge)


@personal_only
def covered(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Everything due for the children of those whom one stands in for."""
    asked = Asked(COVERED, words_of("visits")("covered_title"))
    through = door(turn, store, knowledge)
    if not through.covered():
        return Reply(words_of("visits")("not_covering"))
    return _shown(turn, store, knowledge, through, asked, through.covered_caseload("the visits of those stood in for"))


def listed(asked: Asked | sentences.Which) -> Flow:
    """What is due in some days; or which days are meant."""
    if isinstance(asked, sentences.Which):
        return personal_only(partial(_which, asked))
    return personal_only(partial(_listed, asked))


def _which(which: sentences.Which, _turn: Turn, _store: Store, _knowledge: Knowledge) -> Reply:
    sheet = Sheet(which.question, words_of("visits")("summary"))
    card.offers(sheet, [(label, "visits.list", {"ask": ask}) for label, ask in which.choices])
    return sheet.reply()


@personal_only
def again(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """A page of a list, or a list of the days that were meant: what a button says in words."""
    ask = str(turn.data.get("ask", ""))[: sentences.LONGEST]
    if ask == COVERED:
        return covered(turn, store, knowledge)
    asked = sentences.listed(ask, turn.at)
    return listed(asked)(turn, store, knowledge) if asked else Reply(words_of("visits")("which_window"))


@personal_only
def when(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """What is due for one child, and why."""
    return _for_child(str(turn.data.get("child", "")), turn, store, knowledge)


def for_child(said: str) -> Flow:
    """The same for a child who was named in a sentence."""
    return personal_only(partial(_for_child, said))


def of_those_led(through: Door, said: str) -> tuple[str, ...]:
    """The ids that may be meant: of one's own children, else of those whom one leads."""
    named = through.named(said)
    return through.meant(said) if named == (said,) else named


def _for_child(said: str, turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    words, through = words_of("visits"), door(turn, store, knowledge)
    meant = of_those_led(through, said)
    if len(meant) > 1:
        sheet = Sheet(words("which_child", said=said), words("summary"))
        card.offers(sheet, [(child_id, "visits.when", {"child": child_id}) for child_id in meant])
        through.viewed("which child was meant", meant)
        return sheet.reply()
    case = through.find(meant[0])
    if case is None:
        return Reply(words("not_found"))
    if case.situations is None:
        return Reply(words("only_record"))
    now = as_of(turn.at)
    found = deadlines(through, [case.child], now, knowledge)
    return card.of_child(
        found[0],
        items(found, names([case.child]), now),
        card.Shown(
            store, knowledge, now, 1, _plans(turn, through), next_reviews(through.work.agreed([case.child.id]), now)
        ),
    )


def _listed(asked: Asked, turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    through = door(turn, store, knowledge)
    return _shown(turn, store, knowledge, through, asked, through.caseload("what is due for their children"))


def _shown(
    turn: Turn,
    store: Store,
    knowledge: Knowledge,
    through: Door,
    asked: Asked,
    children: Sequence[Child] | None,
) -> Reply:
    words = words_of("visits")
    if children is None or through.person is None:
        return Reply(words("not_for_you"))
    now = as_of(turn.at)
    if not children:
        leads = not through.reached(Action.OVERSEE).is_nothing
        return card.nobody(through.covered(), card.Shown(store, knowledge, now), leads=leads)
    found, called = deadlines(through, children, now, knowledge), names(children)
    every = items(found, called, now)
    agreed = through.work.agreed(called)
    shown = card.Shown(store, knowledge, now, _page(turn), _plans(turn, through), next_reviews(agreed, now))
    news = _news(turn, through, called, agreed) if asked.ask == sentences.MINE else []
    news += [
        words("left_export", child=called[child.id], day=day_label(child.missing_from_export_since))
        for child in children
        if child.missing_from_export_since
    ]
    covering = through.covered() if asked.ask == sentences.MINE else ()
    return card.listed(asked, every, found, news, covering, shown)


def _page(turn: Turn) -> int:
    asked = turn.data.get("page")
    return asked if type(asked) is int else sentences.page(turn.text)


def _news(turn: Turn, through: Door, called: Mapping[str, str], agreed: Sequence[Agreed]) -> list[str]:
    """Of what one told here: what the record shows otherwise; what isn't on it."""
    words, lines = words_of("visits"), []
    lately = told_lately(through, turn.at)
    for told in contradicted(lately, turn.today - CONTRADICTED_SHOWN):
        differences = "; ".join(
            words("difference", name=words(FACTS[name]), mine=_yes(mine), theirs=_yes(theirs))
            for name, mine, theirs in told.differences
        )
        child, day = called.get(told.child_id, told.child_id), day_label(told.event.day)
        lines.append(words("contradicted", child=child, day=day, differences=differences))
    lines += set_by_reviews(agreed, through, called, turn)
    waiting = len(unwritten(lately))
    if waiting:
        lines.append(words("unwritten_one") if waiting == 1 else words("unwritten", number=waiting))
    return lines


def _yes(is_so: bool) -> str:
    return words_of("visits")("yes" if is_so else "no").lower()


def _plans(turn: Turn, through: Door) -> dict[str, PlannedVisit]:
    """What somebody still means to do, by child."""
    assert through.person is not None
    return {plan.child_id: plan for plan in through.work.plans.of_staff(through.person.key) if plan.day >= turn.today}
