"""`wfk diff`: what changed in meaning between two versions."""

from __future__ import annotations

import os

import click

from workflowkit.cli import completing, options
from workflowkit.cli.reading import report_compared
from workflowkit.cli.runnables import report_not_compared
from workflowkit.cli.terminal import late_progress, show, style_for
from workflowkit.errors import UsageError
from workflowkit.report.change_records import difference
from workflowkit.report.change_text import to_markdown, to_text
from workflowkit.run.comparison import WORK_TREE, compare, is_in_commit
from workflowkit.run.loading import Options
from workflowkit.text.json_records import record_text


@click.command(
    epilog="""\b
Examples:
  wfk diff                              HEAD against the files as they are
  wfk diff workflows/release.json       one file of it
  wfk diff main                         a branch, tag or commit against the files
  wfk diff main workflows/              a part of it
  wfk diff v1.0 v1.1                    two commits
  wfk diff old/ new/                    two folders
  wfk diff a.json b.json                two files, whatever their ids
  wfk diff --format markdown main       for a comment on a pull request

\b
Exit codes: 0 compared, 1 a workflow is not JSON or could not be read, 2 usage or configuration,
3 a commit or another file could not be read."""
)
@click.argument("sources", nargs=-1, shell_complete=completing.commits)
@options.project
@options.output_format("text", "markdown", "json")
@options.verbose
@options.terminal
@click.pass_context
def diff(
    context: click.Context,
    /,
    sources: tuple[str, ...],
    given: Options,
    format_name: str,
    verbose: bool,
    color: str,
    quiet: bool,
) -> None:
    """Show what changed in meaning: steps, conditions, gates, contracts, loops, the agent's texts and hashes.

    SOURCES are two commits, folders or files. One commit is compared with the files as they are, or with the paths after it that it has; one path is compared with itself at HEAD. Commits are read without a checkout.
    """
    if "" in sources:
        raise UsageError("a source is blank", help="name a commit, a folder or a file")
    before, after, paths = _sources(sources)
    comparison = compare(before, after, paths, given, late_progress(quiet))
    if verbose:
        report_compared(comparison, given)
    broken = [
        document
        for catalog in (comparison.before, comparison.after)
        for document, _ in catalog.broken
    ]
    report_not_compared(broken)
    result = difference(comparison.change, before, after)
    style = style_for(color, quiet=quiet)
    if format_name == "json":
        show(record_text(result), style)
    else:
        show(to_markdown(result) if format_name == "markdown" else to_text(result, style), style)
    context.exit(int(bool(broken)))


def _sources(sources: tuple[str, ...]) -> tuple[str, str, tuple[str, ...]]:
    """Return the old source, the new one, and the paths to compare alone. Raises UsageError."""
    if len(sources) > 1 and all(is_in_commit(sources[0], path) for path in sources[1:]):
        return sources[0], WORK_TREE, sources[1:]
    if len(sources) > 2:
        raise UsageError("more than two sources", help="compare two at a time")
    if len(sources) == 2:
        return sources[0], sources[1], ()
    if sources and os.path.lexists(sources[0]):
        return "HEAD", WORK_TREE, sources
    return (sources[0] if sources else "HEAD"), WORK_TREE, ()
