"""Opening a port, and what to change when that can't be."""

import errno
import os
import socket

from aiohttp import web

from bot.errors import PlainError

# What is still being answered when the turns have ended: probes, and bodies that come slowly.
_LAST_ANSWERS_SECONDS = 3.0
_NO_SUCH_ADDRESS = (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT, None)  # None: newer Pythons tried each and give no number


async def listen(app: web.Application, host: str, port: int, setting: str) -> web.AppRunner:
    """Serve the application until the runner is cleaned up. PlainError, naming the setting to change, if it can't be.

    `setting`: the one that chose the port."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=_LAST_ANSWERS_SECONDS)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
    except (OSError, UnicodeError) as error:
        await runner.cleanup()
        raise PlainError(what_to_change(error, port, setting), exit_code=1) from None
    return runner


async def take_no_more(runner: web.AppRunner) -> None:
    """Take no new connections; those that are open stay so until the runner is cleaned up."""
    for site in runner.sites:
        await site.stop()


def what_to_change(error: OSError | UnicodeError, port: int, setting: str) -> str:
    """Why nothing can be served there, in a sentence with the setting at fault."""
    if not isinstance(error, OSError) or isinstance(error, socket.gaierror) or error.errno in _NO_SUCH_ADDRESS:
        return (
            "COMPANION_HOST can't be listened at: this machine has no such address. "
            "Write 127.0.0.1, 0.0.0.0 or an address of its own."
        )
    why = f"Port {port} can't be listened at ({os.strerror(error.errno or 0)})"
    if error.errno == errno.EADDRINUSE:
        return f"{why}: is Practice Companion running already? Stop it, or set {setting}."
    if error.errno == errno.EACCES:
        return f"{why}: choose a port above 1023 with {setting}."
    return f"{why}: see COMPANION_HOST and {setting}."
