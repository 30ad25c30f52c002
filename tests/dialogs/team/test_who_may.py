"""Every action of visits and of the team, pressed by somebody whom it isn't for: nothing is told, nothing changes."""

import pytest

from dialogs import team, visits
from dialogs.core.feature import Feature
from dialogs.core.turn import Kind, Sender
from dialogs.team.acts import ACTS
from storage.db import Database
from storage.roles import Action, Reach, Role, may
from tests.dialogs.support import ALEX
from tests.dialogs.team.support import PATTI
from tests.dialogs.visits.support import ADELES, DANA, NEED, PLAN, audited, chat, everything

DATA = {
    "child": ADELES,
    "worker": "Adele",
    "of": "Adele",
    "several": f"{ADELES} and {PLAN}",
    "days": "5",
    "reason": "none",
}
# What a Head of Service may beside what all who lead may see.
_HEADS = {"team.reduced", "team.permanence", "team.review_set", "team.head_agreed", "team.not_agreed"}


@pytest.mark.parametrize("feature", [team.feature(), visits.feature()], ids=["team", "visits"])
@pytest.mark.parametrize("person", [ALEX, DANA], ids=["another worker", "duty"])
def test_whom_it_is_not_for(demo: Database, feature: Feature, person: Sender) -> None:
    asks, before = chat(demo, person), everything(demo)
    data = {**DATA, "child": NEED} if person is DANA and feature.name == "team" else DATA
    for action in feature.actions:
        reply = asks.act(asks.turn(Kind.ACTION, action=action, data=data))
        said = reply.text if reply else ""
        assert said, action
        assert not any(name in said for name in ("EF 203", "LM 209", "Adele Vance")), action
    assert everything(demo) == before
    with demo.reading() as store:
        seen = {child for event in audited(store, person) if event.action == "view" for child in event.child_ids}
    assert ADELES not in seen or person is DANA  # who is on duty may record for whoever they can name


def test_a_head_of_service_decides_only_what_is_theirs(demo: Database) -> None:
    patti, before = chat(demo, PATTI), everything(demo)
    for name in ACTS:
        said = patti.push(f"team.{name}", **{**DATA, "child": PLAN})
        assert ("That is for managers" not in said) is (f"team.{name}" in _HEADS), name
    assert everything(demo) == before


def test_whatever_is_settled_needs_a_right_that_managers_or_heads_have() -> None:
    rights = {Action.OVERSEE, Action.DECIDE, Action.AGREE_REVIEW, Action.AGREE_HEAD}
    leading = {Role.ASSISTANT_MANAGER, Role.MANAGER, Role.HEAD_OF_SERVICE}
    assert {act.needs for act in ACTS.values()} <= rights
    for needs in rights:
        assert {role for role in Role if may(role, needs) is not Reach.NOBODY} <= leading
