"""Sentences about who is on duty."""

import re
from dataclasses import dataclass

from dialogs.nudges.sentences import bare

_PUT = re.compile(
    r"(?:please )?put (?P<name>.{2,60}?) on (?:the )?(?P<above>escalation |second |senior )?duty(?: rota)?"
    r"(?: (?:from )?(?P<first>.{3,40}?) (?:until|till|to) (?P<last>.{3,40}))?"
)
_OFF = re.compile(r"(?:please )?take (?P<name>.{2,60}?) off (?:the )?duty(?: rota)?")


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Who is to be on duty, from when until when as it was said; `is_above`: whom it goes up to."""

    name: str
    first: str = ""
    last: str = ""
    is_above: bool = False
    is_off: bool = False


def on_duty(text: str) -> OnDuty | None:
    """That somebody is to be on duty, or no more."""
    said = bare(text)
    off = _OFF.fullmatch(said)
    if off:
        return OnDuty(off["name"], is_off=True)
    found = _PUT.fullmatch(said)
    return OnDuty(found["name"], found["first"] or "", found["last"] or "", bool(found["above"])) if found else None
