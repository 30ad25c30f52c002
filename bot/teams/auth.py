"""Who may talk to the bot: Bot Framework's token first, then whether the activity is one that this token vouches for.

401 means that the token itself isn't acceptable, 403 that a genuine token brings an activity that isn't for us. The
rules are those of the SDK's `ChannelValidation`, without its gaps: `exp`, `serviceUrl`, `channelId`, endorsements and
tenant are required, and there is no emulator and no skill path.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import jwt

from bot.teams import service_urls
from bot.teams.config import TeamsConfig
from bot.teams.errors import Rejected
from bot.teams.fields import JsonObject, object_at, text_at
from bot.teams.keys import KeyCache

CHANNEL = "msteams"
_LEEWAY_SECONDS = 5 * 60  # as the SDK allows
# The signature alone is PyJWT's: it would compare times with its own clock, and takes a list as audience.
_SIGNATURE_ONLY: Any = {
    "verify_exp": False,
    "verify_nbf": False,
    "verify_iat": False,
    "verify_aud": False,
    "verify_iss": False,
    "verify_sub": False,
    "verify_jti": False,
}

Claims = Mapping[str, Any]


def bearer_token(header: str | None) -> str:
    """The token of an Authorization header that has the shape of one."""
    scheme, _, token = (header or "").partition(" ")
    if scheme != "Bearer" or token.count(".") != 2 or not token.isascii() or " " in token:
        raise Rejected(401, "no bearer token")
    return token


class TokenValidator:
    """Decides whether a token is Bot Framework's, for this bot, on Teams, and now."""

    def __init__(self, config: TeamsConfig, keys: KeyCache, clock: Callable[[], datetime]) -> None:
        self._config = config
        self._keys = keys
        self._clock = clock

    async def claims(self, token: str) -> Claims:
        """The claims of a token that passes."""
        try:
            # The header alone: payload and signature are read once, when the key is known.
            header = jwt.get_unverified_header(f"{token.partition('.')[0]}..")
        except jwt.PyJWTError:
            raise Rejected(401, "the token can't be read") from None
        if header.get("alg") != "RS256" or not header.get("kid"):
            raise Rejected(401, "the token isn't signed with RS256 and a named key")
        key = await self._keys.find(header["kid"])
        if key is None:
            raise Rejected(401, "the token's key is unknown")
        try:
            claims = jwt.decode(token, key.public_key, algorithms=["RS256"], options=_SIGNATURE_ONLY)
        except jwt.PyJWTError as error:
            raise Rejected(401, f"the signature doesn't hold: {type(error).__name__}") from None
        if CHANNEL not in key.endorsements:
            raise Rejected(401, "the key isn't endorsed for Teams")
        self._check(claims)
        return claims

    def _check(self, claims: Claims) -> None:
        if claims.get("iss") != self._config.issuer:
            raise Rejected(401, "wrong issuer")
        if claims.get("aud") != self._config.app_id:
            raise Rejected(401, "wrong audience")
        if "ver" in claims and (claims.get("appid") or claims.get("azp") or self._config.app_id) != self._config.app_id:
            raise Rejected(401, "another bot's skill token")
        now = self._clock().timestamp()
        if now >= _instant(claims, "exp") + _LEEWAY_SECONDS:
            raise Rejected(401, "the token has expired")
        if any(now < _instant(claims, name) - _LEEWAY_SECONDS for name in ("nbf", "iat") if name in claims):
            raise Rejected(401, "the token isn't valid yet")


def _instant(claims: Claims, name: str) -> float:
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Rejected(401, f"the token has no usable {name}")
    return float(value)


def check_activity(activity: JsonObject, claims: Claims, config: TeamsConfig) -> None:
    """Refuse an activity that the token doesn't vouch for, or that comes from elsewhere than our Teams."""
    if text_at(activity, "channelId") != CHANNEL:
        raise Rejected(403, "not from Teams")
    service_url = text_at(activity, "serviceUrl")
    if not service_url or claims.get("serviceurl") != service_url:
        raise Rejected(403, "the service URL isn't the token's")
    check_service_url(activity, config)
    # Both name the tenant in everything that Teams sends; one alone could be what somebody forgot to forge.
    tenants = {
        text_at(object_at(activity, "conversation"), "tenantId").lower(),
        text_at(object_at(object_at(activity, "channelData"), "tenant"), "id").lower(),
    }
    if len(tenants) != 1 or not tenants <= {tenant.lower() for tenant in config.tenant_ids}:
        raise Rejected(403, "not one of our tenants")


def check_service_url(activity: JsonObject, config: TeamsConfig) -> None:
    """Refuse an activity whose answer would have to go to a server that isn't Teams'."""
    if not service_urls.is_allowed(text_at(activity, "serviceUrl"), local_mode=config.local_mode):
        raise Rejected(403, "the service URL isn't on the list")
