"""What can go wrong at the Teams edge, told apart by what the caller should do about it."""


class Rejected(Exception):
    """An inbound request that gets this HTTP status and nothing else; the reason is for the log."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


class SendFailure(Exception):
    """Something that could not be sent; `status` is 0 where Teams gave no answer, `code` is Teams' error code."""

    def __init__(self, reason: str, *, status: int = 0, code: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.status = status
        self.code = code


class Unavailable(SendFailure):
    """Certainly not delivered, and likely to work later: retry."""


class TokenUnavailable(Unavailable):
    """No token for Teams could be had, so nothing was sent: retry."""


class RateLimited(Unavailable):
    """Teams asked to wait: hold this conversation for `retry_after` seconds, everyone if the tenant's limit is hit."""

    def __init__(self, retry_after: float) -> None:
        super().__init__(f"rate limited for {retry_after:g} s", status=429)
        self.retry_after = retry_after


class Unknown(SendFailure):
    """Sent, and no answer came: it may have been delivered, so a repeat may be a duplicate."""


class Blocked(SendFailure):
    """The person or an administrator shut the bot out: stop, mark as unreachable, tell somebody."""


class NotInstalled(SendFailure):
    """The bot isn't a member of the conversation (yet): wait for the installation."""


class ConversationGone(SendFailure):
    """The conversation no longer exists: drop its id and create it once more."""


class Refused(SendFailure):
    """Teams won't take it and never will: don't retry, alert."""


class TooLarge(Refused):
    """The activity is larger than Teams takes."""
