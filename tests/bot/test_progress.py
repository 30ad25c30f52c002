"""The progress bar: there in a terminal, gone when it is done, and nowhere else."""

import sys

import pytest

from bot.commands.progress import Bar


def drawn(capsys: pytest.CaptureFixture[str]) -> str:
    with Bar() as bar:
        bar("reading List_7", 0.5)
        bar("writing", 7.0)
    return capsys.readouterr().err


def test_in_a_terminal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert drawn(capsys).split("\r\x1b[K")[1:] == [
        "[###############...............] reading List_7",
        "[##############################] writing",
        "",
    ]


def test_elsewhere(capsys: pytest.CaptureFixture[str]) -> None:
    assert drawn(capsys) == ""
