"""Who is at the command line, for the audit log."""

import getpass
import os

from storage.audit_log import command_line


def who_is_here() -> str:
    """The operating system's name for whoever runs this command, else its number."""
    try:
        return command_line(getpass.getuser())
    except (KeyError, OSError):  # an account without a name, as in some containers
        return command_line(str(os.getuid()))
