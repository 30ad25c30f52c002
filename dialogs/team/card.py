"""The team and its lists as cards, and in the same words as text."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from dialogs.core import cards, item_list, item_words
from dialogs.core.items import Item
from dialogs.core.knowledge import Knowledge
from dialogs.core.reply import Paged, Reply
from dialogs.core.sheet import Sheet
from dialogs.core.turn import Json
from dialogs.core.when.say import day_label
from dialogs.core.words import words_of
from dialogs.team import told
from dialogs.team.workload import Figures, Size, Team
from standards_kb.history import AsOf
from storage.access import Door
from storage.agreed import Agreed
from storage.cases import STEP_DOWN, TEMPORARY, Situation
from storage.children import Child
from storage.people import Person
from storage.store import Store

WORKERS, TEAMS, ITEMS, NOTES = 8, 12, 6, 20
_NOT_JUST_TARGETS = "managers.not_just_targets"


@dataclass(frozen=True, slots=True)
class Shown:
    """What a card is made with, and which page of how many it is."""

    store: Store
    knowledge: Knowledge
    now: AsOf
    page: int = 1
    pages: int = 1


@dataclass(frozen=True, slots=True)
class Again:
    """How a list is asked for: by a button's action and data, and as a sentence."""

    action: str
    data: Mapping[str, Json]
    typed: str


@dataclass(frozen=True, slots=True)
class Line:
    """A worker of the overview; `away`: that they are, and who stands in."""

    person: Person
    figures: Figures
    away: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many situations await a word, handovers a step, and how much was corrected or is to be reviewed."""

    situations: int = 0
    handovers: int = 0
    corrections: int = 0
    reviews: int = 0


def overview(team: Team, lines: Sequence[Line], waiting: Waiting, shown: Shown, called: str = "") -> Reply:
    """Each worker with what is overdue, due and unseen; nobody is compared with anybody."""
    words = words_of("team")
    title = words("team_title", team=called) if called else words("overview_title")
    sheet = Sheet(title, words("summary"))
    quote = shown.knowledge.framework.passages[_NOT_JUST_TARGETS]
    sheet.say(f"“{quote.text}”", cards.small)
    if not team.workers:
        sheet.say(words("no_workers"))
    for line in lines:
        show = cards.say(words("show"), "team.worker", {"worker": line.person.key})
        sheet.together([*line.away, *_figures(line.figures)], [cards.buttons([show])], line.person.name)
    if not called:
        _tiles(sheet, team, waiting)
    sheet.say(item_words.as_of_line(shown.store.import_runs.newest_days()), cards.small)
    if lines and not called:
        sheet.act(cards.say(words("export_button"), "team.export", {}))
        sheet.typed(words("overview_typed", name=lines[0].person.name))
        sheet.typed(words("export_typed"))
    if called:
        sheet.act(cards.say(words("all_teams"), "team.overview", {}))
        sheet.typed(words("team_page_typed", name=lines[0].person.name) if lines else words("all_teams_typed"))
    again = words("team_again", team=called) if called else words("overview_again")
    _pages(sheet, Again("team.overview", {"team": called} if called else {}, again), shown)
    return sheet.reply(in_place=shown.page > 1)


def by_team(sizes: Sequence[Size], beside: Team, waiting: Waiting, shown: Shown) -> Reply:
    """The teams of a large service by name, each to be opened."""
    words = words_of("team")
    sheet = Sheet(words("teams_title"), words("summary"))
    quote = shown.knowledge.framework.passages[_NOT_JUST_TARGETS]
    sheet.say(f"“{quote.text}”", cards.small)
    part = sizes[(shown.page - 1) * TEAMS : shown.page * TEAMS]
    for size in part:
        show = cards.say(words("show_team"), "team.overview", {"team": size.name})
        lines = [words("team_size", workers=size.workers, children=size.children)]
        sheet.together(lines, [cards.buttons([show])], size.name or words("team_nameless"))
    _tiles(sheet, beside, waiting)
    sheet.say(item_words.as_of_line(shown.store.import_runs.newest_days()), cards.small)
    sheet.act(cards.say(words("export_button"), "team.export", {}))
    sheet.typed(words("teams_typed", team=part[0].name))
    sheet.typed(words("export_typed"))
    _pages(sheet, Again("team.overview", {}, words("overview_again")), shown)
    return sheet.reply(in_place=shown.page > 1)


def _tiles(sheet: Sheet, team: Team, waiting: Waiting) -> None:
    """What is nobody's, or to be settled: each in a number, with the list behind it."""
    words = words_of("team")
    for number, title, action, data in (
        (len({child.id for _, child in team.nobodys}), words("nobodys_title"), "team.unallocated", {}),
        (len(team.left), words("left_title"), "team.left", {}),
        (waiting.situations, words("awaiting_title"), "team.awaiting", {}),
        (waiting.handovers, words("handovers_title"), "team.handovers", {}),
        (waiting.corrections, words("corrections_title"), "team.corrections", {}),
        (waiting.reviews, words("reviews_title"), "team.decisions", {"which": "review"}),
    ):
        if number:
            show = cards.say(words("show"), action, dict(data))
            sheet.together([words("number", number=number)], [cards.buttons([show])], title)


