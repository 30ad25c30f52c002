"""Who is let in, over real HTTP with really signed tokens."""

import hashlib
import hmac

import jwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.teams.support import (
    APP_ID,
    NOW,
    TENANT_ID,
    IssuedKey,
    Rig,
    message,
    payload,
    rigged,
    rsa_key,
    segment,
)

NOW_SECONDS = int(NOW.timestamp())
OTHER = "00000000-0000-0000-0000-0000000000ff"


async def refused(
    rig: Rig, status: int, activity: dict | None = None, token: str | None = None, **claims: object
) -> None:
    activity = activity or message()
    headers = rig.issuer.headers(activity, **claims)
    if token is not None:
        headers["Authorization"] = f"Bearer {token}"
    response = await rig.post(activity, headers)
    assert response.status == status
    assert response.body is None  # the reason is for the log
    assert rig.runner.turns == []
    assert rig.connector.requests == []


@rigged
async def test_a_valid_token_is_accepted(rig: Rig) -> None:
    response = await rig.post(message())
    assert response.status == 200
    assert len(rig.runner.turns) == 1


@pytest.mark.parametrize(
    "header",
    [None, "", "Bearer", "Bearer ", "Bearer a.b", "Bearer a.b.c d", "Basic a.b.c", "bearer a.b.c", "Bearer é.b.c"],
)
@rigged
async def test_a_missing_or_shapeless_header_is_refused(rig: Rig, header: str | None) -> None:
    headers = {"Content-Type": "application/json"} | ({} if header is None else {"Authorization": header})
    response = await rig.post(message(), headers)
    assert response.status == 401
    assert rig.runner.turns == []
    assert rig.issuer.fetches == 0


@pytest.mark.parametrize(
    "token", ["..", "a.b.c", "eyJhbGciOiJSUzI1NiJ9.e30.AAAA", f"{segment([1])}.{segment({})}.AAAA"]
)
@rigged
async def test_garbage_is_refused(rig: Rig, token: str) -> None:
    await refused(rig, 401, token=token)


@pytest.mark.parametrize(
    "claims",
    [
        {"exp": NOW_SECONDS - 301},
        {"exp": None},
        {"exp": "tomorrow"},
        {"exp": True},
        {"nbf": NOW_SECONDS + 301},
        {"iat": NOW_SECONDS + 301},
        {"aud": OTHER},
        {"aud": None},
        {"aud": [APP_ID]},
        {"iss": "https://api.botframework.us"},
        {"iss": None},
        {"iss": f"https://sts.windows.net/{TENANT_ID}/"},
        {"iss": f"https://login.microsoftonline.com/{TENANT_ID}/v2.0"},
        {"ver": "1.0", "appid": OTHER},
        {"ver": "2.0", "azp": OTHER},
    ],
    ids=str,
)
@rigged
async def test_wrong_claims_are_refused(rig: Rig, claims: dict[str, object]) -> None:
    await refused(rig, 401, **claims)


@pytest.mark.parametrize("claims", [{"exp": NOW_SECONDS - 299}, {"nbf": NOW_SECONDS + 299}, {"nbf": None}], ids=str)
@rigged
async def test_clocks_may_differ_by_five_minutes(rig: Rig, claims: dict[str, object]) -> None:
    activity = message()
    assert (await rig.post(activity, rig.issuer.headers(activity, **claims))).status == 200


@rigged
async def test_an_expired_token_is_refused_however_often_it_was_accepted(rig: Rig) -> None:
    activity = message()
    headers = rig.issuer.headers(activity)
    assert (await rig.post(activity, headers)).status == 200
    rig.clock.forward(minutes=66)
    assert (await rig.post(activity, headers)).status == 401
    assert len(rig.runner.turns) == 1


@rigged
async def test_another_key_under_a_known_name_is_refused(rig: Rig) -> None:
    await refused(rig, 401, token=rig.issuer.token(IssuedKey("key-1", rsa_key(2))))


@rigged
async def test_an_unknown_key_is_refused(rig: Rig) -> None:
    await refused(rig, 401, token=rig.issuer.token(IssuedKey("key-9", rsa_key(2))))


@rigged
async def test_a_token_that_names_no_key_is_refused(rig: Rig) -> None:
    await refused(rig, 401, token=jwt.encode(rig.issuer.claims(), rsa_key(1), "RS256"))


