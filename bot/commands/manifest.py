"""`companion manifest`."""

import argparse
import sys
from pathlib import Path
from uuid import UUID

from bot.commands.command import Subcommands, settings_here
from bot.errors import PlainError
from bot.version import VERSION

_DEMO_PAGE = "https://example.org/"


def register(subcommands: Subcommands) -> None:
    """Add the command."""
    parser = subcommands.add_parser("manifest", help="write the app package that Teams' administrators upload")
    parser.add_argument(
        "--out", type=Path, default=Path("practice-companion.zip"), help="the file (default: %(default)s)"
    )
    parser.add_argument(
        "--app-id", type=_app_id, metavar="ID", help="the Azure Bot's application id (default: COMPANION_APP_ID)"
    )
    parser.add_argument("--council", metavar="NAME", help="who offers the bot (default: COMPANION_COUNCIL_NAME)")
    parser.add_argument("--website", type=_web_address, metavar="URL", help="the council's page about the bot")
    parser.add_argument("--privacy", type=_web_address, metavar="URL", help="its privacy notice (default: the website)")
    parser.add_argument("--terms", type=_web_address, metavar="URL", help="its terms of use (default: the website)")
    parser.set_defaults(run=run)


def _app_id(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        raise argparse.ArgumentTypeError("write an id such as 1b4e28ba-2fa1-41d2-883f-0016d3cca427") from None


def _web_address(text: str) -> str:
    if not text.startswith("https://") or len(text.split()) != 1:
        raise argparse.ArgumentTypeError("write a web address that begins with https://")
    return text


def run(arguments: argparse.Namespace) -> int:
    """Write the package."""
    from bot.settings import MADE_UP
    from manifest.build import About, ManifestError, build

    settings = settings_here()
    app_id = arguments.app_id or settings.app_id
    if not app_id:
        raise PlainError("The bot's application id is missing: write --app-id ID or set COMPANION_APP_ID.")
    council = arguments.council or settings.council_name
    website = arguments.website or _DEMO_PAGE
    about = About(
        app_id=app_id,
        council=council,
        website=website,
        privacy=arguments.privacy or website,
        terms=arguments.terms or website,
        version=VERSION,
    )
    try:
        package = build(about)
    except ManifestError as error:
        raise PlainError(str(error)) from None
    try:
        arguments.out.write_bytes(package)
    except OSError as error:
        raise PlainError(
            f"{arguments.out} can't be written ({error.strerror}): choose another file with --out."
        ) from None
    print(f"Wrote {arguments.out}: upload it in the Teams admin centre, under Teams apps, Manage apps.")
    made_up = [*(["--council"] * (council == MADE_UP["council_name"])), *(["--website"] * (website == _DEMO_PAGE))]
    if made_up:
        print(f"Still made up: give {' and '.join(made_up)} before you upload it.", file=sys.stderr)
    return 0
