"""Tokens for what the bot sends: by secret, by certificate or by managed identity, for one tenant."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Protocol

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

from bot.teams.errors import TokenUnavailable
from bot.teams.flight import SingleFlight
from bot.teams.request_log import describe, log

CONNECTOR = "https://api.botframework.com"
_EARLY = timedelta(minutes=5)
_BETWEEN_FAILURES = timedelta(seconds=5)
_TIMEOUT_SECONDS = 10

_logger = logging.getLogger(__name__)


class Credentials(Protocol):
    """Says who the bot is to Teams."""

    async def token(self) -> str:
        """A token that is valid for some minutes yet, or empty where none is needed. Raises TokenUnavailable."""
        ...


class NoCredentials:
    """Local mode: the look-alike asks for no token."""

    async def token(self) -> str:
        """Empty: send no Authorization header."""
        return ""


@dataclass(frozen=True, slots=True)
class Token:
    """A token and how long it lasts from now."""

    value: str
    lifetime: timedelta


class TokenSource:
    """Fetches a token in a thread, once for all who wait, and early: while the old one still serves nobody waits."""

    def __init__(self, acquire: Callable[[], Token], clock: Callable[[], datetime]) -> None:
        self._acquire = acquire
        self._clock = clock
        self._value = ""
        self._expires_at = self._next_attempt = clock()
        self._failure = "not fetched yet"
        self._refresh = SingleFlight(self._fetch)

    async def token(self) -> str:
        """A token that still serves. Raises TokenUnavailable."""
        now = self._clock()
        if now < self._expires_at - _EARLY:
            return self._value
        if now >= self._next_attempt:
            self._refresh.start()
        if now >= self._expires_at:
            await self._refresh.join()
        if self._clock() >= self._expires_at:
            raise TokenUnavailable(self._failure)
        return self._value

    async def _fetch(self) -> None:
        try:
            token = await asyncio.to_thread(self._acquire)
        except TokenUnavailable as error:
            self._failure = error.reason
        except Exception as error:  # MSAL raises whatever its HTTP client and its parsers raise
            self._failure = describe(error)
        else:
            self._value, self._expires_at = token.value, self._clock() + token.lifetime
            return
        self._next_attempt = self._clock() + _BETWEEN_FAILURES
        log(_logger, logging.ERROR, "no token: %s", self._failure)


def client_secret(
    app_id: str,
    tenant_id: str,
    secret: str,
    clock: Callable[[], datetime],
    http_client: object = None,
    *,
    resource: str = CONNECTOR,
) -> TokenSource:
    """The bot proves itself by a client secret. `resource`: for whom the token is."""
    return TokenSource(_Confidential(app_id, tenant_id, secret, http_client, resource), clock)


def certificate(
    app_id: str,
    tenant_id: str,
    pem: str,
    clock: Callable[[], datetime],
    http_client: object = None,
    *,
    resource: str = CONNECTOR,
) -> TokenSource:
    """The bot proves itself by a certificate; `pem` holds it and its private key. ValueError if they don't match."""
    key = load_pem_private_key(pem.encode(), password=None)
    public = x509.load_pem_x509_certificate(pem.encode())
    encoding = Encoding.DER, PublicFormat.SubjectPublicKeyInfo
    if key.public_key().public_bytes(*encoding) != public.public_key().public_bytes(*encoding):
        raise ValueError("the certificate isn't the private key's")
    # MSAL computes the thumbprint from the certificate.
    credential = {"private_key": pem, "public_certificate": public.public_bytes(Encoding.PEM).decode()}
    return TokenSource(_Confidential(app_id, tenant_id, credential, http_client, resource), clock)


def managed_identity(
    client_id: str, clock: Callable[[], datetime], http_client: object = None, *, resource: str = CONNECTOR
) -> TokenSource:
    """Azure vouches for the bot: a user-assigned managed identity, whose client id is the bot's app id."""
    return TokenSource(_ManagedIdentity(client_id, http_client, resource), clock)


class _Confidential:
    """MSAL's confidential client, built at first use: building it asks the network, and importing MSAL takes time."""

    def __init__(
        self, app_id: str, tenant_id: str, credential: str | dict[str, str], http_client: object, resource: str
    ) -> None:
        self._build = partial(self._client, app_id, tenant_id, credential, http_client)
        self._resource = resource
        self._application: Any = None

    def __call__(self) -> Token:
        self._application = self._application or self._build()
        return _read(self._application.acquire_token_for_client(scopes=[f"{self._resource}/.default"]))

    @staticmethod
    def _client(app_id: str, tenant_id: str, credential: str | dict[str, str], http_client: object) -> object:
        import msal

        return msal.ConfidentialClientApplication(
            app_id,
            authority=f"https://login.microsoftonline.com/{tenant_id}",
            client_credential=credential,
            http_client=http_client,
            timeout=None if http_client else _TIMEOUT_SECONDS,
        )


class _ManagedIdentity:
    """MSAL's managed identity client, built at first use."""

    def __init__(self, client_id: str, http_client: object, resource: str) -> None:
        self._client_id = client_id
        self._resource = resource
        self._http_client = http_client
        self._client: Any = None

    def __call__(self) -> Token:
        import msal

        if self._client is None:
            identity = msal.UserAssignedManagedIdentity(client_id=self._client_id)
            self._client = msal.ManagedIdentityClient(identity, http_client=self._http_client or _requests_session())
        return _read(self._client.acquire_token_for_client(resource=self._resource))


def _requests_session() -> object:
    import requests

    session = requests.Session()
    session.request = partial(session.request, timeout=_TIMEOUT_SECONDS)  # type: ignore[method-assign]
    return session


def _read(answer: dict[str, Any]) -> Token:
    if "access_token" not in answer:
        # The description may quote ids; the code says enough to look it up.
        raise TokenUnavailable(f"refused: {answer.get('error')} {answer.get('error_codes', '')}".strip())
    return Token(answer["access_token"], timedelta(seconds=int(answer["expires_in"])))
