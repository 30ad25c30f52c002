"""What the bot says to Teams: the connector's REST calls over the one pool, cards as dicts straight to JSON."""

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

import aiohttp
from aiohttp import ClientTimeout
from pydantic_core import to_json
from yarl import URL

from bot.teams import service_urls
from bot.teams.credentials import Credentials
from bot.teams.errors import (
    Blocked,
    ConversationGone,
    NotInstalled,
    RateLimited,
    Refused,
    SendFailure,
    TooLarge,
    Unavailable,
    Unknown,
)
from bot.teams.fields import JsonObject, object_at, objects_at, parse_object, text_at
from bot.teams.http import TooMuchError, read_bounded
from bot.teams.retry import INTERACTIVE, Pace, Patience, retry_after, retrying
from dialogs.core.turn import Json

# Teams counts UTF-16 and refuses at about 100 KB.
MAX_ACTIVITY_BYTES = 80_000
_MAX_ANSWER_BYTES = 4 * 1024 * 1024
_CONNECT_SECONDS = 5.0
_PAGE_SIZE = 200
_MAX_PAGES = 100
_SHUT_OUT = frozenset({"MessageWritesBlocked", "ConversationBlockedByUser", "BotDisabledByAdmin"})


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a conversation: `id` is Teams' for this bot, `object_id` Entra's."""

    id: str
    object_id: str
    name: str
    user_principal_name: str
    email: str


class Connector:
    """Sends, replaces and looks up; raises the SendFailures. A POST that may have arrived is never repeated."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        credentials: Credentials,
        pace: Pace,
        clock: Callable[[], datetime],
        *,
        local_mode: bool = False,
    ) -> None:
        self._session = session
        self._credentials = credentials
        self._pace = pace
        self._clock = clock
        self._local_mode = local_mode

    async def send(
        self, service_url: str, conversation_id: str, activity: JsonObject, patience: Patience = INTERACTIVE
    ) -> str:
        """Send to the conversation; gives the new activity's id."""
        return await self._post(service_url, f"{_path(conversation_id)}/activities", activity, patience)

    async def reply(
        self,
        service_url: str,
        conversation_id: str,
        activity_id: str,
        activity: JsonObject,
        patience: Patience = INTERACTIVE,
    ) -> str:
        """Answer an activity, in a channel inside its thread; gives the new activity's id."""
        path = f"{_path(conversation_id)}/activities/{quote(activity_id, safe='')}"
        return await self._post(service_url, path, activity, patience)

    async def update(
        self,
        service_url: str,
        conversation_id: str,
        activity_id: str,
        activity: JsonObject,
        patience: Patience = INTERACTIVE,
    ) -> None:
        """Replace an activity that the bot sent."""
        path = f"{_path(conversation_id)}/activities/{quote(activity_id, safe='')}"
        await self._call("PUT", service_url, path, patience, activity)

    async def create_personal(
        self, service_url: str, tenant_id: str, bot_id: str, user_id: str, patience: Patience = INTERACTIVE
    ) -> str:
        """The id of the personal conversation with somebody (Teams' or Entra's id), made if it isn't there."""
        body: dict[str, Json] = {
            "bot": {"id": bot_id},
            "isGroup": False,
            "members": [{"id": user_id}],
            "tenantId": tenant_id,
            "channelData": {"tenant": {"id": tenant_id}},
        }
        return await self._post(service_url, "conversations", body, patience)

    async def member(
        self, service_url: str, conversation_id: str, user_id: str, patience: Patience = INTERACTIVE
    ) -> Member | None:
        """One member of the conversation, by Teams' or Entra's id; None if Teams knows none."""
        path = f"{_path(conversation_id)}/members/{quote(user_id, safe='')}"
        try:
            return _member(await self._call("GET", service_url, path, patience))
        except (ConversationGone, Refused) as failure:
            if failure.status != 404 or failure.code == "ConversationNotFound":
                raise
            return None

    async def members(
        self, service_url: str, conversation_id: str, patience: Patience = INTERACTIVE
    ) -> AsyncIterator[Member]:
        """All members of the conversation, fetched page by page."""
        more = ""
        for _ in range(_MAX_PAGES):
            path = f"{_path(conversation_id)}/pagedmembers?pageSize={_PAGE_SIZE}"
            path += f"&continuationToken={quote(more, safe='')}" if more else ""
            page = await self._call("GET", service_url, path, patience)
            for entry in objects_at(page, "members"):
                yield _member(entry)
            more = text_at(page, "continuationToken")
            if not more:
                return

    async def _post(self, service_url: str, path: str, body: JsonObject, patience: Patience) -> str:
        return text_at(await self._call("POST", service_url, path, patience, body), "id")

    async def _call(
        self, method: str, service_url: str, path: str, patience: Patience, body: JsonObject | None = None
    ) -> JsonObject:
        if not service_urls.is_allowed(service_url, local_mode=self._local_mode):
            raise Refused("the service URL isn't on the list")
        data = None if body is None else encode(body)
        headers = {"Content-Type": "application/json; charset=utf-8"} if data else {}
        if token := await self._credentials.token():
            headers["Authorization"] = f"Bearer {token}"
        # The ids are quoted already, and the client would undo a part of it.
        url = URL(f"{service_url.rstrip('/')}/v3/{path}", encoded=True)
        return await retrying(lambda left: self._attempt(method, url, headers, data, left), patience, self._pace)

    async def _attempt(
        self, method: str, url: URL, headers: Mapping[str, str], data: bytes | None, seconds: float
    ) -> JsonObject:
        # The wait for a connection ends before the whole does, else nobody could tell that nothing was sent.
        timeout = ClientTimeout(total=seconds, connect=min(_CONNECT_SECONDS, seconds * 0.8))
        try:
            # A redirect would carry the token elsewhere.
            async with self._session.request(
                method, url, data=data, headers=headers, timeout=timeout, allow_redirects=False
            ) as response:
                answer = await _read(response)
                if response.status >= 300:
                    raise self._failure(response, answer or {})
                if answer is None and method == "GET":
                    raise Unavailable("the answer can't be read")
                return answer or {}  # what was sent has arrived, whatever the answer says
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise Unavailable(f"no connection: {type(error).__name__}") from None
        except (aiohttp.ClientError, OSError) as error:  # OSError covers TimeoutError and a reset
            reason = f"no answer: {type(error).__name__}"
            raise (Unknown if method == "POST" else Unavailable)(reason) from None

    def _failure(self, response: aiohttp.ClientResponse, answer: JsonObject) -> SendFailure:
        if response.status == 429:
            return RateLimited(retry_after(response.headers.get("Retry-After"), self._clock))
        status, code = response.status, text_at(object_at(answer, "error"), "code")
        kind: type[SendFailure] = Refused
        if status in (412, 502, 503, 504):
            kind = Unavailable
        elif status == 404 and code in ("ConversationNotFound", ""):
            kind = ConversationGone
        elif status == 413:
            kind = TooLarge
        elif status == 403 and code in _SHUT_OUT:
            kind = Blocked
        elif status == 403 and code == "BotNotInConversationRoster":
            kind = NotInstalled
        return kind(f"Teams answered {status} {code}".rstrip(), status=status, code=code)


