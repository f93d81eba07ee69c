"""The sources of a catalog: the option, and their loading."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from workflowkit.catalog.ids import SourceKind
from workflowkit.catalog.serving import Startup
from workflowkit.cli.terminal import late_progress, print_line
from workflowkit.errors import UsageError
from workflowkit.run import discovery, startup_check
from workflowkit.run.discovery import Choice
from workflowkit.run.loading import Options
from workflowkit.run.startup_check import SourceReading
from workflowkit.text.suggest import did_you_mean

Command = TypeVar("Command", bound=Callable[..., Any])


def source_option(command: Command) -> Command:
    """Add `--source KIND=DIR`, repeatable."""
    return click.option(
        "--source",
        "sources",
        multiple=True,
        metavar="KIND=DIR",
        help="Source of workflows: user, project, custom, git, remote or plugin.  [default: the configured paths, or project=workflows]",
    )(command)


def load(
    sources: tuple[str, ...], options: Options, choice: Choice | None = None, *, quiet: bool = True
) -> Startup:
    """Return what a host with these sources serves of the files that *choice* includes. Raises UsageError for a source that is not KIND=DIR.

    Shows a bar unless *quiet*.
    """
    config = discovery.find_config()
    given = parse_sources(sources) or startup_check.project_sources(config)
    reading = SourceReading(choice=choice or Choice(), progress=late_progress(quiet))
    result = startup_check.check(given, options=options, config=config, reading=reading)
    for note in result.notes:
        print_line(f"note: {note}", err=True)
    return result


def parse_sources(sources: tuple[str, ...]) -> list[tuple[SourceKind, str]]:
    """Return the sources of a command line."""
    parsed: list[tuple[SourceKind, str]] = []
    kinds = [kind.value for kind in SourceKind]
    for source in sources:
        kind, equals, folder = source.partition("=")
        if not equals or not folder:
            raise UsageError(
                f"invalid source '{source}'", help="write it as KIND=DIR, as in project=workflows"
            )
        if kind not in kinds:
            raise UsageError(f"unknown kind of source '{kind}'", help=did_you_mean(kind, kinds))
        # A shell does not expand a tilde after the equals sign.
        parsed.append((SourceKind(kind), os.path.expanduser(folder)))
    return parsed


def has_own_files() -> bool:
    """Return whether the project has workflows: configured paths, or the folder `workflows`."""
    config = discovery.find_config()
    return bool(config.paths) or Path(config.folder, "workflows").is_dir()
