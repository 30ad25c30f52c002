"""Recording, step by step: what was said, what is still missing, what was understood, saved."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from dialogs.core.items import names
from dialogs.core.knowledge import Knowledge
from dialogs.core.personal import Flow, door, personal_only
from dialogs.core.reply import Reply
from dialogs.core.sheet import Sheet
from dialogs.core.turn import Turn
from dialogs.core.words import words_of
from dialogs.visits import card_happening as show_happening
from dialogs.visits import card_report as show
from dialogs.visits import save as writing
from dialogs.visits.amend import Change
from dialogs.visits.amend import amended as changed
from dialogs.visits.asks import YES, Answer, Ask, answered, asks, goes_for_all, is_dropping, is_saving, noted
from dialogs.visits.beside import second_worker
from dialogs.visits.card import Shown, offers
from dialogs.visits.card_happening import title
from dialogs.visits.happenings import IN_TOUCH, happenings, is_known
from dialogs.visits.report import VISIT, Said
from dialogs.visits.standing import Here, as_saved, closed, current, opened
from dialogs.visits.subjects import Subject, as_of_next, subjects
from dialogs.visits.weigh import weighed
from standards_kb.history import as_of
from storage.reports import DROPPED, Report, ReportedChild
from storage.store import Store


def begin(said: Said, text: str) -> Flow:
    """Take up what a sentence tells."""
    return personal_only(partial(_begin, said, text))


@personal_only
def record(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Begin a visit's report from a card, for the child of the card; without one, offer somebody's own."""
    child = str(turn.data.get("child", ""))
    if child:
        return _begin(Said(VISIT, (child,)), "", turn, store, knowledge)
    words, through = words_of("visits"), door(turn, store, knowledge)
    own = through.caseload("whom to record a visit for") or ()
    sheet = Sheet(words("record_whom"), words("summary_report"))
    sheet.say(words("record_typed"))
    offers(sheet, [(name, "visits.record", {"child": child}) for child, name in names(own).items()])
    return sheet.reply()


