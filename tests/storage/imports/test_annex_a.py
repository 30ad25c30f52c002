"""What the lists of an export become: the traps of a snapshot that also holds everybody else's children."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from storage.cases import STEP_DOWN, TEMPORARY, TIME
from storage.db import Database
from storage.demo.council import Cell
from storage.imports.report import Report
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
    table,
    take_in,
    take_in_lists,
)

PLAN, CARE = date(2026, 3, 2), date(2026, 2, 2)
ON_PLAN, IN_CARE, CLOSED = "b) Child Protection plan", "a) Looked after child", "e) Closed episode"
ASSESSED = "d) Open assessment"


class Export:
    """Imports one workbook after the other."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database, self.folder, self._as_of = database, folder, TODAY

    def __call__(self, lists: dict[int, list[dict[str, Cell]]], days_later: int = 0, **how: object) -> Report:
        self._as_of += timedelta(days=days_later)
        report = take_in_lists(self.database, self.folder, lists, as_of=self._as_of, confirmed=True, **how)
        assert report.outcome == "applied", report.why
        return report

    def open(self, child: str = CHILD) -> dict[str, date]:
        return open_ones(self.database, child, self._as_of)

    def status(self, child: str = CHILD) -> str:
        with self.database.reading() as store:
            found = store.children.find(child)
            return found.case_status if found else "not kept"


@pytest.fixture
def export(sqlite_database: Database, tmp_path: Path) -> Export:
    return Export(sqlite_database, tmp_path)


class TestChildInNeed:
    def test_list_6_holds_everybody_and_starts_nobodys_plan(self, export: Export) -> None:
        report = export(
            {6: [need("1"), need("2", ON_PLAN), need("3", IN_CARE), need("4", ASSESSED), need("5", CLOSED)]}
        )
        assert all(export.open(child) == {} for child in "12345")
        assert [export.status(child) for child in "12345"] == [
            "child_in_need",
            "child_protection_plan",
            "looked_after",
            "child_and_family_assessment",
            "not kept",
        ]
        assert any("1 children have a Child in Need plan whose start Annex A doesn't say" in n for n in report.notes)

    def test_the_day_a_child_was_last_seen_is_no_visit(self, export: Export) -> None:
        export({6: [need(Date_Child_Was_Last_Seen=date(2026, 8, 25))]})
        assert events(export.database) == []

    def test_a_step_down_is_assumed_until_somebody_says_when_it_was(self, export: Export, tmp_path: Path) -> None:
        lists = {6: [need()], 7: [plan(ended=date(2026, 8, 3))]}
        export(lists)
        [assumed] = situations(export.database)
        assert (assumed.kind, assumed.started_on, assumed.awaits) == ("child_in_need", date(2026, 8, 3), STEP_DOWN)

        export({6: [need()]}, days_later=200)  # by then the plan is in list 7 no more
        assert export.open() == {"child_in_need": date(2026, 8, 3)}

        said = {"Child Unique ID": CHILD, "Situation": "child_in_need", "Started": "10/08/2026"}
        take_in(export.database, table(tmp_path / "s.csv", [said]), as_of=date(2027, 4, 1))
        export({6: [need()]}, days_later=1)
        assert export.open() == {"child_in_need": date(2026, 8, 10)}

    def test_a_step_up_ends_it(self, export: Export, tmp_path: Path) -> None:
        export({6: [need()]})
        said = {"Child Unique ID": CHILD, "Situation": "child_in_need", "Started": "10/01/2026"}
        take_in(export.database, table(tmp_path / "s.csv", [said]))
        export({6: [need(status=ON_PLAN)], 7: [plan(started=date(2026, 9, 2))]}, days_later=1)
        assert export.open() == {"child_protection_plan": date(2026, 9, 2)}
        assert situations(export.database)[0].ended_on == date(2026, 9, 2)

        take_in(export.database, table(tmp_path / "s.csv", [said]), as_of=date(2026, 9, 3))
        assert export.open() == {"child_protection_plan": date(2026, 9, 2)}