@rigged
async def test_alg_none_is_refused(rig: Rig) -> None:
    head = {"alg": "none", "typ": "JWT", "kid": "key-1"}
    await refused(rig, 401, token=f"{segment(head)}.{segment(rig.issuer.claims())}.")


@rigged
async def test_the_public_key_as_a_shared_secret_is_refused(rig: Rig) -> None:
    public = rsa_key(1).public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    signed = f"{segment({'alg': 'HS256', 'typ': 'JWT', 'kid': 'key-1'})}.{segment(rig.issuer.claims())}"
    digest = hmac.new(public, signed.encode(), hashlib.sha256).digest()
    signature = jwt.utils.base64url_encode(digest).decode()
    await refused(rig, 401, token=f"{signed}.{signature}")


@rigged
async def test_a_changed_payload_is_refused(rig: Rig) -> None:
    head, _, signature = rig.issuer.token().split(".")
    await refused(rig, 401, token=f"{head}.{segment(rig.issuer.claims(exp=NOW_SECONDS + 9999))}.{signature}")


@rigged
async def test_a_changed_signature_is_refused(rig: Rig) -> None:
    head, claims, signature = rig.issuer.token().split(".")
    changed = ("A" if signature[9] != "A" else "B").join([signature[:9], signature[10:]])
    await refused(rig, 401, token=f"{head}.{claims}.{changed}")


@pytest.mark.parametrize("endorsements", [None, [], ["webchat"]])
@rigged
async def test_a_key_not_endorsed_for_teams_is_refused(rig: Rig, endorsements: list[str] | None) -> None:
    rig.issuer.keys = [IssuedKey("key-1", rsa_key(1), endorsements)]
    await refused(rig, 401)


def without(name: str) -> dict:
    activity = message()
    del activity[name]
    return activity


def tenants(conversation: str | None, channel_data: str | None) -> dict:
    activity = message(channelData={} if channel_data is None else {"tenant": {"id": channel_data}})
    activity["conversation"].pop("tenantId")
    if conversation is not None:
        activity["conversation"]["tenantId"] = conversation
    return activity


@pytest.mark.parametrize(
    "activity",
    [
        message(serviceUrl="https://smba.trafficmanager.net/amer/"),
        without("serviceUrl"),
        without("channelId"),
        message(channelId="emulator"),
        message(channelId="webchat"),
        without("channelData"),
        message(channelData=None),
        message(channelData={"tenant": None}),
        tenants(OTHER, OTHER),
        tenants(None, None),
        tenants(TENANT_ID, None),
        tenants(None, TENANT_ID),
        tenants(TENANT_ID, OTHER),
        tenants(OTHER, TENANT_ID),
        tenants("", ""),
    ],
)
@rigged
async def test_an_activity_that_the_token_does_not_vouch_for_is_refused(rig: Rig, activity: dict) -> None:
    await refused(rig, 403, activity, serviceurl="https://smba.trafficmanager.net/uk/")


@rigged
async def test_a_token_without_a_service_url_vouches_for_none(rig: Rig) -> None:
    await refused(rig, 403, serviceurl=None)
    await refused(rig, 403, without("serviceUrl"), serviceurl=None)


@rigged
async def test_a_signed_service_url_off_the_list_is_refused(rig: Rig) -> None:
    await refused(rig, 403, message(serviceUrl="https://smba.example.com/"))
    await refused(rig, 403, message(serviceUrl=rig.connector.url))


@rigged
async def test_tenant_ids_are_compared_whatever_their_case(rig: Rig) -> None:
    rig_tenant = TENANT_ID.upper()
    assert (await rig.post(tenants(rig_tenant, TENANT_ID))).status == 200


@rigged(tenant_ids=frozenset({OTHER, TENANT_ID}))
async def test_an_activity_is_of_one_tenant_even_if_both_are_ours(rig: Rig) -> None:
    await refused(rig, 403, tenants(TENANT_ID, OTHER))


@rigged(tenant_ids=frozenset({OTHER, TENANT_ID}))
async def test_one_of_several_tenants_is_accepted(rig: Rig) -> None:
    assert (await rig.post(payload("card_action"))).status == 200
    assert len(rig.runner.turns) == 1
