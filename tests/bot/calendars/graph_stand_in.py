"""Microsoft Graph as its documentation tells of it: getSchedule, creating an event, cancelling one."""

import re
from collections import deque
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import unquote

from aiohttp import web

from tests.teams.issuer import loopback_server

MOST, LONGEST = 20, timedelta(days=62)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?")


class GraphStandIn:
    """`calendars`: address → (status, from, to) in UTC. `events`: id → what was written. Fails as scripted."""

    def __init__(self) -> None:
        self.calendars: dict[str, list[tuple[str, datetime, datetime]]] = {}
        self.events: dict[str, dict[str, Any]] = {}
        self.asked: list[list[str]] = []
        self.script: deque[web.Response] = deque()
        self.refuses_twice = False
        self._server = loopback_server({"/v1.0/{path:.*}": self._answer})

    @property
    def root(self) -> str:
        return str(self._server.make_url("/v1.0"))

    async def start(self) -> None:
        await self._server.start_server()

    async def close(self) -> None:
        await self._server.close()

    async def _answer(self, request: web.Request) -> web.Response:
        if self.script:
            return self.script.popleft()
        if request.method != "POST" or request.headers.get("Authorization") != "Bearer graph-token":
            return _error(401, "InvalidAuthenticationToken")
        path, body = request.raw_path.removeprefix("/v1.0/"), await request.json()
        if found := re.fullmatch(r"users/([^/]+)/calendar/getSchedule", path):
            return (
                self._schedules(body)
                if unquote(found[1]).casefold() in self.calendars
                else _error(404, "ErrorInvalidUser")
            )
        if found := re.fullmatch(r"users/([^/]+)/events", path):
            return self._create(unquote(found[1]), body)
        if found := re.fullmatch(r"users/([^/]+)/events/([^/]+)/cancel", path):
            return self._cancel(unquote(found[1]), unquote(found[2]))
        return _error(400, "BadRequest")

    def _schedules(self, body: dict[str, Any]) -> web.Response:
        begins, ends = _moment(body["startTime"]), _moment(body["endTime"])
        if not 0 < len(body["schedules"]) <= MOST or not timedelta(0) < ends - begins <= LONGEST:
            return _error(400, "ErrorInvalidRequest")
        self.asked.append(body["schedules"])
        return web.json_response({"value": [self._schedule(one, begins, ends) for one in body["schedules"]]})

    def _schedule(self, address: str, begins: datetime, ends: datetime) -> dict[str, Any]:
        if address.casefold() not in self.calendars:
            why = {"message": "…", "responseCode": "ErrorMailRecipientNotFound"}
            return {"scheduleId": address, "availabilityView": "", "scheduleItems": [], "error": why}
        items = [
            {"status": status, "isPrivate": False, "subject": "Secret", "start": _written(one), "end": _written(other)}
            for status, one, other in self.calendars[address.casefold()]
            if one < ends and other > begins
        ]
        return {"scheduleId": address.title(), "availabilityView": "0", "scheduleItems": items}

    def _create(self, organiser: str, body: dict[str, Any]) -> web.Response:
        _moment(body["start"]), _moment(body["end"])
        known = [i for i, event in self.events.items() if event["transactionId"] == body["transactionId"]]
        if known and self.refuses_twice:
            return _error(409, "ErrorDuplicateTransactionId")
        event_id = known[0] if known else f"AAMk/{len(self.events) + 1}="
        self.events.setdefault(event_id, {**body, "organiser": organiser})
        return web.json_response({**self.events[event_id], "id": event_id}, status=201)

    def _cancel(self, organiser: str, event_id: str) -> web.Response:
        if self.events.get(event_id, {}).get("organiser") != organiser:
            return _error(404, "ErrorItemNotFound")
        del self.events[event_id]
        return web.Response(status=202)


def _moment(given: dict[str, str]) -> datetime:
    assert given["timeZone"] == "UTC"
    assert _MOMENT.fullmatch(given["dateTime"])
    return datetime.fromisoformat(given["dateTime"] + "+00:00")


def _written(at: datetime) -> dict[str, str]:
    return {"dateTime": f"{at:%Y-%m-%dT%H:%M:%S}.0000000", "timeZone": "UTC"}


def _error(status: int, code: str) -> web.Response:
    return web.json_response({"error": {"code": code, "message": "…"}}, status=status)
