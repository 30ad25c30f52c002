import io
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.__main__ import main
from dialogs.core.knowledge import Knowledge
from tests.dialogs.support import knowledge
from tests.standards_kb.support import ASSESSMENT, CP, CP_EVERY, CP_UNANNOUNCED, DANGER, HELD, framework

TELLS = "CP conference was on 24 August 2026, when do I visit?"
TABLE = {
    "how often?": {CP_EVERY: 0.9},
    "how often – wöchentlich?": {CP: 0.9},
    "assessment": {ASSESSMENT: 0.6, CP_EVERY: 0.1},
    "danger": {DANGER: 1.0},
    "respite?": {"visiting.short_breaks.intervals": 1.0},
    TELLS: {CP: 1.0},
}

NO_SUCH_ID = "line 2 has an id that is not a text or a whole number"


@pytest.fixture(autouse=True)
def _a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.chdir(tmp_path)
    for name in os.environ:
        if name.upper().startswith("COMPANION_"):
            monkeypatch.delenv(name)
    yield
    assert not (tmp_path / "data").exists()  # nothing is kept


@pytest.fixture
def _a_finder_of_our_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.knowledge.build_knowledge", lambda _settings: known())


def known() -> Knowledge:
    return knowledge(TABLE)


def asked(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["ask", *arguments]) == 0
    shown = capsys.readouterr()
    assert shown.err == ""
    return shown.out


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["ask", *arguments]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    return shown.err


@pytest.mark.usefixtures("_a_finder_of_our_own")
class TestOneQuestion:
    def test_the_answer_as_text(self, capsys: pytest.CaptureFixture[str]) -> None:
        text = asked(capsys, "how", "often?")
        assert text.startswith("Visits: Child Protection Plan\n")
        assert "Responsible: Social Worker" in text
        assert "Was this what you needed?" not in text

    def test_as_json(self, capsys: pytest.CaptureFixture[str]) -> None:
        found = json.loads(asked(capsys, "--json", "how often?"))
        passage = framework().passages[CP_EVERY]
        assert found["id"] == "1"
        assert found["outcome"] == "answered"
        assert (found["reason"], found["edition"], found["nearest"]) == ("", "April 2021", [])
        assert passage.text in found["answer"]
        assert found["not_this_framework"] is None
        first, second = found["citations"]
        assert first == {
            "id": CP_EVERY,
            "standard": "Visits: Child Protection Plan",
            "section": passage.section,
            "text": passage.text,
            "responsible": ["Social Worker"],
            "notes": [],
        }
        assert second["id"] == CP_UNANNOUNCED
        assert [note["kind"] for note in second["notes"]] == ["reading"]

    def test_a_refusal_with_a_national_rule(self, capsys: pytest.CaptureFixture[str]) -> None:
        found = json.loads(asked(capsys, "--json", "assessment"))
        rule = framework().national_rules[ASSESSMENT]
        assert (found["outcome"], found["citations"]) == ("not_covered", [])
        assert found["nearest"][0]["id"] == CP
        assert found["not_this_framework"] == {
            "rule": rule.text,
            "source": rule.source,
            "dated": rule.dated,
            "as_of": rule.as_of,
            "source_url": rule.source_url,
            "also_read_at": rule.also_read_at,
        }
        assert found["not_this_framework"]["source_url"].startswith("https://")

    def test_a_signpost(self, capsys: pytest.CaptureFixture[str]) -> None:
        found = json.loads(asked(capsys, "--json", "danger"))
        assert (found["outcome"], found["reason"]) == ("signposted", "child_in_danger")
        assert [c["id"] for c in found["citations"]] == [HELD]
        assert "999" in found["answer"]

    def test_notes_on_the_wording(self, capsys: pytest.CaptureFixture[str]) -> None:
        [cited] = json.loads(asked(capsys, "--json", "respite?"))["citations"]
        inverted, elsewhere, overlap = cited["notes"]
        assert "the wording looks inverted" in inverted["text"]
        assert (inverted["kind"], inverted["source"]) == ("reading", "")
        assert elsewhere["kind"] == "elsewhere"
        assert "regulation 48(3)(c)" in elsewhere["source"]
        assert "the stricter reading of each applies" in overlap["text"]  # stands on the row


