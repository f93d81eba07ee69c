"""`wfk preview`: what the agent reads at a step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import click

from workflowkit.cli import completing, options, stdin
from workflowkit.cli.context_options import context_options
from workflowkit.cli.runnables import load_runnable, pinned_or_exit
from workflowkit.cli.terminal import print_line
from workflowkit.errors import UsageError
from workflowkit.rendering.pinned import PinnedWorkflow
from workflowkit.rendering.prompt import Moment, render
from workflowkit.report.cells import printable_lines
from workflowkit.report.preview import Preview, preview_markdown, preview_text, previewed
from workflowkit.run.loading import Options
from workflowkit.run.vocabulary import tokenizer
from workflowkit.runtime.context import ContextValues
from workflowkit.runtime.executable import ExecutableLoop, ExecutableStep
from workflowkit.runtime.interpreter import Instance
from workflowkit.text.json_records import record_text
from workflowkit.text.json_values import as_fields
from workflowkit.text.routes import Json
from workflowkit.text.suggest import did_you_mean


@click.command(
    epilog="""\b
Examples:
  wfk preview flow.json
  wfk preview flow.json --step build --context mode=QUICK
  wfk preview flow.json --step review --iteration 2 --provenance
  wfk preview flow.json --format json --context-file context.yaml
  wfk preview - --stdin-filename flow.json   the unsaved text of an editor

\b
Exit codes: 0 fine, 1 the file does not compile, 2 usage or configuration,
3 a file could not be read."""
)
@stdin.file
@click.option(
    "--step",
    "step_id",
    metavar="ID",
    shell_complete=completing.steps,
    help="The step to show.  [default: all steps]",
)
@context_options
@click.option(
    "--iteration",
    type=click.IntRange(1),
    default=1,
    show_default=True,
    help="Number of the pass, for steps of loops.",
)
@click.option("--reminder", is_flag=True, help="Show what an agent reads when it asks again.")
@click.option("--provenance", is_flag=True, help="Name where each paragraph was written.")
@options.project
@options.output_format("text", "markdown", "json")
def preview(
    file: str,
    stdin_filename: str | None,
    step_id: str | None,
    values: ContextValues,
    iteration: int,
    reminder: bool,
    provenance: bool,
    given: Options,
    format_name: str,
) -> None:
    """Show what the agent reads at the steps of FILE, in the engine's order.

    Tokens are replaced and fragments chosen by the given context. The engine's own sections are in the words of wfk, and marked.

    The engine shows the first step before a run has a context; --reminder shows it with the context.
    """
    pinned = pinned_or_exit(load_runnable(file, stdin_filename, given))
    counter = tokenizer()
    result = Preview(
        workflow_id=pinned.id,
        engine=pinned.engine.version,
        tokenizer=counter.name,
        steps=tuple(
            previewed(render(pinned, moment), counter)
            for moment in _moments(pinned, step_id, values, iteration - 1, reminder)
        ),
    )
    if values and not reminder and any(step.step == pinned.first for step in result.steps):
        print_line(
            f"the first step '{pinned.first}' is shown without context, as the engine does; "
            "show it with context by --reminder",
            err=True,
        )
    match format_name:
        case "json":
            click.echo(record_text(result), nl=False)
        case "markdown":
            click.echo(preview_markdown(result, with_provenance=provenance), nl=False)
        case _:
            text = preview_text(result, with_provenance=provenance).removesuffix("\n")
            for line in printable_lines(text):
                click.echo(line)


def _moments(
    pinned: PinnedWorkflow,
    step_id: str | None,
    values: ContextValues,
    iteration: int,
    is_reminder: bool,
) -> Iterator[Moment]:
    shown = [
        (step.id, loop)
        for outer in pinned.executable.steps
        for step, loop in _shown(pinned, outer.id)
    ]
    if step_id is not None:
        known = {name for name, _ in shown}
        if step_id not in known:
            raise UsageError(f"no step is called '{step_id}'", help=did_you_mean(step_id, known))
        shown = [(name, loop) for name, loop in shown if name == step_id]
        _require_pass(pinned, [loop for _, loop in shown if loop is not None], iteration + 1)
    for name, loop in shown:
        instance = Instance(name) if loop is None else Instance(name, loop, iteration)
        is_first = name == pinned.first and not instance.loop_id
        if is_first and not is_reminder:
            yield Moment(instance)
        else:
            # On asking again the engine shows the long request for notes.
            yield Moment(instance, values, has_notes=not is_first and not is_reminder)


def _require_pass(pinned: PinnedWorkflow, loops: list[str], number: int) -> None:
    """Raise UsageError when none of *loops* has a pass of this *number*."""
    bounds = {loop: _bound(pinned.executable.by_id[loop].definition) for loop in loops}
    if bounds and all(bound is not None and bound < number for bound in bounds.values()):
        loop, bound = next(iter(bounds.items()))
        raise UsageError(
            f"loop '{loop}' has at most {bound} passes", help="give a smaller --iteration"
        )


def _bound(definition: Mapping[str, Json]) -> int | None:
    bound = as_fields(definition.get("loop")).get("maxIterations")
    return bound if isinstance(bound, int) else None


def _shown(
    pinned: PinnedWorkflow, step_id: str
) -> Iterator[tuple[ExecutableStep | ExecutableLoop, str | None]]:
    """Yield the prompts that a top-level step leads to, each with its loop: itself, or the body of the loop that it is."""
    step = pinned.executable.by_id[step_id]
    is_first = step_id == pinned.first
    if isinstance(step, ExecutableLoop):
        if is_first:
            # The engine presents a loop in first place as a step, and never enters it.
            yield step, None
        else:
            yield from ((inner, step.id) for inner in step.body)
    elif is_first or step_id not in pinned.executable.body_ids:
        yield step, None
