"""The demo's whole cycle: played through the product on its own clock, it ends where the documentation says."""

import io
import re
from pathlib import Path

import docx
import pytest

from bot.__main__ import main

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "play-a-cycle.md"


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """What is printed, and the folder with the packs: it is played once."""
    folder, printed = tmp_path_factory.mktemp("cycle"), io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COMPANION_MODE", "local")
        patch.chdir(folder)
        patch.setattr("sys.stdout", printed)
        assert main(["demo-cycle", "--to", str(folder / "packs")]) == 0
    assert [path.name for path in folder.iterdir()] == ["packs"]  # its database is gone
    return printed.getvalue(), folder / "packs"


def texts(path: Path) -> str:
    made = docx.Document(str(path))
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in made.paragraphs), *cells])


def in_order(lines: list[str], printed: str) -> list[str]:
    """The lines that aren't printed after those before them."""
    place, missing = 0, []
    for line in lines:
        found = printed.find(line, place)
        if found < 0:
            missing.append(line)
        else:
            place = found + len(line)
    return missing


def test_the_documentation_tells_what_is_played(played: tuple[str, Path]) -> None:
    told = PAGE.read_text(encoding="utf-8").split("```text\n")[1].split("```")[0]
    lines = [line for line in told.split("\n") if line.strip()]
    assert len(lines) > 50
    assert in_order(lines, played[0]) == []


def test_each_is_chased_until_it_is_done_and_no_longer(played: tuple[str, Path]) -> None:
    chased = re.findall(r"^(\w+ +\d+ \w+)  → (.+?): Returns that wait for you", played[0], re.M)
    days = ["Mon 21 Sep", "Mon 28 Sep", "Thu  1 Oct", "Mon  5 Oct", "Tue  6 Oct"]  # 10, 5, 2, 0 days before, 1 after
    assert chased[:6] == [*((day, "Adele") for day in days), ("Wed  7 Oct", "Adele, Patti")]
    assert not [day for day, _ in chased[6:] if "Oct" in day]


def test_delay_goes_up_to_the_chair(played: tuple[str, Path]) -> None:
    late = r"^(\w+ +\d+ Nov)  → (.+?): Actions.*Alex Wilber, by Wednesday 4 November 2026\. Overdue"
    heard: dict[str, set[str]] = {}
    for day, names in re.findall(late, played[0], re.M):
        heard.setdefault(day, set()).update(names.split(", "))
    assert heard["Fri  6 Nov"] == {"Alex", "Patti"}
    assert heard["Fri 13 Nov"] == {"Alex", "Patti", "Lynne"}
    assert heard["Fri 20 Nov"] == {"Alex", "Patti", "Lynne", "Diego"}


def test_the_packs_tell_the_story(played: tuple[str, Path]) -> None:
    first = texts(played[1] / "2026-10-16-check-and-challenge-pack.docx")
    for said in ("Patti Fernandez", "Megan Bowen", "Learnt: a plan without dates drifts.", "plans move on"):
        assert said in first
    second = texts(played[1] / "2026-11-23-check-and-challenge-pack.docx")
    assert "Review every plan after its second review" in second
    assert "the line is open, 40 texts in the first week" in second
    assert "isn't signed off yet" in second


def test_it_is_for_the_demo_alone(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("COMPANION_MODE", "production")
    assert main(["demo-cycle"]) == 2
    assert capsys.readouterr().err
