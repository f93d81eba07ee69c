"""`wfk show`: one workflow, told."""

from __future__ import annotations

from collections.abc import Iterator

import click

from workflowkit import loading
from workflowkit.analysis.subject import Analysis
from workflowkit.api import Project
from workflowkit.catalog.rows import Row
from workflowkit.catalog.startup import Served, propose
from workflowkit.cli import options
from workflowkit.cli.sources import load, source_option
from workflowkit.errors import UsageError
from workflowkit.loading import Options
from workflowkit.model.view import Step
from workflowkit.source.values import as_fields, as_text


@click.command(
    epilog="""\b
Examples:
  wfk show wr.mr-review
  wfk show mr-review            a file name or a retired id is understood as well"""
)
@click.argument("workflow_id", metavar="ID")
@source_option
@options.project
def show(
    workflow_id: str,
    sources: tuple[str, ...],
    spec: str | None,
    routines: tuple[str, ...],
    bindings: str | None,
    engine: str | None,
) -> None:
    """Show a workflow: what for, its steps as an outline, gates, contracts, captured keys, staleness, where it comes from."""
    given = Options(spec=spec, routines=routines, bindings=bindings, engine=engine)
    result = load(sources, given)
    by_id = {item.id: item for item in result.served}
    served = by_id.get(workflow_id)
    if served is None:
        served = by_id[_meant(workflow_id, list(by_id), given)]
        click.echo(f"'{workflow_id}' is now '{served.id}'\n", err=True)
    project = Project.load(
        [served.path], spec=spec, routines=routines, bindings=bindings, engine=engine
    )
    analysis = project.analysis(project.documents[0].path)
    (row,) = project.rows()
    click.echo("\n".join(_page(analysis, row, served)))


def _meant(name: str, known: list[str], given: Options) -> str:
    """The id that *name* means: a retired id or a file name. Raises UsageError with a guess for anything else."""
    config = loading.find_config()
    aliases = loading.load_spec(given.spec or config.spec, given.engine or config.engine).aliases
    proposal = propose(name, known, aliases)
    if proposal is not None and (name in aliases or proposal.endswith(name.removesuffix(".json"))):
        return proposal
    help = f"did you mean '{proposal}'?" if proposal else "wfk list shows what there is"
    raise UsageError(f"no workflow is called '{name}'", help=help)


def _page(analysis: Analysis, row: Row, served: Served) -> Iterator[str]:
    workflow = analysis.workflow
    yield f"{row.id} {row.version}: {row.name}"
    yield row.description
    if workflow.text("about"):
        yield ""
        yield workflow.text("about")
    for title, values in (
        ("Goals", workflow.texts("examples")),
        ("Needs", workflow.texts("preconditions")),
    ):
        if values:
            yield f"\n{title}"
            yield from (f"  {value}" for value in values)
    yield f"\nSteps ({row.steps} prompts, {row.loops} loops, {row.compiled_prompt_size} characters compiled)"
    for step in workflow.steps:
        yield from _outline(step, analysis, "  ")
    facts = {
        "Tags": ", ".join(row.tags),
        "Routines": ", ".join(row.routines),
        "Features": ", ".join(row.features),
        "Refs": ", ".join(row.refs),
        "Contracts": ", ".join(row.contracts),
        "Assessments": ", ".join(row.assessments),
        "Captured": ", ".join(row.context_captured),
        "Slots": ", ".join(f"{slot}={value}" for slot, value in row.bindings.items()),
        "Metrics": row.metrics_profile or "",
        "Review": _review(row),
        "Hash": row.workflow_hash or "",
        "From": f"{served.path} ({served.source.value})",
        "Hides": ", ".join(served.hides),
    }
    yield ""
    width = max(len(name) for name in facts)
    yield from (f"{name:<{width}}  {value}" for name, value in facts.items() if value)


def _review(row: Row) -> str:
    if row.staleness is None or row.staleness.level == "none":
        return "current" if row.staleness else ""
    return f"{row.staleness.level}: {'; '.join(row.staleness.reasons)}"


def _outline(step: Step, analysis: Analysis, indent: str) -> Iterator[str]:
    marks = list(_marks(step))
    yield f"{indent}{step.id}: {step.title}" + (f"  [{'; '.join(marks)}]" if marks else "")
    for node in analysis.compiled_prompts.get(step.route, ()):
        if node.origin.routine:
            yield f"{indent}  {node.id}: {as_text(node.value.get('title'))}"
    for inner in step.body:
        yield from _outline(inner, analysis, f"{indent}  ")


def _marks(step: Step) -> Iterator[str]:
    if step.is_loop:
        yield f"{step.loop_type} loop, at most {step.config.get('maxIterations')}"
    if step.is_conditional:
        yield "conditional"
    if step.gate is True:
        yield "waits for you"
    elif step.gate:
        yield "waits for you on a condition"
    if step.contract:
        yield f"hands over {step.contract}"
    if step.assessment_refs:
        yield f"judged by {', '.join(step.assessment_refs)}"
    if step.calls_template:
        yield f"routine {as_fields(step.value['templateCall'])['templateId']}"
    if step.fragments:
        yield f"{len(step.fragments)} variants"