class TestProtection:
    def test_a_plan_with_its_last_visit(self, export: Export) -> None:
        report = export({6: [need(status=ON_PLAN)], 7: [plan(visited=date(2026, 8, 24), alone="b) No")]})
        assert export.open() == {"child_protection_plan": PLAN}
        [visit] = events(export.database)
        assert (visit.stream, visit.day, visit.at, visit.seen_alone) == ("visit", date(2026, 8, 24), None, False)
        assert (visit.at_home_or_placement, visit.spoken_to, visit.unannounced) == (None, None, None)
        assert "child_protection_plan.visit" not in report.no_data
        assert {"child_protection_plan.unannounced_visit", "child_protection_plan.core_group"} <= set(report.no_data)

    @pytest.mark.parametrize("visited", [None, "''", "#N/A", "not yet"])
    def test_a_missing_visit_never_drops_the_child(self, visited: str | None, export: Export) -> None:
        export({6: [need(status=ON_PLAN)], 7: [plan(visited=visited)]})
        assert export.open() == {"child_protection_plan": PLAN}
        assert events(export.database) == []

    def test_visits_add_up_from_export_to_export(self, export: Export) -> None:
        export({7: [plan(visited=date(2026, 8, 10))]})
        export({7: [plan(visited=date(2026, 8, 24))]}, days_later=1)
        assert [event.day for event in events(export.database)] == [date(2026, 8, 10), date(2026, 8, 24)]

    def test_a_plan_that_is_over(self, export: Export) -> None:
        export({7: [plan(), plan("2", ended=date(2026, 8, 1))]})
        assert export.status("2") == "not kept"
        report = export({7: [plan(ended=date(2026, 9, 1))]}, days_later=1)
        assert export.open() == {}
        assert report.counts["situations closed"] == 1
        assert situations(export.database)[0].ended_on == date(2026, 9, 1)

    def test_an_end_taken_back_opens_it_again(self, export: Export) -> None:
        for ended in (None, date(2026, 9, 1), None):
            export({6: [need(status=ON_PLAN)], 7: [plan(ended=ended)]})
        assert export.open() == {"child_protection_plan": PLAN}

    def test_a_second_plan_replaces_the_first(self, export: Export) -> None:
        export({7: [plan()]})
        export({7: [plan(started=date(2026, 9, 5))]}, days_later=7)
        assert export.open() == {"child_protection_plan": date(2026, 9, 5)}
        assert [s.ended_on for s in situations(export.database)] == [date(2026, 9, 5), None]

    def test_a_start_corrected_backwards_leaves_one_plan(self, export: Export) -> None:
        export({7: [plan()]})
        export({7: [plan(started=date(2026, 2, 27))]}, days_later=1)
        assert export.open() == {"child_protection_plan": date(2026, 2, 27)}

    def test_without_a_start_the_conference_of_list_5_is_it(self, export: Export) -> None:
        enquiry = row(
            **{
                "Strategy discussion initiating Section 47 Enquiry Start Date": date(2026, 2, 10),
                "Was an Initial Child Protection Conference deemed unnecessary?": "b) No",
                "Date of Initial Child Protection Conference": date(2026, 2, 26),
            }
        )
        export({5: [enquiry], 6: [need(status=ON_PLAN)], 7: [plan(started=None)]})
        assert export.open() == {"child_protection_plan": date(2026, 2, 26)}

    def test_without_any_start_the_child_is_kept_all_the_same(self, export: Export) -> None:
        export({7: [plan(started=None)]})
        assert export.status() == "child_protection_plan"

    def test_in_care_and_on_a_plan_at_once(self, export: Export) -> None:
        export({6: [need(status=IN_CARE)], 7: [plan()], 8: [care()]})
        assert export.open() == {"child_protection_plan": PLAN, "looked_after": CARE}


