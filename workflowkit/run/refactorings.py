"""The files of a project for refactorings. Outer layer: it reads the disk."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from workflowkit.changes import ledger
from workflowkit.compiler.routines import Routine, Routines
from workflowkit.refactoring.source_files import ScenarioSource, SourceFiles
from workflowkit.run import (
    baseline_file,
    discovery,
    loading,
    packages,
    project_files,
    scenario_files,
    spec_folder,
)
from workflowkit.run.loading import Options
from workflowkit.run.project import Project
from workflowkit.simulation.scenario_reader import read_scenario
from workflowkit.text import disk
from workflowkit.text import files as text_files
from workflowkit.text.document import Document


def load(file: str | None, options: Options) -> tuple[SourceFiles, str]:
    """Return the files of the project of the workflow in *file*, and the path by which they have it; without one, of the current project.

    Raises UsageError and UnreadableFile.
    """
    config = discovery.find_config(file or "")
    paths = discovery.configured_paths(config)
    if not config.path:
        is_here = file is None or text_files.is_below(file, ".")
        paths = ["."] if is_here else [os.path.dirname(file or "") or "."]
    files = source_files(Project.load([*paths, *([file] if file else [])], options))
    if file is None:
        return files, ""
    here = disk.real_path(file)
    known = (each.path for each in files.workflows if disk.real_path(each.path) == here)
    return files, next(known, file)


def sources(files: SourceFiles) -> Mapping[str, Document]:
    """Return every file of *files* by path."""
    others = (files.baseline, files.ledger, files.config)
    every = (
        *files.workflows,
        *(each.document for each in files.scenarios),
        *files.triggers,
        *files.bindings,
        *files.id_tables,
        *(each for each in others if each is not None),
    )
    return {each.path: each for each in every}


def source_files(project: Project) -> SourceFiles:
    """Return the files of *project* that can name what a refactoring changes.

    Raises UsageError for a bindings file that does not exist, and UnreadableFile.
    """
    config, context = project.config, project.context
    known = {disk.real_path(each.path) for each in project.documents}
    routines = [
        each
        for path, each in context.routine_files.items()
        if disk.real_path(path) not in known and not _is_bundled(path)
    ]
    workflows = (*project.documents, *routines)
    paths = [each.path for each in workflows]
    baseline = baseline_file.find(None, config, next(iter(paths), "x"))
    beside = posixpath.dirname(baseline or "") or "."
    return SourceFiles(
        workflows,
        replace(context.compile, routines=_with_paths(context.compile.routines, paths)),
        context.spec,
        scenarios=tuple(_scenarios(paths)),
        triggers=tuple(_triggers(project)),
        bindings=_existing(project_files.bindings_file(project.options, config)),
        id_tables=_id_tables(project),
        baseline=next(iter(_existing(baseline)), None),
        ledger=next(iter(_existing(posixpath.join(config.folder, ledger.FILE_NAME))), None),
        config=loading.read_text(config.path) if config.path else None,
        names={path: loading.relative(path, config.folder or ".") for path in paths},
        baseline_names={path: loading.relative(path, beside) for path in paths},
        routines_folder=_routines_folder(project),
    )


def _triggers(project: Project) -> Iterator[Document]:
    """Yield the trigger files of the run, and those beside the configuration, which need not be among its paths."""
    yield from project.others.triggers
    known = {disk.real_path(each.path) for each in project.others.triggers}
    for name in project_files.TRIGGER_FILES:
        path = posixpath.join(project.config.folder, name)
        if disk.is_there(path) and disk.real_path(path) not in known:
            yield loading.read_text(path)


def _with_paths(routines: Routines, paths: Collection[str]) -> Routines:
    """Return *routines* with their files named as in *paths*, which may lead to them by other names."""
    by_place = {disk.real_path(path): path for path in paths}

    def renamed(routine: Routine) -> Routine:
        return replace(routine, path=by_place.get(disk.real_path(routine.path), routine.path))

    by_id = {name: renamed(routine) for name, routine in routines.by_id.items()}
    by_template = {name: by_id[routine.id] for name, routine in routines.by_template.items()}
    return Routines(by_id, by_template)


def _is_bundled(path: str) -> bool:
    bundle = disk.real_path(spec_folder.bundled("routines")) + os.sep
    return disk.real_path(path).startswith(bundle)


def _existing(path: str | None) -> tuple[Document, ...]:
    """Return the file at *path*; nothing when there is none."""
    return (loading.read_document(Path(path)),) if path and disk.is_file(path) else ()


def _id_tables(project: Project) -> tuple[Document, ...]:
    """Return the tags and the stamps of the project itself."""
    spec = project.options.spec or project.config.spec
    tags = posixpath.join(spec, packages.TAGS_FILE) if spec else project.context.tags_path
    stamps = loading.stamps_path(spec, project.config.folder).as_posix()
    return (*_existing(tags), *_existing(stamps))


def _scenarios(paths: Collection[str]) -> Iterator[ScenarioSource]:
    """Yield the scenario files of the workflows at *paths*: those in their folders, and all others of the project that name one."""
    by_place = {disk.real_path(path): path for path in paths}
    own = [name for path in paths for name in scenario_files.scenarios_of(Path(path))]
    for name in dict.fromkeys([*own, *scenario_files.find_scenarios(())]):
        file = scenario_files.read_scenario_file(name)
        scenario = read_scenario(file.text).scenario
        named = scenario.workflow if scenario is not None else None
        workflow = os.path.join(os.path.dirname(name), named) if named else file.workflow
        path = by_place.get(disk.real_path(workflow)) if workflow else None
        if path is not None:
            yield ScenarioSource(loading.read_text(name), path)


def _routines_folder(project: Project) -> str:
    """Return the folder for new routines: the configured one, else that of the first routine, else `routines` beside the workflows."""
    named = (*project.config.routines, *project.options.routines)
    if named:
        return named[0]
    paths = [each.path for each in project.documents]
    places = [path.split("/") for path in paths]
    found = ["/".join(parts[:-1]) for parts in places if "routines" in parts[-2:-1]]
    beside = [
        "/".join((*parts[: parts.index("workflows")], "routines"))
        for parts in places
        if "workflows" in parts[:-1]
    ]
    return next(iter((*found, *beside)), posixpath.join(project.config.folder, "routines"))
