"""What the Teams edge must be told, and what it refuses to start without."""

from dataclasses import dataclass

OPENID_URL = "https://login.botframework.com/v1/.well-known/openidconfiguration"
ISSUER = "https://api.botframework.com"


@dataclass(frozen=True, slots=True)
class TeamsConfig:
    """Which bot this is and whom it serves; `local_mode` switches authentication off and talks to loopback only."""

    app_id: str = ""
    tenant_ids: frozenset[str] = frozenset()
    local_mode: bool = False
    openid_url: str = OPENID_URL
    issuer: str = ISSUER
    max_body_bytes: int = 256 * 1024
    read_seconds: float = 10

    def __post_init__(self) -> None:
        # The SDK takes a missing app id as "no authentication", so that a misspelt setting opens the door.
        if self.local_mode:
            return
        if not self.app_id:
            raise ValueError("the app id is missing; only local mode works without one")
        if not self.tenant_ids or not all(self.tenant_ids):
            raise ValueError("the allowed tenant ids are missing; only local mode works without them")
