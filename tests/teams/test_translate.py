"""What the person did, out of what Teams sends."""

import pytest

from bot.teams.translate import Form, Inbound, MalformedInvokeError, read
from dialogs.core.turn import Conversation, Kind, Scope, Sender
from tests.teams.support import APP_ID, NOW, SERVICE_URL, TENANT_ID, message, payload

BOT = {"id": f"28:{APP_ID}", "name": "Practice Companion"}


def inbound(activity: dict, *, local_mode: bool = False) -> Inbound:
    found = read(activity, b"body", NOW, local_mode=local_mode)
    assert found is not None
    return found


def text_of(text: str | None, entities: object = None, **changes: object) -> str:
    return inbound(message(text=text, entities=entities, attachments=[], **changes)).turn.text


def mention(name: str = "Practice Companion", id_: str = BOT["id"], **changes: object) -> dict:
    return {"type": "mention", "mentioned": {"id": id_, "name": name}, "text": f"<at>{name}</at>", **changes}


def test_a_message() -> None:
    found = inbound(payload("personal_message"))
    turn = found.turn
    assert found == Inbound(turn, Form.MESSAGE)
    assert (turn.kind, turn.activity_id, turn.text) == (Kind.MESSAGE, "1788253198123", "how often must I visit?")
    assert turn.sender == Sender("00000000-0000-0000-0000-000000000020", "Alex Wilber")
    assert turn.conversation == Conversation("a:1pErSoNaLcOnVeRsAtIoN-alex", Scope.PERSONAL, TENANT_ID, SERVICE_URL)
    assert turn.at == NOW  # not what the activity says
    assert (turn.action, turn.data) == ("", {})


def test_a_mention_in_a_channel() -> None:
    turn = inbound(payload("channel_mention")).turn
    assert turn.text == 'can you tell Megan Bowen what "strategy discussion" means,\nR&D <team>?'
    assert turn.conversation.scope is Scope.CHANNEL
    assert turn.conversation.id.endswith(";messageid=1788253198000")


def test_a_mention_in_a_group() -> None:
    turn = inbound(payload("group_mention")).turn
    assert (turn.text, turn.conversation.scope) == ("home", Scope.GROUP)


