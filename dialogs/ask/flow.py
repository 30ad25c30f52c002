"""A question in, an answer out; feedback, the whole standard, and search from the compose box."""

from dataclasses import replace
from datetime import timedelta

from dialogs.ask import card, text
from dialogs.ask.masking import masked
from dialogs.core.knowledge import Knowledge
from dialogs.core.reply import Reply, Result
from dialogs.core.turn import Json, Turn
from dialogs.core.words import words_of
from standards_kb.answer import RELATED_SHOWN, Answer, Outcome, Reason, answer, matches, rebuilt
from standards_kb.types import Passage
from storage.questions import AskedQuestion, Subject
from storage.store import Store

FOLLOW_UP = timedelta(minutes=10)
LONGEST_QUESTION = 2000
RESULTS_SHOWN = 8
MISSING = "missing:"


def ask(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Answer a question, and keep it with personal data masked."""
    words = words_of("ask")
    question = turn.text.strip()
    if len(question) > LONGEST_QUESTION:
        return Reply(words("too_long", most=LONGEST_QUESTION))
    recent = _recent(turn, store)
    found = answer(knowledge.framework, knowledge.finder, question, recent.passage_ids if recent else ())
    # "missing:" begins what the last answer lacked; without a last answer, or in danger, it is about a child.
    if recent and question.lower().startswith(MISSING) and found.outcome is not Outcome.SIGNPOSTED:
        return _missing(turn, store, knowledge, question[len(MISSING) :])
    question_id = _keep(turn, store, knowledge, question, found)
    return card.reply(found, question_id, knowledge)


def example(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Answer the question that a button holds."""
    return ask(replace(turn, text=str(turn.data.get("question", ""))), store, knowledge)


def feedback(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Note whether an answer helped; the card says so in place."""
    question_id = turn.data.get("question")
    helpful = turn.data.get("helpful") is True
    asked = store.questions.find(question_id) if isinstance(question_id, int) else None
    if asked is None:
        return Reply(words_of("ask")("feedback_gone"))
    said = str(turn.data.get("missing", ""))
    store.questions.rate(asked.id, helpful=helpful, missing=masked(said, knowledge.vocabulary))
    if said:  # nobody reads it live, so a danger told here is answered here
        told = answer(knowledge.framework, knowledge.finder, said)
        if told.outcome is Outcome.SIGNPOSTED:
            return replace(card.reply(told, asked.id, knowledge), in_place=True)
    return card.thanks(_again(asked, turn.data.get("related"), knowledge), helpful, knowledge)


def helped(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Note that the last answer helped, said in words."""
    return _rate_last(turn, store, helpful=True, says="thanks_yes")


def not_helped(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Note that the last answer didn't help, said in words."""
    return _rate_last(turn, store, helpful=False, says="feedback_tell")


def show(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Show one passage that a card offered."""
    passage = knowledge.framework.passages.get(str(turn.data.get("passage", "")))
    if passage is None:
        return Reply(words_of("ask")("passage_gone", edition=knowledge.framework.edition))
    return card.passages((passage,), knowledge)


def whole(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Show the rows of the last answer whole, asked for in words."""
    recent = _recent(turn, store)
    known = [p for p in recent.passage_ids if p in knowledge.framework.passages] if recent else []
    if not known:
        return Reply(words_of("ask")("nothing_recent"))
    rows = dict.fromkeys(knowledge.framework.row_of(p) for p in known)
    return card.passages(tuple(rows), knowledge)


def search(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """The passages nearest to what is typed in the compose box, below whom to call in danger; nothing is kept."""
    found = _matches(turn.text[:LONGEST_QUESTION].strip(), knowledge)
    results = [_result(p, knowledge) for p in found.citations]
    if found.outcome is Outcome.SIGNPOSTED:
        title, advice, *_ = text.signpost(found, knowledge)
        results.insert(0, Result(title, text.one_line(advice), card.signposted(found, knowledge)))
    return Reply("" if results else words_of("ask")("search_nothing"), results=tuple(results))


def _matches(typed: str, knowledge: Knowledge) -> Answer:
    """The likely passages; with nothing typed, the eight Practice Standards."""
    framework = knowledge.framework
    if typed:
        return matches(framework, knowledge.finder, typed, RESULTS_SHOWN)
    standards = [p for p in framework.passages.values() if p.is_row and p.id.startswith("practice_standards.")]
    return Answer(Outcome.ANSWERED, citations=tuple(standards))


def _result(found: Passage, knowledge: Knowledge) -> Result:
    return Result(found.title, text.one_line(found.text), card.shared(found, knowledge))


def _recent(turn: Turn, store: Store) -> Subject | None:
    return store.questions.talked_about(turn.conversation.id, turn.sender.object_id, turn.at - FOLLOW_UP)


def _keep(turn: Turn, store: Store, knowledge: Knowledge, question: str, found: Answer) -> int:
    """Keep the masked question without its asker, and apart from it what this chat is about."""
    cited = [p.id for p in found.citations or found.nearest]
    if found.national:
        cited.append(found.national.id)
    words = masked(question, knowledge.vocabulary)
    question_id = store.questions.add(turn.at, words, found.outcome, found.reason, cited, knowledge.framework.edition)
    if found.reason is Reason.NONE:  # "thanks" leaves the subject as it was
        about = tuple(p.id for p in found.citations) if found.outcome is Outcome.ANSWERED else ()
        store.questions.talk_about(turn.conversation.id, turn.sender.object_id, turn.at, Subject(question_id, about))
    return question_id


def _again(asked: AskedQuestion, related: Json, knowledge: Knowledge) -> Answer:
    """The answer as it was given; what was related to it isn't kept but comes back with the button."""
    again = rebuilt(knowledge.framework, asked.outcome, asked.reason, asked.cited)
    known = knowledge.framework.passages
    offered = [known[p] for p in related if isinstance(p, str) and p in known] if isinstance(related, list) else []
    return replace(again, related=tuple(offered[:RELATED_SHOWN]))


def _rate_last(turn: Turn, store: Store, *, helpful: bool, says: str, missing: str = "") -> Reply:
    words = words_of("ask")
    recent = _recent(turn, store)
    if recent is None:
        return Reply(words("feedback_nothing"))
    store.questions.rate(recent.question_id, helpful=helpful, missing=missing)
    return Reply(words(says))


def _missing(turn: Turn, store: Store, knowledge: Knowledge, said: str) -> Reply:
    missing = masked(said, knowledge.vocabulary)
    return _rate_last(turn, store, helpful=False, says="thanks_no", missing=missing)
