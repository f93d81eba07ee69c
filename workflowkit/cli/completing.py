"""What a shell completes besides commands, options and paths: rules and ids. Mistakes in files complete to nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


def rules(
    context: click.Context,  # noqa: ARG001 - as click calls it
    parameter: click.Parameter,  # noqa: ARG001 - as click calls it
    incomplete: str,
) -> list[CompletionItem]:
    """Return the rules whose name or code begins with the last selector in *incomplete*, a comma-separated list."""
    from workflowkit.lint.rules import ALL

    before, comma, last = incomplete.rpartition(",")
    names = sorted(name for rule in ALL for name in (rule.name, rule.code))
    return _items(f"{before}{comma}{name}" for name in names if name.startswith(last))


def workflows(
    context: click.Context,  # noqa: ARG001 - as click calls it
    parameter: click.Parameter,  # noqa: ARG001 - as click calls it
    incomplete: str,
) -> list[CompletionItem]:
    """Return the ids of workflows that a host would serve, and the files, that begin with *incomplete*."""
    from click.shell_completion import CompletionItem

    from workflowkit.errors import WorkflowkitError
    from workflowkit.run import discovery, startup_check
    from workflowkit.run.loading import Options

    try:
        config = discovery.find_config()
        found = startup_check.check(
            startup_check.project_sources(config), options=Options(), config=config
        )
        ids = sorted(found.ids)
    except (WorkflowkitError, OSError):
        ids = []
    items = _items(name for name in ids if name.startswith(incomplete))
    return items or [CompletionItem(incomplete, type="file")]


def triggers(
    context: click.Context,
    parameter: click.Parameter,  # noqa: ARG001 - as click calls it
    incomplete: str,
) -> list[CompletionItem]:
    """Return the ids of the trigger file that begin with *incomplete*."""
    from workflowkit.errors import WorkflowkitError
    from workflowkit.run.loading import Options
    from workflowkit.run.project import Project

    path = context.params.get("file") or "triggers.yml"
    try:
        file = Project.load_triggers(str(path), Options(), None).trigger_file
        ids: Iterator[str] = (trigger.id for trigger in file.triggers)
        return _items(name for name in sorted(ids) if name.startswith(incomplete))
    except (WorkflowkitError, OSError):
        return []


def schemas(
    context: click.Context,  # noqa: ARG001 - as click calls it
    parameter: click.Parameter,  # noqa: ARG001 - as click calls it
    incomplete: str,
) -> list[CompletionItem]:
    """Return the schemas whose name begins with *incomplete*."""
    from workflowkit.schemas.json_schema import FORMATS

    return _items(name for name in sorted(FORMATS) if name.startswith(incomplete))


def _items(names: Iterable[str]) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    return [CompletionItem(name) for name in names]
