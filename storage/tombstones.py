"""Children who were forgotten and whom no import may bring back, without keeping who they were."""

import hmac
import secrets
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, select

from storage.case_tables import tombstone_keys, tombstones
from storage.upsert import insert_if_absent

_ONLY = 1  # the id of the one row of tombstone_keys
_CHECKED = b"the key of the forgotten children"


class OtherKeyError(Exception):
    """The key given isn't the one that children were forgotten with, so nobody could tell who they were."""


class Tombstones:
    """The rows of `tombstones`. `given`: the key of the settings; without one, a random one is kept in the database."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, given: bytes | None, child_id: str, at: datetime) -> None:
        """Remember that a child is to stay forgotten. OtherKeyError if the key has changed."""
        row = {"keyed_hash": _hash(self._key(given), child_id), "forgotten_at": at}
        insert_if_absent(self._connection, tombstones, row)

    def forgotten(self, given: bytes | None, child_ids: Iterable[str]) -> frozenset[str]:
        """Which of these children are to stay forgotten. OtherKeyError if the key has changed."""
        known = frozenset(self._connection.execute(select(tombstones.c.keyed_hash)).scalars())
        if not known:
            return frozenset()
        key = self._key(given)
        return frozenset(child for child in child_ids if _hash(key, child) in known)

    def _key(self, given: bytes | None) -> bytes:
        """The one key there ever is: a changed one would let every forgotten child back in, and say nothing."""
        kept = self._connection.execute(select(tombstone_keys)).one_or_none()
        if kept is None:
            new = given or secrets.token_bytes(32)
            row = {"id": _ONLY, "key": None if given else new.hex(), "check_hash": _check(new)}
            insert_if_absent(self._connection, tombstone_keys, row)  # another replica may just have done so
            kept = self._connection.execute(select(tombstone_keys)).one()
        key = given or bytes.fromhex(kept.key or "")
        if not hmac.compare_digest(_check(key), kept.check_hash):
            raise OtherKeyError
        return key


def _check(key: bytes) -> str:
    return hmac.digest(key, _CHECKED, "sha256").hex()


def _hash(key: bytes, child_id: str) -> str:
    return hmac.digest(key, child_id.encode(), "sha256").hex()
