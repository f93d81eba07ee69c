"""The entry point: answers what needs no command at once, and starts the program for everything else."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn


def main() -> NoReturn:
    """Run `wfk` and exit."""
    text = answer(sys.argv[1:])
    if text and sys.stdout:
        try:
            sys.stdout.write(text)
            sys.stdout.flush()
        except OSError as error:
            from workflowkit.cli.failures import report

            raise SystemExit(report(error)) from None
        raise SystemExit(0)
    from workflowkit.cli.main import main as start

    start()


def answer(arguments: Sequence[str]) -> str:
    """Return what `wfk` prints for *arguments* that ask for the version or the overview; empty for all others."""
    match arguments:
        case ["--version"]:
            from workflowkit.version import VERSION

            return f"wfk {VERSION}\n"
        case ["--help" | "-h"]:
            from workflowkit.cli.overview import overview

            return f"{overview()}\n"
    return ""
