"""The preparation pack as values: one gathering for the card, the text and the Word document."""

from collections.abc import Mapping
from datetime import datetime

from dialogs.audit_preparation import facts_said
from dialogs.audit_preparation.document import Pack, Section
from dialogs.audit_preparation.here import Here, state
from dialogs.core.document import door_for
from dialogs.core.item_words import as_of_line
from dialogs.core.knowledge import Knowledge
from dialogs.core.turn import Json
from dialogs.core.when.say import day_label
from dialogs.core.words import words_of
from storage.people import Person
from storage.preparations import NOT_APPLICABLE
from storage.store import Store

KIND = "audit_preparation.pack"
_LABELS = (("evidence", "pack_evidence"), ("impact", "pack_impact"), ("talk", "pack_talk"))


def pack(here: Here) -> Pack:
    """As it is now; for its auditor as it was shared."""
    words, one = words_of("audit_preparation"), here.one
    known, preparations = here.known(), here.through.preparations
    name = preparations.practitioner(one)
    day = day_label(here.today)
    if one.is_rehearsal:
        by = words("pack_by_rehearsal", name=name, day=day)
    else:
        by = words("pack_by", name=name, auditor=preparations.auditor(one), day=day)
    parts = [(area, one.parts[area.name]) for area in here.areas]
    title = "pack_title_rehearsal" if one.is_rehearsal else "pack_title"
    return Pack(
        words(title, child=here.child),
        (by, words("pack_about"), as_of_line(here.newest)),
        tuple((f"{here.place(a)}. {a.title}", state(part, in_pack=True)) for a, part in parts),
        tuple(facts_said.whole(known, here.knowledge)),
        tuple((day_label(on), what, more) for on, what, more in facts_said.days(known, here.knowledge)),
        tuple(section for area, _ in parts if (section := _section(here, area.name)).noted),
        here.good_practice.talk,
        tuple(f"{area.title}: {part.talk}" for area, part in parts if part.talk),
        tuple(
            words("to_do_line", title=area.title, day=day_label(part.by_on))
            for area, part in here.to_do()
            if part.by_on
        ),
        {label: words(label) for label in _HEADINGS},
    )


_HEADINGS = (
    "pack_readiness",
    "pack_area",
    "pack_state",
    "pack_chronology",
    "pack_in_short",
    "pack_day",
    "pack_what",
    "pack_details",
    "pack_reflections",
    "pack_nothing",
    "pack_good",
    "pack_questions",
    "pack_to_do",
    "pack_none",
    "pack_prompts",
)


def _section(here: Here, name: str) -> Section:
    words, part = words_of("audit_preparation"), here.one.parts[name]
    its = here.area(name)
    assert its is not None, "its name is of this kind"
    noted = [(words(label), text) for field, label in _LABELS if (text := getattr(part, field))]
    if part.ready == NOT_APPLICABLE:
        noted.insert(0, (words("pack_why_not"), part.reason))
    return Section(f"{here.place(its)}. {its.title}", its.prompts, tuple(noted))


def gather(facts: Mapping[str, Json], store: Store, knowledge: Knowledge, person: Person, at: datetime) -> Pack | None:
    """For whoever prepares it, and for the auditor with whom it is shared when the file is fetched."""
    through = door_for(store, knowledge, person, at)
    number, newest = int(str(facts["preparation"])), store.import_runs.newest_days()
    one = through.preparations.find(number)
    is_theirs = one is None
    if one is None:
        one = next((s for s in through.preparations.shared() if s.preparation.id == number), None)
    return pack(Here(one, through, knowledge, at, newest, is_theirs)) if one is not None else None
