"""`companion kb check`."""

import argparse
import sys

from bot.commands.command import Subcommands


def register(subcommands: Subcommands) -> None:
    """Add the group."""
    group = subcommands.add_parser("kb", help="look after the framework's data")
    commands = group.add_subparsers(title="commands", dest="kb_command", metavar="COMMAND", required=True)
    parser = commands.add_parser("check", help="prove that every passage is verbatim and nothing is left out")
    parser.set_defaults(run=check)


def check(_arguments: argparse.Namespace) -> int:
    """Print what is wrong, or what was proved; 1 if something is wrong."""
    from standards_kb.check import faults, finder_is_stale
    from standards_kb.load import load_framework, load_phrasings
    from standards_kb.load_timescales import load_timescales

    found = faults()
    for fault in found:
        print(f"fault: {fault}", file=sys.stderr)
    if found:
        return 1
    framework = load_framework()
    rows = [row for situation in load_timescales(framework).situations.values() for row in situation.timescales]
    print(
        f"{framework.title}, {framework.edition}: {len(framework.passages)} passages, every one verbatim in the "
        f"source, nothing of the source left out; {len(rows)} timescales, each citing its passage; "
        f"{len(load_phrasings())} phrasings and {len(framework.national_rules)} national rules, each filed under "
        "something that is there."
    )
    if finder_is_stale():
        print("note: the phrasings have changed since the finder was trained; make finder trains it again.")
    return 0
