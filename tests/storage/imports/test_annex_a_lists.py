"""What the other lists of an export become, and what a list that is left out changes."""

from datetime import date
from pathlib import Path

import pytest

from storage.cases import TIME
from storage.demo.council import Cell
from tests.storage.imports.export import ASSESSED, CLOSED, IN_CARE, ON_PLAN, PLAN, Export
from tests.storage.imports.support import (
    CHILD,
    TODAY,
    annex,
    care,
    events,
    need,
    open_ones,
    plan,
    row,
    situations,
    take_in,
)


class TestOtherLists:
    def test_a_referral_that_is_not_decided_has_a_day_only(self, export: Export) -> None:
        decided = row("2", Date_of_referral=date(2026, 8, 30), **{"Referral NFA?": "b) No"})
        export({3: [row(Date_of_referral=date(2026, 8, 31)), decided]})
        [referral] = situations(export.database)
        assert (referral.kind, referral.started_at, referral.awaits) == ("referral", None, TIME)
        assert export.status("2") == "not kept"

    def test_an_enquiry_and_the_conference_that_it_needs(self, export: Export) -> None:
        start = "Strategy discussion initiating Section 47 Enquiry Start Date"
        unnecessary = "Was an Initial Child Protection Conference deemed unnecessary?"
        enquiry = row(**{start: date(2026, 8, 20)})
        export({5: [enquiry], 6: [need(status=ASSESSED)]})
        assert export.open() == {"section_47": date(2026, 8, 20)}
        export({5: [{**enquiry, unnecessary: "b) No"}], 6: [need(status=ASSESSED)]}, days_later=1)
        assert export.open() == {"strategy_discussion": date(2026, 8, 20)}
        assert [s.facts for s in situations(export.database) if s.is_open(TODAY)][-1] == {"conference_needed": True}
        assert [event.stream for event in events(export.database)] == ["strategy_discussion"]
        export({5: [{**enquiry, unnecessary: "b) No"}], 6: [need(status=ON_PLAN)], 7: [plan()]}, days_later=1)
        assert export.open() == {"child_protection_plan": PLAN}  # who has a plan goes to no initial conference

    def test_an_assessment_goes_on_to_be_updated_while_the_case_is_open(self, export: Export) -> None:
        started, done = "Continuous Assessment Start Date", "Continuous Assessment Date of Authorisation"
        small = {"Date of Birth": date(2024, 5, 4)}
        assessment = row(**{started: date(2026, 7, 1)}, **small)
        export({4: [assessment], 6: [need(status=ASSESSED)]})
        assert events(export.database) == []
        assessment = row(**{started: date(2026, 7, 1), done: date(2026, 8, 12)}, **small)
        export({4: [assessment], 6: [need()]}, days_later=1)
        assert export.open() == {"child_and_family_assessment": date(2026, 7, 1)}
        assert [(e.stream, e.day) for e in events(export.database)] == [("assessment_update", date(2026, 8, 12))]
        export({4: [assessment], 6: [need(status=CLOSED, CIN_Closure_Date=date(2026, 9, 2))]}, days_later=1)
        assert export.open() == {}
        assert export.status() == "closed"

    @pytest.mark.parametrize(("born", "is_open"), [(date(2022, 2, 12), False), (date(2022, 2, 13), True), (None, True)])
    def test_only_of_a_child_under_five_when_it_falls_due(
        self, born: date | None, is_open: bool, export: Export
    ) -> None:
        dates = {"Continuous Assessment Start Date": date(2026, 7, 1)}
        done = {"Continuous Assessment Date of Authorisation": date(2026, 8, 12), "Date of Birth": born}
        export({4: [row(**dates, **done)], 6: [{**need(), "Date of Birth": born}]})
        assert bool(export.open()) is is_open

    def test_a_care_leaver_has_no_contact_date(self, export: Export) -> None:
        leaver = row(Eligibility_Category="b) Former relevant child", **{"Date of Birth": date(2007, 2, 28)})
        died = row("2", Eligibility_Category="b) Former relevant child", **{"LA In Touch ": "c) Died"})
        report = export({9: [leaver, died]})
        assert export.open() == {"care_leaver": date(2025, 2, 28)}
        assert export.status("2") == "not kept"
        assert {"care_leaver.visit", "care_leaver.keeping_in_touch"} <= set(report.no_data)
        with export.database.reading() as store:
            assert [a.role for a in store.allocations.of_child(CHILD, TODAY)] == ["personal_adviser"]

    @pytest.mark.parametrize(
        ("age", "born", "unborn"),
        [(-1, None, True), (-1, date(2026, 12, 1), True), (0, date(2026, 12, 1), True), (0, date(2026, 8, 1), False)],
    )
    def test_unborn_children(self, age: int, born: date | None, unborn: bool, export: Export) -> None:
        export({7: [{**plan(), "Age of Child (Years)": age, "Date of Birth": born}]})
        with export.database.reading() as store:
            child = store.children.find(CHILD)
        assert child is not None
        assert (child.unborn, child.born_on) == (unborn, born)

    def test_numbers_and_texts_are_one_id(self, export: Export) -> None:
        export({6: [need(100001, ON_PLAN)], 7: [plan("100001")]})
        assert export.status() == "child_protection_plan"
        assert export.open() == {"child_protection_plan": PLAN}


