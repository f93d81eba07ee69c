"""The entry point: prints at once what needs no command or is in the cache, and starts the program for everything else."""

from __future__ import annotations

import os
import sys
from time import perf_counter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn

    from workflowkit.cache.command_line import CacheChoice

_STARTED = perf_counter()


def main() -> NoReturn:
    """Run `wfk` and exit."""
    from workflowkit.cli.pipes import survive_closed_pipes

    survive_closed_pipes()
    arguments = sys.argv[1:]
    text = answer(arguments)
    if text and sys.stdout:
        try:
            sys.stdout.write(text)
            sys.stdout.flush()
        except OSError as error:
            _exit_with(error)
        os._exit(0)
    exit_code = cached(arguments)
    if exit_code is not None:
        os._exit(exit_code)
    exit_code = _run(arguments)
    from workflowkit.cli.main import leave

    leave(exit_code)


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


def cached(arguments: Sequence[str]) -> int | None:
    """Print what the record of an earlier run has, or run and record; return the exit code, or None for runs without records."""
    from workflowkit.cache.command_line import CacheChoice

    choice = CacheChoice(arguments, os.environ)
    if not choice.is_used or not sys.stdout or not sys.stderr:
        return None
    from workflowkit.cache import record

    key = record.key_of(arguments)
    found = record.find(key, choice)
    if found and found.still_holds(trusts_times=choice.trusts_times):
        from workflowkit.text.durations import duration_text

        try:
            found.print(duration_text(perf_counter() - _STARTED))
        except OSError as error:
            _exit_with(error)
        return found.exit_code
    return _recorded(arguments, key, choice)


def _recorded(arguments: Sequence[str], key: str, choice: CacheChoice) -> int:
    from workflowkit.cache.recording import Recording

    with Recording(key, choice) as recording:
        exit_code = _run(arguments)
    recording.store(exit_code)
    return exit_code


def _run(arguments: Sequence[str]) -> int:
    """Run the program, whose code and regular expressions are kept from process to process."""
    from workflowkit.cache.modules import Modules
    from workflowkit.cache.patterns import Patterns

    with Modules(), Patterns():
        from workflowkit.cli.main import run

        return run(arguments)


def _exit_with(error: OSError) -> NoReturn:
    from workflowkit.cli.failures import report

    os._exit(report(error))
