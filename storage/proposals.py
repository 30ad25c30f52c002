"""What somebody is about to settle. Nothing of it holds until it is done."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, delete, insert, select, update

from storage.rows import row_of, value_of
from storage.team_tables import proposals

# The states of a proposal.
OPEN: Final = "open"
DONE: Final = "done"
DROPPED: Final = "dropped"


@dataclass(frozen=True, slots=True)
class Proposal:
    """`told`: what was said of it, as JSON. `version` tells an old card from the current one."""

    staff_key: str
    act: str
    told: Mapping[str, Any]
    made_at: datetime
    child_id: str | None = None
    state: str = OPEN
    id: int = 0
    version: int = 1


class Proposals:
    """The rows of `proposals`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, proposal_id: int) -> Proposal | None:
        """One proposal."""
        row = self._connection.execute(select(proposals).where(proposals.c.id == proposal_id)).one_or_none()
        return None if row is None else value_of(Proposal, row)

    def open_of(self, staff_key: str, since: datetime) -> list[Proposal]:
        """Those that somebody has begun since an instant and not ended, oldest first."""
        c = proposals.c
        mine = (c.staff_key == staff_key, c.state == OPEN, c.made_at >= since)
        found = self._connection.execute(select(proposals).where(*mine).order_by(c.id))
        return [value_of(Proposal, row) for row in found]

    def add(self, proposal: Proposal) -> int:
        """Begin one; its id."""
        row = row_of(proposal, without=("id",))
        key = self._connection.execute(insert(proposals), row).inserted_primary_key
        assert key is not None
        return int(key[0])

    def change(self, proposal: Proposal) -> bool:
        """Change one, unless this version of it has been changed already; whether it was."""
        row = {**row_of(proposal, without=("id",)), "version": proposal.version + 1}
        same = (proposals.c.id == proposal.id, proposals.c.version == proposal.version)
        return self._connection.execute(update(proposals).where(*same).values(row)).rowcount == 1

    def purge(self, before: datetime) -> int:
        """Forget those made before an instant, not what came of them; how many."""
        return self._connection.execute(delete(proposals).where(proposals.c.made_at < before)).rowcount
