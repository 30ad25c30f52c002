"""A manager's morning or week, and a Head of Service's week, as cards and as text."""

from collections.abc import Sequence

from dialogs.core import cards, item_words
from dialogs.core.reply import Reply
from dialogs.core.sheet import Sheet
from dialogs.core.turn import Json
from dialogs.core.when.say import day_label
from dialogs.core.words import words_of
from dialogs.nudges import card, wording
from dialogs.nudges.card import Shown
from dialogs.nudges.content import Line
from dialogs.nudges.content_team import Open, Team

SHOWN = 8
NOBODYS = 10
ROWS = 30


def team(found: Team, shown: Shown, *, is_week: bool, in_place: bool = False) -> Reply:
    """A manager's: what needs them first, then, as the week begins, the numbers."""
    words, day = words_of("nudges"), day_label(shown.now.today)
    title = words("team_week_title", day=day) if is_week else words("team_title", day=day)
    sheet = Sheet(title, words("summary_week") if is_week else words("summary_team"))
    for line in shown.noted:
        sheet.say(line, cards.bold)
    if found.is_clear:
        sheet.say(words("team_clear"))
    shown.own["week"] = is_week
    _lines(sheet, words("team_overdue"), "overdue", found.overdue, found, shown)
    _nobodys(sheet, found.nobodys, shown)
    _lines(sheet, words("team_explained"), "explained", found.explained, found, shown)
    _awaiting(sheet, found)
    if is_week:
        _numbers(sheet, found)
    sheet.say(item_words.as_of_line(shown.newest), cards.small)
    sheet.say(words("team_why"), cards.small)
    sheet.typed(words("team_typed"))
    again = cards.execute(
        words("refresh"), "nudges.team", {**shown.own, "again": True, "day": shown.now.today.isoformat()}
    )
    sheet.act(again)
    sheet.refresh(again)
    return sheet.reply(in_place=in_place)


def service(found: Team, shown: Shown) -> Reply:
    """A Head of Service's."""
    words, days = words_of("nudges"), shown.knowledge.nudging.head_after
    sheet = Sheet(words("service_title", day=day_label(shown.now.today)), words("summary_service"))
    if not found.is_fresh:
        sheet.say(words("service_paused"))
    elif not found.overdue:
        sheet.say(words("service_clear", days=days))
    _lines(sheet, words("service_overdue", days=days), "overdue", found.overdue, found, shown)
    _awaiting(sheet, found)
    _numbers(sheet, found)
    sheet.say(item_words.as_of_line(shown.newest), cards.small)
    sheet.say(words("service_why"), cards.small)
    return sheet.reply()


def _lines(sheet: Sheet, title: str, name: str, lines: Sequence[Line], found: Team, shown: Shown) -> None:
    if not lines:
        return
    words = words_of("nudges")
    sheet.say(title, cards.alert)
    children = card.by_child(lines)
    for number, (line, *others) in enumerate(children[:SHOWN]):
        toggle, hidden = card.reasons(line, shown, f"{name}{number}")
        see = words("see") if found.is_service else words("decide")
        actions = [cards.say(see, "team.child", {"child": line.child_id}), toggle]
        if line.standing.is_late_plan and line.plan is not None:
            actions.insert(0, cards.execute(words("agree"), "nudges.agree", {**shown.own, "child": line.child_id}))
        worker = line.worker.name if line.worker else words("nobody")
        first = f"{line.item.called}: {wording.what(line.deadline, shown.knowledge)}"
        its = [worker, *card.said(line, shown, is_fresh=found.is_fresh, for_manager=True)]
        its += [words("also_line", also=wording.also(other, shown.knowledge, shown.now)) for other in others]
        sheet.together(its, [cards.buttons(actions), hidden], first)
        if line.standing.is_late_plan and line.plan is not None:
            sheet.typed(words("agree_typed", child=line.item.called))
    more = words("team_more", number=max(0, len(children) - SHOWN - card.NAMED))
    card.rest(sheet, children[SHOWN:], shown, more)


def _nobodys(sheet: Sheet, nobodys: Sequence[Open], shown: Shown) -> None:
    if not nobodys:
        return
    words = words_of("nudges")
    sheet.say(words("team_nobodys"), cards.alert)
    for one in nobodys[:NOBODYS]:
        names = ", ".join(person.name for person in one.denied)
        said = words("nobodys_denied", child=one.called, names=names) if names else ""
        data: dict[str, Json] = {**shown.own, "child": one.child_id}
        actions = [cards.execute(words("is_theirs"), "nudges.is_theirs", {**data, "worker": p.key}) for p in one.denied]
        actions.append(cards.say(words("hand_over"), "team.hand_over", {"child": one.child_id}))
        if one.is_restricted and not names:
            said = words("nobodys_restricted", child=one.called)
        sheet.together([said or words("nobodys_line", child=one.called)], [cards.buttons(actions)])
    if len(nobodys) > NOBODYS:
        sheet.say(words("nobodys_more", number=len(nobodys) - NOBODYS))


def _awaiting(sheet: Sheet, found: Team) -> None:
    if found.awaiting:
        words = words_of("nudges")
        show = cards.buttons([cards.say(words("awaiting_show"), "team.awaiting", {})])
        sheet.together([words("awaiting_line", number=found.awaiting)], [show])
        sheet.typed(words("awaiting_typed"))


def _numbers(sheet: Sheet, found: Team) -> None:
    """A chart where there are charts, and the same in words; workers by name, in no other order."""
    words, rows = words_of("nudges"), found.by_name
    overdue, soon = sum(row.overdue for row in rows), sum(row.soon for row in rows)
    explained = len(found.explained)
    said = words("numbers_line", overdue=overdue, explained=explained, soon=soon)
    sheet.say(words("team_numbers"), cards.subheading)
    bars = [(words("chart_overdue"), overdue), (words("chart_explained"), explained), (words("chart_soon"), soon)]
    sheet.on_card(cards.chart(words("chart_title"), bars))
    sheet.say(said)
    if not rows:
        return
    cells = [(row.name or words("nobody"), str(row.children), str(row.overdue), str(row.soon)) for row in rows[:ROWS]]
    whose = words("head_team" if found.is_service else "head_worker")
    header = [whose, words("head_children"), words("head_overdue"), words("head_soon")]
    lines = [words("row", name=name, children=its, overdue=due, soon=ahead) for name, its, due, ahead in cells]
    sheet.table(header, cells, (5, 2, 2, 2), lines)
