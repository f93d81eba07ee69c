"""The sources of a catalog: the option, and their loading."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from workflowkit.catalog.ids import SourceKind
from workflowkit.catalog.serving import Startup
from workflowkit.cli.terminal import print_line
from workflowkit.config.settings import Config
from workflowkit.errors import UsageError
from workflowkit.run import discovery, loading, spec_folder, startup_check
from workflowkit.run.loading import Options
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


def load(sources: tuple[str, ...], options: Options) -> Startup:
    """Return what a host with these sources serves. Raises UsageError for a source that is not KIND=DIR."""
    config = discovery.find_config()
    given = parse_sources(sources) or default_sources(config)
    result = startup_check.check(given, options=options, config=config)
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
    return bool(discovery.find_config().paths) or Path("workflows").is_dir()


def default_sources(config: Config) -> list[tuple[SourceKind, str]]:
    """Return the configured paths, or the folder `workflows` of the current folder, without the bundled ones.

    For a configured path with folders `workflows` and `routines`, these are the sources.
    """
    bundle = {spec_folder.bundled(name).resolve() for name in ("workflows", "routines")}
    places = [place for path in config.paths for place in _sources_in(path)]
    if not config.paths and Path("workflows").is_dir():
        places = [loading.relative("workflows")]
    return [(SourceKind.PROJECT, place) for place in places if Path(place).resolve() not in bundle]


def _sources_in(path: str) -> list[str]:
    inner = [Path(path, name) for name in ("workflows", "routines")]
    return [loading.relative(folder) for folder in inner if folder.is_dir()] or [path]
