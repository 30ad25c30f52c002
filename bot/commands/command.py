"""What the commands share: how one registers, and where its settings come from."""

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from bot.settings import Settings

Subcommands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def settings_here(*, serving: bool = False) -> "Settings":
    """The settings of the environment and of `.env` in the working folder. SettingsError if they can't be used."""
    from bot.settings import load_settings

    return load_settings(os.environ, Path(".env"), serving=serving)
