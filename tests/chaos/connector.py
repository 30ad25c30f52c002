"""A connector that does to messages whatever Teams and networks do, and remembers what it took."""

import asyncio
import random
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from aiohttp import web

from tests.chaos.town import BLOCKED, GONE, REFUSED
from tests.teams.issuer import loopback_server


@dataclass(frozen=True)
class Post:
    """A message that came: what about, by which claim, and when its replica began to post it."""

    about: str
    replica: str
    token: int
    begun: datetime


class FaultyConnector:
    """On a thread of its own, as the replicas are processes of their own. `came` is told of every message."""

    def __init__(self, seed: int, came: Callable[[Post], None] = lambda _post: None) -> None:
        self.accepted: Counter[str] = Counter()
        self.posts: list[Post] = []
        self.answers: Counter[str] = Counter()
        self.came = came
        self._random = random.Random(seed)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="connector")
        self.url = ""

    def __enter__(self) -> "FaultyConnector":
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._start(), self._loop).result(20)
        return self

    def __exit__(self, *_error: object) -> None:
        asyncio.run_coroutine_threadsafe(self._server.close(), self._loop).result(20)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _start(self) -> None:
        self._server = loopback_server({"/{path:.*}": self._take})
        await self._server.start_server()
        self.url = str(self._server.make_url("/connector"))

    async def _take(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        if "members" in body:
            return web.json_response({"id": f"chat-new-{body['members'][0]['id']}"}, status=201)
        about, replica, token, begun = body["text"].split()
        post = Post(about, replica, int(token), datetime.fromisoformat(begun))
        self.posts.append(post)
        self.came(post)
        return await self._answer(request, post)

    async def _answer(self, request: web.Request, post: Post) -> web.StreamResponse:
        await asyncio.sleep(0.01)
        if f"chat-{BLOCKED}" in request.path:
            return self._refuse(403, "ConversationBlockedByUser")
        if f"chat-{GONE}" in request.path:
            return self._refuse(404, "ConversationNotFound")
        if post.about.startswith(REFUSED):
            return self._refuse(400, "BadSyntax")
        chance = self._random.random()
        if chance < 0.06:
            return self._refuse(429, "", {"Retry-After": "1"})
        if chance < 0.12:
            return self._refuse(self._random.choice([412, 502, 503, 504]), "")
        self.accepted[post.about] += 1
        if chance < 0.17:
            self.answers["slow"] += 1
            await asyncio.sleep(0.3)
        elif chance < 0.20:
            self.answers["reset after accepting"] += 1
            assert request.transport is not None
            request.transport.abort()
        else:
            self.answers["accepted"] += 1
        return web.json_response({"id": f"sent-{len(self.posts)}"}, status=201)

    def _refuse(self, status: int, code: str, headers: dict[str, str] | None = None) -> web.Response:
        self.answers[str(status)] += 1
        return web.json_response({"error": {"code": code}}, status=status, headers=headers or {})
