"""Parts that somebody has taken or shares, and what a retyped figure leaves as it was."""

from storage.db import Database
from tests.dialogs.check_and_challenge.test_returns import ANNE, BEN, HEAD, LEAD, fill, morning, planned, service
from tests.dialogs.support import NOW
from tests.dialogs.unasked import delivered
from tests.dialogs.visits.support import chat

__all__ = ["service"]
VOICE = "you said, we did"


def test_what_is_taken_is_written_by_nobody_else(service: Database) -> None:
    assert "Taken: only you write it now" in chat(service, ANNE).hear(f"take return 1 {VOICE}")
    said = chat(service, BEN).hear(f"return 1 {VOICE}: Ben's view")
    assert "taken by Anne One, so yours isn't saved" in said
    assert "Yours: Ben's view" in said
    assert "You said, we did: the text (taken by Anne One)" in chat(service, BEN).hear("return 1")
    assert "Saved" in chat(service, ANNE).hear(f"return 1 {VOICE}: Anne's view")
    assert "Saved" in chat(service, HEAD).hear(f"return 1 {VOICE}: and the Head's")


def test_it_can_be_shared_and_let_go(service: Database) -> None:
    chat(service, ANNE).hear(f"take return 1 {VOICE}")
    assert "Shared with Ben Two" in chat(service, ANNE).hear(f"share return 1 {VOICE} with Ben")
    assert "Saved" in chat(service, BEN).hear(f"return 1 {VOICE}: Ben's view")
    assert "I can't tell who of this return “Olive Other” is" in chat(service, ANNE).hear(
        f"share return 1 {VOICE} with Olive Other"
    )
    assert "Let go" in chat(service, ANNE).hear(f"let go of return 1 {VOICE}")
    assert "taken by" not in chat(service, ANNE).hear("return 1")


def test_nobody_takes_what_another_has(service: Database) -> None:
    chat(service, ANNE).hear("take return 1 complaints")
    assert "This part is taken by" in chat(service, BEN).hear("take return 1 complaints")
    assert "This part is taken by" in chat(service, BEN).hear("let go of return 1 complaints")
    assert "no return by that number" in chat(service, LEAD).hear("take return 1 complaints")
    assert "Let go" in chat(service, HEAD).hear("let go of return 1 complaints")


def test_the_button_keeps_what_is_typed(service: Database) -> None:
    same = {"return": 1, "part": "asks", "figure": 0, "version": 1}
    reply = chat(service, ANNE).press("check_and_challenge.take", **same, text="Half a sentence")  # type: ignore[arg-type]
    assert "'value': 'Half a sentence'" in str(reply.card)
    # Whose part it is is of a newer version, which the card now has.
    assert "'version': 2" in str(reply.card)


def test_the_next_part_is_none_that_another_has_taken(service: Database) -> None:
    chat(service, ANNE).hear("take return 1 days from notification to assessment")
    assert chat(service, BEN).say("fill in return 1").text.startswith("Return 1: Families stepped up")


def test_only_those_are_reminded_whose_parts_are_missing(service: Database) -> None:
    chat(service, ANNE).hear("take return 1 asks of the panel")
    fill(service, ANNE)
    with service.transaction() as store:  # as if it had never been written
        part = next(p for p in store.returns.parts(1) if p.name == "asks")
        from dataclasses import replace

        assert store.returns.write(replace(part, text=""))
    for key in ("anne", "ben"):
        delivered(service, key, NOW)
    planned(service, morning(28))
    assert delivered(service, "ben", morning(28)) == []
    (reply,) = delivered(service, "anne", morning(28))
    assert "Asks of the panel: the text (taken by Anne One)" in reply.text


def test_a_reminder_of_parts_that_are_done_meanwhile_is_not_sent(service: Database) -> None:
    delivered(service, "anne", NOW)
    chat(service, ANNE).hear("take return 1 asks of the panel")
    chat(service, BEN).hear("take return 1 complaints")
    planned(service, morning(28))
    fill(service, BEN)
    chat(service, ANNE).hear("return 1 asks of the panel: Nothing more")
    # What is missing now is Ben's alone.
    with service.transaction() as store:
        from dataclasses import replace

        part = next(p for p in store.returns.parts(1) if p.name == "complaints")
        assert store.returns.write(replace(part, text="", value=""))
    assert delivered(service, "anne", morning(28)) == []


def test_a_figure_typed_again_leaves_its_comment(service: Database) -> None:
    chat(service, ANNE).hear("return 1 supervision on time: 8 of 10 because two were ill")
    said = chat(service, ANNE).hear("return 1 supervision on time: 9 of 10")
    assert "Your comment stays: two were ill" in said
    assert "Supervision on time: 9 of 10. Comment: two were ill" in chat(service, ANNE).hear("return 1")
    chat(service, ANNE).hear("return 1 supervision on time: 9 of 10 because one was ill")
    assert "Supervision on time: 9 of 10. Comment: one was ill" in chat(service, ANNE).hear("return 1")
