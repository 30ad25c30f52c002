"""What is still open of the area's earlier sessions, as a return begins from it."""

from collections.abc import Sequence
from datetime import date

from dialogs.core.when.say import day_label
from dialogs.core.words import words_of
from storage.access import Door
from storage.challenge_told import Given
from storage.challenges import OPEN
from storage.returns import Session


def open_actions(session: Session, through: Door) -> Sequence[Given]:
    """The actions that the return has to speak of, soonest due first."""
    return [given for given in through.challenges.actions_before(session) if given.action.state == OPEN]


def in_words(given: Given, today: date) -> str:
    """One of them, with whose it is, by when, and what was said of it last."""
    words, action = words_of("check_and_challenge"), given.action
    says = words("earlier_late" if action.is_overdue(today) else "earlier_line", **_places(given))
    return f"{says} {words('earlier_says', text=given.updates[-1].text)}" if given.updates else says


def begun(session: Session, through: Door) -> str:
    """The text that a part about them begins with: a line for each, to be completed."""
    words, lines = words_of("check_and_challenge"), []
    for given in open_actions(session, through):
        said = given.updates[-1].text if given.updates else words("earlier_nothing")
        lines.append(words("earlier_begun", number=given.action.id, text=given.action.text, said=said))
    return "\n".join(lines)


def _places(given: Given) -> dict[str, object]:
    action = given.action
    return {"number": action.id, "text": action.text, "owner": given.owner, "day": day_label(action.due_on)}
