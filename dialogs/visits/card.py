"""Lists of what is due as cards, and in the same words as text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import quote

from dialogs.core import cards, item_list, item_words
from dialogs.core.decided import REVIEWS
from dialogs.core.items import Group, Item, day_of
from dialogs.core.knowledge import Knowledge
from dialogs.core.reply import Paged, Reply
from dialogs.core.sheet import Sheet
from dialogs.core.turn import Json
from dialogs.core.when.say import day_label, moment_label
from dialogs.core.words import words_of
from dialogs.visits.agreed import AGREED
from dialogs.visits.happenings import happenings
from dialogs.visits.lists import Asked, Window
from dialogs.visits.subjects import is_met_by_visits
from dialogs.visits.waiting import next_line
from standards_kb.history import AsOf
from storage.caseload import ChildsDeadlines
from storage.people import Person
from storage.plans import PlannedVisit
from storage.store import Store

PAGE = 6


@dataclass(frozen=True, slots=True)
class Shown:
    """What a list is made with."""

    store: Store
    knowledge: Knowledge
    now: AsOf
    page: int = 1
    plans: Mapping[str, PlannedVisit] = field(default_factory=dict)
    reviews: Mapping[str, tuple[date, bool]] = field(default_factory=dict)  # the next, and whether it is confirmed

    def newest(self) -> Mapping[str, date]:
        """As of which day the data of each kind is."""
        return self.store.import_runs.newest_days()


def listed(
    asked: Asked,
    every: Sequence[Item],
    found: Sequence[ChildsDeadlines],
    news: Sequence[str],
    covering: Sequence[Person],
    shown: Shown,
) -> Reply:
    """One page of a list."""
    words = words_of("visits")
    sheet = Sheet(asked.title, words("summary"))
    for line in news:
        sheet.say(line)
    wanted = [item for item in every if asked.window.has(item)]
    pages = max(1, -(-len(wanted) // PAGE))
    page = min(max(shown.page, 1), pages)
    part = wanted[(page - 1) * PAGE : page * PAGE]
    if not part:
        sheet.say(_nothing(asked.window))
    newest = shown.newest()
    item_list.put(
        sheet,
        part,
        item_list.Basis(newest, shown.knowledge, shown.now),
        lambda item: _planned(item, shown),
        lambda item: _actions(item, shown),
        has_headings=not asked.window.only_overdue,
    )
    if pages > 1:
        sheet.say(words("page", page=page, pages=pages, number=len(wanted)), cards.small)
    sheet.say(_others(asked.window, every), cards.small)
    _end(sheet, found, shown, newest)
    if covering:
        sheet.say(words("covering", names=", ".join(person.name for person in covering)))
    if part:
        sheet.typed(words("why_typed", child=part[0].called))
    sheet.paged(Paged("visits.list", {"ask": asked.ask}, page, pages))
    if page < pages:
        sheet.act(cards.execute(words("next_page"), "visits.list", {"ask": asked.ask, "page": page + 1}))
        sheet.typed(words("page_typed", ask=asked.ask, page=page + 1))
    return sheet.reply(in_place=shown.page > 1)


def of_child(of: ChildsDeadlines, its: Sequence[Item], shown: Shown) -> Reply:
    """What is due for one child, with the reasons in the open."""
    words = words_of("visits")
    called = its[0].called if its else of.child.id
    sheet = Sheet(words("child_title", child=called), words("summary"))
    if not its:
        sheet.say(words("child_nothing", child=called))
    for item in its:
        proof = item.proof(shown.now, shown.knowledge)
        lines = item_words.lines(item, proof, shown.now, shown.knowledge, _planned(item, shown))
        lines += item_words.reasons(item, proof)
        sheet.together(lines[1:], [cards.buttons(actions)] if (actions := _actions(item, shown)) else [], lines[0])
    review = shown.reviews.get(of.child.id)
    if review is not None and not any(item.deadline.stream in REVIEWS for item in its):
        sheet.say(words("agreed_beside_confirmed" if review[1] else "agreed_beside", day=day_label(review[0])))
    _end(sheet, [of], shown, shown.newest())
    if its:
        sheet.act(cards.say(words("agreed_button"), "visits.done", {"child": of.child.id, "stream": AGREED}))
        sheet.typed(words("agreed_typed", child=of.child.id))
    return sheet.reply()


def nobody(covering: Sequence[Person], shown: Shown, *, leads: bool = False) -> Reply:
    """Somebody without children."""
    words = words_of("visits")
    sheet = Sheet(words("mine_title"), words("summary"))
    sheet.say(words("none_allocated_lead" if leads else "none_allocated"))
    _end(sheet, [], shown, shown.newest())
    if covering:
        sheet.say(words("covering", names=", ".join(person.name for person in covering)))
    return sheet.reply()


def offers(sheet: Sheet, choices: Sequence[tuple[str, str, Mapping[str, Json]]]) -> None:
    """Things to press, each said as well: title, action, data."""
    for title, action, data in choices:
        sheet.on_card(cards.offer(title, action, dict(data)))
    sheet.typed("\n".join(f"- {title}" for title, _, _ in choices))


def _planned(item: Item, shown: Shown) -> list[str]:
    review = shown.reviews.get(item.of.child.id)
    if review is not None and item.deadline.stream in REVIEWS:
        return [next_line(review[0], is_confirmed=review[1], due=day_of(item.deadline.due))]
    planned = shown.plans.get(item.of.child.id)
    if planned is None or not is_met_by_visits(item.deadline):
        return []
    return [words_of("visits")("planned", when=when_planned(planned))]


def _actions(item: Item, shown: Shown) -> list[cards.Part]:
    words = words_of("visits")
    found: list[cards.Part] = []
    if is_met_by_visits(item.deadline):
        found.append(cards.say(words("record"), "visits.record", {"child": item.of.child.id}))
        found.append(cards.say(words("plan"), "visits.plan", {"child": item.of.child.id}))
    elif item.deadline.stream in happenings():
        data: dict[str, Json] = {"child": item.of.child.id, "stream": item.deadline.stream}
        found.append(cards.say(words("done"), "visits.done", data))
    template = shown.knowledge.council.case_url
    if template:
        url = template.replace("{child}", quote(item.of.child.id, safe=""))
        found.append(cards.open_url(words("open_case"), url))
    return found


def when_planned(planned: PlannedVisit) -> str:
    """The day, and the time if one was said."""
    return moment_label(planned.at) if planned.at else day_label(planned.day)


def _nothing(window: Window) -> str:
    words = words_of("visits")
    if window.only_overdue:
        return words("nothing_overdue")
    return words("nothing_due") if window.first is window.last is None else words("nothing_in_window")


def _others(window: Window, every: Sequence[Item]) -> str:
    """How many are overdue that the days asked about leave out."""
    words = words_of("visits")
    if window.with_overdue or window.only_overdue:
        return ""
    number = sum(item.group is Group.OVERDUE for item in every)
    if number < 2:
        return words("also_overdue_one") if number else ""
    return words("also_overdue", number=number)


def _end(sheet: Sheet, found: Sequence[ChildsDeadlines], shown: Shown, newest: Mapping[str, date]) -> None:
    """What there is no data of, once; and how fresh the data is."""
    sheet.say(item_words.no_data(found, shown.knowledge), cards.small)
    sheet.say(item_words.as_of_line(newest), cards.small)
