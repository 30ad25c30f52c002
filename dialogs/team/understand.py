"""Which of the team's flows a typed sentence is for."""

import re
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from dialogs.core.feature import Handler
from dialogs.core.knowledge import Knowledge
from dialogs.core.over import over
from dialogs.core.personal import Flow
from dialogs.core.reply import Reply
from dialogs.core.turn import Scope, Turn
from dialogs.team import checklist, corrected, cover, decisions, due, export, flow, one_by_one, propose, supervise
from dialogs.team.acts import ACTS
from dialogs.team.intent import Intent
from dialogs.team.sentences import due_in, understood
from dialogs.team.several import JUST_NOW, drop_all, which
from dialogs.team.tell import tell
from dialogs.team.told import NEEDS
from storage.access import as_person
from storage.decisions import FREQUENCY, HEAD_AGREED
from storage.reports import OPEN
from storage.roles import Action
from storage.store import Store

_SHORT: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("yes", "yes please", "y", "do it", "ok", "confirm", "that's right"), "team.confirm"),
        **dict.fromkeys(("no", "n", "cancel", "leave it", "never mind", "forget it", "stop", "don't"), "team.drop"),
        **dict.fromkeys(
            ("no to all", "no to both", "none of them", "cancel all", "leave them all"),
            "team.drop_all",
        ),
    }
)
_ALLOCATES = re.compile(r"\s*(?:please )?(?:allocate|assign)\b", re.I)
# What practitioners may tell, and only others may settle.
_OF_REVIEWS = frozenset(NEEDS) - {FREQUENCY, HEAD_AGREED}

ACTIONS: Mapping[str, Flow] = MappingProxyType(
    {
        "team.overview": flow.overview,
        "team.worker": flow.worker,
        "team.tell": tell,
        "team.due": due.due,
        "team.unallocated": flow.unallocated,
        "team.left": flow.left,
        "team.awaiting": flow.awaiting,
        "team.child": flow.child,
        "team.export": export.offer,
        "team.supervision": supervise.supervision,
        "team.covers": cover.covers,
        "team.my_cover": cover.my_cover,
        "team.decisions": decisions.decisions,
        "team.corrections": corrected.corrections,
        "team.handover": checklist.handover,
        "team.handovers": checklist.handovers,
        "team.tick": over(checklist.tick),
        "team.hand_over_each": one_by_one.hand_over_each,
        "team.answer": over(propose.answer),
        "team.confirm": over(propose.confirm),
        "team.drop": over(propose.drop),
        "team.drop_all": drop_all,
        "team.which": which,
        **{f"team.{name}": propose.begin(name) for name in ACTS},
        "team.confirm_child": flow.confirm,
    }
)


def understands(turn: Turn, store: Store) -> Handler | None:
    """The handler of a manager's sentence; None if it is about anything else."""
    intent = _due(turn, store) or understood(turn.text, turn.at) or _short(turn, store)
    if intent is not None and "team" in intent.data:
        known = store.people.team_called(str(intent.data["team"]))
        return _given(replace(intent, data={**intent.data, "team": known})) if known else None
    if intent is None or (intent.only_if_known and not store.people.is_any_called(str(intent.data.get("worker", "")))):
        return None
    whose = str(intent.data.get("of", ""))
    if whose and not store.people.is_any_called(whose):  # "the JK kids" are brothers and sisters
        return _given(Intent("team.hand_over_each", {**intent.data, "several": whose}))
    if intent.action == "team.hand_over" and _ALLOCATES.match(turn.text) and _allocates_audits(turn, store):
        return None
    act = ACTS.get(intent.action.removeprefix("team."))
    if act is not None and act.name in _OF_REVIEWS and _is_told_only(turn, store):
        return None
    return _given(intent)


def _short(turn: Turn, store: Store) -> Intent | None:
    """A bare "yes", "no" or "cancel" is about what was read back just now, if nothing came in between: of several
    things it is asked which."""
    action = _SHORT.get(" ".join(turn.text.replace("’", "'").casefold().split()).strip(" .!"))
    if action is None or turn.conversation.scope is not Scope.PERSONAL:
        return None
    through = as_person(store, turn.sender.object_id, turn.at)
    if through.person is None or through.reached(Action.OVERSEE).is_nothing:
        return None
    ones = through.managing.proposals.open_of(through.person.key, turn.at - JUST_NOW)
    if not ones or (action == "team.drop_all" and len(ones) == 1):
        return None
    since = max(one.made_at for one in ones)
    report = through.work.reports.last(through.person.key, OPEN)
    if report is not None and report.changed_at >= since:
        return None
    if store.questions.talked_about(turn.conversation.id, turn.sender.object_id, since) is not None:
        return None
    if len(ones) == 1:
        return Intent(action, {"proposal": ones[0].id})
    return Intent(action if action == "team.drop_all" else "team.which", {})


def _due(turn: Turn, store: Store) -> Intent | None:
    """ "Any overdue visits?" of whoever leads a team and has no children of their own is about the team."""
    asked = due_in(turn.text)
    return asked if asked is not None and due.is_teams(turn, store) else None


def _allocates_audits(turn: Turn, store: Store) -> bool:
    """Whether "allocate 201 to Priya" can only be of an audit: of who looks after audits and leads no team."""
    through = as_person(store, turn.sender.object_id, turn.at)
    return through.reached(Action.OVERSEE).is_nothing and not through.reached(Action.ALLOCATE_AUDITS).is_nothing


def _is_told_only(turn: Turn, store: Store) -> bool:
    """Whether somebody may only tell what a review agreed, for whoever may confirm it."""
    through = as_person(store, turn.sender.object_id, turn.at)
    return through.reached(Action.OVERSEE).is_nothing and not through.reached(Action.RECORD).is_nothing


def _given(intent: Intent) -> Handler:
    def handle(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
        return ACTIONS[intent.action](replace(turn, data=intent.data), store, knowledge)

    return handle
