"""What the bot counts of returns itself, before anybody opens them: read while others write, then written at once."""

import logging
from collections.abc import Sequence
from datetime import date, datetime

from dialogs.core.knowledge import Knowledge
from standards_kb.history import AsOf, as_of
from storage import audit_log
from storage.db import Database, is_unavailable
from storage.return_figures import count
from storage.returns import TO_FILL, Computed, Session

_logger = logging.getLogger(__name__)


def count_returns(database: Database, knowledge: Knowledge, at: datetime, failed: dict[int, date] | None = None) -> int:
    """Count for each return that is being filled in, once a day; how many were. Of what is written already, the figure
    that its writer saw stays. Each is audited as a run. `failed`: which can't be counted, until the next day."""
    now, failed = as_of(at), {} if failed is None else failed
    with database.reading() as store:
        due = [one for one in store.returns.in_states(TO_FILL) if one.counted_on is None or one.counted_on < now.today]
    done = 0
    for session in due:
        if failed.get(session.id) == now.today:
            continue
        try:
            done += _count(database, knowledge, session, now)
        except Exception as error:  # one return's bug must not keep the others from being counted
            if is_unavailable(error):
                raise
            failed[session.id] = now.today
            _logger.exception("a return's figures can't be counted", extra={"session": session.id})
    return done


def _count(database: Database, knowledge: Knowledge, session: Session, now: AsOf) -> bool:
    template = knowledge.returns[session.area]
    with database.reading() as store:
        found = count(store, session, template, now, knowledge.timescales, knowledge.calendar)
    return _keep(database, session, found, now)


def _keep(database: Database, session: Session, found: Sequence[Computed], now: AsOf) -> bool:
    """Keep what was counted, unless another replica was faster."""
    with database.transaction() as store:
        if not store.returns.count_now(session.id, now.today):
            return False
        written = [part.name for part in store.returns.parts(session.id) if part.is_figure and part.by_name]
        store.returns.set_computed(session.id, found, written)
        about = f"counted figures for return {session.id}"
        store.audit_log.add(now.instant, audit_log.job("returns"), "run", about)
    return True
