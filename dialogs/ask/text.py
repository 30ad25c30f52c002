"""An answer as plain text, for the terminal, screen readers and clients that show no card: everything the card says."""

from collections.abc import Sequence
from datetime import date

from dialogs.ask.dates import Dates
from dialogs.core import due
from dialogs.core.knowledge import Knowledge
from dialogs.core.quotes import in_quotes, notes, responsible, stands_in
from dialogs.core.when.say import day_label
from dialogs.core.words import words_of
from standards_kb.outcomes import Answer, Outcome, Reason
from standards_kb.proof import Proof
from standards_kb.types import NationalRule, Passage

# What is taken as so where words tell a fact without its day, or where nothing would be due without it.
_TAKEN = {
    "emergency": "dates_said_emergency",
    "newly_qualified_started_on": "dates_said_newly_qualified_started_on",
    "permanence_agreed_on": "dates_said_permanence_agreed_on",
    "looked_after": "dates_said_looked_after",
    "placed_within_20_miles": "dates_said_placed_within_20_miles",
    "head_of_service_agreed_on": "dates_said_head_of_service_agreed_on",
    "reduced_to_ten_working_days_on": "dates_said_reduced_to_ten_working_days_on",
    "conference_needed": "dates_said_conference_needed",
}


def whole_answer(answer: Answer, knowledge: Knowledge) -> str:
    """The answer, without the question whether it helped."""
    if answer.reason is not Reason.NONE:
        return fixed(answer, knowledge)
    if answer.outcome is Outcome.NOT_COVERED:
        return _not_covered(answer, knowledge)
    words = words_of("ask")
    found = rows(answer.citations)
    if len(found) == 1:
        blocks = [_quote(found[0], knowledge)]
    else:
        numbered = [_quote(passages, knowledge, number) for number, passages in enumerate(found, 1)]
        blocks = [words("several"), *numbered, all_from(knowledge)]
    blocks = [*meaning(answer), *blocks]
    if answer.related:
        titles = "; ".join(p.title for p in answer.related)
        blocks.append(f"{words('related')}: {titles}. {words('title_typed')}")
    return "\n\n".join(blocks)


def meaning(answer: Answer) -> list[str]:
    """What a short form that was asked about stands for, if one was."""
    short = answer.abbreviation
    return [words_of("ask")("stands_for", short=short.short, words=" or ".join(short.words))] if short else []


def dated(found: Dates, knowledge: Knowledge) -> str:
    """The dates with their reasons, or what is still to be asked; then the quotes."""
    blocks = asking(found)
    for proof in found.proofs:
        reasons = [f"- {line}" for line in reasons_of(proof, found)]
        quoted = [quote for passage in unquoted(proof, found) for quote in quoted_alone(passage, knowledge)]
        blocks.append("\n".join([*deadline(proof, found, knowledge), *quoted, *reasons]))
    if found.proofs:
        blocks = [words_of("ask")("dates_title"), *understood(found, knowledge), *blocks, told(found)]
    return "\n\n".join([*blocks, whole_answer(found.answer, knowledge)])


def deadline(proof: Proof, found: Dates, knowledge: Knowledge) -> list[str]:
    """One deadline: what, when, what to aim at, who."""
    situation = knowledge.timescales.situations[proof.deadline.situation.name].title
    head = [due.title(proof.deadline, situation), due.when(proof.deadline, found.now, recorded=False)]
    return [*head, *filter(None, [due.aim(proof, found.now)]), due.who(proof)]


def unquoted(proof: Proof, found: Dates) -> list[Passage]:
    """The passages that a deadline rests on, as far as the answer's quotes don't have them."""
    quoted = {passage.id for passage in found.answer.citations}
    return [passage for passage in proof.passages if not {passage.id, passage.row} & quoted]


def quoted_alone(passage: Passage, knowledge: Knowledge) -> list[str]:
    """A quote with where it stands and how it is read."""
    framework = knowledge.framework
    return [in_quotes([passage]), stands_in(passage, framework), *notes([passage], framework)]


def asking(found: Dates) -> list[str]:
    """What has to be known first, a paragraph each; choices as a list."""
    words, lines = words_of("ask"), []
    if found.wants_time:
        lines.append(words("dates_wants_time", trigger=found.wants_time))
    if found.unsure:
        lines.append(found.unsure.text)
        if found.unsure.choices:
            lines.append(f"{words('dates_choose')}\n{_list([question for _, question in found.unsure.choices])}")
    return lines


def reasons_of(proof: Proof, found: Dates) -> list[str]:
    """Why a date is what it is: as told, so that nothing is said of what is recorded."""
    return due.why(proof, recorded=False, started=_start_told(proof, found))


def _start_told(proof: Proof, found: Dates) -> bool:
    """Whether what starts a deadline was told, rather than only an event after it."""
    deadline = proof.deadline
    return deadline.situation.name not in found.not_told or bool(deadline.rule.counted_from_event)


