"""Whose eyes see a preparation: sharing it, taking it back, throwing it away, and the auditor's word on an area."""

from dataclasses import replace

from dialogs.audit_preparation import card, card_more
from dialogs.audit_preparation.flow import named, not_found, shared, theirs
from dialogs.audit_preparation.here import Here
from dialogs.core import cards
from dialogs.core.audit_sheet import AuditSheet
from dialogs.core.knowledge import Knowledge
from dialogs.core.masking import personal_in
from dialogs.core.personal import door, personal_only
from dialogs.core.reply import Reply
from dialogs.core.turn import Json, Turn
from dialogs.core.words import words_of
from standards_kb.audit_tool import Area
from storage.preparations import AGREED, TEXTS, WANTED
from storage.store import Store


@personal_only
def pack(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """The whole, as a card and as a document."""
    through = door(turn, store, knowledge)
    here = theirs(turn, store, knowledge, through) or shared(turn, store, knowledge, through)
    if here is None:
        return not_found()
    through.viewed("an audit preparation", [here.one.child.id])
    return card_more.theirs(here) if here.is_theirs else card_more.whole(here)


@personal_only
def share(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Share it, once they have said yes to what that means."""
    words, through = words_of("audit_preparation"), door(turn, store, knowledge)
    here = theirs(turn, store, knowledge, through)
    if here is None:
        return not_found()
    if not here.one.may_share:
        return Reply(words("share_rehearsal" if here.one.is_rehearsal else "share_not_now"))
    if turn.data.get("sure") != "yes":
        return _ask(here)
    version = turn.data.get("version")
    is_stale = version is not None and str(version) != str(here.one.preparation.version)
    if is_stale or not through.preparations.share(here.one, turn.at):
        fresh = theirs(turn, store, knowledge, through)
        return replace(_ask(fresh, words("share_changed")), in_place=True) if fresh is not None else not_found()
    through.changed("an audit preparation shared with its auditor", [here.one.child.id])
    done = words("share_done", auditor=through.preparations.auditor(here.one), number=here.number)
    return _fresh(turn, store, knowledge, done)


@personal_only
def unshare(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """The auditor sees it no more."""
    words, through = words_of("audit_preparation"), door(turn, store, knowledge)
    here = theirs(turn, store, knowledge, through)
    if here is None:
        return not_found()
    if not here.one.preparation.shared_with:
        return Reply(words("unshare_none"))
    if not through.preparations.unshare(here.one):
        return Reply(words("faster", number=here.number))
    through.changed("an audit preparation no longer shared", [here.one.child.id])
    return _fresh(turn, store, knowledge, words("unshare_done", auditor=through.preparations.auditor(here.one)))


@personal_only
def delete(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Throw it away, once they have said yes."""
    words, through = words_of("audit_preparation"), door(turn, store, knowledge)
    here = theirs(turn, store, knowledge, through)
    if here is None:
        return not_found()
    if turn.data.get("sure") == "yes":
        through.preparations.remove(here.one)
        through.changed("an audit preparation deleted", [here.one.child.id])
        return Reply(words("delete_done", number=here.number), in_place=True)
    sheet = AuditSheet(words("delete_title"), words("summary"), here.raisable)
    sheet.say(words("title_rehearsal" if here.one.is_rehearsal else "title", child=here.child))
    sheet.say(words("delete_what"))
    same: dict[str, Json] = {"preparation": here.number}
    sheet.act(cards.execute(words("delete_yes"), "audit_preparation.delete", {**same, "sure": "yes"}))
    sheet.act(cards.say(words("delete_no"), "audit_preparation.show", same))
    sheet.typed(words("delete_typed", number=here.number))
    return sheet.reply()


@personal_only
def decide(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """The auditor agrees that an area doesn't apply, or wants to look at it all the same."""
    words, through = words_of("audit_preparation"), door(turn, store, knowledge)
    here = shared(turn, store, knowledge, through)
    if here is None:
        return not_found()
    its, wish = named(turn, here), str(turn.data.get("is"))
    is_read = "title" in turn.data or (
        isinstance(its, Area) and turn.data.get("reason") == here.one.parts[its.name].reason
    )
    if not isinstance(its, Area) or wish not in (AGREED, WANTED) or not is_read:
        return card_more.theirs(here, words("decided_no"))
    if not through.preparations.decide(here.one, its.name, wish, turn.at):
        return card_more.theirs(here, words("decided_no"))
    through.changed("whether an area applies in an audit", [here.one.child.id])
    fresh = shared(turn, store, knowledge, through)
    name = through.preparations.practitioner(here.one)
    done = words("decided_agreed" if wish == AGREED else "decided_wanted", name=name)
    return card_more.decided(fresh or here, done)


def _ask(here: Here, lead: str = "") -> Reply:
    words, one = words_of("audit_preparation"), here.one
    auditor = here.through.preparations.auditor(one)
    sheet = AuditSheet(words("share_title", auditor=auditor), words("summary"), here.raisable)
    sheet.say(lead)
    sheet.say(words("share_what", auditor=auditor))
    if here.left:
        sheet.say(words("share_left", number=len(here.left), all=len(here.areas)))
    texts = [getattr(part, name) for part in one.parts.values() for name in TEXTS]
    found = dict.fromkeys(word for text in texts for word in personal_in(text, here.knowledge.vocabulary))
    if found:
        sheet.say(words("share_names", found=", ".join([*found][:10])), cards.wrong)
    same: dict[str, Json] = {"preparation": here.number, "version": one.preparation.version}
    sheet.act(cards.execute(words("share_yes"), "audit_preparation.share", {**same, "sure": "yes"}))
    sheet.act(cards.say(words("share_no"), "audit_preparation.show", {"preparation": here.number}))
    sheet.typed(words("share_typed", number=here.number))
    return card.unkept(sheet)


def _fresh(turn: Turn, store: Store, knowledge: Knowledge, lead: str) -> Reply:
    through = door(turn, store, knowledge)
    one = theirs(turn, store, knowledge, through)
    if one is None:
        return not_found()
    return replace(card.after(one, lead), in_place=True)
