"""Which service URLs may get a request, and with it our token: the URL comes from outside, so a list decides."""

import re

# One strict pattern instead of a parser, so that no second parser (the HTTP client's) can read a URL differently.
_TEAMS = re.compile(
    r"https://(?:smba\.trafficmanager\.net|(?:[a-z0-9-]+\.)+(?:botframework|teams\.microsoft)\.com)(?::443)?"
    r"(?:/[A-Za-z0-9._~/-]*)?",
    re.IGNORECASE,
)
_LOOPBACK = re.compile(
    r"https?://(?:localhost|127\.0\.0\.1|\[::1\])(?::[0-9]{1,5})?(?:/[A-Za-z0-9._~/-]*)?", re.IGNORECASE
)


def is_allowed(url: str, *, local_mode: bool) -> bool:
    """Whether a request may go there: Teams' own hosts over https, or in local mode this machine and nothing else."""
    return (_LOOPBACK if local_mode else _TEAMS).fullmatch(url) is not None
