"""The first-line managers who sign a return off before its Head of Service does."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from storage.return_tables import return_signers
from storage.rows import insert_all, row_of, values_of


@dataclass(frozen=True, slots=True)
class Signer:
    """One of them; `signed_at` is None until they have signed what stands there now."""

    session_id: int
    staff_key: str
    signed_at: datetime | None = None


class ReturnSigners:
    """The rows of the table."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, session_id: int) -> list[Signer]:
        """Those of a return, by key."""
        c = return_signers.c
        found = select(return_signers).where(c.session_id == session_id).order_by(c.staff_key)
        return values_of(Signer, self._connection.execute(found))

    def add(self, session_id: int, keys: Iterable[str]) -> None:
        """Name them."""
        rows = [row_of(Signer(session_id, key)) for key in sorted(set(keys))]
        insert_all(self._connection, return_signers, rows)

    def keep(self, session_id: int, keys: Collection[str]) -> None:
        """These alone from now on; what one of them has signed stays signed."""
        c = return_signers.c
        here = {signer.staff_key for signer in self.of(session_id)}
        gone = delete(return_signers).where(c.session_id == session_id, c.staff_key.not_in(sorted(keys)))
        self._connection.execute(gone)
        self.add(session_id, {*keys} - here)

    def sign(self, session_id: int, key: str, at: datetime) -> None:
        """They have signed."""
        c = return_signers.c
        theirs = update(return_signers).where(c.session_id == session_id, c.staff_key == key)
        self._connection.execute(theirs.values(signed_at=at))

    def forget(self, session_id: int) -> None:
        """What they signed is no longer what stands there."""
        theirs = update(return_signers).where(return_signers.c.session_id == session_id)
        self._connection.execute(theirs.values(signed_at=None))
