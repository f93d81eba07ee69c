"""What a trigger file refers to, read from where the command line says: workflows, workspaces, variables, retired ids."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from workflowkit import discovery, loading
from workflowkit.cli import options
from workflowkit.errors import UsageError
from workflowkit.project_files import daemon_context, workflows_at_hand
from workflowkit.source import document, files, json_text
from workflowkit.source.routes import Json
from workflowkit.source.values import as_fields, as_text

if TYPE_CHECKING:
    from workflowkit.triggers.trigger import DaemonContext, Workspace


def daemon_options(command: options.Command) -> options.Command:
    """`--workflows`, `--workspaces`, `--environment`, `--env-file` and `--spec`: what `read_daemon` takes."""
    return reduce(lambda wrapped, option: option(wrapped), reversed(_OPTIONS), command)


_OPTIONS: Sequence[Callable[[Any], Any]] = (
    click.option(
        "--workflows",
        type=options.ExistingPath(),
        multiple=True,
        metavar="DIR",
        help="Workflows that can be started, instead of the bundled ones and those of the project.",
    ),
    click.option(
        "--workspaces",
        type=options.ExistingPath(),
        metavar="FILE",
        help="The config.json that names workspaces.",
    ),
    click.option(
        "--environment",
        "use_environment",
        is_flag=True,
        help="Look secrets up among the variables of this shell.",
    ),
    click.option(
        "--env-file",
        type=options.ExistingPath(),
        metavar="FILE",
        help="Look secrets up in this file of KEY=VALUE lines, too.",
    ),
    click.option(
        "--spec",
        type=options.ExistingPath(),
        metavar="DIR",
        help="Where retired workflow ids are listed, over the bundled list.",
    ),
)


def read_daemon(
    file: str,
    workflows: tuple[str, ...],
    workspaces: str | None,
    use_environment: bool,
    env_file: str | None,
    spec: str | None,
) -> DaemonContext:
    """Read what the trigger file *file* can refer to. Raises UsageError and UnreadableFile."""
    config = discovery.find_config(file)
    flows = discovery.find_workflows(workflows) if workflows else workflows_at_hand((), config)
    aliases = loading.load_spec(spec or config.spec, config.engine).aliases
    return replace(
        daemon_context(flows, aliases),
        environment=_environment(use_environment, env_file),
        workspaces=_workspaces(workspaces) if workspaces else None,
        # The daemon runs on this machine when its variables are those of this one.
        is_windows=os.name == "nt" if use_environment else None,
    )


def read_json(path: str) -> Json:
    """The JSON value in the file at *path*; `-` is standard input. Raises UsageError for text that is no JSON."""
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
    """The variables that secrets are looked up in; None when nobody asked for it. Those of the shell win."""
    if not use_shell and env_file is None:
        return None
    lines = json_text.decode(files.read(Path(env_file))).splitlines() if env_file else []
    pairs = [line.partition("=") for line in lines if "=" in line and not line.startswith("#")]
    named = {name.strip(): value.strip() for name, _, value in pairs}
    return {**named, **os.environ} if use_shell else named


def _workspaces(path: str) -> Mapping[str, Workspace]:
    """The workspaces that the configuration at *path* names; malformed ones are left out, as in the engine."""
    from workflowkit.triggers.trigger import Workspace

    entries = as_fields(as_fields(read_json(path)).get("workspaces"))
    texts = {name: as_fields(entry) for name, entry in entries.items()}
    return {
        name: Workspace(as_text(entry.get("path")), as_text(entry.get("soulFile")))
        for name, entry in texts.items()
        if as_text(entry.get("path"))
    }
