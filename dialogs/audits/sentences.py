"""What a typed sentence wants of audits. What isn't wholly understood is nobody's."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from dialogs.core.turn import Json
from storage.audits import Kind

LONGEST: Final = 400
# A child: an id as the case system has it, with three digits or more; or initials and the end of the id.
_CHILD = r"(?P<child>[a-z]{1,4} \d{3,4}\b|(?=(?:[^\s\d]*\d){3})[\w/.-]{0,48}\w)(?:'s (?:case|file|case file))?"
_WHO = r"(?P<auditor>[^\d?,:]{2,60}?)"
_KINDS: Final[Mapping[str, Kind]] = {
    "case file": Kind.CASE_FILE,
    "themed": Kind.THEMED,
    "dip sample": Kind.DIP_SAMPLE,
    "re-": Kind.RE_AUDIT,
    "re": Kind.RE_AUDIT,
    "multi-agency": Kind.MULTI_AGENCY,
    "multi agency": Kind.MULTI_AGENCY,
    "own-team": Kind.OWN_TEAM,
    "own team": Kind.OWN_TEAM,
}
_AUDIT = rf"(?:(?P<kind>{'|'.join(_KINDS)}) ?)?audit"
_REASON = re.compile(r"[,;.]?\s+because(?: of)?\s+(?P<reason>.+)$", re.I)
_THEME = re.compile(r",? (?:about|on the theme of|theme:?) (?P<theme>[^,]{3,80})$", re.I)
_OF = rf"(?:of|for|on) {_CHILD}"
_TABLE: Final = tuple(
    (action, re.compile(rf"(?:please )?(?:{pattern})", re.I))
    for action, pattern in (
        ("allocate", rf"(?:allocate|assign|set up|arrange) (?:an? |the )?{_AUDIT} {_OF} (?:to|by|with) {_WHO}"),
        ("allocate", rf"audit {_CHILD} (?:by|with) {_WHO}"),
        ("give", rf"(?:give|move|reassign|reallocate) (?:the )?audit {_OF} to {_WHO}"),
        ("mine", r"(?:show |list )?(?:me )?my (?:open )?audits|(?:which|what) audits (?:are mine|do i have)"),
        ("all", r"(?:show |list )?(?:me )?(?:all |the )?(?:open )?audits"),
        ("accept", rf"(?:i )?(?:accept|take on|i'll take on|i will take on)(?: the)? audit(?: {_OF})?"),
        (
            "conflict",
            rf"(?:i )?(?:have|declare) a conflict(?: of interest)?(?: about(?: the audit of)? {_CHILD})?",
        ),
        ("conflict", rf"i (?:can't|cannot|can not) audit {_CHILD}"),
        ("close", rf"(?:close|complete|finish) (?:the )?audit {_OF}"),
        ("close", rf"(?:the )?audit {_OF} is (?:closed|complete|completed|done|finished)"),
        ("withdraw", rf"(?:withdraw|cancel|take back) (?:the )?audit {_OF}"),
    )
)


@dataclass(frozen=True, slots=True)
class Said:
    """An action of the feature, with what the sentence says as a button's data."""

    action: str
    data: Mapping[str, Json] = field(default_factory=dict)


def understood(text: str) -> Said | None:
    """What it asks for."""
    said = " ".join(text.replace("’", "'").split()).strip(" ?.!")
    if len(said) > LONGEST or ("audit" not in said.casefold() and "conflict" not in said.casefold()):
        return None
    more: dict[str, Json] = {}
    if found := _REASON.search(said):
        said, more = said[: found.start()], {"reason": found["reason"].strip()}
    if (found := _THEME.search(said)) and not any(c.isdigit() for c in found["theme"]):
        said, more = said[: found.start()], {**more, "theme": found["theme"].strip()}
    for action, pattern in _TABLE:
        if match := pattern.fullmatch(said):
            data: dict[str, Json] = {name: value.strip() for name, value in match.groupdict().items() if value}
            if "kind" in data:
                data["kind"] = _KINDS[str(data["kind"]).casefold()]
            elif "theme" in more:
                data["kind"] = Kind.THEMED
            return Said(action, {**data, **more})
    return None
