"""What is done on the day from which a child is another worker's."""

from datetime import datetime

from standards_kb.working_days import local_day
from storage import audit_log
from storage.db import Database
from storage.handovers import are_actions_to_hand_on, hand_on_actions


def begin_handovers(database: Database, at: datetime) -> None:
    """Give new workers the actions of audits that come with a child. Audited as a run."""
    today = local_day(at)
    with database.reading() as store:
        if not are_actions_to_hand_on(store, today):
            return
    with database.transaction() as store:
        hand_on_actions(store, today)
        store.audit_log.add(at, audit_log.job("handovers"), "run", "gave new workers the actions of audits")
