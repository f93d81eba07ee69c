"""`wfk compat`: which versions of the engine run which files, and what differs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import click

from workflowkit.cli import choosing, options
from workflowkit.cli.choosing import ChosenFiles
from workflowkit.cli.terminal import print_line, progress_for
from workflowkit.report.compat_records import CompatFile, Compatibility
from workflowkit.report.compat_text import compat_markdown, compat_text
from workflowkit.run import compatibility
from workflowkit.run.loading import Options
from workflowkit.run.project import Project
from workflowkit.run.project_group import ProjectGroup
from workflowkit.run.spec_folder import load_specs, versions_in_range
from workflowkit.text.json_records import record_text

_RENDERERS: dict[str, Callable[[Compatibility], Iterator[str]]] = {
    "text": compat_text,
    "markdown": compat_markdown,
}


@click.command(
    epilog="""\b
Examples:
  wfk compat                                     the project, in all known versions
  wfk compat --engines '>=3.68,<3.110' workflows/
  wfk compat --engine 3.121.0 new.json           compared with 3.121.0
  wfk compat --format markdown > COMPATIBILITY.md

\b
Exit codes: 0 every version of the range accepts every file, 1 a file is refused or unreadable,
2 usage or configuration, or no file, 3 a shared input could not be read."""
)
@options.paths
@options.project
@click.option(
    "--engines",
    metavar="RANGE",
    help="Versions to check: >=3.68,<3.110, or a single one.  [default: the configured range, or all known]",
)
@choosing.options
@options.output_format("text", "markdown", "json")
@click.pass_context
def compat(
    context: click.Context,
    paths: tuple[str, ...],
    given: Options,
    engines: str | None,
    chosen: ChosenFiles,
    format_name: str,
) -> None:
    """Report which versions of the engine accept each workflow, and which of them behave otherwise.

    Files are compared with the chosen engine: --engine, or the configured one, or 3.68.0. A file that it refuses is compared with the oldest version that runs it.
    Each file is compiled alone, as by `wfk hash`, once for all versions that do not differ for it.
    """
    group = ProjectGroup.load_workflows(paths, given, chosen.choice)
    first = group.projects[0]
    names, notes = versions_in_range(
        engines, replace(first.config, spec=given.spec or first.config.spec)
    )
    choosing.report(group.skipped, (*group.notes, *notes), chosen)
    choosing.require_files(group.n_workflows, paths, chosen)
    result = Compatibility(
        engines=tuple(names),
        compared_with=first.context.spec.engine.version,
        files=tuple(file for project in group.projects for file in _files(project, given, names)),
    )
    if format_name == "json":
        click.echo(record_text(result), nl=False)
    else:
        for line in _RENDERERS[format_name](result):
            print_line(line)
    is_refused = any(cell.verdict == "refused" for file in result.files for cell in file.cells)
    context.exit(int(is_refused))


def _files(project: Project, given: Options, names: Sequence[str]) -> Iterator[CompatFile]:
    """Yield what the versions *names* make of the workflows of *project*."""
    specs = load_specs(given.spec or project.config.spec, names)
    engines = compatibility.engines_of(project.context, specs)
    progress = progress_for(len(project.documents))
    for number, document in enumerate(project.documents, 1):
        yield compatibility.compatibility(document, engines)
        if progress is not None:
            progress(number, len(project.documents))
