"""What a run reads, from where, and why: the lines of `--verbose`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workflowkit.run import baseline_file, discovery
from workflowkit.run.loading import Options
from workflowkit.run.project import Project
from workflowkit.run.project_group import ProjectGroup
from workflowkit.text import files


def read_lines(
    group: ProjectGroup, paths: Sequence[str], given: Options, baseline: str | None = None
) -> Iterator[str]:
    """Yield a line for each thing that the run on *paths* reads."""
    start = discovery.find_config(discovery.common_folder(paths))
    if paths:
        places, origin = list(paths), "on the command line"
    elif start.paths:
        places, origin = list(start.paths), f"by {start.path}"
    else:
        places, origin = ["."], "by default, the current folder"
    yield f"searched: {', '.join(places)}: named {origin}"
    for project in group.projects:
        yield from _shared(project, given, baseline)
        for path in project.own:
            yield f"read: {path}: {_why(path, places, origin)}"


def _why(path: str, places: Sequence[str], origin: str) -> str:
    if path in places:
        return f"named {origin}"
    place = next((each for each in places if files.is_below(path, each)), "")
    return f"found in {place}" if place else "governs other files of the run"


def _shared(project: Project, given: Options, baseline: str | None) -> Iterator[str]:
    config = project.config
    if config.path:
        yield f"read: {config.path}: the nearest configuration"
    else:
        yield "no configuration: the defaults apply"
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
