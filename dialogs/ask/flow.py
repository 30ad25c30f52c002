"""A question in, an answer out; feedback, the whole standard, and search from the compose box."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from dialogs.ask import card, text
from dialogs.ask.dates import dates
from dialogs.core.knowledge import Knowledge
from dialogs.core.masking import masked
from dialogs.core.reply import Reply, Result
from dialogs.core.turn import Json, Scope, Turn
from dialogs.core.words import words_of
from standards_kb.answer import WHILE_MISSING, answer, danger_within, matches, while_missing
from standards_kb.citing import RELATED_SHOWN
from standards_kb.follow_up import may_lean
from standards_kb.missing import asks_what_now
from standards_kb.outcomes import Answer, Outcome, Reason, rebuilt
from standards_kb.types import Passage
from storage.questions import NOT_KEPT, AskedQuestion, Subject
from storage.store import Store

FOLLOW_UP = timedelta(minutes=10)
LONGEST_QUESTION = 2000
LONGEST_READ = 20_000
RESULTS_SHOWN = 8
MISSING = "missing:"


def ask(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Answer a question, and keep it with personal data masked."""
    question = turn.text.strip()
    if len(question) > LONGEST_QUESTION:
        return _too_long(turn, store, knowledge, question[:LONGEST_READ])
    says_missing = question.lower().startswith(MISSING)
    recent = _recent(turn, store) if says_missing or may_lean(question) else None
    found = _signposted_again(recent, question, store, knowledge) or answer(
        knowledge.framework, knowledge.finder, question, recent.passage_ids if recent else ()
    )
    if recent and says_missing and _is_feedback(store, recent, found):
        missing = masked(question[len(MISSING) :], knowledge.vocabulary)
        return _rate_last(turn, store, helpful=False, says="thanks_no", missing=missing)
    dated = dates(question, found, turn.at, knowledge)
    if dated is None:
        return card.reply(found, _keep(turn, store, knowledge, question, found), knowledge)
    _talk_about(turn, store, NOT_KEPT, dated.answer.citations)
    if turn.conversation.scope is Scope.PERSONAL:
        return card.dated(dated, knowledge)
    return card.undated(dated.answer, knowledge)


def _signposted_again(recent: Subject | None, question: str, store: Store, knowledge: Knowledge) -> Answer | None:
    """Whom to call, once more, if that was shown last and what to do is asked."""
    if recent is None or not asks_what_now(question):
        return None
    if recent.passage_ids == WHILE_MISSING:  # a child whom they named, of whom nothing is kept
        return while_missing(knowledge.framework)
    last = store.questions.find(recent.question_id)
    if last is None or last.outcome != Outcome.SIGNPOSTED:
        return None
    return rebuilt(knowledge.framework, last.outcome, last.reason, last.cited)


def _too_long(turn: Turn, store: Store, knowledge: Knowledge, message: str) -> Reply:
    danger = danger_within(knowledge.framework, knowledge.finder, message)
    if danger is None:
        return Reply(words_of("ask")("too_long", most=LONGEST_QUESTION))
    return card.reply(danger, _keep(turn, store, knowledge, message, danger), knowledge)


