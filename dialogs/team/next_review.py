"""The day that a review has set for the next: kept and shown beside the framework's own date, which it doesn't move."""

from collections.abc import Mapping, Sequence
from datetime import date

from dialogs.core.decided import REVIEWS
from dialogs.core.items import day_of
from dialogs.core.turn import Json
from dialogs.core.when.say import day_label
from dialogs.core.words import words_of
from dialogs.team.act import Act, Ask, Checked, Here
from dialogs.team.decide import reasoned, record
from storage.decisions import NEXT_REVIEW
from storage.roles import Action


def _check(checked: Checked, here: Here) -> Checked:
    words, told = words_of("team"), checked.told
    of = here.case_of(str(told["child"]))
    called, today = here.called(of.child.id), here.now.today
    told["day"] = told.get("day") or today.isoformat()
    held = checked.day("day", words("ask_review_day"), here, "past")
    if held is not None and held > today:
        return checked.refuse(words("next_review_held"))
    following = checked.day("next", words("ask_next_review", child=called), here, "future")
    if following is not None and following <= today:
        checked.wrong.append(words("wrong_past"))
        told["next"] = ""
        checked.asks.append(Ask("next", words("ask_next_review", child=called)))
    elif following is not None and held is not None:
        checked.lines.append(words("next_review_line", child=called, day=day_label(following)))
        due = [day_of(d.due) for d in of.deadlines if d.stream in REVIEWS]
        if due and following > min(due):
            checked.lines.append(words("next_review_late", day=day_label(min(due))))
    told["reason"] = told.get("reason") or words("next_review_reason", day=day_label(held or today))
    return reasoned(checked, here, of, NEXT_REVIEW)


def _do(told: Mapping[str, Json], here: Here) -> Sequence[str] | None:
    day = date.fromisoformat(str(told["day"]))
    return record(told, here, NEXT_REVIEW, {"next_review_on": str(told["next"])}, decided_on=day)


ACTS = (Act(NEXT_REVIEW, "next_review_title", Action.DECIDE, _check, _do),)
