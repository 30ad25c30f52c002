"""What has been decided and still holds, until when, and what of it is to be looked at again."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from dialogs.core import cards, decided
from dialogs.core.items import names
from dialogs.core.knowledge import Knowledge
from dialogs.core.personal import door, personal_only
from dialogs.core.reply import Reply
from dialogs.core.sheet import Sheet
from dialogs.core.turn import Json, Turn
from dialogs.core.when.say import day_label
from dialogs.core.words import words_of
from dialogs.team import workload
from dialogs.team.cover import away
from standards_kb.history import as_of
from storage.access import Door
from storage.children import Child
from storage.covers import Cover
from storage.decisions import ACCEPTED, FREQUENCY, NEXT_REVIEW, STANDING, STANDING_ENDS, Decision
from storage.roles import Action
from storage.store import Store

SOON: Final = timedelta(days=7)
_ACCEPTED_SHOWN: Final = timedelta(days=92)
_SHOWN: Final = 12


@personal_only
def decisions(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Those of the team, one's own, those to be looked at again, or those about one child."""
    words, through = words_of("team"), door(turn, store, knowledge)
    said, which = str(turn.data.get("child", "")), str(turn.data.get("which", ""))
    if said:
        meant = through.meant(said)
        if len(meant) != 1 or not through.let_in(Action.OVERSEE, meant[0]):
            through.find(meant[0])
            return Reply(words("child_unknown"))
        children: Sequence[Child] = [through.managing.child(meant[0])]
    else:
        team = workload.team(store, through, as_of(turn.at))
        if team is None:
            return Reply(words("not_for_you"))
        children = team.children
    found = holding(through, [child.id for child in children], turn.today)
    covers = [] if said else list(through.managing.covers.of(through.reached(Action.OVERSEE).staff, turn.today))
    if which == "mine" and through.person is not None:
        person = through.person
        found, covers = [d for d in found if d.by_key == person.key], [c for c in covers if c.by_name == person.name]
    if which == "review":
        found, covers = [d for d in found if is_for_review(d, turn.today)], []
    through.viewed("what has been decided and holds", sorted({d.child_id for d in found}))
    return _card(found, covers, names(children), store, turn)


def holding(through: Door, child_ids: Sequence[str], today: date) -> list[Decision]:
    """What holds on a day about these children, whatever ends first before all else."""
    found = [d for d in through.managing.decisions(child_ids) if _holds(d, today)]
    return sorted(found, key=lambda d: (_next(d) or date.max, d.child_id, d.kind))


def is_for_review(decision: Decision, today: date) -> bool:
    """Whether it is to be looked at again within a week, or was to be; or ends by then."""
    then = _next(decision)
    return then is not None and then <= today + SOON


def _holds(decision: Decision, today: date) -> bool:
    if decision.kind == FREQUENCY:
        ends = decision.facts.get("manager_interval_ends_on")
        return ends is None or date.fromisoformat(str(ends)) > today
    if decision.kind == NEXT_REVIEW:
        return str(decision.facts["next_review_on"]) >= today.isoformat()
    if decision.kind == ACCEPTED:
        return date.fromisoformat(decision.subject) >= today - _ACCEPTED_SHOWN
    return STANDING_ENDS not in decision.facts


def _next(decision: Decision) -> date | None:
    """When it ends, or is to be looked at again."""
    ends = decision.facts.get("manager_interval_ends_on")
    return date.fromisoformat(str(ends)) if ends else decision.review_on


def _card(
    found: Sequence[Decision], covers: Sequence[Cover], called: dict[str, str], store: Store, turn: Turn
) -> Reply:
    words = words_of("team")
    sheet = Sheet(words("decisions_title"), words("summary"))
    if not found and not covers:
        sheet.say(words("decisions_none"))
    for decision in found[:_SHOWN]:
        lines = [decided.said(decision)]
        if decision.review_on is not None and decision.review_on < turn.today:
            lines.append(words("decision_review_was", day=day_label(decision.review_on)))
        buttons = _buttons(decision)
        sheet.together(lines, [cards.buttons(buttons)] if buttons else [], called[decision.child_id])
    if len(found) > _SHOWN:
        sheet.say(words("more_lines", number=len(found) - _SHOWN))
    people = {p.key: p.name for p in store.people.with_keys(k for c in covers for k in (c.staff_key, c.deputy_key))}
    for cover in covers:
        back = cards.say(words("cover_end_title"), "team.cover_end", {"worker": cover.staff_key})
        sheet.together([away(cover, people)], [cards.buttons([back])], people[cover.staff_key])
    if found:
        sheet.typed(words("decisions_typed", child=found[0].child_id))
    return sheet.reply()


def _buttons(decision: Decision) -> list[cards.Part]:
    """What may be done when it is looked at again: it goes on, otherwise, or not at all."""
    words, child = words_of("team"), decision.child_id
    data: dict[str, Json] = {"child": child}
    if decision.kind == FREQUENCY:
        again = cards.say(words("decision_again"), "team.frequency", data)
        return [again, cards.say(words("decision_end"), "team.frequency_end", data)]
    if decision.kind == STANDING:
        since: dict[str, Json] = {**data, "day": str(decision.facts["accepted_as_counting_from"])}
        again = cards.say(words("decision_goes_on"), "team.standing", since)
        return [again, cards.say(words("decision_end"), "team.standing_end", data)]
    return []
