"""The walk through the areas: every one of the tool's, in its order, one at a time, left and come back to."""

import pytest

from dialogs.core.turn import Scope
from storage.db import Database
from storage.preparations import NOT_APPLICABLE, NOT_YET, PARTLY, YES
from tests.dialogs.audit_preparation.support import AREAS, AUDITOR, MANAGER, WORKER, part, save, worker
from tests.dialogs.card_checks import nodes
from tests.dialogs.support import audit_tool
from tests.dialogs.visits.support import chat
from tests.storage.council import OWN

TOOL = audit_tool().kinds["case_file"].areas
INVOLVEMENT = "Children, young people and families are appropriately involved"


@pytest.mark.parametrize(
    "says",
    [
        "prepare for audit 1",
        "prepare for the audit",
        f"help me prepare for the audit of {OWN}",
        "prepare for my audit about AB 001",
    ],
)
def test_it_begins_with_every_area_of_the_tool_in_its_order(audited: Database, says: str) -> None:
    said = worker(audited).hear(says)
    assert "Preparing for the audit of AB 001" in said
    assert "Nothing looked at yet: 11 areas." in said
    places = [said.index(f"{place}. {' '.join(area.title.split())}") for place, area in enumerate(TOOL, 1)]
    assert places == sorted(places)
    assert len(places) == AREAS


def test_begun_twice_is_begun_once_and_goes_on_on_another_device(begun: Database) -> None:
    save(begun, "involvement", ready=YES, evidence="Direct work of 3 August")
    other = chat(begun, WORKER)
    other.name = "another chat"
    assert "Still to look at: 10 of 11." in other.hear("prepare for the audit")
    assert "On file: Direct work of 3 August" in other.hear("preparation 1 area 1")
    assert "Preparation 1: the audit of AB 001" in other.hear("my preparations")


def test_an_area_shows_its_prompts_in_full_and_the_standards_on_request(begun: Database) -> None:
    chat_ = worker(begun)
    reply = chat_.say("go on with preparation 1")
    assert f"1 of 11: {INVOLVEMENT}" in reply.text
    for prompt in TOOL[0].prompts:
        assert f"“{prompt}”" in reply.text
    standards = [node for node in nodes(reply.card) if node.get("id") == "standards"]
    assert standards[0]["isVisible"] is False
    said = chat_.hear("preparation 1 area 1 standards")
    for passage in TOOL[0].standards:
        assert f"“{passage.text}”" in str(standards).replace("\\\\", "")
        assert f"“{passage.text}”" in said


def test_saving_goes_on_to_the_next_that_is_left(begun: Database) -> None:
    said = save(begun, "involvement", ready=YES, impact="She is heard", talk="How to go on")
    assert "2 of 11: Decision making" in said
    assert f"Saved: {INVOLVEMENT}" in said
    kept = part(begun, "involvement")
    assert (kept.ready, kept.impact, kept.talk, kept.version) == (YES, "She is heard", "How to go on", 2)
    save(begun, "outcomes", ready=PARTLY)
    assert "2 of 11" in worker(begun).hear("go on with preparation 1")


def test_after_the_last_area_comes_good_practice_and_then_the_whole(begun: Database) -> None:
    for area in TOOL:
        said = save(begun, area.name.removeprefix("audit_tool."), ready=YES)
    assert "Good practice I am proud of" in said
    assert "Be bold and explain" in said
    said = save(begun, "good_practice", talk="Her wishes led the plan")
    assert "You have looked at every area." in said
    assert "Good practice I am proud of: noted" in said


@pytest.mark.parametrize(
    ("title", "shows"),
    [
        ("3", "3 of 11: Assessments"),
        ("assessments", "3 of 11: Assessments"),
        ("decision making", "2 of 11"),
        ("living arrangements", "9 of 11"),
        ("quality of plans", "6 of 11"),
        ("12", "I know no area called “12”"),
        ("quality", "6 of 11: Quality of plans"),
        ("children", "I know no area called “children”"),
        ("the weather", "I know no area called “the weather”"),
    ],
)
def test_any_area_can_be_jumped_to_by_number_or_name(begun: Database, title: str, shows: str) -> None:
    assert shows in worker(begun).hear(f"preparation 1 area {title}")


def test_everything_a_card_can_do_a_sentence_can_do(begun: Database) -> None:
    chat_ = worker(begun)
    chat_.hear("preparation 1 area 2 partly ready")
    chat_.hear("preparation 1 area 2 evidence: Oversight of 4 August")
    chat_.hear("preparation 1 area 2 evidence: and of 11 August")
    chat_.hear("preparation 1 area 2 impact: the plan moved on")
    chat_.hear("preparation 1 area 2 talk about: what I need from my manager")
    kept = part(begun, "decision_making")
    assert (kept.ready, kept.evidence) == (PARTLY, "Oversight of 4 August\nand of 11 August")
    assert (kept.impact, kept.talk) == ("the plan moved on", "what I need from my manager")
    chat_.hear("preparation 1 good practice: her own words in the plan")
    assert part(begun, "good_practice").talk == "her own words in the plan"


