"""What the bot counts itself: shown with its day, confirmed or corrected with a reason; without data, no figure."""

from dataclasses import replace
from datetime import date, timedelta
from unittest.mock import patch

import pytest

from bot.return_counts import count_returns
from standards_kb.load_returns import load_templates
from storage.allocations import Allocation
from storage.audit_actions import AgreedAction
from storage.audits import CLOSED, WITHDRAWN, Audit
from storage.cases import Event, Situation, key_of
from storage.children import Child
from storage.db import Database
from storage.import_runs import APPLIED, ImportRun, SuppliedStream
from storage.people import Person
from storage.returns import READY, SUBMITTED
from storage.roles import SOCIAL_WORKER, Role
from storage.store import Store
from tests.dialogs.check_and_challenge.test_returns import ANNE, BEN, HEAD, KNOWN, LEAD, session
from tests.dialogs.support import NOW
from tests.dialogs.visits.support import chat
from tests.standards_kb.deadlines import timescales
from tests.standards_kb.support import framework
from tests.storage.audited import add_done

TODAY = NOW.date()
AREA = "Help and Protection and Court"
CREATES = (
    "check and challenge for Help and Protection on 12 October 2026, "
    "contributors Anne One and Ben Two, signed off by Jo Head"
)
PLAN = "child_protection_plan"
BEGAN = date(2026, 6, 1)


@pytest.fixture
def service(database: Database) -> Database:
    """Six children of the area on plans, four visited in time; a seventh elsewhere; one restricted."""
    with database.transaction() as store:
        roles = {LEAD: Role.QA_LEAD, HEAD: Role.HEAD_OF_SERVICE}
        for who in (LEAD, HEAD, ANNE, BEN):
            key, area = who.name.split()[0].lower(), "" if who is LEAD else AREA
            role = roles.get(who, Role.PRACTITIONER)
            store.people.save(Person(key, who.name, object_id=who.object_id, roles=(role,), service_area=area))
        store.people.save(Person("far", "Far Away", roles=(Role.PRACTITIONER,), service_area="Elsewhere"))
        for number in range(8):
            child = f"C{number}"
            store.children.add_all([Child(child, "AB", restricted=number == 7)])
            began = date(2023, 6, 1) if number == 0 else BEGAN
            store.situations.add(Situation(key_of(child, PLAN, began), child, None, PLAN, began, source="annex_a"))
            worker = "far" if number == 6 else ("anne", "ben")[number % 2]
            store.allocations.add_all([Allocation(child, SOCIAL_WORKER, worker, worker, "", BEGAN, None, "annex_a")])
            day = TODAY - timedelta(days=40 if number in (4, 5) else 3)
            visit = Event(key_of(child, "visit", day), child, None, "visit", day, seen_alone=number < 3 or None)
            store.events.add_if_absent(visit)
        store.streams.save(SuppliedStream(PLAN, "visit", "annex_a", TODAY, BEGAN))
        as_of = TODAY - timedelta(days=1)
        store.import_runs.add(ImportRun("annex_a", "a.xlsx", "0" * 64, as_of, NOW, "kim", APPLIED))
        for child, state in (("C1", CLOSED), ("C2", "accepted"), ("C3", WITHDRAWN), ("C6", CLOSED)):
            store.audits.add(Audit(child, "anne", "ben", TODAY - timedelta(days=9), state))
        graded = {"worker": "anne", "judged": {"audit_tool.quality_of_plans": "below"}}
        for child, grade, ago in (("C0", "below", 20), ("C5", "meets", 30), ("C4", "exceeds", 120), ("C6", "below", 5)):
            number = add_done(store, child, NOW - timedelta(days=ago), grade, due_on=date(2026, 5, 1), **graded)  # type: ignore[arg-type]
            agree(store, number, TODAY - timedelta(days=1))
        agree(store, number - 3, TODAY)
    assert "Return 1" in chat(database, LEAD).hear(CREATES)
    count_returns(database, KNOWN, NOW)
    return database


def agree(store: Store, audit: int, day: date) -> None:
    store.audit_actions.add(AgreedAction(audit, "Update it", "Anne", "anne", day, day, "Safer", "Quinn", NOW))


