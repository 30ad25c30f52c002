"""Cases of JSON, and the proofs of their deadlines."""

from typing import Any

from dialogs.core import due
from standards_kb.proof import Proof, prove
from standards_kb.read_case import CaseAsked, read_case
from standards_kb.timescales import Deadline, open_deadlines
from tests.standards_kb.deadlines import calendar_of, timescales
from tests.standards_kb.support import framework

SEEN = {"seen_alone": True, "at_home_or_placement": True, "spoken_to": True, "by_allocated_worker": True}


def visit(at: str, **details: Any) -> dict[str, Any]:
    return {"stream": "visit", "at": at, **SEEN, **details}


def event(stream: str, at: str, **details: Any) -> dict[str, Any]:
    return {"stream": stream, "at": at, "by_allocated_worker": True, **details}


def asked(
    situation: str, started: str, as_of: str, *events: dict[str, Any], closure_days: tuple[str, ...] = (), **facts: Any
) -> CaseAsked:
    case = {"situation": situation, "started": started, "as_of": as_of, "events": list(events), "facts": facts}
    return read_case({**case, "closure_days": list(closure_days)}, timescales())


def proofs(one: CaseAsked) -> list[Proof]:
    calendar = calendar_of(one)
    found: list[Deadline] = open_deadlines(one.case, one.now, timescales(), calendar)
    return [prove(deadline, one.case, one.now, framework(), calendar) for deadline in found]


def proof_of(one: CaseAsked, stream: str = "visit") -> Proof:
    [found] = [proof for proof in proofs(one) if proof.deadline.stream == stream]
    return found


def why(one: CaseAsked, stream: str = "visit") -> list[str]:
    return due.why(proof_of(one, stream))


def when(one: CaseAsked, stream: str = "visit", *, recorded: bool = True) -> str:
    return due.when(proof_of(one, stream).deadline, one.now, recorded=recorded)


NINE = "T09:00:00+00:00"
