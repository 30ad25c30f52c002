"""Files on request: an offer is kept with its turn, and made when it is fetched, for whom it was offered to alone."""

import logging
import pickle
import secrets
import subprocess
import sys
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final, TypeAlias

from dialogs.core.document import Document, Write
from dialogs.core.feature import Feature
from dialogs.core.knowledge import Knowledge
from dialogs.core.reply import Reply
from dialogs.core.turn import Scope, Turn
from dialogs.core.words import words_of
from storage.access import door_of
from storage.db import Database
from storage.document_offers import DocumentOffer
from storage.people import Person
from storage.store import Store

GOOD_FOR: Final = timedelta(hours=1)
AT_ONCE: Final = 2  # files being written
WAIT_SECONDS: Final = 60.0
MOST_BYTES: Final = 20 * 2**20

_logger = logging.getLogger(__name__)

Kinds: TypeAlias = Mapping[str, Document]


@dataclass(frozen=True, slots=True)
class Made:
    """A file."""

    name: str
    media_type: str
    content: bytes


class NotMade(Exception):
    """Why there is no file: a sentence for the person."""


def by_kind(features: Iterable[Feature]) -> dict[str, Document]:
    """All kinds of files."""
    return {document.kind: document for feature in features for document in feature.documents}


def keep(reply: Reply, kinds: Kinds, turn: Turn, store: Store) -> Reply:
    """Keep a reply's offer, in its transaction; the reply with the id by which the file is fetched."""
    offer = reply.document
    person = store.people.find(turn.sender.object_id) if turn.sender.object_id else None
    if offer is None or person is None or turn.conversation.scope is not Scope.PERSONAL:
        return replace(reply, document=None)
    kept = DocumentOffer(secrets.token_urlsafe(24), person.key, offer.kind, dict(offer.facts), offer.child_id, turn.at)
    store.document_offers.add(kept)
    return replace(reply, document=replace(offer, id=kept.id, name=kinds[offer.kind].name))


class Documents:
    """Makes what was offered; safe to share."""

    def __init__(self, database: Database, features: Sequence[Feature], knowledge: Knowledge) -> None:
        self._database = database
        self._kinds = by_kind(features)
        self._knowledge = knowledge
        self._places = threading.BoundedSemaphore(AT_ONCE)

    def accept(self, offer_id: str, object_id: str, at: datetime) -> Made:
        """The file for whoever was offered it and takes it up, once. NotMade otherwise."""
        return self._make(offer_id, at, object_id, use_up=True)

    def decline(self, offer_id: str, object_id: str, at: datetime) -> None:
        """It isn't wanted: the offer is over. Nothing happens for anybody but whom it was offered to."""
        with self._database.transaction() as store:
            offer = store.document_offers.find(offer_id)
            person = store.people.find(object_id) if object_id else None
            if offer is not None and person is not None and person.key == offer.staff_key:
                store.document_offers.use(offer_id, at)

    def fetch(self, offer_id: str, at: datetime) -> Made:
        """The file by a signed link, which stands for whom it was offered to. NotMade otherwise."""
        return self._make(offer_id, at, None, use_up=False)

    def _make(self, offer_id: str, at: datetime, object_id: str | None, *, use_up: bool) -> Made:
        with self._database.transaction() as store:
            offer = store.document_offers.find(offer_id)
            person = store.people.by_key(offer.staff_key) if offer else None
            is_theirs = person is not None and object_id in (None, person.object_id)
            if offer is None or person is None or not is_theirs or offer.used_at or at > offer.offered_at + GOOD_FOR:
                raise NotMade(words_of("core")("document_over"))
            kind = self._kinds.get(offer.kind)
            values = self._gathered(kind, offer, store, person, at) if kind else None
            if kind is not None and values is not None and use_up:
                values = values if store.document_offers.use(offer_id, at) else None
        # Said after the transaction, so that the refusal stays in the audit log.
        if kind is None or values is None:
            raise NotMade(words_of("core")("document_not_yours"))
        return Made(kind.name, kind.media_type, self._written(kind.write, values))

    def _gathered(self, kind: Document, offer: DocumentOffer, store: Store, person: Person, at: datetime) -> Any | None:
        through = door_of(store, person, person.object_id or "", at, self._knowledge.administrators)
        if through.person is None:  # has left
            return None
        values = kind.gather(offer.facts, store, self._knowledge, through.person, at)
        if values is not None:
            through.viewed(f"a file: {offer.kind}", [offer.child_id] if offer.child_id else [])
        return values

    def _written(self, write: Write, values: Any) -> bytes:
        """In a process of its own. NotMade if it dies, takes too long, or gives too much."""
        handed = pickle.dumps((write.__module__, write.__qualname__, values))
        command = [sys.executable, "-m", "bot.document_worker"]
        with self._places:
            try:
                done = subprocess.run(command, input=handed, capture_output=True, timeout=WAIT_SECONDS, check=False)  # noqa: S603
            except subprocess.TimeoutExpired:
                _logger.error("a file took too long to write")
                raise NotMade(words_of("core")("document_failed")) from None
        if done.returncode or not done.stdout or len(done.stdout) > MOST_BYTES:
            # Not what it printed: an error's text may have a child's data.
            _logger.error("a file was not written", extra={"code": done.returncode, "count": len(done.stdout)})
            raise NotMade(words_of("core")("document_failed"))
        return done.stdout
