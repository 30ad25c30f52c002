"""An answer as an Adaptive Card."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from dialogs.ask import text
from dialogs.ask.dates import Dates
from dialogs.core import cards, quotes
from dialogs.core.cards import Part
from dialogs.core.knowledge import Knowledge
from dialogs.core.reply import Card, Reply
from dialogs.core.turn import Json
from dialogs.core.words import words_of
from standards_kb.outcomes import Answer, Outcome, Reason
from standards_kb.proof import Proof
from standards_kb.types import Passage

WHOLE, RELATED, WHY = "whole", "related", "why"


def reply(answer: Answer, question_id: int, knowledge: Knowledge) -> Reply:
    """A new answer, asking whether it helped; small talk and refusals are plain text."""
    says = text.whole_answer(answer, knowledge)
    words = words_of("ask")
    if answer.outcome is Outcome.SIGNPOSTED:
        return Reply(says, signposted(answer, knowledge), summary=words("signpost_summary"))
    if answer.reason is not Reason.NONE:
        return Reply(says)
    body = [*_body(answer, question_id, knowledge), cards.paragraph(words("needed"))]
    made = cards.card(body, _feedback(question_id, answer), says)
    typed = [words("needed"), words("feedback_typed")]
    if any(not p.is_row for p in answer.citations):
        typed.append(words("whole_typed"))
    return Reply(f"{says}\n\n{' '.join(typed)}", made, summary=_heading(answer))


def dated(found: Dates, knowledge: Knowledge) -> Reply:
    """The dates, each with its reasons behind a press, above the quotes; nothing to rate, for nothing is kept."""
    words, says = words_of("ask"), text.dated(found, knowledge)
    title = words("dates_title") if found.proofs else _heading(found.answer)
    body: list[Part] = [cards.heading(title)]
    body += [cards.paragraph(line) for line in text.asking(replace(found, unsure=None))]
    if found.unsure:
        body.append(cards.paragraph(found.unsure.text))
        body += [cards.offer(label, "ask.example", {"question": asked}) for label, asked in found.unsure.choices]
    if found.proofs:
        body += [cards.paragraph(line) for line in text.understood(found, knowledge)]
    for number, proof in enumerate(found.proofs, 1):
        body += _deadline(number, proof, found, knowledge)
    if found.proofs:
        body.append(cards.small(text.told(found)))
    body += _body(found.answer, 0, knowledge)[0 if found.proofs else 1 :]
    return Reply(says, cards.card(body, [], says), summary=title, is_kept=False)


def undated(answer: Answer, knowledge: Knowledge) -> Reply:
    """The quotes without the dates, where others read along."""
    says, elsewhere = text.whole_answer(answer, knowledge), words_of("ask")("dates_personal")
    body = [*_body(answer, 0, knowledge), cards.paragraph(elsewhere)]
    whole = f"{says}\n\n{elsewhere}"
    return Reply(whole, cards.card(body, [], whole), summary=_heading(answer), is_kept=False)


def _deadline(number: int, proof: Proof, found: Dates, knowledge: Knowledge) -> list[Part]:
    """A deadline; behind *Why this date?* the counting, and the rule's words where they don't stand below."""
    title, when, *more = text.deadline(proof, found, knowledge)
    hidden = f"{WHY}{number}"
    items: list[Part] = [cards.paragraph("\n".join(f"- {line}" for line in text.reasons_of(proof, found)))]
    for passage in text.unquoted(proof, found):
        quote, *beside = text.quoted_alone(passage, knowledge)
        items += [cards.paragraph(quote), *(cards.note(line) for line in beside)]
    return [
        cards.subheading(title),
        cards.paragraph(when),
        *(cards.small(line) for line in more),
        cards.buttons([cards.toggle(words_of("ask")("dates_why"), hidden)]),
        cards.hidden(hidden, cards.box(items, "emphasis")),
    ]


def signposted(answer: Answer, knowledge: Knowledge) -> Card:
    """Whom to call at once; nothing to press."""
    return cards.card(_signpost(answer, knowledge), [], text.fixed(answer, knowledge))


def thanks(answer: Answer | None, question_id: int, helpful: bool, knowledge: Knowledge) -> Reply:
    """The same card after feedback, with thanks in place of the question; thanks alone if the answer can't be shown."""
    says = words_of("ask")("thanks_yes" if helpful else "thanks_no")
    if answer is None:
        return Reply(says)
    whole = f"{text.whole_answer(answer, knowledge)}\n\n{says}"
    made = cards.card([*_body(answer, question_id, knowledge), cards.paragraph(says)], [], whole)
    return Reply(whole, made, summary=says, in_place=True)


def passages(found: Sequence[Passage], knowledge: Knowledge) -> Reply:
    """Passages by themselves."""
    answer = Answer(Outcome.ANSWERED, citations=tuple(found))
    says = text.whole_answer(answer, knowledge)
    return Reply(says, cards.card(_body(answer, 0, knowledge), [], says), summary=_heading(answer))


