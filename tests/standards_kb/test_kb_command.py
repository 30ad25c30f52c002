import pytest

from bot.__main__ import main
from tests.standards_kb.support import framework


def test_it_says_what_was_proved(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["kb", "check"]) == 0
    shown = capsys.readouterr()
    assert shown.err == ""
    assert f"April 2021: {len(framework().passages)} passages, every one verbatim" in shown.out


def test_a_stale_finder_is_a_note_and_no_failure(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("standards_kb.check.finder_is_stale", lambda: True)
    assert main(["kb", "check"]) == 0
    assert "make finder trains it again" in capsys.readouterr().out


def test_every_fault_is_named_and_the_check_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("standards_kb.check.faults", lambda: ["one thing", "another"])
    assert main(["kb", "check"]) == 1
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == ("", "fault: one thing\nfault: another\n")
