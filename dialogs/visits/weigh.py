"""What can't be so of what is told: then it isn't kept, and is asked again."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from dialogs.core.knowledge import Knowledge
from dialogs.core.turn import Json
from dialogs.visits import agreed
from dialogs.visits.asks import refused
from dialogs.visits.subjects import Subject
from storage.reports import Report


def weighed(
    report: Report, before: Mapping[str, Json], subjects: Sequence[Subject], at: datetime, knowledge: Knowledge
) -> tuple[Report, str]:
    """The report without what can't be so, and why it can't; `before`: what was told until now."""
    why = refused(report, subjects, at)
    if why:
        return replace(report, told={**report.told, "when": before.get("when")}), why
    return agreed.weighed(report, subjects, at, knowledge.calendar)
