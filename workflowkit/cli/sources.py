"""Options and loading that commands about catalogues share."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from workflowkit import discovery, loading, startup
from workflowkit.catalog.ids import SourceKind
from workflowkit.catalog.startup import Startup
from workflowkit.errors import UsageError
from workflowkit.loading import Options
from workflowkit.model.suggest import did_you_mean
from workflowkit.project.settings import Config

Command = TypeVar("Command", bound=Callable[..., Any])


def source_option(command: Command) -> Command:
    """`--source KIND=DIR`, repeatable."""
    return click.option(
        "--source",
        "sources",
        multiple=True,
        metavar="KIND=DIR",
        help="Where workflows come from beside the bundled ones: user, project, custom, git, remote or plugin.  [default: the configured paths, or project=workflows]",
    )(command)


def load(sources: tuple[str, ...], options: Options) -> Startup:
    """What a host with these sources serves. Raises UsageError for a source that is not written as KIND=DIR."""
    config = discovery.find_config()
    given = parse_sources(sources) or default_sources(config)
    return startup.check(given, options=options, config=config)


def parse_sources(sources: tuple[str, ...]) -> list[tuple[SourceKind, str]]:
    """The sources that a command line names."""
    parsed: list[tuple[SourceKind, str]] = []
    kinds = [kind.value for kind in SourceKind]
    for source in sources:
        kind, equals, folder = source.partition("=")
        if not equals or not folder:
            raise UsageError(
                f"'{source}' is no source", help="write it as KIND=DIR, as in project=workflows"
            )
        if kind not in kinds:
            raise UsageError(
                f"no kind of source is called '{kind}'", help=did_you_mean(kind, kinds)
            )
        # A shell leaves the tilde behind the sign as it is.
        parsed.append((SourceKind(kind), os.path.expanduser(folder)))
    return parsed


def default_sources(config: Config) -> list[tuple[SourceKind, str]]:
    """The configured paths, or the folder `workflows` of the current folder, unless they are the bundled ones.

    Of a path that is a whole project, its folders of workflows and routines count.
    """
    places: list[str] = []
    for path in config.paths or (".",):
        inner = [name for name in ("workflows", "routines") if Path(path, name).is_dir()]
        if not config.paths:
            inner = [name for name in inner if name == "workflows"]
        is_listed = bool(inner) or not config.paths
        places += [loading.relative(Path(path, name)) for name in inner] if is_listed else [path]
    bundle = {loading.bundled(name).resolve() for name in ("workflows", "routines")}
    return [(SourceKind.PROJECT, place) for place in places if Path(place).resolve() not in bundle]
