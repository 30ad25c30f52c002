"""What the framework expects of a change of worker, ticked as it is done."""

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType

from dialogs.core import cards
from dialogs.core.items import names
from dialogs.core.knowledge import Knowledge
from dialogs.core.personal import door, personal_only
from dialogs.core.reply import Reply
from dialogs.core.sheet import Sheet
from dialogs.core.turn import Json, Turn
from dialogs.core.when.say import day_label
from dialogs.core.words import words_of
from dialogs.team import going_along, workload
from standards_kb.history import as_of
from storage.access import Door
from storage.handovers import Handover, Step
from storage.roles import Action
from storage.store import Store

# Each step with the passage that asks for it.
STEPS: Mapping[str, str] = MappingProxyType(
    {
        "child_told": "direct_work.change_of_worker_child",
        "family_told": "direct_work.change_of_worker_family",
        "file_read": "direct_work.new_worker_reads_file",
        "discussed": "direct_work.new_worker_reads_file",
    }
)
SHOWN, RECENT = 15, timedelta(days=92)


@personal_only
def handover(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """The newest handover of a child."""
    through = door(turn, store, knowledge)
    found, gone = _newest(turn, through)
    if found is None:
        return gone
    through.viewed("the handover of a child", [found.child_id])
    return _shown(found, through, knowledge, turn.today)


@personal_only
def tick(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """A step has been done, or hasn't after all."""
    through = door(turn, store, knowledge)
    step, undo = str(turn.data.get("step", "")), bool(turn.data.get("undo"))
    found, gone = _newest(turn, through)
    if found is None or step not in STEPS or through.person is None:
        return gone
    if undo:
        through.managing.untick(found, step)
    else:
        through.managing.tick(found, Step(step, turn.today, through.person.name))
    through.changed(f"handover: {step} {'not done' if undo else 'done'}", [found.child_id])
    return _shown(found, through, knowledge, turn.today, in_place="handover" in turn.data)


@personal_only
def handovers(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """The team's handovers of which something is still to be done."""
    words, through = words_of("team"), door(turn, store, knowledge)
    team = workload.team(store, through, as_of(turn.at))
    if team is None:
        return Reply(words("not_for_you"))
    open_ones = unfinished(through, team, turn)
    called = names(team.children)
    through.viewed("the handovers of a team", [h.child_id for h in open_ones])
    sheet = Sheet(words("handovers_title"), words("summary"))
    if not open_ones:
        sheet.say(words("handovers_none"))
    for one in open_ones[:SHOWN]:
        title = words("handover_title", child=called[one.child_id], name=one.to_name, day=day_label(one.on_day))
        done = through.managing.steps(one)
        left = [words("step_open", step=_step(step)) for step in STEPS if step not in done]
        show = cards.say(words("show"), "team.handover", {"child": one.child_id})
        sheet.together(left, [cards.buttons([show])], title)
    if len(open_ones) > SHOWN:
        sheet.say(words("more_lines", number=len(open_ones) - SHOWN))
    if open_ones:
        sheet.typed(words("handovers_typed", child=open_ones[0].child_id))
    return sheet.reply()


def unfinished(through: Door, team: workload.Team, turn: Turn) -> list[Handover]:
    """Of the last three months, newest first."""
    recent = [h for h in through.managing.handovers(c.id for c in team.children) if h.on_day >= turn.today - RECENT]
    return [h for h in recent if len(through.managing.steps(h)) < len(STEPS)]


def _newest(turn: Turn, through: Door) -> tuple[Handover | None, Reply]:
    """The newest handover of the child that a card or sentence names, for whoever works with the child."""
    words, said = words_of("team"), str(turn.data.get("child", ""))
    meant = [*through.meant(said), *through.named(said)]
    child_id = meant[0] if len(set(meant)) == 1 else next((m for m in meant if m != said), said)
    if not (through.let_in(Action.VIEW, child_id) and through.let_in(Action.RECORD, child_id)):
        through.find(child_id)
        return None, Reply(words("child_unknown"))
    found = through.managing.handovers([child_id])
    return (found[0], Reply("")) if found else (None, Reply(words("handover_none", child=said)))


def _shown(found: Handover, through: Door, knowledge: Knowledge, today: date, *, in_place: bool = False) -> Reply:
    words = words_of("team")
    called = names([through.managing.child(found.child_id)])[found.child_id]
    sheet = Sheet(
        words("handover_title", child=called, name=found.to_name, day=day_label(found.on_day)), words("summary")
    )
    if found.from_name:
        sheet.say(words("handover_from", name=found.from_name))
    done, quoted = through.managing.steps(found), ""
    for step, cited in STEPS.items():
        passage = knowledge.framework.passages[cited]
        made = done.get(step)
        line = words("step_done", step=_step(step), day=day_label(made.done_on), name=made.by_name) if made else ""
        data: dict[str, Json] = {"handover": found.id, "child": found.child_id, "step": step, "undo": made is not None}
        act = cards.execute(words("untick") if made else words("tick"), "team.tick", data)
        quote = [f"“{passage.text}”"] if cited != quoted else []
        quoted = cited
        sheet.together(quote, [cards.buttons([act])], line or words("step_open", step=_step(step)))
    along = going_along.lines(through.managing.along(found.child_id, [found.to_key], found.on_day, today), today)
    if along:
        sheet.together(along, [], words("along_came"))
    sheet.typed(words("tick_typed", child=found.child_id))
    return sheet.reply(in_place=in_place)


def _step(step: str) -> str:
    words = words_of("team")
    return {
        "child_told": words("step_child_told"),
        "family_told": words("step_family_told"),
        "file_read": words("step_file_read"),
        "discussed": words("step_discussed"),
    }[step]
