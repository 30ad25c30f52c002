"""Ports that nothing else takes before the bot under test does."""

import os
import random
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle

# Below those that the system deals out, and for each worker some of its own: one dealt out and let go may be dealt
# out again, to the same test or to another worker, before anybody listens there.
_FIRST, _EACH = 10_000, 1_000
_WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 20
_START = random.SystemRandom().randrange(_EACH)
_PORTS = cycle(_FIRST + _EACH * _WORKER + (_START + nth) % _EACH for nth in range(_EACH))


def unused_port() -> int:
    """A free port on this machine, another at every call."""
    return next(port for port in _PORTS if _is_free(port))


def port_settings() -> dict[str, str]:
    """Two of them, for the bot and for its figures."""
    return {"COMPANION_PORT": str(unused_port()), "COMPANION_METRICS_PORT": str(unused_port())}


@contextmanager
def dead_port() -> Iterator[int]:
    """A port of loopback at which nobody answers, and that nobody else can take."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield held.getsockname()[1]


def _is_free(port: int) -> bool:
    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server does: one just left is free
        try:
            door.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