def example(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Answer the question that a button holds."""
    return ask(replace(turn, text=str(turn.data.get("question", ""))), store, knowledge)


def feedback(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Note whether an answer helped; the card says so in place."""
    asked = _asked(turn, store)
    if asked is None:
        return Reply(words_of("ask")("feedback_gone"))
    helpful = turn.data.get("helpful") is True
    said = str(turn.data.get("missing", ""))
    told = answer(knowledge.framework, knowledge.finder, said) if said else None
    if told is not None and told.outcome is Outcome.SIGNPOSTED:
        # Nobody reads feedback live: a danger told here is answered here, and kept as one, not as what was missing.
        store.questions.rate(asked.id, helpful=helpful)
        return replace(card.reply(told, _keep(turn, store, knowledge, said, told), knowledge), in_place=True)
    store.questions.rate(asked.id, helpful=helpful, missing=masked(said, knowledge.vocabulary))
    return card.thanks(_again(asked, turn.data.get("related"), knowledge), asked.id, helpful, knowledge)


def helped(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Note that the last answer helped, said in words."""
    return _rate_last(turn, store, helpful=True, says="thanks_yes")


def not_helped(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Note that the last answer didn't help, said in words."""
    return _rate_last(turn, store, helpful=False, says="feedback_tell")


def show(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Show one passage that a card offered; from now on this chat is about it."""
    passage = knowledge.framework.passages.get(str(turn.data.get("passage", "")))
    if passage is None:
        return Reply(words_of("ask")("passage_gone", edition=knowledge.framework.edition))
    asked = _asked(turn, store)
    if asked is not None:
        _talk_about(turn, store, asked.id, (passage,))
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
        results.insert(0, Result(title, text.one_line(advice.removeprefix("- ")), card.signposted(found, knowledge)))
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


def _asked(turn: Turn, store: Store) -> AskedQuestion | None:
    """The question that a pressed button names, whatever else a card claims."""
    question_id = turn.data.get("question")
    return store.questions.find(question_id) if type(question_id) is int else None


def _recent(turn: Turn, store: Store) -> Subject | None:
    if not _is_somebody(turn):
        return None
    return store.questions.talked_about(turn.conversation.id, turn.sender.object_id, turn.at - FOLLOW_UP)


def _talk_about(turn: Turn, store: Store, question_id: int, found: Sequence[Passage]) -> None:
    if _is_somebody(turn):
        subject = Subject(question_id, tuple(p.id for p in found))
        store.questions.talk_about(turn.conversation.id, turn.sender.object_id, turn.at, subject)


def _is_somebody(turn: Turn) -> bool:
    """Whether one person's questions can be told from another's: not among guests without an Entra id."""
    return bool(turn.sender.object_id) or turn.conversation.scope is Scope.PERSONAL


def _keep(turn: Turn, store: Store, knowledge: Knowledge, question: str, found: Answer) -> int:
    """Keep the masked question without its asker, and apart from it what this chat is about."""
    cited = [p.id for p in found.citations or found.nearest]
    if found.national:
        cited.append(found.national.id)
    if found.abbreviation:
        cited.append(found.abbreviation.short.lower())
    words = masked(question, knowledge.vocabulary)
    question_id = store.questions.add(turn.at, words, found.outcome, found.reason, cited, knowledge.framework.edition)
    if found.reason is Reason.NONE or found.outcome is Outcome.SIGNPOSTED:  # "thanks" leaves the subject as it was
        _talk_about(turn, store, question_id, found.citations)
    return question_id


def _again(asked: AskedQuestion, related: Json, knowledge: Knowledge) -> Answer | None:
    """The answer as it was given, with what came back with the button as related; None if the edition has changed."""
    if asked.edition != knowledge.framework.edition:
        return None
    again = rebuilt(knowledge.framework, asked.outcome, asked.reason, asked.cited)
    known = knowledge.framework.passages
    offered = [known[p] for p in related if isinstance(p, str) and p in known] if isinstance(related, list) else []
    return replace(again, related=tuple(offered[:RELATED_SHOWN]))


def _is_feedback(store: Store, recent: Subject, found: Answer) -> bool:
    """Whether "missing: …" says what the last answer lacked, rather than asks about a missing child."""
    if found.outcome is Outcome.SIGNPOSTED:
        return False
    last = store.questions.find(recent.question_id)
    return found.outcome is Outcome.NOT_COVERED or (last is not None and last.helpful is False)


def _rate_last(turn: Turn, store: Store, *, helpful: bool, says: str, missing: str = "") -> Reply:
    words = words_of("ask")
    recent = _recent(turn, store)
    last = store.questions.find(recent.question_id) if recent else None
    if last is None or last.outcome == Outcome.SIGNPOSTED:  # whom to call isn't rated
        return Reply(words("feedback_nothing"))
    store.questions.rate(last.id, helpful=helpful, missing=missing)
    return Reply(words(says))
