"""From the settings to what Microsoft is asked for; only Microsoft is ours."""

import asyncio
from datetime import UTC, datetime
from functools import partial
from unittest.mock import patch

import jwt
import pytest

from bot.app import Server
from bot.teams import credentials
from storage.db import Database
from tests.scenarios.product import PRODUCTION, Product
from tests.teams.support import APP_ID, TENANT_ID, rsa_key
from tests.teams.test_credentials import Microsoft, pem


@pytest.fixture
def microsoft(monkeypatch: pytest.MonkeyPatch) -> Microsoft:
    expires = {"expires_in": 3599, "expires_on": str(int(datetime.now(UTC).timestamp()) + 3600)}
    made = Microsoft({"access_token": "from-microsoft", "token_type": "Bearer", "resource": "r", **expires})
    for name in ("client_secret", "certificate", "managed_identity"):
        monkeypatch.setattr(credentials, name, partial(getattr(credentials, name), http_client=made))
    monkeypatch.setenv("IDENTITY_ENDPOINT", "http://127.0.0.1:1/token")
    monkeypatch.setenv("IDENTITY_HEADER", "header")
    return made


def ask(database: Database, name: str, value: str) -> None:
    """Have the server's credentials, made from these settings, ask for a token."""
    environ = {k: v for k, v in PRODUCTION.items() if k != "COMPANION_CLIENT_SECRET"}
    environ["COMPANION_TENANT_IDS"] = f"{TENANT_ID},{APP_ID}"
    with patch("bot.teams.adapter.TeamsAdapter") as adapter:
        Server(Product(database, {**environ, f"COMPANION_{name}": value}).companion)
    assert asyncio.run(adapter.call_args.args[1].token()) == "from-microsoft"


@pytest.mark.parametrize(
    ("name", "value"),
    [("CLIENT_SECRET", "secret"), ("CERTIFICATE", pem(rsa_key(1), rsa_key(1))[0])],
    ids=["secret", "certificate"],
)
def test_the_bot_asks_as_itself_in_its_home_tenant(
    name: str, value: str, microsoft: Microsoft, sqlite_database: Database
) -> None:
    ask(sqlite_database, name, value)
    [authority] = [url for url, *_ in microsoft.gets if "openid-configuration" in url]
    assert authority.startswith(f"https://login.microsoftonline.com/{TENANT_ID}/")
    [(_, form)] = microsoft.posts
    assert form["client_id"] == APP_ID
    if name == "CLIENT_SECRET":
        assert form["client_secret"] == value
    else:
        assert jwt.decode(form["client_assertion"], options={"verify_signature": False})["iss"] == APP_ID


def test_azure_vouches_for_the_bot_by_its_app_id(microsoft: Microsoft, sqlite_database: Database) -> None:
    ask(sqlite_database, "MANAGED_IDENTITY", "true")
    [(_, params, _)] = microsoft.gets  # Azure knows the tenant
    assert params["client_id"] == APP_ID
    assert microsoft.posts == []
