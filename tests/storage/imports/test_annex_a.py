"""What the lists of an export become: the traps of a snapshot that also holds everybody else's children."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from storage.cases import STEP_DOWN, TEMPORARY, TIME
from tests.storage.imports.export import ASSESSED, CARE, CLOSED, IN_CARE, ON_PLAN, PLAN, Export
from tests.storage.imports.support import (
    CHILD,
    care,
    events,
    need,
    plan,
    row,
    situations,
    table,
    take_in,
)


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
        with export.database.begun() as connection:
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
