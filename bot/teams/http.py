"""The HTTP client that everything outgoing shares, and reading that stops at a limit."""

from collections.abc import Sequence

import aiohttp
from aiohttp import ClientMiddlewareType, ClientTimeout

_TIMEOUT = ClientTimeout(total=10, sock_connect=5)


class TooMuchError(Exception):
    """A body went on beyond its limit."""


def pooled_session(middlewares: Sequence[ClientMiddlewareType] = ()) -> aiohttp.ClientSession:
    """One pool of connections for all requests; call it in the running loop, close it at the end."""
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=100, keepalive_timeout=30),
        cookie_jar=aiohttp.DummyCookieJar(),
        timeout=_TIMEOUT,
        middlewares=middlewares,
    )


async def read_bounded(stream: aiohttp.StreamReader, limit: int) -> bytes:
    """The whole body, or TooMuchError as soon as it exceeds the limit, whatever its Content-Length claimed."""
    chunks: list[bytes] = []
    size = 0
    async for chunk in stream.iter_any():
        size += len(chunk)
        if size > limit:
            raise TooMuchError
        chunks.append(chunk)
    return b"".join(chunks)
