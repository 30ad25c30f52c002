"""The whole bot over HTTP: group chats, and people of whom Teams says little."""

from urllib.parse import quote

from tests.dialogs.card_checks import texts
from tests.scenarios.product import Product, Q, served
from tests.teams.support import payload


@served()
async def test_a_mention_in_a_group_chat_is_answered_there(bot: Product) -> None:
    mention = payload("group_mention", text=f"<at>Practice Companion</at> {Q}", attachments=[])
    assert await bot.post(mention) == (200, None)
    [request] = bot.connector.requests
    chat = quote(mention["conversation"]["id"], safe="")
    assert request.path.endswith(f"/v3/conversations/{chat}/activities/{mention['id']}")
    assert "At least every 10 working days thereafter." in " ".join(texts(bot.card()))
    assert bot.kept() == [Q]


@served()
async def test_a_mention_alone_in_a_group_chat_gets_help(bot: Product) -> None:
    await bot.post(payload("group_mention", text="<at>Practice Companion</at>", attachments=[]))
    assert "What I can do" in texts(bot.card())


@served()
async def test_somebody_without_an_object_id_is_answered(bot: Product) -> None:
    asked = payload("personal_message", text=Q)
    del asked["from"]["aadObjectId"]
    assert await bot.post(asked) == (200, None)
    assert "At least every 10 working days thereafter." in " ".join(texts(bot.card()))
    await bot.post({**asked, "text": "who does that?", "id": "2"})
    assert "Responsible: Social Worker" in texts(bot.card())
