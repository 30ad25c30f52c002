"""Links for people to fetch files by, signed by us: one holds a whole small file and is good for an hour; one names a
file that was offered, which is made when it is fetched, and is good for ten minutes.

Nothing is stored, so any replica with the same key serves any link."""

import base64
import hmac
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

GOOD_FOR: Final = timedelta(hours=1)
OFFER_GOOD_FOR: Final = timedelta(minutes=10)
MOST_BYTES: Final = 2_000
_TYPES: Final = frozenset({"text/calendar"})


class LinkError(Exception):
    """No link of ours, or one that is over."""


class SignedLinks:
    """Makes links below a base address, and reads them again."""

    def __init__(self, base_url: str, key: bytes) -> None:
        self._base_url = base_url
        self._key = key

    def publish(self, name: str, media_type: str, content: bytes, at: datetime) -> str:
        """The address at which the file can be fetched for an hour."""
        if len(content) > MOST_BYTES or media_type not in _TYPES:
            raise ValueError("too large for a link, or of no kind that is served")
        until = int((at + GOOD_FOR).timestamp())
        signed = f"{until}.{media_type}.".encode() + content
        body = base64.urlsafe_b64encode(signed).decode().rstrip("=")
        return f"{self._base_url}/files/{self._signature(name, body)}/{body}/{name}"

    def read(self, signature: str, body: str, name: str, at: datetime) -> tuple[str, bytes]:
        """Media type and content. LinkError if it isn't ours, or the hour is over."""
        if not hmac.compare_digest(signature.encode(), self._signature(name, body).encode()):
            raise LinkError
        signed = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))
        until, media_type, content = signed.split(b".", 2)
        if at > datetime.fromtimestamp(int(until), UTC):
            raise LinkError
        return media_type.decode(), content

    def feed_address(self, secret: str) -> str:
        """The address of a calendar feed: its secret alone opens it, until that is taken back."""
        return f"{self._base_url}/calendar/{secret}.ics"

    def offer(self, offer_id: str, name: str, at: datetime) -> str:
        """The address at which an offered file can be fetched for ten minutes."""
        until = int((at + OFFER_GOOD_FOR).timestamp())
        body = f"{until}-{offer_id}"
        return f"{self._base_url}/documents/{self._signature(f'documents/{name}', body)}/{body}/{name}"

    def read_offer(self, signature: str, body: str, name: str, at: datetime) -> str:
        """The offer's id. LinkError if it isn't ours, or the ten minutes are over."""
        if not hmac.compare_digest(signature.encode(), self._signature(f"documents/{name}", body).encode()):
            raise LinkError
        until, offer_id = body.split("-", 1)
        if at > datetime.fromtimestamp(int(until), UTC):
            raise LinkError
        return offer_id

    def _signature(self, name: str, body: str) -> str:
        return hmac.digest(self._key, f"{name}/{body}".encode(), "sha256").hex()


def into(folder: Path) -> Callable[[str, str, bytes, datetime], str]:
    """For a chat in a terminal: files are written into a folder, and their path is what is told."""

    def write(name: str, _media_type: str, content: bytes, at: datetime) -> str:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{at:%Y%m%d-%H%M%S}-{name}"
        path.write_bytes(content)
        path.chmod(0o600)
        return str(path)

    return write