def shared(found: Passage, knowledge: Knowledge) -> Card:
    """One passage to insert into a message: nothing to press, for the bot may not be in that chat."""
    answer = Answer(Outcome.ANSWERED, citations=(found,))
    body: list[Part] = [cards.heading(found.title), *_quote([found], knowledge)]
    return cards.card(body, [], text.whole_answer(answer, knowledge))


def _heading(answer: Answer) -> str:
    words = words_of("ask")
    if answer.outcome is Outcome.NOT_COVERED:
        return words("no_passage_title")
    return answer.citations[0].title if len(text.rows(answer.citations)) == 1 else words("several")


def _body(answer: Answer, question_id: int, knowledge: Knowledge) -> list[Part]:
    body: list[Part] = [cards.heading(_heading(answer)), *map(cards.paragraph, text.meaning(answer))]
    if answer.outcome is Outcome.NOT_COVERED:
        return body + _not_covered(answer, question_id, knowledge)
    found = text.rows(answer.citations)
    if len(found) == 1:
        body += _quote(found[0], knowledge)
    else:
        for number, passages in enumerate(found, 1):
            body += [
                cards.subheading(f"{number}. {passages[0].title}"),
                *_quote(passages, knowledge, of_several=True),
            ]
        body.append(cards.small(text.all_from(knowledge)))
    return body + _more(answer, question_id, found, knowledge)


def _quote(passages: Sequence[Passage], knowledge: Knowledge, *, of_several: bool = False) -> list[Part]:
    """A quote, who is responsible, where it stands, and notes on its wording."""
    first = passages[0]
    return [
        cards.box([cards.paragraph(quotes.in_quotes(passages))], "emphasis"),
        cards.led(quotes.responsible(first)),
        cards.small(first.section if of_several else quotes.stands_in(first, knowledge.framework)),
        *(cards.note(note) for note in quotes.notes(passages, knowledge.framework)),
    ]


def _more(answer: Answer, question_id: int, found: list[list[Passage]], knowledge: Knowledge) -> list[Part]:
    """What a press shows, below the buttons that show it: the whole standard, and related passages."""
    words = words_of("ask")
    buttons: list[Part] = []
    hidden: list[Part] = []
    rows = [knowledge.framework.row_of(passages[0].id) for passages in found if not passages[0].is_row]
    if rows:
        shown = {note for passages in found for note in quotes.notes(passages, knowledge.framework)}
        hidden.append(cards.hidden(WHOLE, cards.box(_whole(rows, shown, knowledge), "emphasis")))
        buttons.append(cards.toggle(words("whole"), WHOLE))
    if answer.related:
        offered = [cards.small(words("related_label")), *_offers(answer.related, question_id)]
        hidden.append(cards.hidden(RELATED, cards.box(offered)))
        buttons.append(cards.toggle(words("related"), RELATED))
    return [cards.buttons(buttons), *hidden] if buttons else []


def _whole(rows: Sequence[Passage], shown: Collection[str], knowledge: Knowledge) -> list[Part]:
    """Whole rows, with the notes on their wording that don't stand above already."""
    items: list[Part] = [cards.small(words_of("ask")("whole_of"))]
    for row in rows:
        notes = [note for note in quotes.notes([row], knowledge.framework) if note not in shown]
        items += [cards.paragraph(quotes.in_quotes([row])), *(cards.note(note) for note in notes)]
    return items


def _offers(passages: Sequence[Passage], question_id: int) -> list[Part]:
    return [cards.offer(p.title, "ask.show", {"passage": p.id, "question": question_id}) for p in passages]


def _not_covered(answer: Answer, question_id: int, knowledge: Knowledge) -> list[Part]:
    body: list[Part] = [cards.paragraph(text.no_passage(knowledge))]
    if answer.national:
        label, rule, source = text.national(answer.national)
        body.append(cards.box([cards.subheading(label), cards.paragraph(rule), cards.small(source)], "warning"))
    if answer.nearest:
        body += [cards.paragraph(words_of("ask")("nearest")), *_offers(answer.nearest, question_id)]
    return body


def _signpost(answer: Answer, knowledge: Knowledge) -> list[Part]:
    title, *advice = text.signpost(answer, knowledge)
    lines = [cards.heading(title), *(cards.paragraph(line) for line in advice)]
    # Calm, or not to be missed.
    calls = cards.box(lines, "accent" if answer.reason is Reason.SELF_HARM else "attention")
    standards = [
        part
        for passages in text.rows(answer.citations)
        for part in (cards.subheading(passages[0].title), *_quote(passages, knowledge))
    ]
    return [calls, *([cards.bold(words_of("ask")("danger_standard"))] if standards else []), *standards]


def _feedback(question_id: int, answer: Answer) -> list[Part]:
    words = words_of("ask")
    about: dict[str, Json] = {"question": question_id, "related": [p.id for p in answer.related]}
    send = cards.execute(words("send"), "ask.feedback", {**about, "helpful": False})
    return [
        cards.execute(words("yes"), "ask.feedback", {**about, "helpful": True}),
        cards.ask_for_text(words("no"), "missing", words("missing_label"), words("missing_error"), send),
    ]
