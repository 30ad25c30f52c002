"""Beginning to prepare, walking through the areas, and looking at what is known and what is left."""

from collections.abc import Sequence

from dialogs.audit_preparation import card, card_more
from dialogs.audit_preparation.here import Here
from dialogs.core.knowledge import Knowledge
from dialogs.core.personal import door, label, personal_only
from dialogs.core.reply import Reply
from dialogs.core.turn import Turn
from dialogs.core.words import words_of
from standards_kb.audit_tool import Area
from storage.access import Door
from storage.audits import Audit
from storage.preparation_work import Prepared
from storage.preparations import GOOD_PRACTICE
from storage.store import Store

REHEARSED = "case_file"


def here_of(one: Prepared, turn: Turn, store: Store, knowledge: Knowledge, through: Door) -> Here:
    """For whoever prepares it."""
    return Here(one, through, knowledge, turn.at, store.import_runs.newest_days())


def theirs(turn: Turn, store: Store, knowledge: Knowledge, through: Door) -> Here | None:
    """The preparation that a number or a button names, if it is this person's own; without one, the only one."""
    if "preparation" in turn.data:
        one = through.preparations.find(_number(turn.data["preparation"]))
    else:
        going_on = [found for found in through.preparations.mine() if not found.is_over]
        one = going_on[0] if len(going_on) == 1 and "audit" not in turn.data else None
    return here_of(one, turn, store, knowledge, through) if one is not None else None


def shared(turn: Turn, store: Store, knowledge: Knowledge, through: Door) -> Here | None:
    """The same, or that of an audit, if it was shared with this person."""
    number, audit = (_number(turn.data.get(name)) for name in ("preparation", "audit"))
    for one in through.preparations.shared():
        is_named = one.preparation.id == number or (one.audit is not None and one.audit.id == audit)
        if is_named or not (number or audit):
            return Here(one, through, knowledge, turn.at, store.import_runs.newest_days(), is_theirs=True)
    return None


def named(turn: Turn, here: Here) -> Area | str:
    """The area that a button, a number or a title names, or the name of good practice; else an empty text."""
    pressed = turn.data.get("area")
    if pressed is not None:
        return GOOD_PRACTICE if pressed == GOOD_PRACTICE else here.area(str(pressed)) or ""
    said = " ".join(str(turn.data.get("title", "")).casefold().split())
    if said.isdecimal() and len(said) < 4:
        return here.areas[int(said) - 1] if 0 < int(said) <= len(here.areas) else ""
    if said in ("good practice", "proud"):
        return GOOD_PRACTICE
    exact = [a for a in here.areas if said in (a.title.casefold(), _short(a))]
    begun = [a for a in here.areas if said and (a.title.casefold().startswith(said) or _short(a).startswith(said))]
    within = [a for a in here.areas if said and said in a.title.casefold()]
    found = exact or begun or within
    return found[0] if len(found) == 1 else ""


