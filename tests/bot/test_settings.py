import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.settings import DEMO_DATABASE_URL, MADE_UP, Settings, SettingsError, load_settings, setting_names
from tests.teams.support import rsa_key
from tests.teams.test_credentials import pem

APP = "1b4e28ba-2fa1-41d2-883f-0016d3cca427"
TENANT = "6fa459ea-ee8a-4ca4-894e-db77e160355e"
PEM = pem(rsa_key(1), rsa_key(1))[0].strip()
KEY = PEM.partition("-----BEGIN CERTIFICATE-----")[0]
LOCAL = {"COMPANION_MODE": "local"}
PRODUCTION = {
    "COMPANION_APP_ID": APP,
    "COMPANION_TENANT_IDS": TENANT,
    "COMPANION_CLIENT_SECRET": "s3cret-value",
    "COMPANION_COUNCIL_NAME": "Buckinghamshire Council",
    "COMPANION_FIRST_RESPONSE": "01632 960123",
    "COMPANION_EMERGENCY_DUTY": "01632 960124",
}


def refusal(environ: dict[str, str], env_file: Path | None = None, *, serving: bool = True) -> str:
    with pytest.raises(SettingsError) as caught:
        load_settings(environ, env_file, serving=serving)
    return str(caught.value)


def test_a_whole_production_start() -> None:
    settings = load_settings(PRODUCTION, None)
    assert (settings.mode, settings.is_local, settings.host, settings.port, settings.metrics_port) == (
        "production",
        False,
        "127.0.0.1",
        3978,
        3979,
    )
    assert (settings.app_id, settings.tenant_ids, settings.home_tenant_id) == (APP, (TENANT,), TENANT)
    assert settings.database_url == "sqlite:///data/companion.db"
    assert settings.client_secret is not None
    assert settings.client_secret.get_secret_value() == "s3cret-value"
    assert (settings.who_to_ask, settings.questions_kept_days) == ("the Practice Development Team", 90)


def test_production_names_everything_that_is_missing_at_once() -> None:
    message = refusal({})
    for name in PRODUCTION:
        assert name in message
    assert "COMPANION_CERTIFICATE" in message
    assert "COMPANION_MANAGED_IDENTITY" in message


@pytest.mark.parametrize("missing", PRODUCTION)
def test_production_refuses_without_any_one_of_them(missing: str) -> None:
    for given in ({}, {missing: "  "}):
        message = refusal({**{k: v for k, v in PRODUCTION.items() if k != missing}, **given})
        assert missing in message
        assert message.count("\n- ") == 1


def test_production_refuses_the_demos_made_up_numbers() -> None:
    message = refusal({**PRODUCTION, "COMPANION_FIRST_RESPONSE": MADE_UP["first_response"]})
    assert "COMPANION_FIRST_RESPONSE is the demo's made-up value" in message


def test_managed_identity_false_is_no_credential() -> None:
    environ = {k: v for k, v in PRODUCTION.items() if k != "COMPANION_CLIENT_SECRET"}
    assert "no credential" in refusal({**environ, "COMPANION_MANAGED_IDENTITY": "False"})
    assert load_settings({**environ, "COMPANION_MANAGED_IDENTITY": "true"}, None).managed_identity


@pytest.mark.parametrize("environ", [PRODUCTION, {**LOCAL, "COMPANION_CLIENT_SECRET": "s3cret-value"}])
def test_two_credentials_are_refused(environ: dict[str, str]) -> None:
    message = refusal({**environ, "COMPANION_CERTIFICATE": PEM})
    assert "COMPANION_CLIENT_SECRET and COMPANION_CERTIFICATE are both set" in message
    assert "s3cret" not in message


def test_local_mode_needs_nothing_and_marks_what_it_makes_up() -> None:
    settings = load_settings(LOCAL, None)
    assert settings.is_local
    assert "made up" in settings.council_name
    assert settings.first_response == "01632 960001 (made up)"
    assert settings.emergency_duty == "01632 960002 (made up)"


@pytest.mark.parametrize("serving", [True, False])
def test_local_mode_has_a_database_of_its_own(serving: bool) -> None:
    assert load_settings(LOCAL, None, serving=serving).database_url == DEMO_DATABASE_URL
    given = "sqlite:///mine.db"
    assert load_settings({**LOCAL, "COMPANION_DATABASE_URL": given}, None, serving=serving).database_url == given