def test_every_counting_names_what_the_timescales_have() -> None:
    known = {(name, t.stream) for name, its in timescales().situations.items() for t in its.timescales}
    for template in load_templates(framework()).values():
        for how in (i.computed for i in template.indicators.values() if i.computed):
            assert set(how.situations) <= set(timescales().situations)
            assert not how.stream or all((name, how.stream) in known for name in how.situations)


def test_what_is_counted_is_shown_with_its_day_and_stands_in_the_field(service: Database) -> None:
    reply = chat(service, ANNE).say("return 1 child protection visits")
    assert "Computed on Tuesday 1 September 2026 from data as of Monday 31 August 2026: 4 of 6." in reply.text
    assert "Counted are the children with nothing of this overdue" in reply.text
    assert "Of the children on a Child Protection Plan on the last day" in reply.text  # its definition
    assert "'value': '4'" in str(reply.card)
    assert "'value': '6'" in str(reply.card)


@pytest.mark.parametrize(
    ("title", "figure"),
    [
        ("seen alone", "3 of 6"),  # what isn't recorded isn't counted
        ("child protection plans of over two years", "1"),
        ("children for each worker", "3"),
        ("audits done", "1 of 2"),  # neither the one taken back nor another area's
        ("audits judged good or better", "1 of 2"),  # graded in three months, of the area's children
        ("audit actions overdue", "3"),  # neither another area's nor today's
    ],
)
def test_what_can_be_counted(service: Database, title: str, figure: str) -> None:
    assert f": {figure}. Counted" in chat(service, ANNE).hear(f"return 1 {title}")


@pytest.mark.parametrize("title", ["core groups on time", "supervision on time", "repeat child protection plans"])
def test_without_data_nothing_is_counted(service: Database, title: str) -> None:
    assert "Computed on" not in chat(service, ANNE).hear(f"return 1 {title}")


def test_it_is_confirmed_and_marked(service: Database) -> None:
    said = chat(service, ANNE).hear("return 1")
    assert "Seen alone: computed 3 of 6, to be confirmed or corrected" in said
    assert "Confirmed: 1." in chat(service, ANNE).hear("confirm return 1 seen alone")
    assert "Seen alone: 3 of 6 (computed)." in chat(service, BEN).hear("return 1")
    assert "None is open for you." in chat(service, LEAD).hear("confirm all computed figures")
    assert "Confirmed: 6." in chat(service, BEN).hear("confirm all computed figures")  # of the only return of theirs
    assert "Nothing that was computed is still to be" in chat(service, BEN).hear("confirm all computed figures")
    assert "Child Protection visits in timescale: 4 of 6 (computed)." in chat(service, BEN).hear("return 1")


def test_another_figure_needs_a_reason(service: Database) -> None:
    chat(service, ANNE).hear("return 1 seen alone: 5 of 6")
    assert "Seen alone: a comment, as it isn't the figure that the bot computed" in chat(service, ANNE).hear("return 1")
    chat(service, ANNE).hear("return 1 seen alone: 5 of 6 because two were recorded late")
    said = chat(service, ANNE).hear("return 1")
    assert "Seen alone: 5 of 6. Computed: 3 of 6. Comment: two were recorded late" in said
    assert "Seen alone: a comment" not in said


def test_the_next_day_counts_anew_but_not_what_was_confirmed(service: Database) -> None:
    chat(service, ANNE).hear("confirm return 1 seen alone")
    with service.transaction() as store:
        day = TODAY + timedelta(days=1)
        store.events.add_if_absent(Event(key_of("C4", "visit", day), "C4", None, "visit", day, seen_alone=True))
    later = chat(service, ANNE)
    count_returns(service, KNOWN, NOW)
    assert "4 of 6" in later.hear("return 1 child protection visits")  # the same day
    count_returns(service, KNOWN, NOW + timedelta(days=1))
    later.wait(days=1)
    assert ": 5 of 6." in later.hear("return 1 child protection visits")
    assert "Seen alone: 3 of 6 (computed)." in later.hear("return 1")


def test_until_it_is_counted_that_is_said(service: Database) -> None:
    chat(service, LEAD).hear(CREATES.replace("12 October", "13 October"))
    assert "is counted within a minute" in chat(service, ANNE).hear("return 2")
    assert "is counted within a minute" not in chat(service, LEAD).hear("return 2")
    assert count_returns(service, KNOWN, NOW) == 1
    said = chat(service, ANNE).hear("return 2")
    assert "is counted within a minute" not in said
    assert "Seen alone: computed 3 of 6" in said


