"""Files that were offered to somebody: what they are made from is gathered when they are fetched."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from storage.document_tables import document_offers
from storage.rows import row_of, value_of


@dataclass(frozen=True, slots=True)
class DocumentOffer:
    """`id` can't be guessed; `used_at`: when it was taken up, or declined."""

    id: str
    staff_key: str
    kind: str
    facts: Mapping[str, Any]
    child_id: str | None
    offered_at: datetime
    used_at: datetime | None = None


class DocumentOffers:
    """The rows of `document_offers`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, offer: DocumentOffer) -> None:
        """Keep one."""
        self._connection.execute(insert(document_offers), row_of(offer))

    def find(self, offer_id: str) -> DocumentOffer | None:
        """One offer."""
        found = select(document_offers).where(document_offers.c.id == offer_id)
        row = self._connection.execute(found).one_or_none()
        return None if row is None else value_of(DocumentOffer, row)

    def use(self, offer_id: str, at: datetime) -> bool:
        """Take one up; False if it has been already."""
        unused = (document_offers.c.id == offer_id, document_offers.c.used_at.is_(None))
        return self._connection.execute(update(document_offers).where(*unused).values(used_at=at)).rowcount == 1

    def purge(self, before: datetime) -> int:
        """Forget those offered before an instant, and those used up; how many."""
        over = (document_offers.c.offered_at < before) | document_offers.c.used_at.is_not(None)
        return self._connection.execute(delete(document_offers).where(over)).rowcount
