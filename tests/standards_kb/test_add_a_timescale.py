"""docs/how-to/add-a-timescale.md, performed with the page's own text on a copy of the edition."""

import json
import re
from pathlib import Path

import pytest

from standards_kb.load import DataError, edition_folder
from standards_kb.load_timescales import load_timescales
from standards_kb.read_case import read_case
from standards_kb.timescales import open_deadlines
from standards_kb.working_days import england
from tests.standards_kb.support import framework

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "add-a-timescale.md"
_BLOCK = re.compile(r"^   ```(\w+)\n(.*?)^   ```", re.MULTILINE | re.DOTALL)


def test_one_row_and_its_title_count_the_golden_case(tmp_path: Path) -> None:
    (_, row), (_, title), (_, golden) = _BLOCK.findall(PAGE.read_text(encoding="utf-8"))
    data = (edition_folder() / "timescales.toml").read_text(encoding="utf-8")
    before, looked_after, after = data.partition('\n[[situation]]\nname = "looked_after"')
    path = tmp_path / "timescales.toml"

    path.write_text(f"{before}\n{row}{looked_after}{after}", encoding="utf-8")
    with pytest.raises(DataError, match=r"child_protection_plan, outline_plan_updated: no stream is called outline"):
        load_timescales(framework(), str(tmp_path))

    path.write_text(path.read_text(encoding="utf-8").replace("[streams]\n", f"[streams]\n{title}"), encoding="utf-8")
    timescales = load_timescales(framework(), str(tmp_path))
    case = json.loads(golden)
    asked = read_case(case["case"], timescales)
    found = open_deadlines(asked.case, asked.now, timescales, england())
    assert [{"stream": d.stream, "due": d.due.isoformat(), "overdue": d.overdue} for d in found] == case["expect"]
    assert found[-1].rule.title == "Outline plan brought up to date"
