"""Serves the files of signed links."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from aiohttp import web

from bot.documents import Documents, NotMade
from bot.files import LinkError, SignedLinks


def add_file_routes(app: web.Application, links: SignedLinks, now: Callable[[], datetime]) -> None:
    """One route: whoever has the link gets the file, for an hour."""

    async def fetch(request: web.Request) -> web.Response:
        part = request.match_info
        try:
            media_type, content = links.read(part["signature"], part["body"], part["name"], now())
        except LinkError:
            raise web.HTTPNotFound(text="This link is over. Ask for the file again.") from None
        return _file(part["name"], media_type, content)

    app.router.add_get(r"/files/{signature:[0-9a-f]{64}}/{body:[A-Za-z0-9_-]{1,4000}}/{name:[a-z.-]{1,40}}", fetch)


def add_document_routes(
    app: web.Application, links: SignedLinks, documents: Documents, now: Callable[[], datetime]
) -> None:
    """One route: whoever has the link gets the file that it names, if the person it was offered to still may."""

    async def fetch(request: web.Request) -> web.Response:
        part = request.match_info
        try:
            offer_id = links.read_offer(part["signature"], part["body"], part["name"], now())
            made = await asyncio.to_thread(documents.fetch, offer_id, now())
        except LinkError:
            raise web.HTTPNotFound(text="This link is over. Ask for the file again.") from None
        except NotMade as why:
            raise web.HTTPNotFound(text=str(why)) from None
        return _file(made.name, made.media_type, made.content)

    path = r"/documents/{signature:[0-9a-f]{64}}/{body:[0-9]{1,12}-[A-Za-z0-9_-]{1,60}}/{name:[a-z0-9.-]{1,60}}"
    app.router.add_get(path, fetch, allow_head=False)


def _file(name: str, media_type: str, content: bytes) -> web.Response:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return web.Response(body=content, content_type=media_type, headers=headers)
