"""What goes along with a child who is handed over, in words."""

from datetime import date

from dialogs.core import decided
from dialogs.core.when.say import day_label
from dialogs.core.words import words_of
from storage.going_along import Along


def lines(found: Along, today: date) -> list[str]:
    """A line for each; none if nothing goes along but the deadlines."""
    words = words_of("team")
    said = [words("along_plan", day=day_label(plan.day)) for plan in found.plans if plan.day >= today]
    if found.barrier is not None:
        said.append(words("along_barrier", day=day_label(found.barrier.until_on)))
    said += [words("along_agreed", what=decided.told(one)) for one in found.agreed]
    if found.actions:
        first = min(action.due_on for action in found.actions)
        said.append(words("along_actions", number=len(found.actions), day=day_label(first)))
    if found.taken:
        said.append(words("along_taken", names=", ".join(sorted({call.staff_name for call in found.taken}))))
    return said
