"""What a run reads, from where, and why: the lines of `--verbose`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from workflowkit.cli.terminal import print_line
from workflowkit.run import baseline_file, discovery
from workflowkit.run.loading import Options
from workflowkit.run.project import Project
from workflowkit.run.project_group import ProjectGroup
from workflowkit.text import files

if TYPE_CHECKING:
    from workflowkit.run.comparison import Comparison


def report_read(
    group: ProjectGroup, paths: Sequence[str], given: Options, baseline: str | None = ""
) -> None:
    """Report on standard error what the run of *group* on *paths* reads; an empty *baseline* is none."""
    places, origin = _places(paths)
    for project in group.projects:
        for line in _shared(project, given, baseline):
            print_line(line, err=True)
        _report(project.own, places, origin)


def report_files(files: Iterable[str], paths: Sequence[str]) -> None:
    """Report on standard error that the run on *paths* reads the *files*."""
    _report(files, *_places(paths))


def report_compared(comparison: Comparison, given: Options) -> None:
    """Report on standard error what each source of *comparison* has been read from, and the notes on it."""
    for catalog in (comparison.before, comparison.after):
        if not catalog.name:
            origin = "the files as they are"
            for project in catalog.group.projects:
                for line in _shared(project, given, ""):
                    print_line(line, err=True)
        else:
            origin = f"of {catalog.name}"
        for note in catalog.group.notes:
            print_line(f"note: {origin}: {note}", err=True)
        for path in (
            *(version.path for version in catalog.versions),
            *(document.path for document, _ in catalog.broken),
        ):
            print_line(f"read: {path}: {origin}", err=True)


def _places(paths: Sequence[str]) -> tuple[Sequence[str], str]:
    """Return the searched paths, and how they were chosen."""
    start = discovery.find_config(discovery.common_folder(paths))
    if paths:
        return paths, "named on the command line"
    if start.paths:
        return start.paths, f"named by {start.path}"
    return ["."], "the current folder, since nothing is named"


def _report(paths: Iterable[str], places: Sequence[str], origin: str) -> None:
    for path in paths:
        print_line(f"read: {path}: {_why(path, places, origin)}", err=True)


def _why(path: str, places: Sequence[str], origin: str) -> str:
    if path in places:
        return origin
    place = next((each for each in places if files.is_below(path, each)), "")
    return f"found in {place}, {origin}" if place else "governs other files of the run"


def _shared(project: Project, given: Options, baseline: str | None) -> Iterator[str]:
    config = project.config
    if config.path:
        yield f"read: {config.path}: the nearest configuration"
    else:
        yield "read: no configuration: the defaults apply"
    spec = given.spec or config.spec
    if spec:
        yield f"read: {spec}: spec pack, {_source('--spec' if given.spec else '', config.path)}"
    for folder in (*config.routines, *given.routines):
        option = "--routines" if folder in given.routines else ""
        yield f"read: {folder}: routines, {_source(option, config.path)}"
    bindings = given.bindings or config.bindings
    if bindings:
        yield f"read: {bindings}: bindings, {_source('--bindings' if given.bindings else '', config.path)}"
    found = baseline_file.find(baseline, config, next(iter(project.own), "x"))
    if found:
        chosen = config.lint.baseline
        origin = _source("--baseline" if baseline else "", config.path if chosen else "")
        yield f"read: {found}: baseline, {origin}"


def _source(option: str, config: str) -> str:
    """Return where a setting comes from: an *option*, the configuration, or neither."""
    if option:
        return f"by {option}"
    return f"by {config}" if config else "by its default name"
