"""The completed tool as a Word document: what is in it, the same bytes twice, and who gets none."""

import io

import docx

from dialogs.audit_outcome.document import write
from dialogs.audit_outcome.file import gather
from dialogs.core.turn import Sender
from storage.db import Database
from tests.dialogs.audit_outcome.support import (
    ALEX,
    AREAS,
    KNOWN,
    MEGAN,
    OMAR,
    PLAN,
    PRIYA,
    chat,
    final,
    shared,
    written,
)
from tests.dialogs.support import NOW


def fetched(database: Database, who: Sender) -> bytes | None:
    with database.transaction() as store:
        person = store.people.find(who.object_id)
        assert person is not None
        values = gather({"audit": 1}, store, KNOWN, person, NOW)
    return None if values is None else write(values)


def words_in(content: bytes) -> str:
    made = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in made.paragraphs), *cells])


def test_it_has_all_of_the_tool_and_all_that_was_written(demo: Database) -> None:
    chat(demo, PRIYA).hear("outcome 1 comments: A thoughtful record.")
    final(demo, "does not meet good")
    chat(demo, MEGAN).hear("corrective action for audit 1: A new plan by Friday.")
    offered = chat(demo, PRIYA).say("document of outcome 1").document
    assert offered is not None
    assert PLAN not in offered.label + offered.kind
    content = fetched(demo, PRIYA)
    assert content is not None
    said = words_in(content)
    for area in AREAS:
        assert area.title in said
        assert all(prompt in said for prompt in area.prompts)
    for words in (
        "Final, Tuesday 1 September 2026 at 10am.",
        f"{PLAN} (AB 201)",
        "Does not meet good",
        "Evidence: The record of May.",
        "Impact: He is heard.",
        "6 of 10\nthere is drift",
        "A thoughtful record.",
        "he knows his plan",
        "Monday 12 October 2026",
        "A new plan by Friday.",
        "The tool: Appendix 1 - the audit tool.",
        "The scale: Professional Challenge.",
    ):
        assert words in said, words
    assert fetched(demo, PRIYA) == content


def test_a_draft_says_that_it_is_one_and_is_for_whom_it_was_shared_with(demo: Database) -> None:
    written(demo)
    assert fetched(demo, ALEX) is None
    shared(demo)
    content = fetched(demo, ALEX)
    assert content is not None
    assert "DRAFT: not for the child's file." in words_in(content)
    assert fetched(demo, MEGAN) is None
    assert fetched(demo, OMAR) is None


def test_an_area_that_does_not_apply_says_why_and_has_no_empty_impact(demo: Database) -> None:
    written(demo)
    chat(demo, PRIYA).hear("outcome 1 area 10: not applicable because he is six")
    content = fetched(demo, PRIYA)
    assert content is not None
    [row] = [
        [cell.text for cell in row.cells]
        for table in docx.Document(io.BytesIO(content)).tables
        for row in table.rows
        if row.cells[0].text.startswith(AREAS[9].title)
    ]
    assert row[1:] == ["Not applicable", "Because: he is six"]