def test_what_is_not_needed_is_never_kept(export: Export) -> None:
    secret = {"Gender": "b) Female", "Ethnicity": "g) MWBA", "Does the Child have a Disability": "a) Yes"}
    abuse = {"Initial Category of Abuse": "c) Sexual abuse", "Latest Category of Abuse": "c) Sexual abuse"}
    home = {"Placement postcode": "ZZ99 3VZ", "What is the permanence plan for this child?": "b) Adoption"}
    export({6: [{**need(status=ON_PLAN), **secret}], 7: [{**plan(), **secret, **abuse}], 8: [{**care(), **home}]})
    kept = Path(str(export.database.url.database)).read_bytes()
    wal = Path(f"{export.database.url.database}-wal")
    kept += wal.read_bytes() if wal.exists() else b""
    for word in ("Female", "MWBA", "exual", "ZZ99", "Adoption"):
        assert word.encode() not in kept


class TestListsThatAreLeftOut:
    LEAVER = row(Eligibility_Category="a) Relevant child", **{"Date of Birth": date(2009, 2, 28)})

    @staticmethod
    def workers(export: Export) -> set[str]:
        with export.database.reading() as store:
            return {allocation.role for allocation in store.allocations.of_child(CHILD, TODAY)}

    def test_a_child_is_not_closed_by_another_list(self, export: Export) -> None:
        over = {7: [plan(ended=date(2026, 8, 1))]}
        export({6: [need()], **over})
        with_plan = open_ones(export.database)
        only(export, over, without=6)
        assert export.status() == "child_in_need"
        assert export.open() == with_plan

    @pytest.mark.parametrize("number", [6, 9])
    def test_nor_loses_a_worker_of_the_list(self, number: int, export: Export) -> None:
        lists = {6: [need(status=IN_CARE)], 8: [care()], 9: [self.LEAVER]}
        export(lists)
        only(export, lists, without=number)
        assert self.workers(export) == {"social_worker", "personal_adviser"}
        assert export.status() == "looked_after"

    def test_a_child_in_no_list_as_open_is_missing(self, export: Export) -> None:
        export({6: [need(), need("2")]})
        decided = row(Date_of_referral=date(2026, 8, 30), **{"Referral NFA?": "b) No"})
        export({3: [decided], 6: [need("2")]}, days_later=1)
        with export.database.reading() as store:
            child = store.children.find(CHILD)
        assert child is not None
        assert (child.case_status, child.missing_from_export_since) == ("child_in_need", date(2026, 9, 2))
        assert self.workers(export) == {"social_worker"}


def only(export: Export, lists: dict[int, list[dict[str, Cell]]], without: int) -> None:
    """Import a workbook in which this list isn't there at all."""
    path = annex(export.folder / "part.xlsx", lists, skip=without)
    report = take_in(export.database, path, confirmed=True)
    assert report.outcome == "applied"
    assert not any(str(without) in sheet for sheet in report.rows)
