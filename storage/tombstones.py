"""Children who were forgotten and whom no import may bring back, without keeping who they were."""

import hmac
from datetime import datetime

from sqlalchemy import Connection, select

from storage.case_tables import tombstones
from storage.upsert import insert_if_absent


class Tombstones:
    """The rows of `tombstones`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, key: bytes, child_id: str, at: datetime) -> None:
        """Remember that a child is to stay forgotten."""
        insert_if_absent(self._connection, tombstones, {"keyed_hash": _hash(key, child_id), "forgotten_at": at})

    def forgotten(self, key: bytes, child_ids: frozenset[str]) -> frozenset[str]:
        """Which of these children are to stay forgotten."""
        known = frozenset(self._connection.execute(select(tombstones.c.keyed_hash)).scalars())
        return frozenset(child for child in child_ids if _hash(key, child) in known) if known else frozenset()


def _hash(key: bytes, child_id: str) -> str:
    return hmac.digest(key, child_id.encode(), "sha256").hex()
