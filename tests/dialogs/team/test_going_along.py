"""What goes along when a child is handed over: plans, barriers, what awaits confirmation, actions of audits."""

from dataclasses import replace
from datetime import date, timedelta

from bot.handed_over import begin_handovers
from storage.audit_actions import AgreedAction
from storage.audits import Audit
from storage.db import Database
from storage.going_along import move_actions
from storage.plans import PlannedVisit
from storage.said import ACCESS_REFUSED, WORKER_ILL, Disclaimer, PlanAgreement, Reason
from storage.store import Store
from tests.dialogs.support import ALEX, MEGAN, NOW
from tests.dialogs.team.support import NINA, TODAY, number, person, second_manager, settle
from tests.dialogs.team.test_hand_over import SAM, add_sam
from tests.dialogs.visits.support import NEED, chat

SATURDAY = date(2026, 9, 5)


def reason(store: Store, code: str) -> None:
    alex = person(store, "Alex Wilber")
    store.sayings.explain(Reason(NEED, alex.key, alex.name, code, None, TODAY, TODAY + timedelta(days=6), NOW))


def action(store: Store) -> AgreedAction:
    alex, megan = person(store, "Alex Wilber"), person(store, "Megan Bowen")
    audit = store.audits.add(Audit(NEED, alex.key, megan.key, TODAY + timedelta(days=21)))
    due = TODAY + timedelta(days=10)
    made = AgreedAction(audit, "see the file", alex.name, alex.key, due, due, "safer", megan.name, NOW)
    return replace(made, id=store.audit_actions.add(made))


def test_all_of_it_is_said_before_it_is_done_and_in_the_checklist(filled: Database) -> None:
    with filled.transaction() as store:
        sam = add_sam(store)
        store.plans.save(PlannedVisit(NEED, person(store, "Alex Wilber").key, SATURDAY))
        reason(store, ACCESS_REFUSED)
        action(store)
    alex = chat(filled, ALEX)
    alex.hear(f"the review of {NEED} yesterday set the next one for 12 october")
    alex.hear("yes")
    megan = chat(filled, MEGAN)
    said = megan.hear(f"hand over {NEED} to Sam")
    for line in (
        "With the child goes:",
        "a visit planned for Saturday 5 September 2026",
        "that no visit can be made until Monday 7 September 2026, as was said",
        "awaiting confirmation: the review of Monday 31 August 2026 set the next one",
        "actions agreed in audits, still to be done: 1; the first is due on Friday 11 September 2026",
    ):
        assert line in said
    megan.hear(f"yes {number(said)}")
    listed = megan.hear(f"handover of {NEED}")
    assert "What came with the child" in listed
    assert "a visit planned for Saturday 5 September 2026" in listed
    with filled.reading() as store:
        assert [one.what for one in store.audit_actions.open_of(sam.key)] == ["see the file"]
        assert store.audit_actions.open_of(person(store, "Alex Wilber").key) == []
    assert "Awaits confirmation, LM 209" in chat(filled, replace(ALEX, object_id=SAM, name=sam.name)).hear("my visits")


def test_whoever_told_it_can_take_nothing_back_of_a_child_that_is_no_longer_theirs(filled: Database) -> None:
    with filled.transaction() as store:
        add_sam(store)
    alex = chat(filled, ALEX)
    alex.hear(f"the review of {NEED} yesterday set the next one for 12 october")
    alex.hear("yes")
    settle(chat(filled, MEGAN), f"hand over {NEED} to Sam")
    assert "It can't be taken back any more" in alex.hear("undo")
    with filled.reading() as store:
        assert len(store.agreed.of_children([NEED])) == 1


def test_a_visit_before_the_day_of_the_change_stays_with_the_worker_who_planned_it(demo: Database) -> None:
    with demo.transaction() as store:
        sam, alex = add_sam(store), person(store, "Alex Wilber")
        store.plans.save(PlannedVisit(NEED, alex.key, SATURDAY))
    settle(chat(demo, MEGAN), f"hand over {NEED} to Sam on 7 September")
    with demo.reading() as store:
        assert store.plans.find(NEED, alex.key) is not None
        assert store.plans.find(NEED, sam.key) is None