def test_no_area_goes_by_itself_and_proposing_that_needs_a_reason(begun: Database) -> None:
    said = save(begun, "independence", applies="no", reason="")
    assert "Please say why it doesn't apply" in said
    assert part(begun, "independence").ready == ""
    said = save(begun, "independence", applies="no", reason="She is four", evidence="See the plan")
    kept = part(begun, "independence")
    assert (kept.ready, kept.reason, kept.evidence) == (NOT_APPLICABLE, "She is four", "See the plan")
    said = worker(begun).hear("preparation 1 area 7 doesn't apply because he is home for good")
    assert "7. Permanence" in worker(begun).hear("preparation 1")
    assert "you propose that it doesn't apply" in worker(begun).hear("preparation 1")
    assert part(begun, "permanence").reason == "he is home for good"


@pytest.mark.parametrize(
    ("by", "day", "says"),
    [
        ("", "2026-09-08", "I'll remind you on Tuesday 8 September"),  # five working days, if nobody says
        ("Friday", "2026-09-04", "I'll remind you on Friday 4 September"),
        ("pancake day", "2026-09-08", "couldn't tell which day you mean by “pancake day”"),
        ("next Wednesday", "2026-09-08", "may be one of: Wednesday 2 September 2026, Wednesday 9 September 2026"),
        ("31 August 2026", "2026-09-08", "is over, so I'll remind you"),
    ],
)
def test_what_is_not_ready_yet_has_a_day(begun: Database, by: str, day: str, says: str) -> None:
    assert says in save(begun, "diversity", ready=NOT_YET, by=by, evidence="still to write")
    kept = part(begun, "diversity")
    assert kept.by_on is not None
    assert (kept.by_on.isoformat(), kept.evidence) == (day, "still to write")
    said = worker(begun).hear("preparation 1 to do")
    assert "Consideration and impact of diversity: by" in said
    save(begun, "diversity", version=2, ready=YES)
    assert part(begun, "diversity").by_on is None
    assert "Nothing waits" in worker(begun).hear("preparation 1 to do")


def test_a_typed_not_yet_takes_its_day(begun: Database) -> None:
    worker(begun).hear("preparation 1 area 5 not ready by Wednesday 9 September")
    assert str(part(begun, "diversity").by_on) == "2026-09-09"


def test_nobody_else_sees_it_and_nothing_is_said_in_a_channel(begun: Database) -> None:
    for who in (AUDITOR, MANAGER):
        assert "no preparation of yours" in chat(begun, who).hear("preparation 1")
        assert "no preparation of yours" in chat(begun, who).hear("preparation 1 pack")
        said = chat(begun, who).push("audit_preparation.save", preparation=1, area="audit_tool.diversity", version=1)
        assert "no preparation of yours" in said
    assert "has been shared with you" in chat(begun, AUDITOR).hear("preparation for audit 1")
    assert "for our personal chat" in chat(begun, WORKER, Scope.CHANNEL).hear("preparation 1")


def test_a_rehearsal_is_the_same_walk_for_ones_own_child_and_is_taken_along(database: Database) -> None:
    from tests.dialogs.audit_preparation.support import LEAD, SAYS
    from tests.storage.council import OF_SOUTH, RESTRICTED, add_council

    with database.transaction() as store:
        add_council(store)
    assert "I know no open audit" in worker(database).hear("prepare for the audit")
    said = worker(database).hear(f"rehearse an audit of {OWN}")
    assert "Rehearsing an audit of AB 001" in said
    assert "Nobody knows of this but you" in said
    for other in (OF_SOUTH, RESTRICTED):
        assert "I know no such child" in worker(database).hear(f"rehearse an audit of {other}")
    assert "I know no such child" in chat(database, MANAGER).hear(f"rehearse an audit of {OWN}")
    save(database, "diversity", ready=YES, evidence="Interpreter used")
    assert "no auditor to share it with" in worker(database).hear("share preparation 1")
    chat(database, LEAD).hear(SAYS)
    chat(database, AUDITOR).hear("accept audit 1")
    assert "What you noted in your rehearsal is here." in worker(database).hear("prepare for audit 1")
    assert part(database, "diversity").evidence == "Interpreter used"
    assert "Rehearsing" not in worker(database).hear("preparation 1")


def test_it_can_be_thrown_away(begun: Database) -> None:
    assert "for good" in worker(begun).hear("delete preparation 1")
    assert "is deleted" in worker(begun).hear("delete preparation 1, yes")
    assert "no preparation of yours" in worker(begun).hear("preparation 1")
    assert "Nothing looked at yet" in worker(begun).hear("prepare for audit 1")


def test_what_was_asked_of_another_kind_is_asked(database: Database) -> None:
    from tests.dialogs.audit_preparation.support import LEAD
    from tests.storage.council import add_council

    with database.transaction() as store:
        add_council(store)
    chat(database, LEAD).hear(f"allocate a learning review of {OWN} to Auditor because of a complaint about contact")
    chat(database, AUDITOR).hear("accept audit 1")
    assert "Nothing looked at yet: 5 areas." in worker(database).hear("prepare for audit 1")
    assert "What was the complaint or concern" in worker(database).hear("go on with preparation 1")
    assert "names no standard" in worker(database).hear("preparation 1 area 1 standards")
