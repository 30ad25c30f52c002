"""The figures as a workbook in the chat: for the return's own people, and read again as it was written."""

from pathlib import Path

import pytest

from dialogs.check_and_challenge import flow_file, workbook
from dialogs.core.turn import Sender
from storage.db import Database
from storage.imports.read import CannotRead
from storage.imports.return_file import read_figures
from storage.imports.sheets import Cell, Sheet
from storage.imports.sheets import workbook as workbook_of
from tests.dialogs.check_and_challenge.test_returns import ANNE, HEAD, KNOWN, LEAD, OTHER, service
from tests.dialogs.support import NOW
from tests.dialogs.visits.support import chat

__all__ = ["service"]


@pytest.mark.parametrize(("who", "is_theirs"), [(ANNE, True), (HEAD, True), (LEAD, False), (OTHER, False)])
def test_it_is_for_the_returns_own_people(service: Database, who: Sender, is_theirs: bool) -> None:
    reply = chat(service, who).say("workbook of return 1")
    assert (reply.document is not None) is is_theirs
    with service.transaction() as store:
        person = store.people.find(who.object_id)
        assert person is not None
        assert (flow_file.gather({"return": 1}, store, KNOWN, person, NOW) is not None) is is_theirs


def test_what_is_written_can_be_read_and_taken_again(service: Database, tmp_path: Path) -> None:
    chat(service, ANNE).hear("return 1 complaints: 7 because of the season")
    with service.transaction() as store:
        person = store.people.find(ANNE.object_id)
        assert person is not None
        made = flow_file.gather({"return": 1}, store, KNOWN, person, NOW)
    assert made is not None
    path = tmp_path / "return.xlsx"
    path.write_bytes(workbook.write(made))
    assert workbook.write(made) == path.read_bytes()
    number, rows = read_figures(path)
    assert (number, [(row.name, row.value) for row in rows]) == (1, [("complaints", "7")])


def test_a_file_of_endless_rows_is_read_no_further_than_a_return_goes(tmp_path: Path) -> None:
    path = tmp_path / "return.xlsx"
    row: list[Cell] = ["complaints", 7]
    for number in (500, 501):
        lines: list[list[Cell]] = [["Return", 1], ["Part", "Figure"], *[row] * number]
        path.write_bytes(workbook_of([Sheet("Figures", lines)], "endless"))
        if number == 500:
            assert len(read_figures(path)[1]) == 500
    with pytest.raises(CannotRead, match="more than 500 rows that are filled in"):
        read_figures(path)


def test_a_button_of_somebody_elses_making_does_no_more_than_typing(service: Database) -> None:
    row = {"row": 4, "name": "complaints", "value": "5", "out_of": "", "comment": "x", "version": 1}
    said = chat(service, ANNE).push("check_and_challenge.dropped", **{"return": 1, "rows": [row, "nonsense", {}]})
    assert "Figures taken from the file: 1." in said
    assert "Not taken: row 0: there is no such part." in said
    said = chat(service, ANNE).push("check_and_challenge.dropped", **{"return": 1, "rows": [{**row, "value": "6"}]})
    assert "Anne One has changed it meanwhile" in said
    assert "no return by that number" in chat(service, OTHER).push("check_and_challenge.dropped", **{"return": 1})
