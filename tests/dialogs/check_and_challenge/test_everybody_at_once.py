"""Nine areas × twelve contributors at once, on both databases: nobody's words are lost."""

from storage.db import Database
from tests.dialogs.check_and_challenge.everybody import CONTRIBUTORS, all_at_once, fill, lost
from tests.dialogs.support import knowledge


def test_nobody_loses_anything(database: Database) -> None:
    known = knowledge()
    everybody = fill(database, known)
    assert len(everybody) == 9 * CONTRIBUTORS
    run = all_at_once(database, known, everybody)
    assert lost(database, known, everybody) == []
    # Of each area's twelve who had the same card open, one was first: the others were told, and put theirs to it.
    assert run.overtaken >= 9 * (CONTRIBUTORS - 1)
    with database.reading() as store:
        for one in store.returns.all():
            assert one.version == 1 + sum(part.version - 1 for part in store.returns.parts(one.id))