@personal_only
def listed(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Everything that they prepare, and what was shared with them."""
    through = door(turn, store, knowledge)
    mine = [here_of(one, turn, store, knowledge, through) for one in through.preparations.mine()]
    others = through.preparations.shared()
    through.viewed("audit preparations", [h.one.child.id for h in mine] + [one.child.id for one in others])
    return card_more.listed(mine, others, through)


@personal_only
def begin(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Begin to prepare for an audit, or go on where one was; the auditor sees what was shared."""
    words, through = words_of("audit_preparation"), door(turn, store, knowledge)
    mine = through.preparations.audits()
    fits = _meant(turn, mine, through)
    if not fits:
        others = shared(turn, store, knowledge, through)
        if others is not None:
            return card_more.theirs(_viewed(others))
        number = _number(turn.data.get("audit"))
        is_auditor = any(not number or audit.id == number for audit in through.audits.mine())
        return Reply(words("none_shared") if is_auditor else words("no_audit"))
    if len(fits) > 1:
        through.viewed("audits to prepare for", [audit.child_id for audit in fits])
        return card_more.which(fits, {audit.id: label(through.audits.child(audit)) for audit in fits})
    [audit] = fits
    rehearsed = {one.preparation.id for one in through.preparations.mine() if one.is_rehearsal}
    one = through.preparations.begin(audit, knowledge.audit_tool.kinds[audit.kind], turn.at)
    lead = [words("taken_along")] if one.preparation.id in rehearsed else []
    return card.overview(_viewed(here_of(one, turn, store, knowledge, through)), lead)


@personal_only
def rehearse(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """The same walk for a child of one's own without an audit."""
    words, through = words_of("audit_preparation"), door(turn, store, knowledge)
    said = str(turn.data.get("child", ""))
    ids = _ids(said, through)
    if len(ids) > 1:
        return Reply(words("which_child", choices=", ".join(ids)))
    kind = knowledge.audit_tool.kinds[REHEARSED]
    one = through.preparations.rehearse(ids[0], kind, turn.at) if ids else None
    if one is None:
        return Reply(words("not_own", child=said[:50]))
    return card.overview(_viewed(here_of(one, turn, store, knowledge, through)))


@personal_only
def show(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """All areas of one; to its auditor, what was shared."""
    through = door(turn, store, knowledge)
    here = theirs(turn, store, knowledge, through)
    if here is not None:
        return card.overview(_viewed(here))
    others = shared(turn, store, knowledge, through)
    return card_more.theirs(_viewed(others)) if others is not None else not_found()


@personal_only
def following(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """The next area that is left."""
    here = theirs(turn, store, knowledge, door(turn, store, knowledge))
    return go_on(_viewed(here), "") if here is not None else not_found()


@personal_only
def area(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """One area, or good practice."""
    here = theirs(turn, store, knowledge, door(turn, store, knowledge))
    if here is None:
        return not_found()
    its = named(turn, _viewed(here))
    if isinstance(its, Area):
        return card.area(here, its)
    return card.good(here) if its else no_area(turn, here)


@personal_only
def standards(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """The practice standards behind an area."""
    here = theirs(turn, store, knowledge, door(turn, store, knowledge))
    if here is None:
        return not_found()
    its = named(turn, here)
    return card.standards(here, its) if isinstance(its, Area) else no_area(turn, here)


@personal_only
def facts(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Everything that is known of the six months."""
    through = door(turn, store, knowledge)
    here = theirs(turn, store, knowledge, through) or shared(turn, store, knowledge, through)
    return card_more.facts(_viewed(here)) if here is not None else not_found()


@personal_only
def to_do(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """What isn't ready yet, by day."""
    here = theirs(turn, store, knowledge, door(turn, store, knowledge))
    return card_more.to_do(_viewed(here)) if here is not None else not_found()


def go_on(here: Here, after: str, lead: Sequence[str] = ()) -> Reply:
    """The next that is left after an area; good practice at the end, and then all of it."""
    following_area = here.following(after)
    if following_area is not None:
        return card.area(here, following_area, lead)
    if not here.good_practice.talk and after != GOOD_PRACTICE:
        return card.good(here, lead)
    return card.overview(here, lead)


def no_area(turn: Turn, here: Here) -> Reply:
    """That there is none by this name, and all that there are."""
    said = str(turn.data.get("title") or turn.data.get("area") or "")[:80]
    return card.overview(here, [words_of("audit_preparation")("no_area", said=said)])


def not_found() -> Reply:
    """The same for anybody else's and for none."""
    return Reply(words_of("audit_preparation")("not_found"))


def _viewed(here: Here) -> Here:
    here.through.viewed("an audit preparation", [here.one.child.id])
    return here


def _meant(turn: Turn, mine: list[Audit], through: Door) -> list[Audit]:
    number, said = _number(turn.data.get("audit")), str(turn.data.get("child") or "")
    if number:
        return [audit for audit in mine if audit.id == number]
    if said:
        ids = _ids(said, through)
        called = "".join(said.casefold().split())
        return [a for a in mine if a.child_id in ids or _called(a, through) == called]
    return mine


def _called(audit: Audit, through: Door) -> str:
    return "".join(label(through.audits.child(audit)).casefold().split())


def _ids(said: str, through: Door) -> tuple[str, ...]:
    return through.named(said) if said else ()


def _number(said: object) -> int:
    plain = str(said if said is not None else "")
    return int(plain) if plain.isdecimal() and len(plain) < 10 else 0


def _short(its: Area) -> str:
    """As an area is called in a word or two: decision making."""
    return its.name.partition(".")[2].replace("_", " ")
