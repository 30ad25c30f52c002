"""Tokens for what the bot sends: fetched once, early, and from Microsoft as it asks for it."""

import asyncio
import base64
import json
import threading
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs

import jwt
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from bot.teams.adapter import TeamsAdapter
from bot.teams.config import TeamsConfig
from bot.teams.credentials import (
    NoCredentials,
    Token,
    TokenSource,
    certificate,
    client_secret,
    managed_identity,
)
from bot.teams.errors import TokenUnavailable
from tests.teams.support import APP_ID, NOW, TENANT_ID, Clock, FakeRunner, rsa_key

HOUR = timedelta(hours=1)


class Source:
    """Counts fetches, each with a token of its own; fails while told to."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.fetches = 0
        self.failing: Exception | None = None
        self.gate: threading.Event | None = None
        self.threads: set[int] = set()
        self.tokens = TokenSource(self._acquire, self.clock)

    def _acquire(self) -> Token:
        self.fetches += 1
        self.threads.add(threading.get_ident())
        if self.gate:
            assert self.gate.wait(60)
        if self.failing:
            raise self.failing
        return Token(f"token-{self.fetches}", HOUR)


def test_one_fetch_serves_all_off_the_event_loop() -> None:
    async def main() -> None:
        source = Source()
        source.gate = threading.Event()
        waiting = [asyncio.create_task(source.tokens.token()) for _ in range(10)]
        await asyncio.sleep(0)  # the loop goes on although the fetch doesn't
        source.gate.set()
        assert await asyncio.gather(*waiting) == ["token-1"] * 10
        assert await source.tokens.token() == "token-1"
        assert source.fetches == 1
        assert threading.get_ident() not in source.threads

    asyncio.run(main())


def test_somebody_who_gives_up_does_not_stop_the_fetch() -> None:
    async def main() -> None:
        source = Source()
        source.gate = threading.Event()
        impatient, patient = (asyncio.create_task(source.tokens.token()) for _ in range(2))
        await asyncio.sleep(0)
        impatient.cancel()
        await asyncio.wait([impatient])
        source.gate.set()
        assert await patient == "token-1"
        assert source.fetches == 1

    asyncio.run(main())


def test_it_is_refreshed_early_and_nobody_waits() -> None:
    async def main() -> None:
        source = Source()
        await source.tokens.token()
        source.clock.forward(minutes=54)
        assert await source.tokens.token() == "token-1"
        assert source.fetches == 1
        source.clock.forward(minutes=2)
        source.gate = threading.Event()
        assert await source.tokens.token() == "token-1"
        assert await source.tokens.token() == "token-1"
        source.gate.set()
        while await source.tokens.token() == "token-1":
            await asyncio.sleep(0)
        assert source.fetches == 2

    asyncio.run(main())


def test_the_old_one_serves_while_no_new_one_comes() -> None:
    async def main() -> None:
        source = Source()
        await source.tokens.token()
        source.failing = TokenUnavailable("invalid_client")
        source.clock.forward(minutes=56)
        assert await source.tokens.token() == "token-1"
        source.clock.forward(minutes=5)
        with pytest.raises(TokenUnavailable, match="invalid_client"):
            await source.tokens.token()
        source.failing = None
        source.clock.forward(seconds=6)
        assert (await source.tokens.token()).startswith("token-")

    asyncio.run(main())


def test_failures_keep_a_distance_and_say_no_secret() -> None:
    async def main() -> None:
        source = Source()
        source.failing = ConnectionError("secret-in-the-message")
        for _ in range(5):
            with pytest.raises(TokenUnavailable) as caught:
                await source.tokens.token()
            assert "secret-in-the-message" not in str(caught.value)
            assert "ConnectionError" in str(caught.value)
        assert source.fetches == 1
        source.failing = None
        source.clock.forward(seconds=6)
        assert await source.tokens.token() == "token-2"

    asyncio.run(main())


class Microsoft:
    """Microsoft's token service as an HTTP client for MSAL."""

    def __init__(self, answer: dict[str, Any] | None = None) -> None:
        self.answer = answer or {"access_token": "from-microsoft", "expires_in": 3599, "token_type": "Bearer"}
        self.posts: list[tuple[str, dict[str, str]]] = []
        self.gets: list[tuple[str, Any, Any]] = []

    def get(self, url: str, params: Any = None, headers: Any = None, **_: Any) -> Any:
        self.gets.append((url, params, headers))
        if "openid-configuration" in url:
            authority = f"https://login.microsoftonline.com/{TENANT_ID}"
            endpoints = {"authorization_endpoint": f"{authority}/auth", "token_endpoint": f"{authority}/token"}
            return _Answer(200, {**endpoints, "issuer": f"{authority}/v2.0"})
        if "discovery/instance" in url:
            return _Answer(200, {"metadata": []})
        return _Answer(200, self.answer)

    def post(self, url: str, data: Any = None, **_: Any) -> Any:
        form = data if isinstance(data, dict) else {name: values[0] for name, values in parse_qs(data).items()}
        self.posts.append((url, form))
        return _Answer(400 if "error" in self.answer else 200, self.answer)

    def close(self) -> None:
        pass