@personal_only
def done(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Begin the report of something other than a visit, from a card."""
    kind = str(turn.data.get("stream", ""))
    if kind not in happenings():
        return Reply(words_of("visits")("report_gone"))
    return _begin(Said(kind, (str(turn.data.get("child", "")),)), "", turn, store, knowledge)


@personal_only
def answer(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """The fields of a card."""
    here, report, theirs = opened(turn, store, knowledge)
    if not isinstance(theirs, list) or here is None or report is None:
        return closed(turn, store, knowledge)
    wanted = asks(report, theirs, every=True)
    typed = {a.id: str(turn.data[a.id])[:200] for a in wanted if isinstance(turn.data.get(a.id), str | bool | int)}
    typed = {name: value for name, value in typed.items() if value.strip()}
    if "corrects" in report.told and typed:
        typed.setdefault("happened", YES)
    if turn.data.get("version") != report.version:
        return current(here, report, theirs, [words_of("visits")("stale")], typed)
    answers = [(ask, answered(ask, typed[ask.id], report, turn.at)) for ask in wanted if ask.id in typed]
    return _answered(here, report, theirs, answers, typed)


def typed(text: str) -> Flow:
    """An answer in words to what was asked last."""
    return personal_only(partial(_typed, text))


def amended(change: Change) -> Flow:
    """Change what was told last in words, as far as they say; read back again."""
    return personal_only(partial(_amended, change))


@personal_only
def again(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Every field of what was told last, as a change of it wasn't understood; nothing is saved."""
    here, report, theirs = opened(turn, store, knowledge, newest=True)
    if not isinstance(theirs, list) or here is None or report is None:
        return closed(turn, store, knowledge)
    every, why = asks(report, theirs, every=True), [words_of("visits")("change_unclear")]
    return show.form(report, theirs, every, knowledge.timescales, errors=why)


@personal_only
def form(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """What is still to be said before it can be saved; or every field, to be changed."""
    here, report, theirs = opened(turn, store, knowledge, newest=True)
    if not isinstance(theirs, list) or here is None or report is None:
        return closed(turn, store, knowledge)
    missing = asks(report, theirs)
    wanted = missing or asks(report, theirs, every=True)
    return show.form(report, theirs, wanted, knowledge.timescales, errors=[words_of("visits")("not_saved_yet")])


@personal_only
def once_more(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """What would be saved, where "yes" may have been about something else."""
    here, report, theirs = opened(turn, store, knowledge, newest=True)
    if not isinstance(theirs, list) or here is None or report is None:
        return closed(turn, store, knowledge)
    here.through.work.reports.change(replace(report, changed_at=turn.at))  # from now on "yes" is about this
    report = replace(report, version=report.version + 1)
    return current(here, report, theirs, [words_of("visits")("not_saved_yet")], {}, in_place=False)


@personal_only
def save(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Save what was read back; a second time changes nothing, and an old card gets the current one."""
    here, report, theirs = opened(turn, store, knowledge)
    if not isinstance(theirs, list) or here is None or report is None:
        return closed(turn, store, knowledge)
    if turn.data.get("version") != report.version:
        return current(here, report, theirs, [words_of("visits")("stale")], {})
    return _save(here, report, theirs)


@personal_only
def change(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Every field again."""
    here, report, theirs = opened(turn, store, knowledge)
    if not isinstance(theirs, list) or here is None or report is None:
        return closed(turn, store, knowledge)
    return show.form(report, theirs, asks(report, theirs, every=True), knowledge.timescales, in_place=True)


@personal_only
def drop(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Save nothing."""
    here, report, _ = opened(turn, store, knowledge)
    if here is None or report is None:
        return closed(turn, store, knowledge)
    here.through.work.reports.change(replace(report, state=DROPPED))
    return Reply(words_of("visits")("dropped"))


def cancel(_turn: Turn, _store: Store, _knowledge: Knowledge) -> Reply:
    """Typed where nothing is open."""
    return Reply(words_of("visits")("cancel_nothing"))


def _begin(said: Said, text: str, turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    words, through = words_of("visits"), door(turn, store, knowledge)
    if through.person is None:
        return Reply(words("not_for_you"))
    ids: list[str] = []
    for called in said.children:
        meant = through.named(called)
        if len(meant) > 1:
            sheet = Sheet(words("which_child", said=called), words("summary_report"))
            through.viewed("which child was meant", meant)
            offers(sheet, [(one, "visits.say", {"text": text.replace(called, one)}) for one in meant])
            return sheet.reply()
        ids += [meant[0]] if meant[0] not in ids else []
    theirs = subjects(through, knowledge, ids, as_of(turn.at))
    if isinstance(theirs, str):
        return Reply(words("cannot_record", child=theirs))
    here = Here(turn, store, knowledge, through, through.person)
    told: dict[str, Any] = {
        **said.told,
        **({"with": second_worker(said.told["with"], store, here.person)} if "with" in said.told else {}),
    }
    if said.kind != VISIT and not is_known(said.kind, theirs):
        if said.kind == IN_TOUCH:
            return Reply(words("no_visit_call", child=theirs[0].called))
        return Reply(words("nothing_to_meet", what=title(said.kind, knowledge.timescales)))
    if "several" in told:
        return Reply(words("each_its_day", child=theirs[0].called))
    told["today"] = turn.today.isoformat()
    children = tuple(ReportedChild(child_id, dict(said.each)) for child_id in ids)
    report = Report(here.person.key, said.kind, told, children, turn.at, turn.at)
    report, wrong = weighed(report, {}, theirs, turn.at, knowledge)
    report = noted(report, theirs)
    report = replace(report, id=through.work.reports.add(report))
    notes = [wrong] if wrong else []
    if said.beside:
        only, others = ", ".join(subject.called for subject in theirs), ", ".join(said.beside)
        notes.append(words("only_these", children=only, others=others))
    return current(here, report, theirs, notes, {}, in_place=False)


def _typed(text: str, turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    here, report, theirs = opened(turn, store, knowledge, newest=True)
    if not isinstance(theirs, list) or here is None or report is None:
        return closed(turn, store, knowledge)
    if is_dropping(text):
        here.through.work.reports.change(replace(report, state=DROPPED))
        return Reply(words_of("visits")("dropped"))
    wanted = asks(report, theirs)
    if wanted:
        to_all = goes_for_all(text)
        asked = [a for a in wanted if a.field == wanted[0].field] if to_all else wanted[:1]
        answers = [(ask, answered(ask, to_all or text, report, turn.at)) for ask in asked]
        return _answered(here, report, theirs, answers, {}, in_place=False)
    if is_saving(text):
        return _save(here, report, theirs, in_place=False)
    return show.form(report, theirs, asks(report, theirs, every=True), knowledge.timescales)


def _amended(change: Change, turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    here, report, theirs = opened(turn, store, knowledge, newest=True)
    if not isinstance(theirs, list) or here is None or report is None:
        return closed(turn, store, knowledge)
    if change.told.get("with"):
        second: Any = second_worker(str(change.told["with"]), store, here.person)
        change = replace(change, told={**change.told, "with": second})
    stay = [subject for place, subject in enumerate(theirs) if place not in change.without]
    return _kept(here, report, changed(report, change, turn.at), stay, [], {}, in_place=False)


def _answered(
    here: Here,
    report: Report,
    theirs: list[Subject],
    answers: Sequence[tuple[Ask, Answer]],
    typed: dict[str, str],
    *,
    in_place: bool = True,
) -> Reply:
    told, children, errors = dict(report.told), list(report.children), list[str]()
    for ask, found in answers:
        if found.told is None:
            errors.append(found.error)
        elif ask.place is not None:
            child = children[ask.place]
            children[ask.place] = replace(child, told={**child.told, **found.told})
        elif ask.field == "with":
            told["with"] = second_worker(found.told["with"], here.store, here.person)
        else:
            told.update(found.told)
    new = replace(report, told=told, children=tuple(children), changed_at=here.at)
    return _kept(here, report, new, theirs, errors, typed, in_place=in_place)


def _kept(
    here: Here,
    report: Report,
    new: Report,
    theirs: list[Subject],
    errors: list[str],
    typed: dict[str, str],
    *,
    in_place: bool,
) -> Reply:
    """What it has become, as far as that can be; shown again."""
    new, why = weighed(new, report.told, theirs, here.at, here.knowledge)
    errors += [why] if why else []
    new = noted(new, theirs)
    if not here.through.work.reports.change(new):
        return closed(here.turn, here.store, here.knowledge)
    new = replace(new, version=report.version + 1)
    wrong = typed if errors else {}
    return current(here, new, theirs, errors, wrong, in_place=in_place)


def _save(here: Here, report: Report, theirs: list[Subject], *, in_place: bool = True) -> Reply:
    missing = asks(report, theirs)
    if missing:
        return show.form(report, theirs, missing, here.knowledge.timescales, in_place=in_place)
    saved = writing.save(here.through, report, theirs, here.at)
    if saved is None:
        return closed(here.turn, here.store, here.knowledge)
    now = as_of_next(as_of(here.at))
    after = subjects(here.through, here.knowledge, [s.id for s in theirs], now)
    assert isinstance(after, list), "they were theirs a moment ago"
    shown = Shown(here.store, here.knowledge, now)
    if saved.kind != VISIT:
        came = [show_happening.came(was, now_is, shown) for was, now_is in zip(theirs, after, strict=True)]
        children = [
            replace(c, told={**c.told, "came": show_happening.waiting(lines, c)})
            for c, lines in zip(saved.children, came, strict=True)
        ]
        saved = replace(saved, children=tuple(children))
        here.through.work.reports.change(saved)
        saved = replace(saved, version=saved.version + 1)
    return as_saved(saved, after, here.person, shown, in_place=in_place)
