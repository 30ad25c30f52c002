"""Microsoft Graph's calendars: who is taken when, an event made, an event called off. Nothing else is asked of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from urllib.parse import quote

import aiohttp
from yarl import URL

from bot.teams.credentials import Credentials
from bot.teams.fields import JsonObject, object_at, objects_at, parse_object, text_at
from bot.teams.http import TooMuchError, read_bounded
from dialogs.core.turn import Json

ROOT: Final = "https://graph.microsoft.com/v1.0"
RESOURCE: Final = "https://graph.microsoft.com"
AT_ONCE: Final = 20  # mailboxes in one question
_MAX_ANSWER_BYTES: Final = 4 * 1024 * 1024
# A provisional meeting may yet become one; "working elsewhere" is at work.
_TAKEN: Final = frozenset({"busy", "oof", "tentative"})
_GONE: Final = 404
_MADE_ALREADY: Final = 409

Times = list[tuple[datetime, datetime]]


class GraphFailed(Exception):
    """Graph can't be reached, or says no: what it said, without anything about people."""


@dataclass(frozen=True, slots=True)
class Event:
    """A meeting of two, by their addresses; instants in UTC. `key` is the same when it is sent again."""

    key: str
    organiser: str
    guest: str
    title: str
    about: str
    starts_at: datetime
    ends_at: datetime


class Graph:
    """Asks as the application. Raises GraphFailed, or TokenUnavailable where there is no token."""

    def __init__(self, session: aiohttp.ClientSession, credentials: Credentials, root: str = ROOT) -> None:
        self._session = session
        self._credentials = credentials
        self._root = root

    async def taken(self, addresses: Sequence[str], begins: datetime, ends: datetime) -> Mapping[str, Times]:
        """When each of these is taken; those whose calendar can't be read are left out. At most AT_ONCE of them."""
        body: dict[str, Json] = {
            "schedules": list(addresses),
            "startTime": _moment(begins),
            "endTime": _moment(ends),
            "availabilityViewInterval": 30,
        }
        answer = await self._call(f"/users/{quote(addresses[0], safe='')}/calendar/getSchedule", body)
        found: dict[str, Times] = {}
        for schedule in objects_at(answer, "value"):
            if not object_at(schedule, "error"):
                items = [item for item in objects_at(schedule, "scheduleItems") if text_at(item, "status") in _TAKEN]
                found[text_at(schedule, "scheduleId").casefold()] = [_times(item) for item in items]
        return found

    async def make(self, event: Event) -> str:
        """Write it into both calendars; its id, empty if it was there already."""
        body: dict[str, Json] = {
            "transactionId": event.key,
            "subject": event.title,
            "body": {"contentType": "text", "content": event.about},
            "start": _moment(event.starts_at),
            "end": _moment(event.ends_at),
            "attendees": [{"emailAddress": {"address": event.guest}, "type": "required"}],
            "sensitivity": "private",
            "isOnlineMeeting": True,
            "onlineMeetingProvider": "teamsForBusiness",
        }
        answer = await self._call(f"/users/{quote(event.organiser, safe='')}/events", body, _MADE_ALREADY)
        return text_at(answer, "id")

    async def call_off(self, organiser: str, event_id: str) -> None:
        """Take it out of both calendars; no matter if it isn't there."""
        path = f"/users/{quote(organiser, safe='')}/events/{quote(event_id, safe='')}/cancel"
        await self._call(path, {"comment": ""}, _GONE)

    async def _call(self, path: str, body: JsonObject, no_matter: int = 0) -> JsonObject:
        headers = {"Prefer": 'outlook.timezone="UTC"', "Authorization": f"Bearer {await self._credentials.token()}"}
        url = URL(self._root + path, encoded=True)
        try:
            async with self._session.post(url, json=body, headers=headers, allow_redirects=False) as response:
                content = await read_bounded(response.content, _MAX_ANSWER_BYTES)
        except (aiohttp.ClientError, TimeoutError, TooMuchError) as error:
            raise GraphFailed(type(error).__name__) from error
        try:
            answer = parse_object(content) if content else {}
        except ValueError as error:
            raise GraphFailed(f"{response.status}, and what isn't JSON") from error
        if response.status >= 300 and response.status != no_matter:
            raise GraphFailed(f"{response.status} {text_at(object_at(answer, 'error'), 'code')}".strip())
        return {} if response.status == no_matter else answer


def _moment(at: datetime) -> dict[str, Json]:
    return {"dateTime": f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}", "timeZone": "UTC"}


def _times(item: JsonObject) -> tuple[datetime, datetime]:
    """From when to when; Graph writes seven decimals, and no offset."""
    begins, ends = (text_at(object_at(item, end), "dateTime").partition(".")[0] for end in ("start", "end"))
    try:
        return datetime.fromisoformat(begins).replace(tzinfo=UTC), datetime.fromisoformat(ends).replace(tzinfo=UTC)
    except ValueError:
        raise GraphFailed("a time that can't be read") from None
