"""Returns from before the voice of children had parts of its own keep what they said."""

from alembic import command
from sqlalchemy import text

from storage import schema
from storage.db import Database
from storage.people import Person
from storage.returns import Answer, Part, Session
from tests.storage.support import NOW
from tests.storage.test_schema import migrate


def test_the_one_text_is_kept_and_the_other_parts_are_empty(empty_database: Database) -> None:
    schema.upgrade(empty_database)
    with empty_database.transaction() as store:
        store.people.save(Person("head", "Jo Head"))
        for area in ("early_help", "care_and_disabilities"):
            number = store.returns.add(Session(area, NOW.date(), NOW.date(), "head", "Lead", NOW), [], ["heard"], [])
            assert store.returns.write(Part(number, "heard", 0, "They were heard."))
            session = store.returns.find(number)
            assert session is not None
            assert store.returns.answer(session, Answer(number, "same_text heard", "So it is.", "Jo Head"))
    migrate(empty_database, command.downgrade, "0019")
    with empty_database.engine.connect() as connection:
        assert set(connection.execute(text("SELECT name, text FROM return_parts"))) == {("voice", "They were heard.")}
    schema.upgrade(empty_database)
    with empty_database.reading() as store:
        parts = {number: {part.name: part.text for part in store.returns.parts(number)} for number in (1, 2)}
        assert [answer.key for answer in store.returns.answers(1)] == ["same_text heard"]
    asked = {"heard": "They were heard.", "compliment_themes": "", "complaint_themes": "", "you_said_we_did": ""}
    assert parts[1] == asked
    assert parts[2] == {**asked, "reviewing_officers": ""}
