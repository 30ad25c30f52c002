"""One thing that a person did, as the features see it: no Teams, no HTTP."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias

from standards_kb.working_days import LONDON

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"


class Kind(StrEnum):
    """What the person did."""

    MESSAGE = "message"  # typed a sentence
    ACTION = "action"  # pressed a button of a card
    SEARCH = "search"  # searched from the compose box
    INSTALLED = "installed"  # added the bot to a chat or team
    REMOVED = "removed"  # took it out again


class Scope(StrEnum):
    """Where it happened; only a personal chat may ever name a child."""

    PERSONAL = "personal"
    GROUP = "group"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Sender:
    """Who did it: the Entra object id of the validated activity (empty if Teams gave none) and the display name."""

    object_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Conversation:
    """Where to answer: what a later message needs to reach the same chat."""

    id: str
    scope: Scope
    tenant_id: str
    service_url: str

    @property
    def chat_id(self) -> str:
        """The chat or channel itself: a thread of a channel is named after it and the message it began with."""
        return self.id.partition(";")[0]

    @property
    def is_reachable(self) -> bool:
        """Whether a later message can reach it: not a chat in a terminal, which ends with it."""
        return bool(self.service_url)


@dataclass(frozen=True, slots=True)
class Turn:
    """One inbound activity; `at` is an aware UTC instant, `activity_id` is the same when Teams sends it again."""

    kind: Kind
    activity_id: str
    conversation: Conversation
    sender: Sender
    at: datetime
    text: str = ""
    action: str = ""
    data: Mapping[str, Json] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError("a turn's instant must be aware, in UTC")

    @property
    def today(self) -> date:
        """The day it is in Europe/London."""
        return self.at.astimezone(LONDON).date()