def test_local_mode_keeps_what_is_given() -> None:
    settings = load_settings({**LOCAL, "COMPANION_FIRST_RESPONSE": "01632 960777"}, None)
    assert settings.first_response == "01632 960777"


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.4", "companion.example.org"])
def test_local_mode_binds_loopback_only(host: str) -> None:
    assert "COMPANION_HOST must be 127.0.0.1 in local mode" in refusal({**LOCAL, "COMPANION_HOST": host})
    assert load_settings({**PRODUCTION, "COMPANION_HOST": host}, None).host == host


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.9", "::1", "localhost"])
def test_loopback_by_any_name_is_loopback(host: str) -> None:
    assert load_settings({**LOCAL, "COMPANION_HOST": host}, None).host == host


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("COMPANION_TENANT_ID", "COMPANION_TENANT_IDS"),
        ("COMPANION_APPID", "COMPANION_APP_ID"),
        ("companion_app_id", "COMPANION_APP_ID"),
        ("COMPANION_PORT_FILE", "COMPANION_PORT"),
        ("COMPANION_CLIENT_SECRT_FILE", "COMPANION_CLIENT_SECRET_FILE"),
    ],
)
def test_a_misspelt_setting_is_refused_with_the_nearest_known_name(name: str, near: str) -> None:
    message = refusal({**PRODUCTION, name: "s3cret-value"})
    assert f"{name} is not a setting: did you mean {near}?" in message
    assert "s3cret" not in message


def test_variables_of_others_are_none_of_ours() -> None:
    assert load_settings({**LOCAL, "PATH": "/bin", "COMPANY": "x"}, None).is_local


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MODE", "demo"),
        ("DATABASE_URL", "mysql://root:hunter2@db/companion"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("DATABASE_URL", "sqlite:/data.db"),
        ("HOST", "not a host"),
        ("PORT", "http"),
        ("PORT", "0"),
        ("METRICS_PORT", "65536"),
        ("APP_ID", "practice-companion"),
        ("APP_ID", "00000000-0000-0000-0000-000000000000"),
        ("TENANT_IDS", f"{TENANT},contoso"),
        ("TENANT_IDS", f"{TENANT},"),
        ("CERTIFICATE", "-----BEGIN CERTIFICATE-----"),
        ("CERTIFICATE", PEM.replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY")),
        ("CERTIFICATE", PEM.replace("PRIVATE KEY", "FINE PRIVATE KEY")),
        ("CERTIFICATE", KEY + "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----"),
        ("CERTIFICATE", PEM.replace(KEY, "-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----\n")),
        ("CERTIFICATE", PEM.replace(KEY, KEY[:100])),
        ("MANAGED_IDENTITY", "perhaps"),
        ("COUNCIL_NAME", "x" * 101),
        ("FIRST_RESPONSE", "the duty desk"),
        ("EMERGENCY_DUTY", "01632 960124\nor so"),
        ("WHO_TO_ASK", "two\nlines"),
        ("QUESTIONS_KEPT_DAYS", "0"),
        ("ADMINISTRATORS", "kim@example.gov.uk"),
        ("TOMBSTONE_KEY", "short but secret"),
        ("CLOSED_CASES_KEPT_DAYS", "199"),
        ("AUDIT_LOG_KEPT_DAYS", "89"),
        ("LOG_LEVEL", "CHATTY"),
    ],
)
def test_a_wrong_value_is_named_and_never_quoted(name: str, value: str) -> None:
    message = refusal({**LOCAL, f"COMPANION_{name}": value})
    assert f"COMPANION_{name} can't be used: write " in message
    assert len(value) < 4 or value not in message


def test_all_problems_come_together() -> None:
    message = refusal({"COMPANION_PORT": "x", "COMPANION_COLOUR": "red", "COMPANION_LOG_LEVEL": "loud"})
    assert all(name in message for name in ("PORT", "COLOUR", "LOG_LEVEL", "APP_ID", "FIRST_RESPONSE"))


def test_the_two_ports_differ() -> None:
    assert "the same" in refusal({**LOCAL, "COMPANION_METRICS_PORT": "3978"})


def test_capitals_and_spaces_do_not_matter_where_they_mean_nothing() -> None:
    environ = {"COMPANION_MODE": " Local ", "COMPANION_LOG_LEVEL": "debug", "COMPANION_APP_ID": APP.upper()}
    settings = load_settings({**environ, "COMPANION_TENANT_IDS": f" {TENANT.upper()} , {APP},{TENANT}"}, None)
    assert (settings.log_level, settings.app_id, settings.tenant_ids) == ("DEBUG", APP, (TENANT, APP))


def test_the_first_administrators() -> None:
    settings = load_settings({**LOCAL, "COMPANION_ADMINISTRATORS": f"{APP.upper()}, {TENANT}"}, None)
    assert settings.administrators == (APP, TENANT)


