"""What the product knows besides its database: the framework's current edition and the council's own settings."""

from datetime import time, timedelta
from decimal import Decimal

from bot.errors import PlainError
from bot.settings import Settings
from dialogs.core.knowledge import Council, Knowledge, ReturnPolicy
from dialogs.core.nudging.policy import Policy
from standards_kb.audit_tool import load_audit_tool
from standards_kb.load import DataError, load_framework, load_phrasings
from standards_kb.load_finder import load_finder, load_vocabulary
from standards_kb.load_returns import load_templates
from standards_kb.load_scenarios import load_scenario_words
from standards_kb.load_timescales import load_timescales
from standards_kb.working_days import WorkingDays, england

CLOSED = "the council's closure day"


def build_knowledge(settings: Settings) -> Knowledge:
    """The framework's current edition with its finder, and the council's contacts. PlainError if its data is wrong."""
    try:
        framework, phrasings = load_framework(), load_phrasings()
        finder, timescales = load_finder(framework, phrasings), load_timescales(framework)
        scenario_words, audit_tool = load_scenario_words(timescales), load_audit_tool(framework)
        returns = load_templates(framework)
    except DataError as error:
        raise PlainError(f"The framework's data can't be used: {error}.", exit_code=1) from error
    council = Council(
        settings.council_name,
        settings.first_response,
        settings.emergency_duty,
        settings.who_to_ask,
        settings.case_system_url,
    )
    vocabulary, calendar = load_vocabulary(framework, phrasings), working_days(settings)
    administrators = frozenset(settings.administrators)
    return Knowledge(
        framework,
        timescales,
        scenario_words,
        audit_tool,
        calendar,
        finder,
        vocabulary,
        council,
        administrators,
        nudging=nudging(settings),
        seniors=settings.senior_managers,
        keeps_calendars=settings.graph_calendars,
        returns=returns,
        returning=returning(settings),
        moderation_days=settings.moderation_days,
    )


def returning(settings: Settings) -> ReturnPolicy:
    """By what numbers returns are asked for."""
    margin = Decimal(settings.moved_margin)
    return ReturnPolicy(settings.return_due_days, settings.action_window_weeks, margin, settings.pack_days)


def nudging(settings: Settings) -> Policy:
    """By what numbers people are written to unasked."""
    return Policy(
        digest_at=time.fromisoformat(settings.digest_at),
        begins=time.fromisoformat(settings.unasked_from),
        ends=time.fromisoformat(settings.unasked_until),
        soon=settings.soon_days,
        heads_up=settings.heads_up_days,
        head_after=settings.head_of_service_after_days,
        fresh_for=settings.fresh_for_days,
        reason_holds=settings.reason_holds_days,
        longest_pause=settings.longest_pause_days,
        next_senior_after=timedelta(minutes=settings.next_senior_after_minutes),
    )


def working_days(settings: Settings) -> WorkingDays:
    """The working days of England, less the council's own closure days."""
    return england().closed_on(settings.closure_days, CLOSED) if settings.closure_days else england()
