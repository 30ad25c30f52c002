"""Questions asked, with personal data masked and without who asked, and what the last one in a chat was about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from storage.tables import questions, recent_subjects
from storage.upsert import insert_or_update

_IDS = range(1, 2**31)  # what the column can hold; the drivers refuse anything else
_add = insert(questions)
_talked_about = select(recent_subjects.c.question_id, recent_subjects.c.passage_ids).where(
    recent_subjects.c.conversation_id == bindparam("conversation"),
    recent_subjects.c.object_id == bindparam("person"),
    recent_subjects.c.asked_at >= bindparam("since"),
)


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question as kept: masked words, outcome and reason, what was cited (ids best first, then that of a national
    rule and a short form), and what the asker thought."""

    id: int
    asked_at: datetime
    words: str
    outcome: str
    reason: str
    cited: tuple[str, ...]
    edition: str
    helpful: bool | None
    missing: str


NOT_KEPT: Final = 0  # the id of a question that tells of a case: nothing of it is kept, nor can it be rated


@dataclass(frozen=True, slots=True)
class Subject:
    """What a chat is about: the last question, and the passages that its answer cited, best first."""

    question_id: int
    passage_ids: tuple[str, ...]


class Questions:
    """The rows of `questions` and `recent_subjects`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, at: datetime, words: str, outcome: str, reason: str, cited: Sequence[str], edition: str) -> int:
        """Keep a question whose words are masked already; its id."""
        about = {"outcome": outcome, "reason": reason, "cited": list(cited), "edition": edition}
        row = {"asked_at": at, "words": words, **about, "missing": ""}
        key = self._connection.execute(_add, row).inserted_primary_key
        assert key is not None
        return int(key[0])

    def find(self, question_id: int) -> AskedQuestion | None:
        """One question; None if there is none of this id, whatever a card claims."""
        if question_id not in _IDS:
            return None
        row = self._connection.execute(select(questions).where(questions.c.id == question_id)).one_or_none()
        return None if row is None else _asked(row)

    def rate(self, question_id: int, *, helpful: bool, missing: str = "") -> bool:
        """Keep whether the answer helped, and what was missing (masked already), which only another text replaces;
        False if the question is gone."""
        if question_id not in _IDS:
            return False
        said = {"missing": missing} if missing else {}
        statement = update(questions).where(questions.c.id == question_id).values(helpful=helpful, **said)
        return self._connection.execute(statement).rowcount == 1

    def since(self, start: datetime) -> list[AskedQuestion]:
        """Every question asked at or after an instant, oldest first."""
        rows = self._connection.execute(select(questions).where(questions.c.asked_at >= start).order_by(questions.c.id))
        return [_asked(row) for row in rows]

    def talk_about(self, conversation_id: str, object_id: str, at: datetime, subject: Subject) -> None:
        """Remember what somebody's last answer in a chat was about."""
        key = {"conversation_id": conversation_id, "object_id": object_id}
        about = {"question_id": subject.question_id, "passage_ids": list(subject.passage_ids)}
        insert_or_update(self._connection, recent_subjects, {**key, "asked_at": at, **about})

    def talked_about(self, conversation_id: str, object_id: str, since: datetime) -> Subject | None:
        """What somebody's last answer in a chat was about, if it came at or after an instant."""
        about = {"conversation": conversation_id, "person": object_id, "since": since}
        found = self._connection.execute(_talked_about, about).one_or_none()
        return None if found is None else Subject(found.question_id, tuple(found.passage_ids))

    def purge(self, questions_before: datetime, subjects_before: datetime) -> int:
        """Forget what is older than these instants; how many questions."""
        self._connection.execute(delete(recent_subjects).where(recent_subjects.c.asked_at < subjects_before))
        return self._connection.execute(delete(questions).where(questions.c.asked_at < questions_before)).rowcount


def _asked(row: Row[tuple[object, ...]]) -> AskedQuestion:
    return AskedQuestion(
        id=row.id,
        asked_at=row.asked_at,
        words=row.words,
        outcome=row.outcome,
        reason=row.reason,
        cited=tuple(row.cited),
        edition=row.edition,
        helpful=row.helpful,
        missing=row.missing,
    )
