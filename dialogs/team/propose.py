"""From a sentence or button to something settled: asked for what is missing, read back, confirmed, done once."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from dialogs.core.knowledge import Knowledge
from dialogs.core.personal import Flow, door, personal_only
from dialogs.core.reply import Reply
from dialogs.core.turn import Json, Turn
from dialogs.core.words import words_of
from dialogs.team import card_act
from dialogs.team.act import LONGEST, Act, Checked, Here
from dialogs.team.acts import ACTS
from standards_kb.history import as_of
from storage.proposals import DONE, DROPPED, OPEN, Proposal
from storage.store import Store


def begin(name: str) -> Flow:
    """The flow that proposes an act, told by a sentence or a button's data."""
    return personal_only(partial(_begin, ACTS[name]))


@personal_only
def answer(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """A form that was sent, or one answer in words to what was asked first."""
    here, proposal, gone = _opened(turn, store, knowledge)
    if here is None or proposal is None:
        return gone
    act = ACTS[proposal.act]
    before = _checked(act, proposal.told, here)
    given = {ask.field: turn.data.get(ask.field) for ask in before.asks}
    if "said" in turn.data and before.asks:
        given = {before.asks[0].field: turn.data["said"]}
    told = {**proposal.told, **{name: value[:LONGEST] for name, value in given.items() if isinstance(value, str)}}
    now, in_place = replace(proposal, told=told), "said" not in turn.data
    checked = _checked(act, told, here)
    if checked.refused:  # what was asked stands there still, as it was answered
        return card_act.refused(act, now, before, [checked.refused], in_place=in_place)
    return _again(act, now, here, in_place=in_place)


@personal_only
def confirm(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Do it, if it is still what was read back."""
    words = words_of("team")
    here, proposal, gone = _opened(turn, store, knowledge)
    if here is None or proposal is None:
        return gone
    act, in_place = ACTS[proposal.act], "version" in turn.data
    checked = _checked(act, proposal.told, here)
    if turn.data.get("version", proposal.version) != proposal.version:
        return card_act.current(act, proposal, checked, [words("stale")], in_place=in_place)
    if checked.refused:
        return card_act.refused(act, proposal, checked, [checked.refused], in_place=in_place)
    if (checked.asks and not all(ask.is_optional for ask in checked.asks)) or checked.wrong:
        return card_act.current(act, proposal, checked, in_place=in_place)
    if checked.basis != proposal.told.get("basis", ""):
        return _again(act, proposal, here, [words("decided_meanwhile")], in_place=in_place)
    if not here.through.managing.proposals.change(replace(proposal, state=DONE)):
        return Reply(words("done_already"))
    lines = act.do({**checked.told, "basis": checked.basis}, here)
    if lines is None:
        reopened = replace(proposal, version=proposal.version + 1)
        return _again(act, reopened, here, [words("decided_meanwhile")], in_place=in_place)
    return card_act.done(act, lines, in_place=in_place)


@personal_only
def drop(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Leave it as it was."""
    here, proposal, gone = _opened(turn, store, knowledge)
    if here is None or proposal is None:
        return gone
    here.through.managing.proposals.change(replace(proposal, state=DROPPED))
    return Reply(words_of("team")("dropped"))


def read_back(proposal: Proposal, turn: Turn, store: Store, knowledge: Knowledge) -> tuple[Sequence[str], bool] | None:
    """What an open one would do, or asks, and whether it can be done; None if it isn't to be seen any more."""
    here, found, _gone = _opened(replace(turn, data={"proposal": proposal.id}), store, knowledge)
    if here is None or found is None:
        return None
    act = ACTS[found.act]
    checked = _checked(act, found.told, here)
    _viewed(act, found, checked, here)
    if checked.refused:
        return [checked.refused], False
    return [*checked.lines, *(ask.question for ask in checked.asks[:1])], not checked.asks


def _begin(act: Act, turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    words, through = words_of("team"), door(turn, store, knowledge)
    if through.person is None or through.reached(act.needs).is_nothing:
        return Reply(words(_NOT_FOR.get(act.name, "not_for_you")))
    here = Here(turn, store, knowledge, through, through.person, as_of(turn.at))
    told: dict[str, Json] = {name: value for name, value in turn.data.items() if isinstance(value, str)}
    if act.of_child:
        meant = through.meant(str(told.get("child", "")))
        if len(meant) > 1:
            through.viewed("which child was meant", meant)
            return Reply(words("which_child", said=told["child"], ids=", ".join(meant)))
        told["child"] = meant[0]
        if not through.let_in(act.needs, meant[0]):
            through.find(meant[0])
            return Reply(words("child_unknown"))
    proposal = Proposal(here.person.key, act.name, told, turn.at, str(told["child"]) if act.of_child else None)
    checked = _checked(act, told, here)
    if checked.refused:
        return Reply(checked.refused)
    proposal = replace(proposal, told={**checked.told, "basis": checked.basis})
    proposal = replace(proposal, id=here.through.managing.proposals.add(proposal))
    _viewed(act, proposal, checked, here)
    return card_act.current(act, proposal, checked, in_place=False)


# What only some managers may agree to is said to be so.
_NOT_FOR = {"head_agreed": "only_head"}


def _opened(turn: Turn, store: Store, knowledge: Knowledge) -> tuple[Here | None, Proposal | None, Reply]:
    """The open proposal that a card or sentence names, of whoever made it, as long as they may; else what to say."""
    words, through = words_of("team"), door(turn, store, knowledge)
    number = turn.data.get("proposal")
    proposal = through.managing.proposals.find(number) if type(number) is int and abs(number) < 2**31 else None
    if through.person is None or proposal is None or proposal.staff_key != through.person.key:
        return None, None, Reply(words("proposal_gone"))
    if proposal.state != OPEN:
        return None, None, Reply(words("done_already" if proposal.state == DONE else "dropped"))
    needs = ACTS[proposal.act].needs
    may = through.let_in(needs, proposal.child_id) if proposal.child_id else not through.reached(needs).is_nothing
    if not may:
        return None, None, Reply(words("child_unknown"))
    return Here(turn, store, knowledge, through, through.person, as_of(turn.at)), proposal, Reply("")


def _again(act: Act, proposal: Proposal, here: Here, notes: list[str] | None = None, *, in_place: bool) -> Reply:
    """The proposal as it is now, kept."""
    checked = _checked(act, proposal.told, here)
    if checked.refused:
        return card_act.refused(act, proposal, checked, [*(notes or ()), checked.refused], in_place=in_place)
    kept = replace(proposal, told={**checked.told, "basis": checked.basis}, state=OPEN)
    if not here.through.managing.proposals.change(kept):
        return Reply(words_of("team")("stale"))
    _viewed(act, kept, checked, here)
    return card_act.current(act, replace(kept, version=kept.version + 1), checked, notes or (), in_place=in_place)


def _viewed(act: Act, proposal: Proposal, checked: Checked, here: Here) -> None:
    of = [proposal.child_id] if proposal.child_id else checked.about
    if of:
        here.through.viewed(f"what a decision would change: {act.name}", of)


def _checked(act: Act, told: Mapping[str, Json], here: Here) -> Checked:
    return act.check(Checked({name: value for name, value in told.items() if name != "basis"}), here)
