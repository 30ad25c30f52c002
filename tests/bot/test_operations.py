"""The files for operators name what there is."""

import re
from datetime import timedelta
from pathlib import Path

from bot.web.metrics import Metrics
from storage.outbox import State
from tests.dialogs.support import NOW

ROOT = Path(__file__).parents[2]


def test_alerts_and_their_page_name_figures_that_are_exposed() -> None:
    metrics = Metrics()
    metrics.tried("sent")
    metrics.ticked(NOW, dict.fromkeys(State, 0), timedelta(0), held=False)
    exposed = set(re.findall(r"^(companion_\w+)", metrics.exposition().decode(), re.M))
    for page in ("deploy/alerts.yml", "docs/operations.md"):
        text = (ROOT / page).read_text(encoding="utf-8")
        named = set(re.findall(r"companion_[a-z_]+", text))
        assert named
        assert named <= exposed, page


def test_every_state_is_explained() -> None:
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert set(State) <= set(re.findall(r"^\| (\w+) \|", page, re.M))
