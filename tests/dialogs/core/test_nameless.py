"""What a text that is read beyond those who know the child may hold, and what it may not."""

from datetime import date

import pytest

from dialogs.core.nameless import number_in

TODAY = date(2026, 9, 1)


@pytest.mark.parametrize(
    "text",
    [
        "KPI 123 has fallen",
        "12000 calls",
        "We took 12000 calls last year, as KPI 104 shows.",
        "110000 contacts a year",
        "£12000 calls for a decision",
        "1200 calls",
        "agreed on 14/08/2026",
        "since 1 April 2025 the team has grown",
        "On 3 May 2025 we agreed to work with birth parents.",
        "children born abroad: eleven in the second quarter",
        "the third of our visits may be late",
        "of twins born abroad the second may need an interpreter",
        "it turned out on 3 May that births had risen",
        "5 babies were born in April 2026",
        "12 turned 18 in March 2026",
        "children turning 18 by 31 March 2026 have a Personal Advisor",
        "a second session in May 2026 for birth mothers",
    ],
)
def test_figures_and_the_names_of_figures_may_stand(text: str) -> None:
    assert number_in(text, TODAY) == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("12000 calls his mum every day", "12000"),
        ("child 12000 calls", "12000"),
        ("case number 12000 contacts", "12000"),
        ("12000", "12000"),
        ("12345 calls", "12345"),
        ("12000 visits", "12000"),
        ("900012000 calls", "900012000"),
        ("KPI 123 of AB 201", "AB 201"),
        ("AB 201 calls", "AB 201"),
        ("KPI 123 456", "KPI 123"),
        ("12000 calls last year, 12000 ran away", "12000"),
        ("born 01/02/2026", "01/02/2026"),
        ("born the third of May twenty fifteen", "the third of May twenty fifteen"),
        ("Born on the twenty-first of June two thousand and nine", "the twenty-first of June two thousand and nine"),
        ("a boy born third may 2015", "third may 2015"),
        ("dob: 3 May 2015", "3 May 2015"),
        ("DOB 3rd May 15", "3rd May 15"),
        ("date of birth May the third, 2015", "May the third, 2015"),
        ("born in May 2015", "May 2015"),
        ("born May twenty fifteen", "May twenty fifteen"),
        ("his birthday is the third of May", "the third of May"),
        ("the third of May is her birthday", "the third of May"),
        ("3 May 2015 (date of birth)", "3 May 2015"),
        ("she turned eleven on 3 May", "3 May"),
        ("d.o.b. 3 May 15", "3 May 15"),
    ],
)
def test_what_looks_like_a_case_may_not(text: str, said: str) -> None:
    assert number_in(text, TODAY) == said
