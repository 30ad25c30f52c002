import asyncio
import errno
import os
import socket
from unittest.mock import patch

import pytest
from aiohttp import web

from bot.errors import PlainError
from bot.web.listening import listen, what_to_change
from tests.ports import unused_port


def refusal(host: str, port: int) -> str:
    with pytest.raises(PlainError) as caught:
        asyncio.run(listen(web.Application(), host, port, "COMPANION_PORT"))
    assert caught.value.exit_code == 1
    return str(caught.value)


def test_a_taken_port() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = refusal("127.0.0.1", port)
    assert said.startswith(f"Port {port} can't be listened at (Address already in use): ")
    assert said.endswith("is Practice Companion running already? Stop it, or set COMPANION_PORT.")


@pytest.mark.parametrize("host", ["192.0.2.1", "a" * 70])  # nobody's, by RFC 5737; longer than a name may be
def test_an_address_that_is_not_this_machines(host: str) -> None:
    said = refusal(host, unused_port())
    assert said.startswith("COMPANION_HOST can't be listened at: ")
    assert "port" not in said.casefold()


def test_a_host_that_nobody_knows() -> None:
    with patch("socket.getaddrinfo", side_effect=socket.gaierror(socket.EAI_NONAME, "Name or service not known")):
        assert refusal("companion.example.org", unused_port()).startswith("COMPANION_HOST can't be listened at: ")


@pytest.mark.parametrize(
    ("number", "says"),
    [
        (
            errno.EACCES,
            "Port 80 can't be listened at (Permission denied): choose a port above 1023 with COMPANION_PORT.",
        ),
        (errno.EMFILE, "Port 80 can't be listened at (Too many open files): see COMPANION_HOST and COMPANION_PORT."),
    ],
)
def test_other_reasons(number: int, says: str) -> None:
    assert what_to_change(OSError(number, os.strerror(number)), 80, "COMPANION_PORT") == says


def test_newer_pythons_give_no_number_where_no_address_could_be_had() -> None:
    said = what_to_change(OSError("could not bind on any address out of [('192.0.2.1', 80)]"), 80, "COMPANION_PORT")
    assert said.startswith("COMPANION_HOST can't be listened at: ")
