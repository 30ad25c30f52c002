"""Serves the files of signed links."""

from collections.abc import Callable
from datetime import datetime

from aiohttp import web

from bot.files import LinkError, SignedLinks


def add_file_routes(app: web.Application, links: SignedLinks, now: Callable[[], datetime]) -> None:
    """One route: whoever has the link gets the file, for an hour."""

    async def fetch(request: web.Request) -> web.Response:
        part = request.match_info
        try:
            media_type, content = links.read(part["signature"], part["body"], part["name"], now())
        except LinkError:
            raise web.HTTPNotFound(text="This link is over. Ask for the file again.") from None
        headers = {
            "Content-Disposition": f'attachment; filename="{part["name"]}"',
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        }
        return web.Response(body=content, content_type=media_type, headers=headers)

    app.router.add_get(r"/files/{signature:[0-9a-f]{64}}/{body:[A-Za-z0-9_-]{1,4000}}/{name:[a-z.-]{1,40}}", fetch)
