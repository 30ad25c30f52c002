"""From what Teams sends to what Teams gets, over HTTP; only Teams itself is ours."""

from urllib.parse import quote

from tests.dialogs.card_checks import faults, nodes, texts
from tests.dialogs.support import LONG_AGO
from tests.scenarios.product import PRODUCTION, Product, Q, served
from tests.teams.support import IssuedKey, payload, rsa_key


@served()
async def test_a_question_gets_a_card_in_the_same_chat(bot: Product) -> None:
    asked = payload("personal_message", text=Q)
    assert await bot.post(asked) == (200, None)
    [request] = bot.connector.requests
    assert request.method == "POST"
    assert request.path == f"/connector/v3/conversations/{quote(asked['conversation']['id'])}/activities/{asked['id']}"
    assert "At least every 10 working days thereafter." in " ".join(texts(bot.card()))
    assert faults(bot.card()) == []
    assert bot.connector.bodies[0]["summary"] == "Visits: Child Protection Plan"
    assert bot.kept() == [Q]


@served()
async def test_sent_again_it_is_answered_once(bot: Product) -> None:
    for _ in range(3):
        assert await bot.post(payload("personal_message", text=Q)) == (200, None)
    assert len(bot.connector.requests) == 1
    assert bot.kept() == [Q]


@served()
async def test_a_follow_up_in_the_same_chat(bot: Product) -> None:
    await bot.post(payload("personal_message", text=Q))
    await bot.post(payload("personal_message", text="who does that?", id="2"))
    assert "Responsible: Social Worker" in texts(bot.card())


@served()
async def test_feedback_replaces_the_card_in_place(bot: Product) -> None:
    await bot.post(payload("personal_message", text=Q))
    yes = bot.card()["actions"][0]
    pressed = payload("card_action", value={"action": {k: yes[k] for k in ("type", "title", "verb", "data")}})
    status, answer = await bot.post(pressed)
    assert (status, answer["statusCode"], answer["type"]) == (200, 200, "application/vnd.microsoft.card.adaptive")
    assert "Thank you. I have noted that this helped." in texts(answer["value"])
    assert faults(answer["value"]) == []
    assert len(bot.connector.requests) == 1
    with bot.database.transaction() as store:
        assert store.questions.since(LONG_AGO)[0].helpful is True


@served()
async def test_feedback_on_an_older_client_replaces_the_card_too(bot: Product) -> None:
    await bot.post(payload("personal_message", text=Q))
    data = bot.card()["actions"][0]["fallback"]["data"]
    assert await bot.post(payload("card_submit", value=data, replyToId="sent-1")) == (200, None)
    update = bot.connector.requests[-1]
    assert update.method == "PUT"
    assert update.path.endswith("/activities/sent-1")
    assert "Thank you. I have noted that this helped." in texts(bot.card())


@served()
async def test_an_example_of_the_welcome_is_answered_with_a_new_card(bot: Product) -> None:
    await bot.post(payload("installation_add"))
    example = next(n["data"] for n in nodes(bot.card()) if n["type"] == "Action.Submit")
    await bot.post(payload("card_submit", value=example, text=example["question"], id="2"))
    assert [r.method for r in bot.connector.requests] == ["POST", "POST"]
    assert "Visits: Child Protection Plan" in texts(bot.card())


@served()
async def test_an_old_button_is_explained(bot: Product) -> None:
    old = {"action": {"type": "Action.Execute", "verb": "visits.of_last_year", "data": {}}}
    status, answer = await bot.post(payload("card_action", value=old))
    assert (status, answer["type"]) == (200, "application/vnd.microsoft.activity.message")
    assert "older card" in answer["value"]