def test_nobody_who_opens_a_return_waits_for_its_figures_to_be_counted(service: Database) -> None:
    """A turn holds the lock on everything that is written: it counts nothing."""
    with service.transaction() as store:
        made = store.returns.find(1)
        assert made is not None
        store.returns.change(replace(made, counted_on=None))
    chat(service, ANNE).hear("return 1")
    assert session(service).counted_on is None


def test_counting_reads_while_others_write(service: Database) -> None:
    """Only what has been counted is written in a transaction of its own."""
    chat(service, LEAD).hear(CREATES.replace("12 October", "13 October"))
    with service.transaction() as store, patch("bot.return_counts._keep", return_value=True) as keep:
        store.people.save(Person("new", "New Example"))
        assert count_returns(service, KNOWN, NOW) == 1
    [call] = keep.call_args_list
    assert {one.name for one in call.args[2]} >= {"seen_alone", "audits_done", "audit_actions_overdue"}


def test_one_returns_fault_keeps_no_other_from_being_counted(service: Database) -> None:
    chat(service, LEAD).hear(CREATES.replace("12 October", "13 October"))
    with service.transaction() as store:
        made = store.returns.find(1)
        assert made is not None
        store.returns.change(replace(made, counted_on=None, area="no_such_area"))
    assert count_returns(service, KNOWN, NOW) == 1


def test_what_fails_is_tried_again_the_next_day(service: Database) -> None:
    failed: dict[int, date] = {}
    with patch("bot.return_counts.count", side_effect=ZeroDivisionError) as counting:
        for later in (timedelta(days=1), timedelta(days=1, minutes=1), timedelta(days=2)):
            assert count_returns(service, KNOWN, NOW + later, failed) == 0
    assert counting.call_count == 2


def test_nothing_is_counted_beneath_a_signature(service: Database) -> None:
    """It was signed off while its figures were being counted."""
    with service.transaction() as store:
        made = store.returns.find(1)
        assert made is not None
        store.returns.change(replace(made, counted_on=None, state=SUBMITTED))
        before = set(store.returns.computed(1))
    with patch("storage.returns.Returns.in_states", return_value=[replace(made, counted_on=None)]):
        assert count_returns(service, KNOWN, NOW + timedelta(days=1)) == 0
    with service.reading() as store:
        assert set(store.returns.computed(1)) == before


def test_what_audits_found_stands_beside_the_section_about_it(service: Database) -> None:
    said = chat(service, ANNE).hear("return 1 quality-assurance findings")
    assert "Areas that most often did not meet good: Quality of plans (2 of 2)." in said
    assert "Computed on Tuesday 1 September 2026" in said
    assert "Areas that" not in chat(service, ANNE).hear("return 1 asks of the panel")


def test_a_run_is_audited_once_a_day(service: Database) -> None:
    for _ in range(3):
        count_returns(service, KNOWN, NOW)
    with service.reading() as store:
        runs = store.audit_log.search(who=["job:returns"])
    assert [event.about for event in runs] == ["counted figures for return 1"]


def test_computed_counts_of_fewer_than_five_stay_in_the_area(service: Database) -> None:
    chat(service, ANNE).hear("confirm computed figures of return 1")
    chat(service, ANNE).hear("return 1 child protection plans of over two years: 2 because one was missed")
    said = chat(service, LEAD).hear("return 1")
    assert "Child Protection visits in timescale: not shown, as it tells of fewer than five" in said
    assert "Child Protection Plans of over two years: not shown" in said
    assert "Computed: not shown" in said


def test_counting_stops_once_it_is_ready(service: Database) -> None:
    template = KNOWN.returns["help_and_protection_and_court"]
    chat(service, ANNE).hear("confirm computed figures of return 1")
    for indicator in template.indicators.values():
        value = "100 of 100" if indicator.unit.value == "percent" else "20"
        chat(service, ANNE).hear(f"return 1 {indicator.title}: {value} because of the season")
    for section in template.sections:
        chat(service, ANNE).hear(f"return 1 {section.title}: We have looked, and it holds.")
    chat(service, ANNE).hear("return 1 is ready")
    assert session(service).state == READY
    assert count_returns(service, KNOWN, NOW + timedelta(days=1)) == 0
    assert session(service).counted_on == TODAY