@pytest.mark.usefixtures("_a_finder_of_our_own")
class TestBatch:
    def lines(self, capsys: pytest.CaptureFixture[str], tmp_path: Path, content: bytes) -> list[dict[str, Any]]:
        (tmp_path / "questions.jsonl").write_bytes(content)
        return [json.loads(line) for line in asked(capsys, "--batch", "questions.jsonl").splitlines()]

    def test_one_line_each_in_the_same_order(self, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
        questions = ["how often?", "assessment", "danger", "how often?", "unknown"]
        content = "".join(json.dumps({"id": f"q{n}", "question": q}) + "\n" for n, q in enumerate(questions))
        found = self.lines(capsys, tmp_path, content.encode())
        assert [line["id"] for line in found] == [f"q{n}" for n in range(5)]
        assert [line["outcome"] for line in found] == [
            "answered",
            "not_covered",
            "signposted",
            "answered",
            "not_covered",
        ]

    @pytest.mark.parametrize(
        ("line", "id_", "says"),
        [
            (b"how often?", None, "line 2 is not JSON"),
            (b'{"id": "x", "question": "how often?"', None, "line 2 is not JSON"),
            (b'["how often?"]', None, "line 2 is not an object"),
            (b"7", None, "line 2 is not an object"),
            (b"null", None, "line 2 is not an object"),
            (b'{"question": "how often?"}', None, "line 2 has no id"),
            (b'{"id": "", "question": "how often?"}', None, "line 2 has no id"),
            (b'{"id": null, "question": "how often?"}', None, "line 2 has no id"),
            (b'{"id": NaN, "question": "how often?"}', None, NO_SUCH_ID),
            (b'{"id": 7.5, "question": "how often?"}', None, NO_SUCH_ID),
            (b'{"id": true, "question": "how often?"}', None, NO_SUCH_ID),
            (b'{"id": {"a": [1]}, "question": "how often?"}', None, NO_SUCH_ID),
            (b'{"id": 0}', 0, "line 2 has no question"),
            (b'{"id": "x"}', "x", "line 2 has no question"),
            (b'{"id": "x", "question": "  "}', "x", "line 2 has no question"),
            (b'{"id": "x", "question": null}', "x", "line 2 has no question"),
            (b'{"id": "x", "question": ["how often?"]}', "x", "line 2 has no question"),
            (b'{"id": "x", "question": "\xff"}', None, "line 2 is not UTF-8"),
            (b"[" * 100_000, None, "line 2 is not JSON"),
            (b"\xef\xbb\xbf{}", None, "line 2 is not JSON"),
        ],
    )
    def test_a_bad_line_gets_an_error_and_spoils_no_other(
        self, capsys: pytest.CaptureFixture[str], tmp_path: Path, line: bytes, id_: object, says: str
    ) -> None:
        good = b'{"id": "good", "question": "how often?"}'
        first, bad, last = self.lines(capsys, tmp_path, b"\n".join([good, line, good]))
        assert first == last
        assert first["outcome"] == "answered"
        assert bad["id"] == id_
        assert says in bad["error"]
        assert set(bad) == {"id", "error"}

    def test_an_id_comes_back_as_it_was_given(self, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
        ids = ["7", 7, 0, -1, 10**30]
        content = "".join(json.dumps({"id": one, "question": "how often?"}) + "\n" for one in ids)
        found = self.lines(capsys, tmp_path, content.encode())
        assert [(line["id"], line["outcome"]) for line in found] == [(one, "answered") for one in ids]

    def test_what_editors_add(self, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
        line = '{"id": "ä", "question": "how often – wöchentlich?", "expect": "answer"}'.encode()
        found = self.lines(capsys, tmp_path, b"\xef\xbb\xbf" + line + b"\r\n\r\n   \n" + line + b"\r\n\n")
        assert [(one["id"], one["outcome"]) for one in found] == [("ä", "answered")] * 2

    def test_blank_lines_are_counted_in_an_error(self, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
        [bad] = self.lines(capsys, tmp_path, b"\n\nno\n")
        assert bad["error"].startswith("line 3 ")

    def test_half_a_character_does_no_harm(self, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
        [found] = self.lines(capsys, tmp_path, b'{"id": "\\ud83d", "question": "how \\ud83d often?"}')
        assert found["id"] == "\ud83d"

    def test_an_empty_file(self, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
        assert self.lines(capsys, tmp_path, b"") == []

    def test_from_standard_input(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        content = b'\xef\xbb\xbf{"id": "1", "question": "how often?"}\r\n\xff\n{"id": "3", "question": "danger"}'
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content), encoding="ascii"))
        found = [json.loads(line) for line in asked(capsys, "--batch", "-").splitlines()]
        assert [line.get("outcome", "error") for line in found] == ["answered", "error", "signposted"]


class TestRefused:
    @pytest.mark.parametrize("arguments", [[], ["--json"], [" "], ["a question", "--batch", "x.jsonl"]])
    def test_neither_or_both(self, capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
        assert "Write a question, or --batch FILE" in refused(capsys, *arguments)

    @pytest.mark.parametrize("name", ["gone.jsonl", "."])
    def test_a_file_that_cannot_be_read(self, capsys: pytest.CaptureFixture[str], name: str) -> None:
        assert f"{name} can't be read" in refused(capsys, "--batch", name)


def test_with_the_trained_finder(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(asked(capsys, "--json", "How often does a child in need have to be visited?"))
    assert found["outcome"] == "answered"
    assert found["citations"][0]["text"] == "At least every 4 weeks."
    assert found["citations"][0]["responsible"] == ["Social Worker"]


@pytest.mark.usefixtures("_a_finder_of_our_own")
def test_a_question_that_tells_of_a_case_gets_dates_too(capsys: pytest.CaptureFixture[str]) -> None:
    shown = asked(capsys, TELLS)
    assert "I understood: the Initial Child Protection Conference was held (Monday 24 August 2026)." in shown
    found = json.loads(asked(capsys, "--json", TELLS))
    assert found["citations"][0]["id"] == CP
    assert [(d["stream"], d["due"]) for d in found["dates"]] == [
        ("visit", "2026-09-01"),
        ("unannounced_visit", "2026-09-21"),
        ("core_group", "2026-09-21"),
    ]
    assert json.loads(asked(capsys, "--json", "how often?"))["dates"] == []