def test_the_tombstones_key() -> None:
    assert load_settings(LOCAL, None).tombstone_key_bytes is None
    settings = load_settings({**LOCAL, "COMPANION_TOMBSTONE_KEY": "k" * 32}, None)
    assert settings.tombstone_key_bytes == b"k" * 32
    assert "kkkk" not in repr(settings)


def test_secrets_from_files(tmp_path: Path) -> None:
    for name, content in {"url": "postgresql://u:hunter2@db/c\n", "pem": PEM + "\n"}.items():
        (tmp_path / name).write_text(content)
    environ = {k: v for k, v in PRODUCTION.items() if k != "COMPANION_CLIENT_SECRET"}
    files = {
        "COMPANION_DATABASE_URL_FILE": str(tmp_path / "url"),
        "COMPANION_CERTIFICATE_FILE": str(tmp_path / "pem"),
    }
    settings = load_settings({**environ, **files}, None)
    assert settings.database_url == "postgresql://u:hunter2@db/c"
    assert settings.certificate is not None
    assert settings.certificate.get_secret_value() == PEM


def test_a_secret_file_that_cannot_be_used(tmp_path: Path) -> None:
    (tmp_path / "empty").write_text("\n")
    (tmp_path / "binary").write_bytes(b"\xff\xfe")
    file = "COMPANION_CLIENT_SECRET_FILE"
    assert f"{file}: the file it names can't be read" in refusal({**LOCAL, file: str(tmp_path / "gone")})
    assert f"{file}: the file it names can't be read" in refusal({**LOCAL, file: str(tmp_path / "binary")})
    assert f"{file}: the file it names is empty" in refusal({**LOCAL, file: str(tmp_path / "empty")})


def test_a_secret_twice(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("another")
    message = refusal({**PRODUCTION, "COMPANION_CLIENT_SECRET_FILE": str(tmp_path / "secret")})
    assert "COMPANION_CLIENT_SECRET and COMPANION_CLIENT_SECRET_FILE are both set" in message


def test_no_secret_shows_when_settings_are_printed() -> None:
    shown = repr(load_settings({**PRODUCTION, "COMPANION_DATABASE_URL": "postgresql://u:hunter2@db/c"}, None))
    assert "s3cret" not in shown
    assert "hunter2" not in shown


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text('\ufeff# comment\nexport COMPANION_MODE=local\nCOMPANION_PORT="4000"\nOTHER=1\n', encoding="utf-8")
    assert load_settings({}, file).port == 4000
    assert load_settings({"COMPANION_PORT": "4001"}, file).port == 4001


def test_a_dollar_in_the_file_is_a_dollar(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("COMPANION_MODE=local\nCOMPANION_CLIENT_SECRET=a${HOME}$b\n")
    secret = load_settings({}, tmp_path / ".env").client_secret
    assert secret is not None
    assert secret.get_secret_value() == "a${HOME}$b"


def test_a_file_that_cannot_be_understood(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("COMPANION_MODE=local\n=s3cret\nCOMPANION_PORT\n")
    message = refusal({}, tmp_path / ".env")
    assert ".env, line 2, can't be understood" in message
    assert ".env, line 3, can't be understood" in message
    assert "s3cret" not in message
    (tmp_path / ".env").write_bytes(b"\xff\xfe")
    assert "isn't UTF-8 text" in refusal(LOCAL, tmp_path / ".env")


def test_a_missing_file_is_fine(tmp_path: Path) -> None:
    assert load_settings(LOCAL, tmp_path / ".env").is_local


def test_a_command_that_serves_nobody_needs_nothing() -> None:
    settings = load_settings({}, None, serving=False)
    assert settings.mode == "production"
    assert "made up" in settings.first_response
    assert "COMPANION_PORT" in refusal({"COMPANION_PORT": "x"}, serving=False)


def test_settings_cannot_be_changed() -> None:
    settings = load_settings(LOCAL, None)
    with pytest.raises(ValidationError):
        settings.port = 1  # type: ignore[misc]


def test_the_documentation_names_exactly_the_settings() -> None:
    page = (Path(__file__).parents[2] / "docs" / "configuration.md").read_text(encoding="utf-8")
    assert set(re.findall(r"COMPANION_[A-Z_]*[A-Z]", page)) == set(setting_names())
    for field, info in Settings.model_fields.items():
        row = next(line for line in page.splitlines() if line.startswith(f"| `COMPANION_{field.upper()}`"))
        assert info.is_required() or info.default in (None, "", (), False) or f"`{info.default}`" in row