def encode(activity: JsonObject) -> bytes:
    """The activity as it is sent; TooLarge above what Teams takes."""
    data = to_json(activity)
    # UTF-16 takes twice the bytes of UTF-8 at most: only what may exceed the limit is worth counting exactly.
    if len(data) * 2 > MAX_ACTIVITY_BYTES:
        size = len(data.decode().encode("utf-16-le"))
        if size > MAX_ACTIVITY_BYTES:
            raise TooLarge(f"the activity takes {size} bytes of UTF-16, {MAX_ACTIVITY_BYTES} is the most that is sent")
    return data


async def _read(response: aiohttp.ClientResponse) -> JsonObject | None:
    """The answer's JSON object, None if it can't be read."""
    try:
        return parse_object(await read_bounded(response.content, _MAX_ANSWER_BYTES))
    except (aiohttp.ClientError, OSError, TooMuchError, ValueError):
        return None


def _path(conversation_id: str) -> str:
    return f"conversations/{quote(conversation_id, safe='')}"


def _member(entry: JsonObject) -> Member:
    return Member(
        id=text_at(entry, "id"),
        object_id=text_at(entry, "aadObjectId") or text_at(entry, "objectId"),
        name=text_at(entry, "name"),
        user_principal_name=text_at(entry, "userPrincipalName"),
        email=text_at(entry, "email"),
    )
