"""What was told of one child, as an event has it."""

from typing import Final

from dialogs.core.turn import Json
from storage.reports import Report

SLEEPING: Final = "sleeping_arrangements_seen"
FLAGS: Final = ("seen", "seen_alone", "at_home_or_placement", "spoken_to", "unannounced")


def event_of(report: Report, told: dict[str, Json]) -> dict[str, bool | str | None]:
    """What an event says of one child, by what was told of all and of that one."""
    shared = report.told
    seen = shared.get("seen") is not False
    return {
        "seen": seen,
        "seen_alone": _flag(told.get("alone")) if seen else False,
        "at_home_or_placement": _flag(shared.get("place")),
        "spoken_to": _flag(told.get("spoken")) if seen else False,
        "unannounced": _flag(shared.get("unannounced")),
        "setting": str(shared.get("setting") or ""),
    }


def _flag(value: Json) -> bool | None:
    return value if isinstance(value, bool) else None