@served()
async def test_a_search_from_the_compose_box(bot: Product) -> None:
    search = payload("search_typed")
    search["value"]["parameters"][0]["value"] = "visits"
    status, answer = await bot.post(search)
    found = answer["composeExtension"]
    assert (status, found["type"], len(found["attachments"])) == (200, "result", 1)
    assert found["attachments"][0]["preview"]["content"]["title"] == "Visits: Child Protection Plan"
    assert all(faults(hit["content"], schema=False) == [] for hit in found["attachments"])
    assert bot.connector.requests == []
    assert bot.kept() == []


@served()
async def test_opening_the_compose_box_shows_the_practice_standards(bot: Product) -> None:
    _status, answer = await bot.post(payload("search_initial"))
    assert len(answer["composeExtension"]["attachments"]) >= 8


@served()
async def test_a_welcome_when_installed_and_only_once(bot: Product) -> None:
    for number, name in enumerate(("bot_added_personal", "installation_add")):
        assert await bot.post(payload(name, id=f"install-{number}")) == (200, None)
    [welcome] = bot.connector.bodies
    assert "Hello Alex." in " ".join(texts(welcome["attachments"][0]["content"]))


@served()
async def test_removed_and_added_again_it_says_nothing_and_then_hello(bot: Product) -> None:
    for number, name in enumerate(("installation_add", "installation_remove", "installation_remove")):
        assert await bot.post(payload(name, id=f"move-{number}")) == (200, None)
    assert len(bot.connector.requests) == 1
    await bot.post(payload("installation_add", id="again"))
    assert len(bot.connector.requests) == 2
    assert "Hello Alex." in " ".join(texts(bot.card()))


@served()
async def test_a_mention_in_a_channel_is_answered_in_its_thread(bot: Product) -> None:
    mention = payload("channel_mention", text=f"<at>Practice Companion</at> {Q}", attachments=[])
    await bot.post(mention)
    [request] = bot.connector.requests
    assert "messageid%3D1788253198000" in request.path or "messageid=1788253198000" in request.path
    assert bot.kept() == [Q]
    await bot.post({**mention, "id": "2", "text": "<at>Practice Companion</at>"})
    assert "What I can do" in texts(bot.card())


@served()
async def test_what_is_nothing_for_the_bot(bot: Product) -> None:
    for name in ("reaction", "member_added_team"):
        assert (await bot.post(payload(name)))[0] == 200
    assert (await bot.post(payload("unknown_invoke")))[0] == 501
    assert bot.connector.requests == []


class TestProduction:
    @staticmethod
    @served(PRODUCTION)
    async def test_teams_is_let_in_and_answered(bot: Product) -> None:
        assert await bot.post(payload("personal_message", text=Q)) == (200, None)
        [_lookup, request] = bot.connector.requests
        assert request.headers["Authorization"] == "Bearer bot-token"
        assert "At least every 10 working days thereafter." in " ".join(texts(bot.card()))

    @staticmethod
    @served(PRODUCTION)
    async def test_nobody_else_is(bot: Product) -> None:
        asked = payload("personal_message", text=Q)
        elsewhere = payload("personal_message", text=Q)
        for part in (elsewhere["conversation"], elsewhere["channelData"]["tenant"]):
            part["tenantId" if part is elsewhere["conversation"] else "id"] = "00000000-0000-0000-0000-00000000dead"
        stranger = IssuedKey("key-1", rsa_key(2))
        for activity, headers, status in (
            (asked, {}, 401),
            (asked, {"Authorization": "Bearer garbage"}, 401),
            (asked, bot.issuer.headers(asked, stranger), 401),
            (asked, bot.issuer.headers(asked, aud="another-app"), 401),
            (asked, bot.issuer.headers(asked, exp=1), 401),
            (elsewhere, bot.issuer.headers(elsewhere), 403),
        ):
            assert await bot.post(activity, headers) == (status, None)
        assert bot.connector.requests == []
        assert bot.kept() == []
        _status, figures = await bot.get("/metrics", bot.settings.metrics_port)
        assert 'companion_requests_refused_total{status="401"} 5.0' in figures
        assert 'companion_requests_refused_total{status="403"} 1.0' in figures