def test_what_is_to_be_done_of_audits_goes_when_the_day_has_come(demo: Database) -> None:
    with demo.transaction() as store:
        sam = add_sam(store)
        action(store)
    settle(chat(demo, MEGAN), f"hand over {NEED} to Sam on 7 September")
    for day, owners in ((0, ("Alex Wilber",)), (5, ("Alex Wilber",)), (6, (sam.name,)), (7, (sam.name,))):
        begin_handovers(demo, NOW + timedelta(days=day))
        with demo.reading() as store:
            assert tuple(one.by_whom for one in store.audit_actions.open(date(2026, 12, 1))) == owners


def test_an_action_that_somebody_says_something_of_meanwhile_goes_all_the_same(demo: Database) -> None:
    with demo.transaction() as store:
        sam = add_sam(store)
        was = action(store)
        find = store.audit_actions.open_of_audits
        store.audit_actions.open_of_audits = lambda ids: (  # type: ignore[method-assign]
            [one for one in find(ids) if store.audit_actions.change(replace(was, what="see it again"))]
        )
        move_actions(store, NEED, [was.owner_key], sam)
        assert [one.what for one in store.audit_actions.open_of(sam.key)] == ["see it again"]


def test_an_agreed_late_day_goes_with_the_plan(demo: Database) -> None:
    with demo.transaction() as store:
        sam, alex = add_sam(store), person(store, "Alex Wilber")
        store.plans.save(PlannedVisit(NEED, alex.key, SATURDAY))
        store.sayings.agree(PlanAgreement(NEED, alex.key, SATURDAY, "Megan Bowen", NOW))
    settle(chat(demo, MEGAN), f"hand over {NEED} to Sam")
    with demo.reading() as store:
        assert store.sayings.of_child(NEED).is_agreed(PlannedVisit(NEED, sam.key, SATURDAY))


def test_an_illness_is_the_old_workers_own(demo: Database) -> None:
    with demo.transaction() as store:
        add_sam(store)
        reason(store, WORKER_ILL)
    said = chat(demo, MEGAN).hear(f"hand over {NEED} to Sam")
    assert "no visit can be made" not in said
    chat(demo, MEGAN).hear(f"yes {number(said)}")
    with demo.reading() as store:
        assert store.sayings.of_child(NEED).reason_on(TODAY) is None


def test_who_said_that_the_child_isnt_theirs_was_right(demo: Database) -> None:
    with demo.transaction() as store:
        add_sam(store)
        alex = person(store, "Alex Wilber")
        store.sayings.disclaim(Disclaimer(NEED, alex.key, alex.name, NOW))
    settle(chat(demo, MEGAN), f"hand over {NEED} to Sam")
    with demo.reading() as store:
        assert store.sayings.of_child(NEED).disclaimed == frozenset()


def test_a_confirmation_and_a_handover_at_once_lose_neither(filled: Database) -> None:
    with filled.transaction() as store:
        add_sam(store)
        second_manager(store)
    alex, megan, nina = chat(filled, ALEX), chat(filled, MEGAN), chat(filled, NINA)
    alex.hear(f"at the review yesterday we agreed to see {NEED} fortnightly")
    alex.hear("yes")
    confirm, hand = number(megan.hear(f"confirm {NEED}")), number(nina.hear(f"hand over {NEED} to Sam"))
    assert "handed over" in nina.hear(f"yes {hand}")
    assert "Done: Visit more often" in megan.hear(f"yes {confirm}")
    with filled.reading() as store:
        assert [d.kind for d in store.decisions.of_children([NEED])] == ["frequency"]
        assert [a.staff_key for a in store.allocations.of_child(NEED, TODAY)] == ["sam"]
