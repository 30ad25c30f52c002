"""What may be told of counts: nothing from which one to four people could be worked out."""

from itertools import product
from random import Random

import pytest
from numpy import array
from numpy.linalg import matrix_rank

from standards_kb.suppression import Held, Told, part_of, told

FEW, WITHHELD = Held.FEW, Held.WITHHELD


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ([6, 16, 8, 30], [6, 16, 8, 30]),
        ([0, 9, 8, 17], [0, 9, 8, 17]),
        ([2, 16, 8, 26], [FEW, 16, WITHHELD, 26]),
        ([2, 16, 3, 21], [FEW, 16, FEW, 21]),
        ([1, 16, 3, 20], [FEW, WITHHELD, FEW, 20]),  # the two would be known to be four together
        ([0, 0, 3, 3], [0, 0, FEW, FEW]),
        ([1, 1, 1, 3], [FEW, FEW, FEW, FEW]),
        ([0, 7, 2, 9], [0, WITHHELD, FEW, 9]),
        ([4, 4], [FEW, FEW]),
        ([0, 0, 0, 0], [0, 0, 0, 0]),
    ],
)
def test_a_row_with_its_sum(row: list[int], expected: list[Told]) -> None:
    assert told([row]) == [expected]


def test_what_could_be_worked_out_from_the_other_rows_is_held_back() -> None:
    table = [[6, 16, 8, 30], [7, 9, 2, 18], [13, 25, 10, 48]]
    first, second, sums = told(table, sums_last=True)
    assert second == [WITHHELD, 9, FEW, 18]
    assert first[2] is first[0] is WITHHELD
    assert sums == [13, 25, 10, 48]


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        (9, 20, (9, 20)),
        (3, 20, (FEW, 20)),
        (18, 20, (WITHHELD, 20)),
        (0, 20, (0, 20)),
        (20, 20, (20, 20)),
        (2, 3, (FEW, FEW)),
    ],
)
def test_a_part_and_the_whole(part: int, whole: int, expected: tuple[Told, Told]) -> None:
    assert part_of(part, whole) == expected


def test_no_count_of_one_to_four_can_be_worked_out_from_the_sums() -> None:
    chance = Random(7)
    for _ in range(300):
        rows = [[chance.choice((0, 1, 2, 4, 5, 9)) for _ in range(3)] for _ in range(chance.choice((1, 2, 4)))]
        table = [[*row, sum(row)] for row in rows]
        table.append([sum(column) for column in zip(*table, strict=True)])
        shown = told(table, sums_last=True)
        for r, c in product(range(len(rows)), range(3)):
            assert not (0 < table[r][c] < 5) or is_free(shown, r, c), table


def is_free(shown: list[list[Told]], r: int, c: int) -> bool:
    """Whether the sums that are told leave a count open: it is no combination of them."""
    cells = [(i, j) for i, j in product(range(len(shown) - 1), range(3)) if isinstance(shown[i][j], Held)]
    known = [
        [float((line in (i, len(shown) - 1)) and (column in (j, 3))) for i, j in cells]
        for line, column in product(range(len(shown)), range(4))
        if (line == len(shown) - 1 or column == 3) and not isinstance(shown[line][column], Held)
    ]
    wanted = [float(place == (r, c)) for place in cells]
    return matrix_rank(array([*known, wanted])) > (matrix_rank(array(known)) if known else 0)
