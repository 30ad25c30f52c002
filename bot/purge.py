"""What is older than it may be kept is forgotten."""

import logging
from datetime import datetime, timedelta

from bot.settings import Settings
from standards_kb.working_days import LONDON
from storage.db import Database
from storage.forgetting import forget_closed

REPORTS_KEPT = timedelta(days=90)  # what was told in chat; what came of it is kept with the case
OFFERS_KEPT = timedelta(days=1)  # of files: they are over sooner, and using one up makes it go with the next purge
TURNS_KEPT = timedelta(days=2)
SUBJECTS_KEPT = timedelta(hours=1)
STRANGERS_KEPT = timedelta(days=365)
MESSAGES_KEPT = timedelta(days=180)

_logger = logging.getLogger(__name__)


def purge(database: Database, settings: Settings, now: datetime) -> int:
    """Forget it; how many rows."""
    questions_kept = timedelta(days=settings.questions_kept_days)
    cases_kept = timedelta(days=settings.closed_cases_kept_days)
    preparations_kept = timedelta(days=settings.preparations_kept_days)
    log_kept = timedelta(days=settings.audit_log_kept_days)
    with database.transaction() as store:
        questions = store.questions.purge(now - questions_kept, now - SUBJECTS_KEPT)
        turns = store.turns.purge(now - TURNS_KEPT)
        cases = forget_closed(store, (now - cases_kept).astimezone(LONDON).date(), now)
        log = store.audit_log.purge(now - log_kept)
        reports = store.reports.purge(now - REPORTS_KEPT) + store.proposals.purge(now - REPORTS_KEPT)
        store.preparations.note_ended(now)
        preparations = store.preparations.purge(now - preparations_kept)
        strangers = store.arrivals.purge(now - STRANGERS_KEPT)
        messages = store.outbox.purge(now - MESSAGES_KEPT)
        reports += store.outcomes.purge(now - timedelta(days=settings.audit_outcomes_kept_days))
        reports += store.moderations.purge(now - timedelta(days=settings.audit_outcomes_kept_days))
        store.document_offers.purge(now - OFFERS_KEPT)
        messages += store.rota.purge(now - MESSAGES_KEPT)
        messages += store.planning.purge((now - MESSAGES_KEPT).astimezone(LONDON).date())
        store.sending.forget_old_limits(now)
    gone = questions + turns + cases + reports + preparations + log + strangers + messages
    _logger.info(
        "purged: %d questions, %d turns, %d closed cases, %d reports, %d preparations, %d audit events, %d strangers, "
        "%d messages",
        questions,
        turns,
        cases,
        reports,
        preparations,
        log,
        strangers,
        messages,
        extra={"count": gone},
    )
    return gone
