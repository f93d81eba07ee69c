"""`wfk compile`: snapshots for the engine, source maps and a manifest."""

from __future__ import annotations

import click

from workflowkit.cli import changed, choosing, compiling, options, sharding
from workflowkit.cli.changed import ChangeChoice
from workflowkit.cli.choosing import ChosenFiles
from workflowkit.cli.output_folder import OutputFolder
from workflowkit.cli.reading import report_read
from workflowkit.cli.sharding import ShardChoice
from workflowkit.cli.terminal import progress_for, style_for
from workflowkit.compiler.pipeline import PIPELINE
from workflowkit.errors import UsageError
from workflowkit.run.analyze import analysis_of
from workflowkit.run.discovery import ReadMode
from workflowkit.run.loading import Options
from workflowkit.run.project import Project
from workflowkit.run.project_group import ProjectGroup
from workflowkit.text.json_blocks import json_bytes
from workflowkit.text.routes import Json


@click.command(
    epilog="""\b
Examples:
  wfk compile workflows/ --out dist
  wfk compile --check                           fail when dist/ is out of date
  wfk compile --prune                           and remove leftovers
  wfk compile --changed-since main              only what the changes touch
  wfk compile --shard 1/4 --save 1.wfkpart      the first of four shards, for wfk merge
  wfk compile flow.json --stop-after expand-routines

\b
Exit codes: 0 fine, 1 a file does not compile or, with --check, is out of date,
2 usage or configuration, or no file, 3 a file could not be read or written."""
)
@options.paths
@options.project
@choosing.options
@compiling.folder_options
@click.option(
    "--stop-after",
    type=click.Choice([name for name, _ in PIPELINE]),
    help="Write nothing; print the steps after this pass.",
)
@options.jobs
@sharding.options
@changed.since
@options.terminal
@click.pass_context
def compile(
    context: click.Context,
    paths: tuple[str, ...],
    given: Options,
    chosen: ChosenFiles,
    out: str | None,
    check: bool,
    prune: bool,
    stop_after: str | None,
    jobs: int | None,
    shard: ShardChoice | None,
    change: ChangeChoice,
    color: str,
    quiet: bool,
) -> None:
    """Compile workflows and describe them in a manifest.

    Writes DIR/workflows/ID.json (the snapshot that the engine hashes), DIR/workflows/ID.map.json (where each step was written) and DIR/manifest.json. Compiled files of workflows outside PATHS stay, and so do their rows in the manifest; nothing is removed without --prune.

    With --check, only what PATHS compile to is compared; without PATHS, the whole folder. With --changed-since, only the touched files are compiled, and the rest of the folder stays.
    """
    _require_consistent(check, prune, stop_after)
    sharding.require_alone(context, shard)
    if change.is_given and prune:
        raise UsageError("--prune needs all files", help="omit --changed-since")
    streams = ReadMode(streams=True, jobs=jobs)
    group = ProjectGroup.load_workflows(paths, given, chosen.choice, streams)
    choosing.report(group.skipped, group.notes, chosen, quiet=quiet)
    if chosen.verbose and not quiet:
        report_read(group, paths, given)
    choosing.require_files(group.n_workflows, paths, chosen)
    if shard is not None:
        request = sharding.request_of("compile", paths, given, chosen)
        group = group.mapped(lambda project: project.with_jobs(jobs))
        sharding.save(shard, group, request, style_for(color), quiet=quiet)
        return
    if change.is_given:
        n_files = group.n_files
        group, taken = changed.narrowed(group, given, change)
        if not quiet or not taken:
            changed.report(taken, n_files, change, verbose=chosen.verbose, verb="compile")
        if not taken:
            return
    if stop_after is not None:
        stages = [stage for each in group.projects for stage in _stages(each, stop_after)]
        click.echo(json_bytes(stages).decode("utf-8"), nl=False)
        return
    folders: list[OutputFolder] = []
    for place, project in compiling.places(group.projects, out).items():
        shown = project.with_progress(progress_for(len(project.documents), quiet))
        build = shown.with_jobs(jobs).compile()
        folders.append(OutputFolder(place, project, build, is_pruned=prune))
    context.exit(compiling.publish(folders, style_for(color, quiet=quiet), check=check))


def _require_consistent(check: bool, prune: bool, stop_after: str | None) -> None:
    """Raise UsageError for options that exclude each other."""
    compiling.require_consistent(check, prune)
    if stop_after is not None and (check or prune):
        raise UsageError("--stop-after excludes --check and --prune")


def _stages(project: Project, stop_after: str) -> list[Json]:
    """Return the steps of every document after the pass *stop_after*."""
    analyses = [analysis_of(document, project.context) for document in project.documents]
    return [
        {
            "path": analysis.document.path,
            "pass": stage.name,
            "steps": [step.json() for step in stage.steps],
            "problems": [error.message for error in stage.errors],
        }
        for analysis in analyses
        if analysis is not None
        for stage in analysis.compilation.stages
        if stage.name == stop_after
    ]