def listed(
    title: str,
    every: Sequence[Item],
    children: Sequence[Child],
    lines: Sequence[str],
    again: Again,
    shown: Shown,
    whose: Callable[[Item], Sequence[str]] = lambda _: (),
) -> Reply:
    """One page of what is due for some children; `lines`: what is to be said of them first; `whose`: of one item."""
    words = words_of("team")
    sheet = Sheet(title, words("summary"))
    pages = max(1, -(-len(every) // ITEMS))
    page = min(shown.page, pages)
    if page == 1:
        for line in lines[:NOTES]:
            sheet.say(line)
        if len(lines) > NOTES:
            sheet.say(words("more_lines", number=len(lines) - NOTES))
    if not every:
        sheet.say(words("nothing_due" if children else "no_children"))
    part = every[(page - 1) * ITEMS : page * ITEMS]
    _items(sheet, part, shown, whose)
    sheet.say(item_words.no_data({id(i.of): i.of for i in every}.values(), shown.knowledge), cards.small)
    sheet.say(item_words.as_of_line(shown.store.import_runs.newest_days()), cards.small)
    if part:
        sheet.typed(words("list_typed", child=part[0].of.child.id))
    _pages(sheet, again, Shown(shown.store, shown.knowledge, shown.now, page, pages))
    return sheet.reply(in_place=page > 1)


def awaiting(
    found: Sequence[Situation], ones: Sequence[Agreed], called: Mapping[str, str], through: Door, shown: Shown
) -> Reply:
    """What awaits a manager's word."""
    words, titles = words_of("team"), shown.knowledge.timescales.situations
    sheet = Sheet(words("awaiting_title"), words("summary"))
    if not found and not ones:
        sheet.say(words("awaiting_none"))
    for situation in found[:NOTES]:
        title = titles[situation.kind].title if situation.kind in titles else situation.kind
        child = called.get(situation.child_id or "", "")
        line = words("awaiting_line", child=child, what=title, day=day_label(situation.started_on))
        data: dict[str, Json] = {"child": situation.child_id or "", "situation": str(situation.id)}
        answer = cards.say(words("give_word"), "team.settle", data)
        sheet.together([awaits(situation)], [cards.buttons([answer])], line)
    told.show(sheet, ones[:NOTES], called, through)
    if more := len(found[NOTES:]) + len(ones[NOTES:]):
        sheet.say(words("more_lines", number=more))
    if found or ones:
        sheet.typed(words("awaiting_typed", child=(found[0].child_id if found else ones[0].child_id) or ""))
    return sheet.reply()


def choices(child: Child, called: str) -> Reply:
    """What may be decided about a child."""
    words = words_of("team")
    sheet = Sheet(words("child_title", child=called), words("summary"))
    offered = {
        "team.frequency": words("frequency_title"),
        "team.accept": words("accept_title"),
        "team.standing": words("standing_title"),
        "team.hand_over": words("hand_over_title"),
    }
    sheet.on_card(*(cards.offer(title, action, {"child": child.id}) for action, title in offered.items()))
    sheet.typed("\n".join(f"- {title}" for title in offered.values()))
    sheet.typed(words("child_typed", child=child.id))
    return sheet.reply()


def awaits(situation: Situation) -> str:
    """What a situation awaits, in a sentence."""
    words = words_of("team")
    if situation.awaits == STEP_DOWN:
        return words("awaits_step_down")
    return words("awaits_temporary") if situation.awaits == TEMPORARY else words("awaits_time")


def _figures(figures: Figures) -> list[str]:
    words = words_of("team")
    found = [
        words(name, number=number)
        for name, number in (
            ("overdue", figures.overdue),
            ("this_week", figures.this_week),
            ("no_visit", figures.no_visit),
        )
        if number
    ]
    return [*(found or [words("all_well")]), words("children", number=figures.children)]


def _items(sheet: Sheet, part: Sequence[Item], shown: Shown, whose: Callable[[Item], Sequence[str]]) -> None:
    def decide(item: Item) -> list[cards.Part]:
        return [cards.say(words_of("team")("decide"), "team.child", {"child": item.of.child.id})]

    basis = item_list.Basis(shown.store.import_runs.newest_days(), shown.knowledge, shown.now)
    item_list.put(sheet, part, basis, whose, decide)


def _pages(sheet: Sheet, again: Again, shown: Shown) -> None:
    words = words_of("team")
    if shown.pages > 1:
        sheet.say(words("page", page=shown.page, pages=shown.pages), cards.small)
    sheet.paged(Paged(again.action, dict(again.data), shown.page, shown.pages))
    if shown.page < shown.pages:
        sheet.act(cards.execute(words("next_page"), again.action, {**again.data, "page": shown.page + 1}))
        sheet.typed(words("page_typed", ask=again.typed, page=shown.page + 1))
