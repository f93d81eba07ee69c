"""`wfk graph`: the graph of one workflow, as a drawing or as data."""

from __future__ import annotations

import click

from workflowkit.analysis.analysis import Analysis
from workflowkit.cli import options, stdin
from workflowkit.cli.options import ExistingPath
from workflowkit.cli.runnables import load_runnable, report_notes, require_object
from workflowkit.cli.terminal import print_line
from workflowkit.graph.build import build_graph
from workflowkit.graph.model import WorkflowGraph
from workflowkit.run import loading
from workflowkit.run.loading import Options
from workflowkit.text.json_records import record_text


@click.command(
    epilog="""\b
Examples:
  wfk graph workflows/release.json                  Mermaid, for Markdown
  wfk graph release.json --format html > graph.html
  wfk graph release.json --format svg --unfold      with the steps of routines
  wfk graph release.json --format svg --run run.yaml

\b
Exit codes: 0 fine, 1 the file is not a JSON object or could not be read, 2 usage or configuration,
3 another file could not be read."""
)
@stdin.file
@options.project
@options.output_format("mermaid", "dot", "svg", "html", "json")
@click.option(
    "--fold/--unfold", default=True, help="Show a template call as one node.  [default: fold]"
)
@click.option(
    "--run",
    "run_file",
    type=ExistingPath(),
    metavar="FILE",
    help="Run to highlight: a list of step ids, or a scenario.",
)
def graph(
    file: str,
    stdin_filename: str | None,
    given: Options,
    format_name: str,
    fold: bool,
    run_file: str | None,
) -> None:
    """Print the graph of FILE: steps, loops, gates, conditions, contracts, routines.

    The formats svg and html need the extra 'graph': pip install 'workflowkit[graph]'.
    """
    analysis = _analysis(file, stdin_filename, given)
    if not analysis.compilation.is_valid:
        message = "note: the engine rejects this workflow; the graph shows what can be resolved"
        print_line(message, err=True)
    drawn = build_graph(analysis, fold=fold)
    if run_file is not None:
        drawn = _with_run(drawn, run_file, analysis)
    click.echo(_rendered(drawn, format_name), nl=False)


def _analysis(file: str, name: str | None, given: Options) -> Analysis:
    """Return the analysis of *file*, or of standard input called *name*; print what is wrong and exit with 1 when there is none."""
    loaded = load_runnable(file, name, given)
    report_notes(loaded.project.context.notes)
    require_object(loaded)
    return loaded.project.analysis(loaded.document.path)


def _with_run(drawn: WorkflowGraph, run_file: str, analysis: Analysis) -> WorkflowGraph:
    from workflowkit.graph.highlight import highlighted
    from workflowkit.graph.run_file import read_run
    from workflowkit.rendering.pinned import pin_workflow

    pinned = pin_workflow(analysis.compilation, analysis.compile_context, analysis.spec)
    run = read_run(loading.read_text(run_file).text, run_file, pinned)
    return highlighted(drawn, run.steps, is_complete=run.is_complete)


def _rendered(drawn: WorkflowGraph, format_name: str) -> str:
    # Each format is imported when it is asked for.
    if format_name == "json":
        return record_text(drawn)
    if format_name == "mermaid":
        from workflowkit.graph.mermaid import mermaid

        return mermaid(drawn)
    if format_name == "dot":
        from workflowkit.graph.dot import dot

        return dot(drawn)
    from workflowkit.graph.layout import arrange

    layout = arrange(drawn)
    if format_name == "svg":
        from workflowkit.graph.svg import svg_file

        return svg_file(drawn, layout)
    from workflowkit.graph.html import html

    return html(drawn, layout)
