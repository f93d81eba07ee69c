"""`wfk show`: a description of one workflow."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace

import click

from workflowkit.analysis.analysis import Analysis
from workflowkit.catalog.ids import SourceKind
from workflowkit.catalog.manifest_row import ManifestRow
from workflowkit.catalog.outline import OutlineStep, outline
from workflowkit.catalog.serving import Served, Startup
from workflowkit.cli import completing, options
from workflowkit.cli.runnables import require_object
from workflowkit.cli.source_option import load, source_option
from workflowkit.cli.terminal import print_headed, style_for
from workflowkit.errors import UsageError
from workflowkit.report.catalog_records import workflow_page
from workflowkit.report.cells import printable, printable_lines
from workflowkit.run import loading
from workflowkit.run.loading import Options
from workflowkit.run.project import Project
from workflowkit.text import disk
from workflowkit.text.json_records import record_text
from workflowkit.text.wording import counted


@click.command(
    epilog="""\b
Examples:
  wfk show wr.mr-review
  wfk show mr-review              by file name or retired id
  wfk show workflows/release.json this file, served or not
  wfk show --format json wr.mr-review

\b
Exit codes: 0 fine, 1 the file is not a JSON object or could not be read, 2 usage or configuration,
3 another file could not be read."""
)
@click.argument("workflow_id", metavar="ID|FILE", shell_complete=completing.workflows)
@source_option
@options.project
@options.output_format("text", "json")
@options.color
def show(
    workflow_id: str,
    sources: tuple[str, ...],
    given: Options,
    format_name: str,
    color: str,
) -> None:
    """Show a workflow: purpose, outline, gates, contracts, captured keys, staleness and source."""
    result = load(sources, given)
    is_file = workflow_id.endswith(".json") and disk.may_exist(workflow_id)
    served = _served_from(workflow_id, result, given) if is_file else result.find(workflow_id)
    if served is None:
        raise _unknown(workflow_id, result)
    if not is_file and served.id != workflow_id:
        click.echo(printable(f"'{workflow_id}' is '{served.id}'") + "\n", err=True)
    if served.source is SourceKind.BUNDLED:
        given = replace(given, routines=())
    project = Project.load_workflows([served.path], given)
    analysis = project.analysis(project.documents[0].path)
    (row,) = project.rows()
    if format_name == "json":
        click.echo(record_text(workflow_page(analysis, row, served)), nl=False)
    else:
        style = style_for(color)
        for head, rest in _page(analysis, row, served):
            print_headed(head, rest, style)


def _served_from(path: str, result: Startup, given: Options) -> Served:
    """Return the file at *path* as it is served, or would be if it had no defects; print what is wrong and exit with 1 when it is not a JSON object."""
    for workflow in result.served:
        if _is_same(workflow.path, path):
            return replace(workflow, path=path)
    from workflowkit.run.pinning import load_runnable

    file = load_runnable(path, given)
    require_object(file)
    unserved = [file for file in result.unserved if _is_same(file.path, path)]
    reasons = [f"not served: {reason}" for file in unserved for reason in file.reasons]
    if file.pinned is None and not reasons:
        reasons = [f"the engine refuses it: run wfk lint {path}"]
    return Served(loading.workflow_id(file.document), SourceKind.PROJECT, path, tuple(reasons))


def _is_same(path: str, other: str) -> bool:
    return os.path.realpath(path) == os.path.realpath(other)


def _unknown(name: str, result: Startup) -> UsageError:
    """Return the error for an unknown workflow: it is not served, resembles another, or does not exist."""
    for file in result.unserved:
        if name and name == file.id:
            return UsageError(
                f"'{name}' is not served: {file.path}: {'; '.join(file.reasons)}", help=file.help
            )
    guess = result.propose(name)
    help = f"did you mean '{guess}'?" if guess else "list all workflows with wfk list"
    return UsageError(f"unknown workflow '{name}'", help=help)


def _page(analysis: Analysis, row: ManifestRow, served: Served) -> Iterator[tuple[str, str]]:
    """Yield each line in two parts: what is stressed, and the rest."""
    workflow = analysis.workflow
    named = " ".join(part for part in (row.id, row.version) if part) or served.path
    yield (f"{named}: {row.name}" if row.name else named), ""
    if row.description:
        yield "", row.description
    if workflow.text("about"):
        yield "", ""
        yield from (("", line) for line in printable_lines(workflow.text("about")))
    yield from _section("Goals", workflow.texts("examples"))
    yield from _section("Needs", workflow.texts("preconditions"))
    prompts, loops = counted(row.steps, "prompt"), counted(row.loops, "loop")
    size = f"{row.compiled_prompt_size} characters compiled"
    yield from _section(f"Steps ({prompts}, {loops}, {size})", _outline(outline(analysis)))
    yield "", ""
    facts = {name: value for name, value in _facts(row, served) if value}
    width = max(len(name) for name in facts)
    yield from ((f"{name:<{width}}", f"  {value}") for name, value in facts.items())
    yield from _section("Warnings", _warnings(row, served))


def _section(title: str, lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    found = list(lines)
    if found:
        yield "", ""
        yield title, ""
        yield from (("", f"  {line}") for line in found)


def _outline(steps: Iterable[OutlineStep]) -> Iterator[str]:
    for step in steps:
        notes = f"  [{'; '.join(step.notes)}]" if step.notes else ""
        yield f"{step.id}: {step.title}{notes}"
        yield from (f"  {line}" for line in _outline(step.steps))


def _facts(row: ManifestRow, served: Served) -> Iterator[tuple[str, str]]:
    yield "Tags", ", ".join(row.tags)
    yield "Routines", ", ".join(row.routines)
    yield "Features", ", ".join(row.features)
    yield "Refs", ", ".join(row.refs)
    yield "Contracts", ", ".join(row.contracts)
    yield "Assessments", ", ".join(row.assessments)
    yield "Captured", ", ".join(row.context_captured)
    yield "Slots", ", ".join(f"{slot}={value}" for slot, value in row.bindings.items())
    yield "Metrics", row.metrics_profile or ""
    yield "Review", _review(row)
    yield "Hash", row.workflow_hash or ""
    yield "From", f"{served.path} ({served.source.value})"


def _review(row: ManifestRow) -> str:
    stale = row.staleness
    if stale is None:
        return ""
    if stale.stamped_version is None:
        return "never stamped"
    day = f" on {stale.stamped_on}" if stale.stamped_on else ""
    state = {"none": "up to date", "possible": "perhaps stale", "likely": "stale"}[stale.level]
    return f"with rules version {stale.stamped_version}{day}, {state}"


def _warnings(row: ManifestRow, served: Served) -> Iterator[str]:
    """Yield the warnings about the workflow."""
    yield from served.warnings
    for hidden in served.hides:
        yield f"{hidden.path} ({hidden.source.value}) is hidden: {hidden.reason}"
    if row.staleness and row.staleness.stamped_version is not None:
        yield from row.staleness.reasons