class TestCare:
    @pytest.mark.parametrize(
        ("legal", "placement", "kind", "started"),
        [
            ("C2: FCO", "k) P1: Placed with parents", "care_order_at_home", CARE),
            ("C1: ICO", "k) P1: Placed with parents", "temporary_approval", CARE),
            ("V2: Single period under S20", "k) P1: Placed with parents", "looked_after", CARE),
            ("E1: Placement order", "i) A5: Placed for adoption - order - foster", "adoptive_placement", CARE),
            ("V4: Short term breaks, agreements recorded", "f) U6: Foster placement", "short_breaks", date(2025, 6, 2)),
            ("C2", "U6", "looked_after", CARE),
            (None, None, "looked_after", CARE),
        ],
    )
    def test_codes_carry_situations(
        self, legal: str | None, placement: str | None, kind: str, started: date, export: Export
    ) -> None:
        export({8: [care(legal=legal, placement=placement)]})
        assert export.open() == {kind: started}

    def test_an_unknown_code_is_reported_and_the_child_looked_after(self, export: Export) -> None:
        report = export({8: [care(placement="zzz) X9: Something new")]})
        assert export.open() == {"looked_after": CARE}
        assert [p.why for p in report.problems] == ["the code isn't known: zzz) X9: Something new"]

    def test_a_remand_has_a_day_only_and_no_hours_run(self, export: Export) -> None:
        export({8: [care(legal="J1: Remanded to LA or youth detention", order=date(2026, 8, 30))]})
        assert export.open() == {"looked_after": CARE, "remanded": date(2026, 8, 30)}
        remanded = next(s for s in situations(export.database) if s.kind == "remanded")
        assert (remanded.started_at, remanded.awaits) == (None, TIME)
        export({8: [care(legal="C2: FCO", order=date(2026, 9, 2))]}, days_later=1)
        assert export.open() == {"looked_after": CARE}

    def test_placed_for_adoption_by_list_10(self, export: Export) -> None:
        placed = row(Date_Placed_for_Adoption=date(2026, 7, 1))
        export({8: [care()], 10: [placed]})
        assert export.open() == {"adoptive_placement": date(2026, 7, 1)}
        undone = {"Date of Decision that Child Should No Longer be Placed for Adoption": date(2026, 9, 1)}
        export({8: [care(placed=date(2026, 9, 1))], 10: [{**placed, **undone}]}, days_later=1)
        assert export.open() == {"looked_after": date(2026, 9, 1)}

    def test_a_new_placement_is_a_new_start_and_its_visit_is_kept_as_it_was(self, export: Export) -> None:
        visited = date(2026, 8, 20)
        export({8: [care(visited=visited)]})
        export({8: [care(placed=date(2026, 9, 3), visited=visited)]}, days_later=3)
        assert export.open() == {"looked_after": date(2026, 9, 3)}
        assert [s.ended_on for s in situations(export.database)] == [date(2026, 9, 3), None]
        assert [event.day for event in events(export.database)] == [visited]  # before the new trigger: meets nothing

    def test_the_order_changes_and_the_placement_stays(self, export: Export) -> None:
        at_home = "k) P1: Placed with parents"
        export({8: [care(legal="C1: ICO", placement=at_home)]})
        export({8: [care(legal="C2: FCO", placement=at_home, order=date(2026, 9, 4))]}, days_later=3)
        assert export.open() == {"care_order_at_home": CARE}

    def test_a_temporary_placement_waits_and_the_old_one_goes_on(self, export: Export) -> None:
        hospital = care(placed=date(2026, 9, 2), placement="x) T1: Temporary placement - hospital")
        export({8: [care()]})
        for _ in range(2):
            export({8: [hospital]}, days_later=1)
            relied_on = [(s.kind, s.started_on) for s in situations(export.database) if s.awaits != TEMPORARY]
            waiting = [(s.kind, s.started_on) for s in situations(export.database) if s.awaits == TEMPORARY]
            assert relied_on == [("looked_after", CARE)]
            assert waiting == [("looked_after", date(2026, 9, 2))]
        export({8: [care()]}, days_later=1)  # back where the child was
        assert export.open() == {"looked_after": CARE}

    def test_a_temporary_placement_that_a_manager_confirmed(self, export: Export) -> None:
        hospital = care(placed=date(2026, 9, 2), placement="x) T1: Temporary placement - hospital")
        export({8: [care()]})
        export({8: [hospital]}, days_later=1)
        with export.database.engine.begin() as connection:
            connection.execute(text("UPDATE situations SET awaits = NULL"))
        export({8: [hospital]}, days_later=1)
        assert export.open() == {"looked_after": date(2026, 9, 2)}

    def test_in_a_temporary_placement_from_the_first_export_on(self, export: Export) -> None:
        export({8: [care(placed=date(2026, 8, 30), placement="zz) T4: Temporary placement - seven days or less")]})
        assert [(s.started_on, s.awaits) for s in situations(export.database)] == [
            (date(2025, 6, 2), None),  # care's first day: the child must not drop out
            (date(2026, 8, 30), TEMPORARY),
        ]

    def test_without_a_placement_date_care_has_begun_anyway(self, export: Export) -> None:
        report = export({8: [care(placed=None)]})
        assert export.open() == {"looked_after": date(2025, 6, 2)}
        assert report.problem_counts == {"noted": 1}

    def test_care_ends(self, export: Export) -> None:
        export({8: [care(), care("2", ended=date(2026, 8, 1))]})
        assert export.status("2") == "not kept"
        export({8: [care(ended=date(2026, 9, 2))]}, days_later=2)
        assert export.open() == {}


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
