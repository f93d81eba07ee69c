"""What a shell completes besides commands, options and paths: rules and ids. Mistakes in files complete to nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from workflowkit.format.reader import Workflow


def rules(
    context: click.Context,  # noqa: ARG001 - as click calls it
    parameter: click.Parameter,  # noqa: ARG001 - as click calls it
    incomplete: str,
) -> list[CompletionItem]:
    """Return the rules whose name or code begins with the last selector in *incomplete*, a comma-separated list."""
    from workflowkit.lint.rules import ALL

    before, comma, last = incomplete.rpartition(",")
    names = sorted(name for rule in ALL for name in (rule.name, rule.code))
    return _items(
        f"{before}{comma}{name}" for name in names if name.startswith((last, last.upper()))
    )


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


def steps(
    context: click.Context,
    parameter: click.Parameter,  # noqa: ARG001 - as click calls it
    incomplete: str,
) -> list[CompletionItem]:
    """Return the ids of the steps in the file of the command line, those of bodies included, that begin with *incomplete*."""
    workflow = _workflow(context)
    found = workflow.all_steps if workflow else ()
    return _items(step.id for step in found if step.id and step.id.startswith(incomplete))


def assessments(
    context: click.Context,
    parameter: click.Parameter,  # noqa: ARG001 - as click calls it
    incomplete: str,
) -> list[CompletionItem]:
    """Return the ids of the assessments in the file of the command line that begin with *incomplete*."""
    from workflowkit.text.json_values import as_text

    workflow = _workflow(context)
    found = workflow.records("assessments") if workflow else ()
    names = (as_text(value.get("id")) for _, value in found)
    return _items(name for name in names if name and name.startswith(incomplete))


def commits(
    context: click.Context,  # noqa: ARG001 - as click calls it
    parameter: click.Parameter,  # noqa: ARG001 - as click calls it
    incomplete: str,
) -> list[CompletionItem]:
    """Return the branches and tags that begin with *incomplete*, or else the files."""
    from click.shell_completion import CompletionItem

    from workflowkit.errors import WorkflowkitError
    from workflowkit.run import git

    try:
        answer = git.output(Path("."), ["for-each-ref", "--format=%(refname:short)"])
        names = ["HEAD", *answer.decode("utf-8", "replace").splitlines()]
    except WorkflowkitError:
        names = []
    items = _items(name for name in names if name.startswith(incomplete))
    return items or [CompletionItem(incomplete, type="file")]


def rules_and_keys(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Return the rules and the keys of the format that begin with *incomplete*."""
    from workflowkit.config.settings import Config
    from workflowkit.run import spec_folder
    from workflowkit.schemas.keys import format_keys

    found = rules(context, parameter, incomplete)
    if found or not incomplete:
        return found
    dialects = spec_folder.load_chosen_spec(None, None, Config()).history.dialects
    names = {name for key in format_keys(dialects) for name in (key.key, key.name)}
    return _items(name for name in sorted(names) if name.startswith(incomplete))


def engines(
    context: click.Context,  # noqa: ARG001 - as click calls it
    parameter: click.Parameter,  # noqa: ARG001 - as click calls it
    incomplete: str,
) -> list[CompletionItem]:
    """Return the known versions of the engine, and the names of special ones, that begin with *incomplete*."""
    from workflowkit.config.settings import Config
    from workflowkit.errors import WorkflowkitError
    from workflowkit.run import discovery, spec_folder

    try:
        config = discovery.find_config()
        known = spec_folder.known_versions(config)
    except WorkflowkitError:
        known = spec_folder.known_versions(Config())
    return _items(name for name in ("latest", "project", *known) if name.startswith(incomplete))


def _workflow(context: click.Context) -> Workflow | None:
    """Return the workflow in the file of the command line; None when it cannot be read."""
    from workflowkit.errors import WorkflowkitError
    from workflowkit.format.reader import Workflow
    from workflowkit.run.loading import read_document
    from workflowkit.text.json_values import as_fields

    # An option without its value ends the parsing, so that what is before it stays unnamed.
    path = context.params.get("file") or next(iter(context.args), "")
    try:
        document = read_document(Path(str(path)))
    except WorkflowkitError:
        return None
    return Workflow(as_fields(document.value))


def _items(names: Iterable[str]) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    return [CompletionItem(name) for name in names]
