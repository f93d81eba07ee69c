"""`wfk compile`: snapshots for the engine, source maps and a manifest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import chain
from pathlib import Path

import click

from workflowkit.catalog.build import Build
from workflowkit.cli import changed, choosing, options
from workflowkit.cli.changed import ChangeChoice
from workflowkit.cli.choosing import ChosenFiles
from workflowkit.cli.output_folder import OutputFolder, Written
from workflowkit.cli.reading import report_read
from workflowkit.cli.terminal import print_line, progress_for, show, style_for
from workflowkit.compiler.pipeline import PIPELINE
from workflowkit.errors import UsageError
from workflowkit.report.formats import renderer
from workflowkit.report.style import Style
from workflowkit.run.analyze import analysis_of
from workflowkit.run.discovery import ReadMode
from workflowkit.run.loading import Options
from workflowkit.run.project import Project
from workflowkit.run.project_group import ProjectGroup
from workflowkit.text import files
from workflowkit.text.json_blocks import json_bytes
from workflowkit.text.routes import Json
from workflowkit.text.wording import counted

DEFAULT_OUT = "dist"


@click.command(
    epilog="""\b
Examples:
  wfk compile workflows/ --out dist
  wfk compile --check                           fail when dist/ is out of date
  wfk compile --prune                           and remove leftovers
  wfk compile --changed-since main              only what the changes touch
  wfk compile flow.json --stop-after expand-routines

\b
Exit codes: 0 fine, 1 a file does not compile or, with --check, is out of date,
2 usage or configuration, or no file, 3 a file could not be read or written."""
)
@options.paths
@options.project
@choosing.options
@click.option(
    "--out",
    callback=options.filled,
    metavar="DIR",
    help=f"Output folder.  [default: {DEFAULT_OUT} beside the configuration]",
)
@click.option("--check", is_flag=True, help="Write nothing; list outdated files.")
@click.option("--prune", is_flag=True, help="Remove compiled files in DIR without a source.")
@click.option(
    "--stop-after",
    type=click.Choice([name for name, _ in PIPELINE]),
    help="Write nothing; print the steps after this pass.",
)
@options.jobs
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
    change: ChangeChoice,
    color: str,
    quiet: bool,
) -> None:
    """Compile workflows and describe them in a manifest.

    Writes DIR/workflows/ID.json (the snapshot that the engine hashes), DIR/workflows/ID.map.json (where each step was written) and DIR/manifest.json. Compiled files of workflows outside PATHS stay, and so do their rows in the manifest; nothing is removed without --prune.

    With --check, only what PATHS compile to is compared; without PATHS, the whole folder. With --changed-since, only the touched files are compiled, and the rest of the folder stays.
    """
    _require_consistent(check, prune, stop_after)
    if change.is_given and prune:
        raise UsageError("--prune needs all files", help="omit --changed-since")
    streams = ReadMode(streams=True, jobs=jobs)
    group = ProjectGroup.load_workflows(paths, given, chosen.choice, streams)
    choosing.report(group.skipped, group.notes, chosen, quiet=quiet)
    if chosen.verbose and not quiet:
        report_read(group, paths, given)
    choosing.require_files(group.n_workflows, paths, chosen)
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
    style = style_for(color, quiet=quiet)
    folders: list[OutputFolder] = []
    for place, project in _places(group.projects, out).items():
        shown = project.with_progress(progress_for(len(project.documents), quiet))
        build = shown.with_jobs(jobs).compile()
        folders.append(OutputFolder(place, project, build, is_pruned=prune))
    is_current = True
    for folder in folders:
        if check:
            is_current = _report_outdated(folder) and is_current
        else:
            _write(folder, style)
        _report_broken(folder.project, folder.build, style)
    is_clean = all(folder.build.is_clean for folder in folders)
    context.exit(0 if is_clean and is_current else 1)


def _places(projects: Iterable[Project], out: str | None) -> Mapping[Path, Project]:
    """Return the projects by output folder. Raises UsageError when two share one, because a folder has one manifest."""
    found: dict[Path, Project] = {}
    for project in projects:
        place = Path(out or project.config.out or Path(project.config.folder, DEFAULT_OUT))
        other = found.setdefault(place, project)
        if other is not project:
            names = [each.config.path or "no configuration" for each in (other, project)]
            raise UsageError(
                f"files of {names[0]} and of {names[1]} would go into one folder, {place.as_posix()}",
                help="set 'out' in each configuration, or compile them one by one with --out",
            )
    return found


def _require_consistent(check: bool, prune: bool, stop_after: str | None) -> None:
    """Raise UsageError for options that exclude each other."""
    if check and prune:
        raise UsageError("--check and --prune exclude each other")
    if stop_after is not None and (check or prune):
        raise UsageError("--stop-after excludes --check and --prune")


def _write(folder: OutputFolder, style: Style) -> None:
    with files.locked(folder.path):
        changed = folder.changed_hashes()
        first = next(changed, None)  # Reads the old manifest.
        written = folder.write()
    if style.quiet:
        return
    n_by_kind = folder.build.table.n_compiled
    n_routines = n_by_kind["routine"]
    print_line(
        f"compiled {counted(n_by_kind.total() - n_routines, 'workflow')} and "
        f"{counted(n_routines, 'routine')} into {folder.path.as_posix()}/ "
        f"({counted(written.n_written, 'file')} written, {folder.n_outputs - written.n_written} unchanged)"
    )
    for own_id, old, new in chain((first,) if first else (), changed):
        if old is None:
            print_line(f"  + {own_id}  {_short(new)}")
        else:
            print_line(f"  ~ {own_id}  {_short(old)} -> {_short(new)}")
    for path in written.pruned:
        print_line(f"  - {path}")
    _report_kept(folder, written)
    for row in folder.build.likely_stale():
        reasons = row.staleness.reasons if row.staleness else ()
        print_line(f"stale: {row.id} (likely: {'; '.join(reasons)})")


def _report_kept(folder: OutputFolder, written: Written) -> None:
    if folder.retained:
        print_line(
            f"kept in the manifest: {counted(len(folder.retained), 'file')} outside this run"
        )
    for path in written.kept:
        print_line(f"kept: {(folder.path / path).as_posix()}, which has no source")
    if written.kept and folder.is_pruned:
        print_line(f"nothing pruned: {folder.obstacle}")
    elif written.kept:
        print_line("remove such files with `wfk compile --prune`")


def _report_outdated(folder: OutputFolder) -> bool:
    """Report the files below *folder* that differ from what compiling would write; return whether there are none."""
    n_outdated, last = 0, ""
    for last in folder.outdated():
        print_line(last)
        n_outdated += 1
    if n_outdated:
        print_line(
            f"{counted(n_outdated, 'file')} out of date; run `wfk compile` with the same options"
            f"{', and --prune to remove leftovers' if last.startswith('leftover') else ''}"
        )
    else:
        print_line(f"{counted(folder.n_outputs, 'file')} up to date")
    return not n_outdated


def _report_broken(project: Project, build: Build, style: Style) -> None:
    broken = frozenset(build.table.broken)
    if broken:
        result = replace(project.only(broken).engine_errors(), n_files=len(build.files))
        show(renderer("text")(result, project.sources, style), style)
    for duplicate in build.duplicates:
        print_line(
            f"id '{duplicate.id}' is claimed by {duplicate.winner} and {', '.join(duplicate.shadowed)}; "
            "the first was compiled"
        )


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


def _short(digest: str | None) -> str:
    return f"{(digest or '')[:15]}..."