class _Answer:
    def __init__(self, status: int, body: dict[str, Any]) -> None:
        self.status_code = status
        self.text = json.dumps(body)
        self.headers: dict[str, str] = {}

    def raise_for_status(self) -> None:
        assert self.status_code < 400


def test_a_client_secret() -> None:
    microsoft = Microsoft()
    source = client_secret(APP_ID, TENANT_ID, "s3cret", Clock(), microsoft)
    assert microsoft.gets == []  # nothing is asked before the first token is wanted
    assert asyncio.run(source.token()) == "from-microsoft"
    [(url, form)] = microsoft.posts
    assert TENANT_ID in url
    assert form["client_id"] == APP_ID
    assert form["client_secret"] == "s3cret"
    assert form["grant_type"] == "client_credentials"
    assert form["scope"] == "https://api.botframework.com/.default"


def test_a_refused_client_secret() -> None:
    error = {"error": "invalid_client", "error_codes": [7000215], "error_description": "Invalid secret for app 'x'"}
    source = client_secret(APP_ID, TENANT_ID, "wrong", Clock(), Microsoft(error))
    with pytest.raises(TokenUnavailable, match=r"invalid_client \[7000215\]") as caught:
        asyncio.run(source.token())
    assert "app 'x'" not in str(caught.value)


def pem(key: rsa.RSAPrivateKey, signer: rsa.RSAPrivateKey) -> tuple[str, x509.Certificate]:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "bot")])
    builder = x509.CertificateBuilder(name, name, signer.public_key(), 1, NOW, NOW + timedelta(days=365))
    public = builder.sign(signer, hashes.SHA256())
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return (private + public.public_bytes(Encoding.PEM)).decode(), public


@pytest.mark.parametrize("key_first", [True, False])
def test_a_certificate(key_first: bool) -> None:
    text, public = pem(rsa_key(1), rsa_key(1))
    if not key_first:
        key, start, certificate_ = text.partition("-----BEGIN CERTIFICATE")
        text = start + certificate_ + key
    microsoft = Microsoft()
    assert asyncio.run(certificate(APP_ID, TENANT_ID, text, Clock(), microsoft).token()) == "from-microsoft"
    [(_, form)] = microsoft.posts
    assertion = form["client_assertion"]
    thumbprint = jwt.get_unverified_header(assertion)["x5t#S256"]
    assert base64.urlsafe_b64decode(thumbprint + "=") == public.fingerprint(hashes.SHA256())
    options: Any = {"verify_aud": False, "verify_exp": False, "verify_nbf": False}
    claims = jwt.decode(assertion, rsa_key(1).public_key(), ["PS256"], options=options)
    assert claims["iss"] == APP_ID


def test_a_certificate_of_another_key() -> None:
    text, _ = pem(rsa_key(1), rsa_key(2))
    with pytest.raises(ValueError, match="isn't the private key's"):
        certificate(APP_ID, TENANT_ID, text, Clock())


def test_a_managed_identity(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IDENTITY_ENDPOINT", "http://127.0.0.1:1/token")
    monkeypatch.setenv("IDENTITY_HEADER", "header")
    expires_on = int(datetime.now(UTC).timestamp()) + 3600
    microsoft = Microsoft({"access_token": "from-azure", "expires_on": str(expires_on), "resource": "r"})
    assert asyncio.run(managed_identity(APP_ID, Clock(), microsoft).token()) == "from-azure"
    [(url, params, headers)] = microsoft.gets
    assert url == "http://127.0.0.1:1/token"
    assert params["resource"] == "https://api.botframework.com"
    assert params["client_id"] == APP_ID
    assert headers["X-IDENTITY-HEADER"] == "header"


def test_no_credentials_are_for_local_mode_only() -> None:
    assert asyncio.run(NoCredentials().token()) == ""
    config = TeamsConfig(app_id=APP_ID, tenant_ids=frozenset({TENANT_ID}))
    with pytest.raises(ValueError, match="credentials are missing"):
        TeamsAdapter(config, NoCredentials(), FakeRunner(), Clock())
    TeamsAdapter(TeamsConfig(local_mode=True), NoCredentials(), FakeRunner(), Clock())
