"""Welcome once an installation, and help whenever asked."""

from dialogs.core import cards
from dialogs.core.knowledge import Knowledge
from dialogs.core.reply import Reply
from dialogs.core.turn import Scope, Turn
from dialogs.core.words import words_of
from storage.store import Store

EXAMPLES = ("example_1", "example_2", "example_3")
HELP = (
    "help_ask",
    "help_visits",
    "help_team",
    "help_audits",
    "help_returns",
    "help_administrators",
    "help_follow",
    "help_whole",
    "help_compose",
    "help_privacy",
    "help_urgent",
    "help_who",
)


def welcome(turn: Turn, store: Store, knowledge: Knowledge) -> Reply | None:
    """Say hello when installed, once until removed: Teams may report one installation several times."""
    chat = turn.conversation
    if chat.is_reachable and not store.conversations.welcome_once(chat.chat_id, turn.at):
        return None
    words = words_of("home")
    known = store.people.find(turn.sender.object_id)
    first_name = _first_name(known.name if known else turn.sender.name)
    name = f" {first_name}" if first_name else ""
    personal = turn.conversation.scope is Scope.PERSONAL
    council = knowledge.council.name
    hello = words("welcome", name=name, council=council) if personal else words("welcome_group", council=council)
    lines = [hello, words("welcome_privacy")] if personal else [hello]
    title, examples = words("welcome_title"), [words(e) for e in EXAMPLES]
    body = [cards.paragraph(line) for line in (*lines, words("try"))]
    offers = [cards.offer(e, "ask.example", {"question": e}) for e in examples]
    says = "\n\n".join([title, *lines, words("try"), "\n".join(f"- {e}" for e in examples)])
    return Reply(says, cards.card([cards.heading(title), *body, *offers], [], says), summary=hello)


def forget(turn: Turn, store: Store, _knowledge: Knowledge) -> None:
    """Once removed from a chat, nothing can be sent there any more, not even a farewell."""
    store.conversations.forget(turn.conversation.chat_id)


def help_(_turn: Turn, _store: Store, knowledge: Knowledge) -> Reply:
    """What the bot can do, what it keeps, and whom to call."""
    words, council = words_of("home"), knowledge.council
    places = {
        "edition": knowledge.framework.edition,
        "council": council.name,
        "first_response": council.first_response,
        "emergency_duty": council.emergency_duty,
        "who": council.who_to_ask,
    }
    title, lines = words("help_title"), [words(line, **places) for line in HELP]
    says = "\n\n".join([title, *lines])
    return Reply(
        says, cards.card([cards.heading(title), *(cards.led(line) for line in lines)], [], says), summary=title
    )


def numbers(_turn: Turn, _store: Store, knowledge: Knowledge) -> Reply:
    """Whom to call, now."""
    words, council = words_of("home"), knowledge.council
    whom = {"first_response": council.first_response, "emergency_duty": council.emergency_duty}
    return Reply(words("help_urgent", council=council.name, **whom))


def _first_name(name: str) -> str:
    """The first name of "Alex Wilber", and of "Wilber, Alex" as many councils write it; empty if there is none."""
    surname, _, rest = name.partition(",")
    words = rest.split() or surname.split()
    return words[0] if words else ""
