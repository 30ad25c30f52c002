"""Looking at a return and filling it: saved on every step, and never over what somebody else has written."""

from dataclasses import replace

from dialogs.check_and_challenge import card
from dialogs.check_and_challenge.left import left, number
from dialogs.core.knowledge import Knowledge
from dialogs.core.personal import door, personal_only
from dialogs.core.reply import Reply
from dialogs.core.turn import Turn
from dialogs.core.words import words_of
from standards_kb.returns import Figure, Template, fault_of
from storage.access import Door
from storage.return_work import Return
from storage.returns import CHANGEABLE
from storage.store import Store

LONGEST = 4000
_FAULTS = (
    "fault_negative",
    "fault_not_whole",
    "fault_no_denominator",
    "fault_needless_denominator",
    "fault_more_than_all",
)


def meant(turn: Turn, through: Door) -> Return | None:
    """The return that a number names, if it is there for this person."""
    said = str(turn.data.get("return", ""))
    return through.returns.find(int(said)) if said.isdecimal() and len(said) < 10 else None


@personal_only
def listed(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Those that go on."""
    words, through = words_of("check_and_challenge"), door(turn, store, knowledge)
    return card.listed(through.returns.listed(), knowledge, words("list_title"), words("summary"))


@personal_only
def show(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """One."""
    through = door(turn, store, knowledge)
    one = meant(turn, through)
    if one is None:
        return Reply(words_of("check_and_challenge")("not_found"))
    return card.whole(one, store, knowledge, through)


@personal_only
def following(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """The next part that is missing, to fill in."""
    through = door(turn, store, knowledge)
    one = meant(turn, through)
    if one is None or not through.returns.contributes(one):
        return Reply(words_of("check_and_challenge")("not_found"))
    return _next(one, store, knowledge, through, "")


@personal_only
def part(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """One part, to fill in."""
    words, through = words_of("check_and_challenge"), door(turn, store, knowledge)
    one = meant(turn, through)
    if one is None or not through.returns.contributes(one):
        return Reply(words("not_found"))
    template = knowledge.returns[one.session.area]
    named = _named(template, str(turn.data.get("title", "")))
    if named is None:
        return card.whole(one, store, knowledge, through, words("no_part", said=str(turn.data.get("title", ""))))
    return card.part(one, *named, knowledge, through.returns.before(one.session))


@personal_only
def save(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Keep what a card or a sentence says of one part, then ask for the next."""
    words, through = words_of("check_and_challenge"), door(turn, store, knowledge)
    one = meant(turn, through)
    if one is None or not through.returns.contributes(one):
        return Reply(words("not_found"))
    template = knowledge.returns[one.session.area]
    is_typed = "title" in turn.data
    title = str(turn.data.get("title" if is_typed else "part", ""))
    named = _named(template, title) if is_typed else _pressed(one, title, turn.data.get("figure"))
    if named is None:
        return card.whole(one, store, knowledge, through, words("no_part", said=title))
    name, is_figure = named
    now = (one.figures if is_figure else one.texts)[name]
    told = {key: str(turn.data.get(key) or "").strip()[:LONGEST] for key in ("value", "out_of", "text")}
    before = through.returns.before(one.session)
    if one.session.state not in CHANGEABLE:
        return card.part(one, name, is_figure, knowledge, before, [words("handed_in")], told)
    wrong = _wrong(template, name, told) if is_figure else ""
    if wrong:
        return card.part(one, name, is_figure, knowledge, before, [wrong], told)
    version = now.version if is_typed else turn.data.get("version")
    if is_typed and not is_figure and now.text:
        told["text"] = f"{now.text}\n{told['text']}"  # a sentence adds: it can't have seen what stands there
    if (
        is_typed
        and is_figure
        and (now.value or now.text)
        and now.by_name != (through.person.name if through.person else "")
    ):
        return card.part(one, name, is_figure, knowledge, before, [words("others", name=now.by_name)], told)
    if is_typed and len(told["text"]) > LONGEST:
        return card.part(one, name, is_figure, knowledge, before, [words("too_long")], told)
    value, out_of = (told[key].replace(",", "") for key in ("value", "out_of"))
    if version != now.version or not through.returns.write(replace(now, text=told["text"], value=value, out_of=out_of)):
        fresh = meant(turn, through) or one
        return card.part(fresh, name, is_figure, knowledge, before, [words("faster")], told)
    fresh = meant(turn, through) or one
    lead = words("saved", title=_title(template, name, is_figure))
    return replace(_next(fresh, store, knowledge, through, lead), in_place=not is_typed)


def _next(one: Return, store: Store, knowledge: Knowledge, through: Door, lead: str) -> Reply:
    before = through.returns.before(one.session)
    missing = left(one, knowledge.returns[one.session.area], before, knowledge.returning.margin)
    if not missing:
        return card.whole(one, store, knowledge, through, lead)
    name, is_figure, line = missing[0]
    words = words_of("check_and_challenge")
    more = words("still", number=len(missing), first=line)
    return card.part(one, name, is_figure, knowledge, before, [text for text in (lead, more) if text])


def _pressed(one: Return, name: str, figure: object) -> tuple[str, int] | None:
    is_figure = 1 if figure == 1 else 0
    return (name, is_figure) if name in (one.figures if is_figure else one.texts) else None


def _named(template: Template, said: str) -> tuple[str, int] | None:
    """The part that a title, or its beginning, names."""
    plain = " ".join(said.casefold().replace("_", " ").split())
    named = [((i.name, 1), i.title) for i in template.indicators.values()]
    named += [((s.name, 0), s.title) for s in template.sections]
    exact = [found for found, title in named if plain in (title.casefold(), found[0].replace("_", " "))]
    begun = [found for found, title in named if plain and title.casefold().startswith(plain)]
    found = exact or begun
    return found[0] if len(found) == 1 else None


def _title(template: Template, name: str, is_figure: int) -> str:
    if is_figure:
        return template.indicators[name].title
    return next(section.title for section in template.sections if section.name == name)


def _wrong(template: Template, name: str, told: dict[str, str]) -> str:
    """Why a figure can't be kept; none at all is right if a comment says why."""
    words = words_of("check_and_challenge")
    if not told["value"] and not told["out_of"]:
        return "" if told["text"] else words("value_error")
    value, out_of = number(told["value"]), number(told["out_of"]) if told["out_of"] else None
    if value is None or (told["out_of"] and out_of is None):
        return words("value_error")
    fault = fault_of(template.indicators[name], Figure(value, out_of))
    return words(f"fault_{fault.value}") if fault else ""
