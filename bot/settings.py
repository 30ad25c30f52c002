"""Settings from the environment or `.env`, checked all together; an unsafe or misspelt one stops the start."""

import io
import ipaddress
from collections.abc import Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal

from dotenv.parser import parse_stream
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationError

from bot import setting_kinds as kinds
from bot.errors import PlainError
from bot.setting_kinds import CaseUrl, Guid, Line, Phone, PublicUrl

PREFIX = "COMPANION_"
# Local mode's own, so that trying the bot never touches another database.
DEMO_DATABASE_URL = "sqlite:///data/demo.db"
# Given by value, or with `_FILE` by the path of a file that holds the value.
SECRETS = frozenset({"database_url", "client_secret", "certificate", "tombstone_key", "link_key"})
# Ofcom keeps 01632 960000 to 960999 for drama: they ring nowhere.
MADE_UP = {
    "council_name": "Example Council (made up)",
    "first_response": "01632 960001 (made up)",
    "emergency_duty": "01632 960002 (made up)",
}
_CREDENTIALS = ("client_secret", "certificate", "managed_identity")
_MISSING = {
    "app_id": "write the application id of the Azure Bot resource",
    "tenant_ids": "write the id of the Entra tenant whose people may use the bot",
    "council_name": "write the council's name, as people read it",
    "first_response": "write the phone number of the council's first-response team",
    "emergency_duty": "write the phone number of the emergency duty team, for out of hours",
}
_FALSE = frozenset({"false", "0", "no", "off", "f", "n"})


class SettingsError(PlainError):
    """Everything that is wrong with the settings; names them and never quotes their values."""


