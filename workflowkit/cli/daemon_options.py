"""The daemon options: workflows, workspaces, environment variables, retired ids and engine of a trigger file."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from workflowkit.cli import options
from workflowkit.errors import UsageError
from workflowkit.run import discovery, spec_folder
from workflowkit.run.loading import Options
from workflowkit.run.project_files import available_workflows, daemon_context, named_workflows
from workflowkit.text import document, files, json_text
from workflowkit.text.json_values import as_fields, as_text
from workflowkit.text.routes import Json

if TYPE_CHECKING:
    from workflowkit.triggers.trigger import DaemonContext, Workspace


def daemon_options(command: options.Command) -> options.Command:
    """Add `--workflows`, `--workspaces`, `--environment`, `--env-file`, `--spec` and `--engine`: the arguments of `read_daemon`."""
    return reduce(lambda wrapped, option: option(wrapped), reversed(_OPTIONS), command)


_OPTIONS: Sequence[Callable[[Any], Any]] = (
    click.option(
        "--workflows",
        type=options.ExistingPath(),
        multiple=True,
        metavar="DIR",
        help="Workflows that can be started.  [default: bundled and project workflows]",
    ),
    click.option(
        "--workspaces",
        type=options.ExistingPath(),
        metavar="FILE",
        help="Daemon configuration (config.json) with the workspaces.",
    ),
    click.option(
        "--environment",
        "use_environment",
        is_flag=True,
        help="Resolve secrets from the environment of this shell.",
    ),
    click.option(
        "--env-file",
        type=options.ExistingPath(),
        metavar="FILE",
        help="Resolve secrets from this file of KEY=VALUE lines.",
    ),
    click.option(
        "--spec",
        type=options.ExistingPath(),
        metavar="DIR",
        help="Spec pack whose retired ids extend the bundled list.",
    ),
    click.option(
        "--engine",
        callback=options.filled,
        metavar="VERSION",
        help="Engine version, such as 3.68.0, 3.68 or latest.  [default: the configured one, or 3.68.0]",
    ),
)


def read_daemon(
    file: str,
    *,
    workflows: tuple[str, ...],
    workspaces: str | None,
    use_environment: bool,
    env_file: str | None,
    given: Options,
) -> DaemonContext:
    """Read what the trigger file *file* can refer to. Raises UsageError and UnreadableFile."""
    config = discovery.find_config(file)
    available = (
        named_workflows(discovery.find_workflows(workflows), config, given)
        if workflows
        else available_workflows((), config, given)
    )
    pack = spec_folder.load_chosen_spec(given.spec, given.engine, config)
    return replace(
        daemon_context(available, pack),
        environment=_environment(use_environment, env_file),
        workspaces=_workspaces(workspaces) if workspaces else None,
        # The daemon runs on this machine when its variables are those of this one.
        is_windows=os.name == "nt" if use_environment else None,
    )


def read_json(path: str) -> Json:
    """Return the JSON value of the file at *path*; `-` is standard input. Raises UsageError for invalid JSON."""
    if path == "-":
        content, name = sys.stdin.buffer.read(), "standard input"
    else:
        content, name = files.read(Path(path)), path
    found = document.parse(content, name)
    if found.broken:
        place = found.lines.position(found.broken.offset)
        where = f"{name}:{place.line}:{place.column}"
        raise UsageError(f"{where}: {found.broken.message}", help=found.broken.help)
    return found.value


def _environment(use_shell: bool, env_file: str | None) -> Mapping[str, str] | None:
    """Return the variables of secrets; None when no option asks for them. Those of the shell take precedence."""
    if not use_shell and env_file is None:
        return None
    lines = json_text.decode(files.read(Path(env_file))).splitlines() if env_file else []
    pairs = [line.partition("=") for line in lines if "=" in line and not line.startswith("#")]
    named = {name.strip(): value.strip() for name, _, value in pairs}
    return {**named, **os.environ} if use_shell else named


def _workspaces(path: str) -> Mapping[str, Workspace]:
    """Return the workspaces of the configuration at *path*, without malformed ones, as the engine does."""
    from workflowkit.triggers.trigger import Workspace

    entries = as_fields(as_fields(read_json(path)).get("workspaces"))
    texts = {name: as_fields(entry) for name, entry in entries.items()}
    return {
        name: Workspace(as_text(entry.get("path")), as_text(entry.get("soulFile")))
        for name, entry in texts.items()
        if as_text(entry.get("path"))
    }
