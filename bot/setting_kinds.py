"""What kinds of values settings have; each is a ValueError if it is none, and never quotes what it was."""

import ipaddress
import re
from datetime import time
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, SecretStr

_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_HOST_NAME = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,252}[A-Za-z0-9])?")
# Nothing before the host: "https://lcs.example.gov.uk@elsewhere/" is elsewhere.
_ADDRESS = r"https://[A-Za-z0-9][A-Za-z0-9.-]*(?::\d{1,5})?"
_CASE_URL = re.compile(_ADDRESS + r"/[^\s{}]*\{child\}[^\s{}]*")
_PUBLIC_URL = re.compile(_ADDRESS + r"(?:/[^\s{}?#]*)?")


def guid(value: str) -> str:
    """An Entra id, in small letters."""
    lowered = value.lower()
    if _GUID.fullmatch(lowered) is None or not lowered.strip("0-"):
        raise ValueError("not an id")
    return lowered


def split(value: object) -> object:
    """Values with commas between them."""
    if not isinstance(value, str):
        return value
    return tuple(dict.fromkeys(part.strip() for part in value.lower().split(",")))


def clock(value: str) -> str:
    """A time of day, as in "08:30"."""
    return f"{time.fromisoformat(value.rjust(5, '0')):%H:%M}"


def host(value: str) -> str:
    """A host name or address."""
    if not is_address(value) and _HOST_NAME.fullmatch(value) is None:
        raise ValueError("not a host")
    return value


def is_address(host: str) -> bool:
    """Whether it is an IP address."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def database_url(value: str) -> str:
    """An SQLite file or a PostgreSQL database."""
    scheme, _, rest = value.partition("://")
    file = rest.removeprefix("/") if scheme == "sqlite" and rest.startswith("/") else ""
    if (file and file != ":memory:") or (scheme in ("postgresql", "postgresql+psycopg") and rest):
        return value
    raise ValueError("not a database URL")


def phone(value: str) -> str:
    """A phone number, with a note perhaps."""
    if sum(c.isdigit() for c in value) < 3 or not value.isprintable():
        raise ValueError("not a phone number")
    return value


def line(value: str) -> str:
    """One line of text."""
    if not value.isprintable():
        raise ValueError("more than one line")
    return value


def pem(value: SecretStr) -> SecretStr:
    """A certificate and its key."""
    text = value.get_secret_value()
    if "-----BEGIN CERTIFICATE-----" not in text or "PRIVATE KEY-----" not in text or "ENCRYPTED" in text:
        raise ValueError("not a PEM certificate with its key")
    # Imported here: only a certificate needs it.
    from cryptography import x509
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        x509.load_pem_x509_certificate(text.encode())
        load_pem_private_key(text.encode(), password=None)
    except (TypeError, UnsupportedAlgorithm):
        raise ValueError("not a key that can be used") from None
    return value


def case_url(value: str) -> str:
    """The address of a child's page, with {child} where the id goes."""
    if _CASE_URL.fullmatch(value) is None:
        raise ValueError("not the address of a child's page")
    return value


def public_url(value: str) -> str:
    """The address at which this server is reached from outside."""
    if _PUBLIC_URL.fullmatch(value) is None:
        raise ValueError("not an https address")
    return value.rstrip("/")


Guid = Annotated[str, AfterValidator(guid)]
Phone = Annotated[str, AfterValidator(phone), Field(max_length=100)]
Line = Annotated[str, AfterValidator(line), Field(min_length=1, max_length=100)]
CaseUrl = Annotated[str, AfterValidator(case_url)]
PublicUrl = Annotated[str, AfterValidator(public_url)]
ThemesReader = Literal["director", "head_of_service", "practice_development"]
