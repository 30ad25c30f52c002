"""The preparation pack: the same as a card, as text and as a Word document; for whom, and for whom not."""

import io
from dataclasses import replace
from datetime import datetime

import docx

from dialogs.audit_preparation import document, pack
from dialogs.audit_preparation.document import Pack
from dialogs.core.document import DOCX
from dialogs.registry import features
from storage.db import Database
from storage.preparations import NOT_YET, YES
from storage.roles import Role
from tests.dialogs.audit_preparation.support import AUDITOR, full, preparation, save, worker
from tests.dialogs.support import NOW, audit_tool, knowledge
from tests.dialogs.visits.support import chat
from tests.storage.council import OWN, STAFF

LONG = "She tells me what she wants, and it is in her plan. " * 20


def made(database: Database, role: Role = Role.PRACTITIONER, at: datetime = NOW) -> Pack | None:
    with database.transaction() as store:
        return pack.gather({"preparation": 1}, store, knowledge(), STAFF[role], at)


def filled(database: Database) -> Pack:
    save(database, "involvement", ready=YES, evidence="Direct work of 3 August", impact=LONG, talk="More time")
    save(database, "diversity", ready=NOT_YET, by="Friday")
    save(database, "independence", applies="no", reason="She is four")
    save(database, "good_practice", talk="Her wishes led the plan")
    found = made(database)
    assert found is not None
    return found


def text_of(content: bytes) -> str:
    read = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in read.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in read.paragraphs), *cells])


def test_everything_is_in_the_document(begun: Database) -> None:
    said = text_of(document.write(filled(begun)))
    for line in (
        "Preparation pack: audit of AB 001",
        "Practitioner Example, for the meeting with Auditor Example. As of Tuesday 1 September 2026.",
        "Direct work of 3 August",
        LONG.strip(),
        "Children, young people and families are appropriately involved: More time",
        "Consideration and impact of diversity: by Friday 4 September 2026",
        "proposed as not applicable",
        "She is four",
        "Her wishes led the plan",
        "Child in Need plan: since Monday 2 March 2026.",
        *(f"“{prompt}”" for prompt in audit_tool().kinds["case_file"].areas[0].prompts),
    ):
        assert line in said, line
    assert OWN not in said


def test_the_same_values_give_the_same_bytes(begun: Database) -> None:
    found = filled(begun)
    assert document.write(found) == document.write(replace(found))


def test_the_document_is_accessible(begun: Database) -> None:
    read = docx.Document(io.BytesIO(document.write(filled(begun))))
    assert read.core_properties.language == "en-GB"
    headings = [p.text for p in read.paragraphs if p.style is not None and p.style.name.startswith("Heading")]
    assert headings[:5] == ["Readiness by area", "Good practice", "To talk about", "Still to do", "Reflections"]
    assert all(table.rows[0]._tr.xpath("w:trPr/w:tblHeader") for table in read.tables)


def test_the_card_says_the_same_in_short_and_offers_it(begun: Database) -> None:
    filled(begun)
    reply = worker(begun).say("preparation 1 pack")
    assert reply.document is not None
    assert (reply.document.kind, reply.document.child_id) == (pack.KIND, OWN)
    assert OWN not in reply.document.label
    assert "On file: Direct work of 3 August" in reply.text
    assert LONG.strip() not in reply.text
    assert "whole in the Word document" in reply.text


def test_a_card_full_of_long_texts_is_not_too_large(begun: Database) -> None:
    for area in audit_tool().kinds["case_file"].areas:
        name = area.name.removeprefix("audit_tool.")
        save(begun, name, ready=YES, evidence=LONG * 2, impact=LONG * 2, talk=LONG * 2)
    worker(begun).hear("preparation 1 pack")
    worker(begun).hear("preparation 1 area 1")
    worker(begun).hear("share preparation 1, yes")
    chat(begun, AUDITOR).hear("preparation 1")


def test_who_gets_it(begun: Database) -> None:
    filled(begun)
    assert made(begun, Role.AUDITOR) is None
    assert made(begun, Role.MANAGER) is None
    worker(begun).hear("share preparation 1, yes")
    save(begun, "outcomes", ready=YES, evidence="Written later")
    theirs = made(begun, Role.AUDITOR)
    assert theirs is not None
    assert "proposed as not applicable" in {state for _, state in theirs.readiness}
    assert "Written later" not in text_of(document.write(theirs))
    assert made(begun, Role.MANAGER) is None
    worker(begun).hear("stop sharing preparation 1")
    assert made(begun, Role.AUDITOR) is None
    assert preparation(begun).shared == ()


def test_it_is_declared() -> None:
    [its] = [d for feature in features() for d in feature.documents if d.kind == pack.KIND]
    assert (its.name, its.media_type) == ("audit-preparation.docx", DOCX)
    assert full("outcomes") == "audit_tool.outcomes"
