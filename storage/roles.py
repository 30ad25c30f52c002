"""Who may do what about children: roles × actions as data, by how far each reaches."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Role(StrEnum):
    """What the staff file says that somebody is; one person may be several."""

    PRACTITIONER = "practitioner"
    PERSONAL_ADVISER = "personal_adviser"
    ASSISTANT_MANAGER = "assistant_manager"
    MANAGER = "manager"
    HEAD_OF_SERVICE = "head_of_service"
    AUDITOR = "auditor"
    DUTY = "duty"
    DIRECTOR = "director"
    ADMINISTRATOR = "administrator"
    QA_LEAD = "qa_lead"
    MODERATOR = "moderator"
    INDEPENDENT_REVIEWING_OFFICER = "independent_reviewing_officer"
    CHILD_PROTECTION_ADVISOR = "child_protection_advisor"
    PRACTICE_DEVELOPMENT = "practice_development"


class Action(StrEnum):
    """What can be done about a child, or about all of them."""

    VIEW = "view"  # a child's situations and events
    RECORD = "record"  # that something happened, for a child whose history need not be shown
    FIGURES = "figures"  # how many children, never which
    MATCH = "match"  # say whom a worker's name in the case system means
    COVERAGE = "coverage"  # who can't be reached, and why
    OVERSEE = "oversee"  # each worker's children and what is due, and the children who are nobody's
    DECIDE = "decide"  # what a manager settles: how often, what counts, whose child, who covers, supervision
    AGREE_REVIEW = "agree_review"  # record that a review has agreed to longer intervals
    AGREE_HEAD = "agree_head"  # agree to longer intervals as Head of Service
    ALLOCATE_AUDITS = "allocate_audits"  # say which child's record is audited and by whom; not what stands in it
    MODERATE = "moderate"  # grade an audit's outcome anew, which is all that they see of the child, until that is done
    OVERSEE_MODERATION = "oversee_moderation"  # draw the audits to moderate; see both grades, and how far they agree
    PREPARE = "prepare"  # for an audit in which one takes part, or a rehearsal: one's own notes, shown to nobody else
    CONVENE = "convene"  # create check-and-challenge sessions, accept their returns or send them back
    CHALLENGE = "challenge"  # sit on every panel: read its pack, put questions, give actions
    SCHEDULE = "schedule"  # see the year's quality assurance: sessions, activities, how many audits; never a child
    SIGN_OFF = "sign_off"  # sign off the returns of which one is named as Head of Service
    THEMES = "themes"  # read the month's headline themes of all audits: counts, never a child or a worker
    NOTE_THEMES = "note_themes"  # add headline themes and recommendations in one's own words
    OPERATE = "operate"  # how the bot itself fares: imports, what couldn't be delivered


class Reach(StrEnum):
    """For whom."""

    NOBODY = "nobody"
    OWN = "own"  # children allocated to oneself, and to those whom one stands in for
    AUDITED = "audited"  # children allocated to oneself for an audit
    MODERATED = "moderated"  # children whose audit one moderates, until that is done
    TEAM = "team"  # children of one's team, and of everybody below
    SERVICE = "service"  # children of one's service area, and of everybody below
    NAMED = "named"  # any child whom one can name
    EVERYBODY = "everybody"


# Who isn't here, or has no cell here, may do nothing. Restricted children are beyond all of it: see `storage.access`.
MAY: Final[Mapping[Role, Mapping[Action, Reach]]] = MappingProxyType(
    {
        Role.PRACTITIONER: {Action.VIEW: Reach.OWN, Action.RECORD: Reach.OWN, Action.PREPARE: Reach.OWN},
        Role.PERSONAL_ADVISER: {Action.VIEW: Reach.OWN, Action.RECORD: Reach.OWN, Action.PREPARE: Reach.OWN},
        Role.ASSISTANT_MANAGER: {
            Action.VIEW: Reach.TEAM,
            Action.RECORD: Reach.TEAM,
            Action.FIGURES: Reach.TEAM,
            Action.MATCH: Reach.TEAM,
            Action.COVERAGE: Reach.TEAM,
            Action.OVERSEE: Reach.TEAM,
            Action.DECIDE: Reach.TEAM,
            Action.SCHEDULE: Reach.EVERYBODY,
            Action.PREPARE: Reach.TEAM,
        },
        Role.MANAGER: {
            Action.VIEW: Reach.TEAM,
            Action.RECORD: Reach.TEAM,
            Action.FIGURES: Reach.TEAM,
            Action.MATCH: Reach.TEAM,
            Action.COVERAGE: Reach.TEAM,
            Action.OVERSEE: Reach.TEAM,
            Action.DECIDE: Reach.TEAM,
            Action.AGREE_REVIEW: Reach.TEAM,
            Action.SCHEDULE: Reach.EVERYBODY,
            Action.PREPARE: Reach.TEAM,
        },
        Role.HEAD_OF_SERVICE: {
            Action.VIEW: Reach.SERVICE,
            Action.FIGURES: Reach.SERVICE,
            Action.COVERAGE: Reach.SERVICE,
            Action.OVERSEE: Reach.SERVICE,
            Action.AGREE_REVIEW: Reach.SERVICE,
            Action.AGREE_HEAD: Reach.SERVICE,
            Action.SIGN_OFF: Reach.SERVICE,
            Action.SCHEDULE: Reach.EVERYBODY,
            Action.THEMES: Reach.EVERYBODY,
            Action.PREPARE: Reach.SERVICE,
        },
        Role.AUDITOR: {Action.VIEW: Reach.AUDITED, Action.SCHEDULE: Reach.EVERYBODY},
        Role.DUTY: {Action.RECORD: Reach.NAMED},
        Role.DIRECTOR: {
            Action.FIGURES: Reach.EVERYBODY,
            Action.SCHEDULE: Reach.EVERYBODY,
            Action.CHALLENGE: Reach.EVERYBODY,
            Action.THEMES: Reach.EVERYBODY,
        },
        Role.ADMINISTRATOR: {
            Action.MATCH: Reach.EVERYBODY,
            Action.COVERAGE: Reach.EVERYBODY,
            Action.OPERATE: Reach.EVERYBODY,
            Action.ALLOCATE_AUDITS: Reach.EVERYBODY,
        },
        Role.QA_LEAD: {
            Action.ALLOCATE_AUDITS: Reach.EVERYBODY,
            Action.OVERSEE_MODERATION: Reach.EVERYBODY,
            Action.CONVENE: Reach.EVERYBODY,
            Action.SCHEDULE: Reach.EVERYBODY,
            Action.THEMES: Reach.EVERYBODY,
            Action.NOTE_THEMES: Reach.EVERYBODY,
        },
        Role.PRACTICE_DEVELOPMENT: {Action.THEMES: Reach.EVERYBODY, Action.NOTE_THEMES: Reach.EVERYBODY},
        Role.MODERATOR: {Action.MODERATE: Reach.MODERATED, Action.SCHEDULE: Reach.EVERYBODY},
    }
)

# The roles that an allocation has.
SOCIAL_WORKER: Final = "social_worker"
PERSONAL_ADVISER: Final = "personal_adviser"
AUDITOR: Final = "auditor"
# The source of such an allocation of whoever an audit is done with, though the child has another worker by now.
PARTNER: Final = "audit_partner"


def may(role: Role, action: Action) -> Reach:
    """How far a role reaches in an action."""
    return MAY.get(role, {}).get(action, Reach.NOBODY)
