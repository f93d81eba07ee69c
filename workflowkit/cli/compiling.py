"""The output folders of `wfk compile` and `wfk merge`: the options, what is written, and what is printed about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import reduce
from itertools import chain
from pathlib import Path
from typing import Any, Final

import click

from workflowkit.catalog.build import Build
from workflowkit.cli import options
from workflowkit.cli.output_folder import OutputFolder, Written
from workflowkit.cli.terminal import print_line, show
from workflowkit.errors import UsageError
from workflowkit.report.formats import renderer
from workflowkit.report.style import Style
from workflowkit.run.project import Project
from workflowkit.text import files
from workflowkit.text.wording import counted

DEFAULT_OUT: Final = "dist"


def folder_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--out`, `--check` and `--prune`."""
    return reduce(lambda wrapped, option: option(wrapped), reversed(_OPTIONS), command)


_OPTIONS: Sequence[Callable[[Any], Any]] = (
    click.option(
        "--out",
        callback=options.filled,
        metavar="DIR",
        help=f"Output folder.  [default: {DEFAULT_OUT} beside the configuration]",
    ),
    click.option("--check", is_flag=True, help="Write nothing; list outdated files."),
    click.option("--prune", is_flag=True, help="Remove compiled files in DIR without a source."),
)


def require_consistent(check: bool, prune: bool) -> None:
    """Raise UsageError for options that exclude each other."""
    if check and prune:
        raise UsageError("--check and --prune exclude each other")


def places(projects: Iterable[Project], out: str | None) -> Mapping[Path, Project]:
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


def publish(folders: Sequence[OutputFolder], style: Style, *, check: bool) -> int:
    """Write *folders*, or with *check* compare them, report what was done, and return the exit code. Raises UsageError and UnreadableFile."""
    is_current = True
    for folder in folders:
        if check:
            is_current = _report_outdated(folder) and is_current
        else:
            _write(folder, style)
        _report_broken(folder.project, folder.build, style)
    is_clean = all(folder.build.is_clean for folder in folders)
    return 0 if is_clean and is_current else 1


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


def _short(digest: str | None) -> str:
    return f"{(digest or '')[:15]}..."