class Settings(BaseModel):
    """What the process is told; each description says what may be written."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    mode: Literal["production", "local"] = Field("production", description="production or local")
    database_url: Annotated[str, AfterValidator(kinds.database_url)] = Field(
        "sqlite:///data/companion.db",
        repr=False,
        description="sqlite:///FILE (a file, not memory) or postgresql://USER@HOST/NAME",
    )
    host: Annotated[str, AfterValidator(kinds.host)] = Field(
        "127.0.0.1", description="the address to listen at, for example 127.0.0.1 or 0.0.0.0"
    )
    port: int = Field(3978, ge=1, le=65535, description="a whole number from 1 to 65535")
    metrics_port: int = Field(3979, ge=0, le=65535, description="a whole number from 1 to 65535, or 0 for no metrics")
    app_id: Guid = Field("", description="an application id such as 1b4e28ba-2fa1-41d2-883f-0016d3cca427")
    tenant_ids: Annotated[tuple[Guid, ...], BeforeValidator(kinds.split)] = Field(
        (), description="tenant ids such as 1b4e28ba-2fa1-41d2-883f-0016d3cca427, with commas between them"
    )
    client_secret: SecretStr | None = Field(None, description="the client secret's value")
    certificate: Annotated[SecretStr, AfterValidator(kinds.pem)] | None = Field(
        None, description="a certificate and the unencrypted private key that belongs to it, both PEM"
    )
    managed_identity: bool = Field(False, description="true or false")
    council_name: Line = Field(description="the council's name, at most 100 characters")
    first_response: Phone = Field(description="a phone number, with a short note if need be")
    emergency_duty: Phone = Field(description="a phone number, with a short note if need be")
    who_to_ask: Line = Field("the Practice Development Team", description="who helps, at most 100 characters")
    case_system_url: CaseUrl = Field(
        "", description="an https address of a child's page with {child} where the id goes"
    )
    public_url: PublicUrl = Field("", description="the https address at which this server is reached from outside")
    link_key: SecretStr | None = Field(None, min_length=32, description="a random text of 32 characters or more")
    graph_calendars: bool = Field(False, description="true or false")
    administrators: Annotated[tuple[Guid, ...], BeforeValidator(kinds.split)] = Field(
        (), description="Entra object ids such as 1b4e28ba-2fa1-41d2-883f-0016d3cca427, with commas between them"
    )
    senior_managers: Annotated[tuple[Guid, ...], BeforeValidator(kinds.split)] = Field(
        (), description="Entra object ids such as 1b4e28ba-2fa1-41d2-883f-0016d3cca427, with commas between them"
    )
    next_senior_after_minutes: int = Field(30, ge=5, le=240, description="a whole number of minutes from 5 to 240")
    tombstone_key: SecretStr | None = Field(None, min_length=32, description="a random text of 32 characters or more")
    closed_cases_kept_days: int = Field(365, ge=200, le=3650, description="a whole number of days from 200 to 3650")
    audit_log_kept_days: int = Field(1095, ge=90, le=3650, description="a whole number of days from 90 to 3650")
    audit_outcomes_kept_days: int = Field(365, ge=60, le=3650, description="a whole number of days from 60 to 3650")
    preparations_kept_days: int = Field(30, ge=1, le=365, description="a whole number of days from 1 to 365")
    questions_kept_days: int = Field(90, ge=1, le=730, description="a whole number of days from 1 to 730")
    sends_per_second: int = Field(20, ge=1, le=40, description="a whole number from 1 to 40")
    digest_at: Annotated[str, AfterValidator(kinds.clock)] = Field("08:30", description="a time such as 08:30")
    unasked_from: Annotated[str, AfterValidator(kinds.clock)] = Field("07:00", description="a time such as 07:00")
    unasked_until: Annotated[str, AfterValidator(kinds.clock)] = Field("21:00", description="a time such as 21:00")
    soon_days: int = Field(2, ge=1, le=5, description="a whole number of working days from 1 to 5")
    heads_up_days: int = Field(5, ge=2, le=10, description="a whole number of working days from 2 to 10")
    head_of_service_after_days: int = Field(3, ge=1, le=20, description="a whole number of working days from 1 to 20")
    fresh_for_days: int = Field(5, ge=1, le=20, description="a whole number of working days from 1 to 20")
    reason_holds_days: int = Field(2, ge=1, le=10, description="a whole number of working days from 1 to 10")
    longest_pause_days: int = Field(28, ge=1, le=60, description="a whole number of days from 1 to 60")
    moderation_days: int = Field(10, ge=3, le=60, description="a whole number of working days from 3 to 60")
    return_due_days: int = Field(10, ge=0, le=60, description="a whole number of working days from 0 to 60")
    pack_days: int = Field(3, ge=2, le=10, description="a whole number of working days from 2 to 10")
    action_window_weeks: int = Field(6, ge=1, le=52, description="a whole number of weeks from 1 to 52")
    moved_margin: int = Field(10, ge=1, le=100, description="a whole number of points or percent from 1 to 100")
    closure_days: Annotated[tuple[date, ...], BeforeValidator(kinds.split)] = Field(
        (), description="days such as 2026-12-29,2026-12-30"
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="DEBUG, INFO, WARNING or ERROR")

    @property
    def is_local(self) -> bool:
        """Whether authentication is off and only this machine is served."""
        return self.mode == "local"

    @property
    def tombstone_key_bytes(self) -> bytes | None:
        """The key for the hashes of forgotten children; None: the database keeps one."""
        return None if self.tombstone_key is None else self.tombstone_key.get_secret_value().encode()

    @property
    def home_tenant_id(self) -> str:
        """The tenant that the bot is registered in: the first one named; empty if none is."""
        return self.tenant_ids[0] if self.tenant_ids else ""


def setting_names() -> tuple[str, ...]:
    """The environment name of every setting, in the order of `Settings`."""
    names: list[str] = []
    for field in Settings.model_fields:
        names += [_name(field), _name(field) + "_FILE"] if field in SECRETS else [_name(field)]
    return tuple(names)


def load_settings(environ: Mapping[str, str], env_file: Path | None, *, serving: bool = True) -> Settings:
    """The settings; `environ` wins over `env_file`, which need not exist. SettingsError names everything that is wrong.

    With `serving` false (for commands that don't open the bot to anybody) nothing need be set, and council contacts
    that aren't are made up and say so, as in local mode."""
    problems: list[str] = []
    given = {**_in_file(env_file, problems), **_ours(environ)}
    problems += _unknown(given)
    values = {field: text for field in Settings.model_fields if (text := given.get(_name(field), "").strip())}
    for field in sorted(SECRETS):
        _read_secret_file(field, given, values, problems)
    for field, change in {"mode": str.lower, "log_level": str.upper}.items():
        if field in values:
            values[field] = change(values[field])
    if values.get("mode", "production") == "production":
        problems += _refusals_in_production(values) if serving else ()
    if values.get("mode") == "local":
        values = {"database_url": DEMO_DATABASE_URL, **values}
    if values.get("mode") == "local" or not serving:
        values = {**MADE_UP, **values}
    try:
        settings = Settings.model_validate(values)
    except ValidationError as error:
        problems += _invalid(error)
    else:
        problems += _contradictions(settings)
    if problems:
        raise SettingsError(
            "\n".join(("The settings can't be used:", *(f"- {p}" for p in dict.fromkeys(problems)), _HINT))
        )
    return settings


_HINT = "Put them right in the environment or in .env; docs/configuration.md explains each."


def _name(field: str) -> str:
    return PREFIX + field.upper()


def _ours(variables: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in variables.items() if name.upper().startswith(PREFIX)}


def _in_file(path: Path | None, problems: list[str]) -> dict[str, str]:
    """Our variables in a `.env` file, as they stand: a `$` in a secret is no reference to another variable."""
    if path is None or not path.exists():
        return {}
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        problems.append(f"{path} can't be read ({_why(error)})")
        return {}
    found: dict[str, str] = {}
    for binding in parse_stream(io.StringIO(text)):
        if binding.error or (binding.key and binding.value is None):
            problems.append(f"{path}, line {binding.original.line}, can't be understood: write NAME=value")
        elif binding.key is not None and binding.value is not None:
            found[binding.key] = binding.value
    return _ours(found)


def _why(error: OSError | UnicodeDecodeError) -> str:
    return error.strerror or "it can't be opened" if isinstance(error, OSError) else "it isn't UTF-8 text"


def _unknown(given: Mapping[str, str]) -> Iterator[str]:
    known = setting_names()
    for name in sorted(set(given) - set(known)):
        near = get_close_matches(name.upper(), known, n=1)
        yield f"{name} is not a setting" + (f": did you mean {near[0]}?" if near else "")


def _read_secret_file(field: str, given: Mapping[str, str], values: dict[str, str], problems: list[str]) -> None:
    name = _name(field) + "_FILE"
    path = given.get(name, "").strip()
    if not path:
        return
    if field in values:
        problems.append(f"{_name(field)} and {name} are both set: keep one of them")
    try:
        content = Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        problems.append(f"{name}: the file it names can't be read ({_why(error)})")
        return
    if content:
        values[field] = content
    else:
        problems.append(f"{name}: the file it names is empty")


def _refusals_in_production(values: Mapping[str, str]) -> Iterator[str]:
    for field, what_to_do in _MISSING.items():
        if field not in values:
            yield f"{_name(field)} is missing: {what_to_do}"
        elif values[field] == MADE_UP.get(field):
            yield f"{_name(field)} is the demo's made-up value: {what_to_do}"
    if not any(values.get(field, "false").lower() not in _FALSE for field in _CREDENTIALS):
        secret, certificate, identity = map(_name, _CREDENTIALS)
        yield (
            f"the bot has no credential: set one of {secret}, {certificate} (or either with _FILE) and {identity}=true"
            f"; to try the bot on this machine without any, set {PREFIX}MODE=local"
        )


def _invalid(error: ValidationError) -> Iterator[str]:
    for detail in error.errors(include_input=False, include_url=False):
        field = str(detail["loc"][0])
        if detail["type"] != "missing":  # those are named with the other missing ones
            yield f"{_name(field)} can't be used: write {Settings.model_fields[field].description}"


def _contradictions(settings: Settings) -> Iterator[str]:
    chosen = [_name(field) for field in _CREDENTIALS if getattr(settings, field)]
    if len(chosen) > 1:
        yield f"{' and '.join(chosen)} are both set: the bot proves itself by one of them, so keep one"
    if settings.is_local and settings.host != "localhost" and not _is_loopback(settings.host):
        yield f"{PREFIX}HOST must be 127.0.0.1 in local mode: authentication is off, so nobody else may reach the bot"
    if bool(settings.public_url) != bool(settings.link_key):
        yield f"{PREFIX}PUBLIC_URL and {PREFIX}LINK_KEY go together: set both, or neither"
    if settings.graph_calendars and settings.is_local:
        yield f"{PREFIX}GRAPH_CALENDARS needs the bot's credential, which local mode has not: leave it out"
    if settings.unasked_from >= settings.unasked_until:
        yield f"{PREFIX}UNASKED_FROM must be earlier than {PREFIX}UNASKED_UNTIL"
    elif not settings.unasked_from <= settings.digest_at < settings.unasked_until:
        yield f"{PREFIX}DIGEST_AT must lie between {PREFIX}UNASKED_FROM and {PREFIX}UNASKED_UNTIL"
    if settings.port == settings.metrics_port:
        yield f"{PREFIX}PORT and {PREFIX}METRICS_PORT are the same: write two different ports"


def _is_loopback(host: str) -> bool:
    return kinds.is_address(host) and ipaddress.ip_address(host).is_loopback
