"""Problems that the person at the keyboard is told in plain English."""


class PlainError(Exception):
    """What is wrong, where and what to do about it; shown as it is, without a traceback.

    `exit_code`: 2 for what was typed or set wrongly, 1 for what failed all the same."""

    def __init__(self, message: str, *, exit_code: int = 2) -> None:
        super().__init__(message)
        self.exit_code = exit_code
