"""Looking at audits, and what an auditor answers."""

from dialogs.audits import card
from dialogs.core import cards
from dialogs.core.knowledge import Knowledge
from dialogs.core.personal import door, personal_only
from dialogs.core.quotes import stands_in
from dialogs.core.reply import Reply
from dialogs.core.sheet import Sheet
from dialogs.core.turn import Turn
from dialogs.core.words import words_of
from standards_kb.types import Framework, Passage
from storage.access import Door, as_person
from storage.audit_people import coordinators
from storage.audits import ACCEPTED, ALLOCATED, Audit
from storage.store import Store

LONGEST = 500
# What stands in the way, in words.
REFUSED = {
    "no_child": "refused_no_child",
    "open": "refused_open",
    "no_worker": "refused_no_worker",
    "no_auditor": "refused_no_auditor",
    "line": "refused_line",
    "not_theirs": "refused_not_theirs",
    "not_own_team": "refused_not_own_team",
    "worked": "refused_worked",
    "faster": "refused_faster",
    "final": "refused_final",
    "left": "refused_left",
}
_APPENDIX_2 = "audit_expectations."


@personal_only
def listed(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """The audits in which they take part, and those that they look after."""
    through = door(turn, store, knowledge)
    mine = through.audits.mine()
    others = [audit for audit in through.audits.to_look_after() if audit not in mine]
    through.viewed("audits", [audit.child_id for audit in (*mine, *others)])
    return card.overview(mine, others, turn, store, through)


@personal_only
def show(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """One audit."""
    through = door(turn, store, knowledge)
    audit = meant(turn, through)
    if audit is None and "audit" not in turn.data:
        mine = through.audits.mine()
        if len(mine) != 1:
            return listed(turn, store, knowledge)
        [audit] = mine
    if audit is None:
        return Reply(words_of("audits")("not_found"))
    through.viewed("an audit", [audit.child_id])
    return card.one(audit, turn, store, knowledge, through)


@personal_only
def more_time(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Nobody lengthens the framework's three weeks: whoever can do something about it is told that it was asked. Where
    the audit isn't named, it is shown first who would be told, and nobody is."""
    words, through = words_of("audits"), door(turn, store, knowledge)
    audit = meant(turn, through)
    if "audit" not in turn.data:
        mine = [one for one in through.audits.mine() if one.state in (ALLOCATED, ACCEPTED)]
        if len(mine) != 1:
            return listed(turn, store, knowledge)
        [audit] = mine
    if audit is None:
        return Reply(words("not_found"))
    through.viewed("an audit", [audit.child_id])
    if is_stale(turn, audit):
        return card.one(audit, turn, store, knowledge, through, [words("faster_now")])
    hearers = through.audits.who_hears_of_time(audit) if audit.state in (ALLOCATED, ACCEPTED) else []
    if hearers and "audit" not in turn.data:
        return card.more_time(audit, [person.name for person in hearers], turn, through)
    told = through.audits.ask_for_time(audit, turn.at) if hearers else []
    if not told:
        leads = [person.name for person in coordinators(store, turn.today)]
        whom = ", ".join(leads) or words("more_time_nobody")
        return card.one(audit, turn, store, knowledge, through, [words("more_time_to", names=whom)])
    through.changed("asked for more time in an audit", [audit.child_id])
    says = "more_time" if _is_auditor(through, audit) else "more_time_others"
    return card.one(audit, turn, store, knowledge, through, [words(says, names=", ".join(told))])


def has_open(turn: Turn, store: Store) -> bool:
    """Whether they take part in an audit that is not judged yet."""
    through = as_person(store, turn.sender.object_id, turn.at)
    return through.person is not None and any(a.state in (ALLOCATED, ACCEPTED) for a in through.audits.mine())


def is_asked(turn: Turn, store: Store) -> bool:
    """Whether they are asked to accept an audit."""
    through = as_person(store, turn.sender.object_id, turn.at)
    return through.person is not None and bool(_of_the_auditor(through, ALLOCATED))


@personal_only
def asked(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """A bare "accept" may be of anything: the audit that waits for it is shown, and nothing is accepted."""
    words, through = words_of("audits"), door(turn, store, knowledge)
    waiting = _of_the_auditor(through, ALLOCATED)
    if len(waiting) != 1:
        return listed(turn, store, knowledge)
    through.viewed("an audit", [waiting[0].child_id])
    return card.one(waiting[0], turn, store, knowledge, through, [words("accept_which", number=waiting[0].id)])


@personal_only
def accept(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """The auditor says yes."""
    words, through = words_of("audits"), door(turn, store, knowledge)
    audit = meant(turn, through)
    if "audit" not in turn.data:
        asked = _of_the_auditor(through, ALLOCATED)
        if len(asked) > 1:
            return listed(turn, store, knowledge)
        audit = next(iter(asked), None)
    if audit is None or not _is_auditor(through, audit):
        return Reply(words("not_found"))
    if audit.state != ALLOCATED:
        return card.one(audit, turn, store, knowledge, through, [words("answered_already")])
    if is_stale(turn, audit):
        return card.one(audit, turn, store, knowledge, through, [words("faster_now")])
    now = through.audits.accept(audit, turn.at)
    if now is None:
        return Reply(words("faster"))
    through.changed("accepted an audit", [audit.child_id])
    meets = knowledge.audit_tool.kinds[audit.kind].meets
    tips = [words("accepted"), words("tips"), *(words(tip) for tip in _TIPS if meets or tip != _TIPS[0])]
    return card.one(now, turn, store, knowledge, through, tips)


_TIPS = ("tip_meet", "tip_prepare", "tip_serious", "tip_scale")


@personal_only
def decline(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """The auditor can't be the one, and says why."""
    words, through = words_of("audits"), door(turn, store, knowledge)
    audit = meant(turn, through)
    if "audit" not in turn.data:
        mine = _of_the_auditor(through, ALLOCATED, ACCEPTED)
        if len(mine) > 1:
            return listed(turn, store, knowledge)
        audit = next(iter(mine), None)
    if audit is None or not _is_auditor(through, audit):
        return Reply(words("not_found"))
    if is_stale(turn, audit):
        return card.one(audit, turn, store, knowledge, through, [words("faster_now")])
    reason = reason_of(turn)
    if not reason or "audit" not in turn.data:  # "as Alex is off sick" may be no more than a sigh
        return card.one(audit, turn, store, knowledge, through, [words("decline_needs_why", number=audit.id)])
    if through.audits.decline(audit, reason, turn.at) is None:
        return Reply(words("faster"))
    through.changed("declared a conflict in an audit", [audit.child_id])
    return Reply(words("declined", number=audit.id), in_place=True)


@personal_only
def worker(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Who takes part, now that the child has come to another worker."""
    words, through = words_of("audits"), door(turn, store, knowledge)
    audit = meant(turn, through)
    if audit is None:
        return Reply(words("not_found"))
    new = through.taking_part.new_worker(audit)
    if new is None:
        return card.one(audit, turn, store, knowledge, through, [words("worker_settled")])
    if is_stale(turn, audit):
        return card.one(audit, turn, store, knowledge, through, [words("faster_now")])
    decide = through.taking_part.take_on if turn.data.get("who") == "new" else through.taking_part.stay
    now, refused = decide(audit, new, turn.at)
    if now is None:
        return card.one(audit, turn, store, knowledge, through, [words(REFUSED[refused])])
    through.changed("said who takes part in an audit", [audit.child_id])
    said = words(
        "worker_new" if turn.data.get("who") == "new" else "worker_first", name=through.taking_part.first_worker(now)
    )
    return card.one(now, turn, store, knowledge, through, [said])


def expect(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Appendix 2, word for word."""
    words = words_of("audits")
    found = appendix_2(knowledge.framework)
    sheet = Sheet(words("expect_title"))
    for passage in found:
        sheet.say(f"“{passage.text}”")
    sheet.say(stands_in(found[0], knowledge.framework), cards.small)
    return sheet.reply()


def tool(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """What a kind of audit looks at: the framework's tool, or a short one that the council is to confirm."""
    words, kinds = words_of("audits"), knowledge.audit_tool.kinds
    kind = kinds.get(kind_of(str(turn.data.get("kind", "")))) or kinds["case_file"]
    sheet = Sheet(words("tool_title", kind=kind.title))
    for area in kind.areas:
        sheet.together([f"- “{prompt}”" for prompt in area.prompts], first=area.title)
    if kind.is_ours:
        sheet.say(words("tool_ours"))
    else:
        assert kind.areas[0].passage is not None
        sheet.say(stands_in(kind.areas[0].passage, knowledge.framework), cards.small)
    return sheet.reply()


def appendix_2(framework: Framework) -> list[Passage]:
    """What to expect, row by row."""
    return [p for p in framework.passages.values() if p.is_row and p.id.startswith(_APPENDIX_2)]


def _of_the_auditor(through: Door, *states: str) -> list[Audit]:
    """The audits in these states that this person is to make."""
    return [one for one in through.audits.mine() if one.state in states and _is_auditor(through, one)]


def meant(turn: Turn, through: Door) -> Audit | None:
    """The audit that a number names, if it is there for this person."""
    said = str(turn.data.get("audit", ""))
    return through.audits.find(int(said)) if said.isdecimal() and len(said) < 10 else None


def is_stale(turn: Turn, audit: Audit) -> bool:
    """Whether the card that was pressed shows an audit that has changed since; a typed sentence never is."""
    version = turn.data.get("version")
    return version is not None and str(version) != str(audit.version)


def kind_of(said: str) -> str:
    """A kind as it is named in the data, from how it is typed."""
    plain = said.casefold().replace("-", "_").replace(" ", "_")
    return {"reaudit": "re_audit", "multiagency": "multi_agency", "observation_of_practice": "observation"}.get(
        plain, plain
    )


def reason_of(turn: Turn) -> str:
    """The reason that was typed."""
    return " ".join(str(turn.data.get("reason") or "").split())[:LONGEST]


def _is_auditor(through: Door, audit: Audit) -> bool:
    return through.person is not None and through.person.key == audit.auditor_key