def understood(found: Dates, knowledge: Knowledge) -> list[str]:
    """What the dates rest on, so that a misunderstanding shows at once; and what is taken as so."""
    words, streams = words_of("ask"), knowledge.timescales.streams
    told_of: dict[str, str] = {}
    for proof in found.proofs:
        deadline = proof.deadline
        if _start_told(proof, found) and due.has_start(deadline):
            told_of[deadline.trigger] = due.label(deadline.start)
        if deadline.last is not None:
            told_of[words("dates_last", stream=streams[deadline.last.stream].lower())] = due.label(deadline.last.day)
    lines = [words("dates_understood", told="; ".join(f"{what} ({when})" for what, when in told_of.items()))]
    if found.said:
        lines.append(words("dates_taken", facts="; ".join(words(_TAKEN[name]) for name in sorted(found.said))))
    if found.left_out:
        lines.append(words("dates_left_out", days="; ".join(map(due.label, found.left_out))))
    guessed = [proof.deadline.rule for proof in found.proofs if not _start_told(proof, found)]
    if any(rule.first is not None for rule in guessed):
        lines.append(words("dates_not_told"))
    if any(len(rule.then) > 1 for rule in guessed):
        lines.append(words("dates_shortest"))
    return lines


def told(found: Dates) -> str:
    """When it was counted, and that nothing is kept."""
    return words_of("ask")("dates_told", day=day_label(found.now.today))


def rows(citations: Sequence[Passage]) -> list[list[Passage]]:
    """Citations gathered by row, in the order in which their rows first come."""
    found: dict[str, list[Passage]] = {}
    for passage in citations:
        found.setdefault(passage.row, []).append(passage)
    return list(found.values())


def all_from(knowledge: Knowledge) -> str:
    """Below several quotes, each with its own section: framework and edition."""
    return words_of("ask")("all_from", title=knowledge.framework.title, edition=knowledge.framework.edition)


def fixed(answer: Answer, knowledge: Knowledge) -> str:
    """The fixed reply to what isn't a question about the framework."""
    words = words_of("ask")
    if answer.reason not in (Reason.SELF_HARM, Reason.CHILD_IN_DANGER):
        return _tell(answer.reason, knowledge)
    standard = [_quote(found, knowledge) for found in rows(answer.citations)]
    return "\n\n".join([*signpost(answer, knowledge), *([words("danger_standard")] if standard else []), *standard])


def _tell(name: str, knowledge: Knowledge) -> str:
    """A sentence with the council's numbers, as far as it has them."""
    council = knowledge.council
    return words_of("ask")(
        name, council=council.name, first_response=council.first_response, emergency_duty=council.emergency_duty
    )


def signpost(answer: Answer, knowledge: Knowledge) -> list[str]:
    """Whom to call at once: a title, then paragraphs."""
    words, tell = words_of("ask"), _tell("tell", knowledge)
    if answer.reason is Reason.SELF_HARM:
        you = [words("self_harm_999"), words("self_harm_listen"), words("self_harm_health"), words("self_harm_talk")]
        child = [words("self_harm_child_999"), tell, words("danger_manager")]
        about = [f"{words('self_harm_you')}\n{_list(you)}", f"{words('self_harm_child')}\n{_list(child)}"]
        return [words("self_harm_title"), *about, words("nobody_live")]
    calls = [words("danger_999"), tell, words("danger_manager")]
    return [words("danger_title"), _list(calls), words("nobody_live")]


def _list(lines: Sequence[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def national(rule: NationalRule) -> list[str]:
    """A rule from elsewhere, labelled as such: label with title, rule, source with the day it was checked."""
    words, checked = words_of("ask"), date.fromisoformat(rule.as_of)
    source = words("national_source", source=rule.source, dated=rule.dated, as_of=f"{checked.day} {checked:%B %Y}")
    return [f"{words('national_label')}: {rule.title}", rule.text, source]


def one_line(words: str) -> str:
    """The beginning of a text on one line, for a list of search results."""
    line = " ".join(words.split())
    return line if len(line) <= 110 else line[:109].rsplit(" ", 1)[0] + "…"


def _quote(passages: Sequence[Passage], knowledge: Knowledge, number: int = 0) -> str:
    """A quote with what belongs to it; `number` if it is one of several."""
    first = passages[0]
    title = f"{number}. {first.title}" if number else first.title
    where = first.section if number else stands_in(first, knowledge.framework)
    return "\n".join(
        [title, "", in_quotes(passages), "", responsible(first), where, *notes(passages, knowledge.framework)]
    )


def _not_covered(answer: Answer, knowledge: Knowledge) -> str:
    words = words_of("ask")
    lines = [words("no_passage_title"), "", *(f"{line}\n" for line in meaning(answer)), no_passage(knowledge)]
    if answer.national:
        lines += ["", *national(answer.national)]
    if answer.nearest:
        lines += ["", words("nearest") + ":", *(f"- {p.title} ({p.section})" for p in answer.nearest)]
        lines.append(words("title_typed"))
    return "\n".join(lines)


def no_passage(knowledge: Knowledge) -> str:
    """That the framework doesn't say, and who to ask."""
    council = knowledge.council
    return words_of("ask")("no_passage", edition=knowledge.framework.edition, who=council.who_to_ask)
