"""The forms about a session: to create one, to move or cancel it, and to change who is in its return."""

from collections.abc import Mapping, Sequence

from dialogs.check_and_challenge.convene import area_of
from dialogs.check_and_challenge.people import FILLS, SIGNS
from dialogs.core import cards
from dialogs.core.knowledge import Knowledge
from dialogs.core.reply import Reply
from dialogs.core.sheet import Sheet
from dialogs.core.turn import Json
from dialogs.core.when.say import day_label
from dialogs.core.words import words_of
from storage.people import Person
from storage.return_work import Return


def form(told: Mapping[str, str], knowledge: Knowledge, wrong: str = "") -> Reply:
    """A session to be created, with what was said of it; `wrong`: what can't be so."""
    words, numbers = words_of("check_and_challenge"), knowledge.returning
    sheet = Sheet(words("form_title"), words("summary"))
    sheet.say(wrong, cards.wrong)
    areas = [(template.title, name) for name, template in knowledge.returns.items()]
    area = area_of(told.get("area", ""), knowledge) or ""
    which = words("which_area", areas="; ".join(title for title, _ in areas))
    sheet.on_card(
        cards.choose("area", words("form_area"), which, areas, area),
        cards.text_input("held", words("form_held"), words("form_day_error"), told.get("held", "")),
        cards.text_input(
            "due", words("form_due", days=numbers.due_before), words("form_day_error"), told.get("due", "")
        ),
        cards.text_input("people", words("form_people"), words("nobody_contributes"), told.get("people", "")),
        cards.text_input("head", words("form_head"), words("form_head_error"), told.get("head", "")),
        cards.text_input("panel", words("form_panel"), words("text_error"), told.get("panel", "")),
        cards.text_input(
            "weeks",
            words("form_weeks"),
            words("which_weeks", said=told.get("weeks", "")),
            told.get("weeks", "") or str(numbers.window_weeks),
        ),
        cards.text_input("priorities", words("form_priorities"), words("text_error"), told.get("priorities", "")),
    )
    sheet.act(cards.execute(words("form_create"), "check_and_challenge.create", {}))
    sheet.typed(words("form_typed"))
    return sheet.reply()


def manage(one: Return, knowledge: Knowledge, told: Mapping[str, str], wrong: str = "") -> Reply:
    """Another day for a session, or none."""
    words, session = words_of("check_and_challenge"), one.session
    area = knowledge.returns[session.area].title
    sheet = Sheet(words("manage_title", number=session.id, area=area), words("summary"))
    sheet.say(words("when", held=day_label(session.held_on), due=day_label(session.due_on)))
    sheet.say(wrong, cards.wrong)
    sheet.on_card(
        cards.text_input("held", words("manage_held"), words("form_day_error"), told.get("held", "")),
        cards.text_input(
            "due",
            words("form_due", days=knowledge.returning.due_before),
            words("form_day_error"),
            told.get("due", ""),
        ),
        cards.text_input("reason", words("manage_reason"), words("cancel_error"), told.get("reason", "")),
    )
    same: dict[str, Json] = {"return": session.id, "version": session.version}
    sheet.act(cards.execute(words("move"), "check_and_challenge.move", same))
    sheet.act(cards.execute(words("cancel"), "check_and_challenge.cancel", same))
    sheet.typed(words("manage_typed", number=session.id))
    return sheet.reply()


def people(
    one: Return, every: Sequence[Person], knowledge: Knowledge, told: Mapping[str, str], wrong: str = ""
) -> Reply:
    """Who is in a return, and who is to be."""
    words, session = words_of("check_and_challenge"), one.session
    area = knowledge.returns[session.area].title
    sheet = Sheet(words("people_title", number=session.id, area=area), words("summary"))
    names = {person.key: person.name for person in every}
    contributors = ", ".join(names[key] for key in one.contributors)
    sheet.say(words("who", names=contributors, head=names[session.head_key]))
    if one.signers:
        sheet.say(words("signers", names=", ".join(names[signer.staff_key] for signer in one.signers)))
    sheet.say(wrong, cards.wrong)
    leaving = [(words("people_nobody"), ""), *((person.name, person.key) for person in every)]
    sheet.on_card(
        cards.choose("leaves", words("people_out"), words("people_error"), leaving, told.get("leaves", "")),
        cards.text_input("comes", words("people_in"), words("people_error"), told.get("comes", "")),
        cards.choose(
            "does",
            words("people_does"),
            words("people_error"),
            [(words("people_fills"), FILLS), (words("people_signs"), SIGNS)],
            told.get("does") or FILLS,
        ),
    )
    same: dict[str, Json] = {"return": session.id, "version": session.version}
    sheet.act(cards.execute(words("people_save"), "check_and_challenge.exchange", same))
    sheet.typed(words("people_typed", number=session.id))
    return sheet.reply()
