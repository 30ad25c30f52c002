"""What the sections about audits tell together: no small count follows from two of them."""

from datetime import date

from dialogs.headline_themes import sections, telling
from dialogs.headline_themes.values import Section
from standards_kb.suppression import Held
from storage.theme_counts import Below, Findings, Grades, Named
from storage.theme_work import Month
from tests.dialogs.headline_themes.support import KNOWN

FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)
# Three teams of a few audits each: with their sums, the grades hold back how many audits there were.
SMALL = Findings(
    FIRST,
    LAST,
    Grades(3, 4, 2),
    kinds=(Named("case_file", Grades(3, 4, 2)),),
    teams=(Named("A", Grades(0, 2)), Named("B", Grades(0, 2)), Named("C", Grades(3, 0, 2))),
    areas=(Named(KNOWN.audit_tool.kinds["case_file"].areas[0].name, Grades(5, 4)),),
    themes=(Named("Neglect", Grades(3, 4, 2)),),
)


def said(found: Findings) -> dict[str, Section]:
    return {section.heading: section for section in sections.of_audits(Month(found, (), ()), KNOWN)}


def rows(section: Section) -> list[tuple[str, ...]]:
    assert section.table is not None
    return [tuple(row) for row in section.table.rows]


def test_a_themes_grades_are_not_told_beside_the_months() -> None:
    """7 of the month less 5 of neglect would be 2 of the other one."""
    both = Grades(0, 12, 7)
    found = Findings(
        FIRST,
        LAST,
        both,
        kinds=(Named("case_file", both),),
        teams=(Named("North", both),),
        themes=(Named("Neglect", Grades(0, 6, 5)), Named("Pre-birth", Grades(0, 6, 2))),
    )
    told = said(found)
    assert rows(told["How audits were graded"])[-1][1:] == ("0", "12", "7", "19")
    assert rows(told["Themes that were audited"]) == [("Neglect", "11"), ("Pre-birth", "8")]


def test_a_themes_few_audits_dont_follow_from_the_month_and_the_rest() -> None:
    all_of = Grades(0, 12, 7)
    team = (Named("North", all_of),)
    one = Findings(FIRST, LAST, all_of, teams=team, themes=(Named("Neglect", Grades(0, 10, 7)),))
    assert rows(said(one)["Themes that were audited"]) == [("Neglect", "not shown")]  # two had no theme
    two = (Named("Neglect", Grades(0, 10, 7)), Named("Pre-birth", Grades(0, 2)))
    both = Findings(FIRST, LAST, all_of, teams=team, themes=two)
    assert rows(said(both)["Themes that were audited"]) == [("Neglect", "not shown"), ("Pre-birth", "under 5")]


def test_re_audits_are_not_told_below_where_the_kinds_hold_them_back() -> None:
    """8 of all kinds less 6 re-audits would be 2 case file audits."""
    kinds = (Named("case_file", Grades(0, 2)), Named("re_audit", Grades(0, 6)))
    both = Grades(0, 8)
    month = Month(
        Findings(FIRST, LAST, both, kinds=kinds, teams=(Named("North", both),), below=Below(re_audits=6)), (), ()
    )
    told = {one.heading: one for one in (*sections.of_audits(month, KNOWN), *sections.of_what_follows(month))}
    assert [row[1] for row in rows(told["By kind of audit"])] == ["under 5", "not shown", "8"]
    assert ("Re-audits graded", "not shown") in rows(told["Below good, and audited again"])


def test_where_the_grades_hold_back_how_many_there_are_nothing_else_tells_it() -> None:
    assert telling.grades(SMALL)[-1] is Held.WITHHELD
    told = said(SMALL)
    assert [row[1] for row in rows(told["By kind of audit"])] == ["not shown", "not shown"]
    assert rows(told["Themes that were audited"]) == [("Neglect", "not shown")]
    assert rows(told["By area of the audit tool"])[0][-1] == "not shown"
    assert telling.area(SMALL, Grades(5, 4, 0))[-1] is Held.WITHHELD
