"""Serves people's calendar feeds."""

import asyncio
from collections.abc import Callable

from aiohttp import web


def add_calendar_route(app: web.Application, fetch: Callable[[str], bytes | None]) -> None:
    """One route: whoever has the secret address gets that person's schedule, until it is taken back."""

    async def feed(request: web.Request) -> web.Response:
        content = await asyncio.to_thread(fetch, request.match_info["secret"])
        if content is None:
            raise web.HTTPNotFound(text="There is no such calendar.")
        headers = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
        return web.Response(body=content, content_type="text/calendar", charset="utf-8", headers=headers)

    app.router.add_get(r"/calendar/{secret:[A-Za-z0-9_-]{32}}.ics", feed, allow_head=False)
