import pytest
from hypothesis import given
from hypothesis import strategies as st
from microsoft_teams import cards as microsoft
from pydantic import BaseModel

from dialogs.core import cards
from tests.dialogs.card_checks import bare, nodes


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("**bold** _it_ `code`", "\\*\\*bold\\*\\* \\_it\\_ \\`code\\`"),
        ("[a](http://b)", "\\[a\\](http://b)"),
        ("back\\slash", "back\\\\slash"),
        ("one\ntwo", "one\n\ntwo"),
        ("1. First", "1.\N{NO-BREAK SPACE}First"),
        ("Lead:\n- one\n- two\nafter", "Lead:\n\n- one\n- two\n\nafter"),
    ],
)
def test_markdown_is_disarmed_and_lines_are_kept(text: str, shown: str) -> None:
    assert cards.plain(text) == shown


@given(st.text(alphabet=st.characters(exclude_characters="“”\\", exclude_categories=["Cs"])))
def test_nothing_gets_lost(text: str) -> None:
    assert bare(cards.plain(text)) == bare(text)


def test_a_button_works_on_clients_that_know_no_execute() -> None:
    button = cards.execute("Yes", "ask.feedback", {"question": 7})
    assert (button["verb"], button["data"]) == ("ask.feedback", {"question": 7})
    assert button["fallback"] == {
        "type": "Action.Submit",
        "title": "Yes",
        "data": {"action": "ask.feedback", "question": 7},
    }


def test_a_button_that_is_answered_anew_has_its_data_to_itself() -> None:
    button = cards.say("How often?", "ask.example", {"question": "How often?"})
    assert button["data"] == {"action": "ask.example", "question": "How often?"}


def test_an_offer_wraps_and_is_pressed_as_a_whole() -> None:
    offer = cards.offer("How often?", "ask.example", {"question": "How often?"})
    assert offer["selectAction"]["title"] == offer["items"][0]["text"] == "How often?"
    assert offer["items"][0]["wrap"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Responsible: Social *Worker*", "**Responsible:** Social \\*Worker\\*"),
        ("a_b: c: d", "**a\\_b:** c: d"),
        ("no colon", "no colon"),
        ("at 9:30", "at 9:30"),
    ],
)
def test_the_beginning_is_bold(text: str, shown: str) -> None:
    assert (cards.led(text)["text"], cards.note(text)["text"]) == (shown, shown)


def test_every_part_has_the_properties_that_microsofts_models_know() -> None:
    models = [model for model in vars(microsoft).values() if isinstance(model, type) and issubclass(model, BaseModel)]
    known = {model.model_fields["type"].default: model for model in models if "type" in model.model_fields}
    written = (cards.heading, cards.subheading, cards.paragraph, cards.led, cards.small, cards.note)
    button = cards.execute("x", "a.b", {"question": 1})
    box = cards.box([text("x") for text in written], "warning")
    body = [box, cards.hidden("more", box), cards.offer("x", "a.b", {}), cards.buttons([cards.toggle("x", "more")])]
    card = cards.card(body, [button, cards.say("x", "a.b", {}), cards.ask_for_text("x", "y", "x", "x", button)], "x")
    parts = list(nodes(card))
    assert len({part["type"] for part in parts}) == 9
    for part in parts:
        assert not known[part["type"]].model_validate(part).model_extra