@pytest.mark.parametrize(
    ("text", "entities", "expected"),
    [
        ("ask <at>Practice Companion</at> again", [mention()], "ask again"),
        ("<at>practice companion</at>\u00a0hi", [mention()], "hi"),
        ('<at id="0">Practice Companion</at> hi', [mention()], "hi"),
        ("<at>Practice Companion</at> a <at>Practice Companion</at> b", [mention(), mention()], "a b"),
        ("<at>Practice Companion</at> a <at>Practice Companion</at> b", [mention()], "a b"),
        # somebody who is called as the bot is
        (
            "<at>Practice Companion</at> a <at>Practice Companion</at>",
            [mention(), mention(id_="29:x")],
            "a Practice Companion",
        ),
        ("<at>Megan (she/her)</at> $1 \\1 .*", [mention("Megan (she/her)", "29:m")], "Megan (she/her) $1 \\1 .*"),
        ("<at>Practice Companion</at> hi", [mention(text=None)], "hi"),
        ("<at>Practice Companion</at> hi", None, "Practice Companion hi"),
        ("<at>Practice Companion</at> hi", [None, 1, {"type": None}, {"type": "mention"}], "Practice Companion hi"),
        ("<at>Practice Companion</at>", [mention()], ""),
        ("Practice Companion is the name", [mention()], "Practice Companion is the name"),
        (None, None, ""),
        ("  two  words \r\n next\tline ", None, "two words\nnext line"),
        ("&lt;b&gt; &amp;amp; &#8217;&nbsp;x &notify &copy", None, "<b> &amp; ’ x &notify &copy"),
        ("5 < 6 and <b>bold</b>", None, "5 < 6 and <b>bold</b>"),
        ("<at>" * 50_000, None, "<at>" * 50_000),
        ("<span schema.skype.com/InputExtension>" + " " * 100_000, None, "<span schema.skype.com/InputExtension>"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_text(text: str | None, entities: object, expected: str) -> None:
    assert text_of(text, entities) == expected


def test_marked_up_text() -> None:
    assert text_of("<p>one<br/>two</p><p><b>three</b> &lt;4</p>", textFormat="xml") == "one\ntwo\nthree <4"


def test_text_that_is_only_in_the_html_attachment() -> None:
    activity = payload("channel_mention", text=None)
    assert inbound(activity).turn.text == inbound(payload("channel_mention")).turn.text


# As the Agents Playground writes the place of a card that was put in from the compose box, and as Teams does.
INSERTED = """
<span class="inline-compose-card" itemid="0" itemtype="http://schema.skype.com/InputExtension">
  <span content="0" itemprop="cardId"></span>
</span>
"""
ATTACHED = {"contentType": "text/html", "content": '<div><attachment id="1f"></attachment></div>'}
CARD = {"contentType": "application/vnd.microsoft.card.adaptive", "content": {"type": "AdaptiveCard"}}


@pytest.mark.parametrize(
    ("text", "attachments"), [(INSERTED, [CARD]), (None, [CARD, ATTACHED]), ("", [ATTACHED, CARD])]
)
def test_a_card_by_itself_asks_nothing(text: str | None, attachments: list) -> None:
    assert read(payload("personal_message", text=text, attachments=attachments), b"", NOW) is None


@pytest.mark.parametrize("text", [f"who does this?{INSERTED}", 'who does this? <attachment id="1f"></attachment>'])
def test_words_beside_a_card_are_asked_without_its_markup(text: str) -> None:
    assert inbound(payload("personal_message", text=text, attachments=[CARD])).turn.text == "who does this?"


def test_a_pressed_button() -> None:
    found = inbound(payload("card_action"))
    assert found.form is Form.CARD
    assert found.turn.kind is Kind.ACTION
    assert found.turn.action == "visits.record"
    assert found.turn.data == {"visit": "17", "version": 3, "seen_alone": "true", "notes": "Two lines,\nas typed"}


@pytest.mark.parametrize("data", [None, "text", []])
def test_a_pressed_button_without_data(data: object) -> None:
    value = {"action": {"type": "Action.Execute", "verb": "home.show", "data": data}}
    assert inbound(payload("card_action", value=value)).turn.data == {}


def test_a_pressed_button_that_names_its_action_in_the_data() -> None:
    value = {"action": {"type": "Action.Execute", "data": {"action": "home.show", "id": 1}}}
    turn = inbound(payload("card_action", value=value)).turn
    assert (turn.action, turn.data) == ("home.show", {"id": 1})


@pytest.mark.parametrize("value", [None, "x", {}, {"action": None}, {"action": {"verb": 7}}])
def test_a_pressed_button_without_a_verb(value: object) -> None:
    with pytest.raises(MalformedInvokeError):
        read(payload("card_action", value=value), b"", NOW)


def test_a_submitted_card() -> None:
    found = inbound(payload("card_submit"))
    assert (found.form, found.card_id) == (Form.SUBMIT, "1788253197000")
    assert found.turn.kind is Kind.ACTION
    assert found.turn.action == "visits.record"
    assert found.turn.data == {"visit": "17", "version": 3, "seen_alone": "false"}


def test_a_submitted_card_with_text() -> None:
    assert inbound(payload("card_submit", text="Record it")).turn.kind is Kind.ACTION


def test_a_submitted_card_that_tells_teams_how_to_show_it() -> None:
    value = {"action": "home.show", "id": 1, "msteams": {"type": "messageBack", "displayText": "Home"}}
    turn = inbound(payload("card_submit", value=value)).turn
    assert (turn.action, turn.data) == ("home.show", {"id": 1})


@pytest.mark.parametrize("value", [None, "text", {"other": 1}])
def test_a_message_with_another_value_is_a_message(value: object) -> None:
    assert inbound(message("hello", value=value)).turn.kind is Kind.MESSAGE


def test_searches() -> None:
    typed, opened = inbound(payload("search_typed")), inbound(payload("search_initial"))
    assert typed.form is opened.form is Form.SEARCH
    assert typed.turn.kind is opened.turn.kind is Kind.SEARCH
    assert (typed.turn.text, opened.turn.text) == ("supervision", "")
    assert typed.turn.data == {"command": "standards"}


@pytest.mark.parametrize("parameters", [None, [], [None], [{"name": "query", "value": 7}]])
def test_a_search_for_nothing(parameters: object) -> None:
    activity = payload("search_typed", value={"parameters": parameters})
    assert inbound(activity).turn.text == ""


@pytest.mark.parametrize(
    ("name", "scope"),
    [
        ("bot_added_personal", Scope.PERSONAL),
        ("bot_added_team", Scope.CHANNEL),
        ("installation_add", Scope.PERSONAL),
    ],
)
def test_installations(name: str, scope: Scope) -> None:
    found = inbound(payload(name))
    assert (found.turn.kind, found.form, found.turn.conversation.scope) == (Kind.INSTALLED, Form.MESSAGE, scope)


@pytest.mark.parametrize(
    ("name", "scope"), [("installation_remove", Scope.PERSONAL), ("bot_removed_team", Scope.CHANNEL)]
)
def test_removals(name: str, scope: Scope) -> None:
    turn = inbound(payload(name)).turn
    assert (turn.kind, turn.conversation.scope) == (Kind.REMOVED, scope)


@pytest.mark.parametrize(
    "activity",
    [
        payload("installation_add", action="add-upgrade"),
        payload("installation_remove", action="remove-upgrade"),
        payload("member_added_team"),
        payload("bot_removed_team", membersRemoved=[{"id": "29:1meganBowen-6a7b8c9d0e1f"}]),
        payload("bot_removed_team", recipient=None, membersRemoved=[{}]),
        payload("bot_added_team", channelData=None, membersAdded=None),
        payload("reaction"),
        payload("unknown_invoke"),
        payload("personal_message", type="typing"),
        payload("personal_message", type="messageUpdate"),
        payload("personal_message", type=None),
    ],
)
def test_what_is_no_turn(activity: dict) -> None:
    assert read(activity, b"", NOW) is None


def test_without_an_id_the_same_bytes_are_the_same_activity() -> None:
    activity = payload("card_action", id=None)
    first, again, other = (read(activity, body, NOW) for body in (b"a", b"a", b"b"))
    assert first
    assert again
    assert other
    assert first.turn.activity_id == again.turn.activity_id != other.turn.activity_id
    assert first.turn.activity_id.startswith("sha256:")


@pytest.mark.parametrize(
    ("conversation", "local_mode", "scope"),
    [
        ({"id": "x"}, True, Scope.PERSONAL),
        ({"id": "x", "isGroup": False}, True, Scope.PERSONAL),
        ({"id": "x", "isGroup": True}, True, Scope.GROUP),
        ({"id": "x"}, False, Scope.GROUP),
        ({"id": "x", "conversationType": "meeting"}, False, Scope.GROUP),
        ({"id": "x", "conversationType": "personal"}, False, Scope.PERSONAL),
    ],
)
def test_an_undeclared_scope_is_never_taken_for_personal_in_teams(
    conversation: dict, local_mode: bool, scope: Scope
) -> None:
    found = inbound(message(conversation=conversation), local_mode=local_mode)
    assert found.turn.conversation.scope is scope


@pytest.mark.parametrize("sender", [None, {}, {"id": "29:x"}, {"aadObjectId": 7}])
def test_a_sender_whom_teams_does_not_identify(sender: object) -> None:
    assert inbound(message(**{"from": sender})).turn.sender == Sender("", "")
