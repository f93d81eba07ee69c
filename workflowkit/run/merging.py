"""The merge of all parts of a run: their outcomes stand for the map, provided that they hold for the files as they are now."""

from __future__ import annotations

import datetime
import marshal
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Final

from workflowkit.catalog.compiled_file import CompiledFile
from workflowkit.errors import ChangedFile, UnreadableFile, UsageError
from workflowkit.run.compiled_outcome import CompiledParts, compile_digest, unpacked_compiled
from workflowkit.run.file_entries import Answered, AnswersNow, settings_digest
from workflowkit.run.file_outcome import unpacked
from workflowkit.run.lint_file import MapSettings
from workflowkit.run.lint_map import settings_for, with_others
from workflowkit.run.outcomes import Outcomes
from workflowkit.run.part_file import PartHeader, SavedPart
from workflowkit.run.pool import map_in_pool, workers_for
from workflowkit.run.project import Project
from workflowkit.run.shards import agreed_on, tool_digest
from workflowkit.text import disk, files
from workflowkit.text.columns import ComputedColumn, RowColumn
from workflowkit.text.wording import counted

_HELP: Final = "run the shards and wfk merge on the same commit"


class PartSet:
    """All parts of one run."""

    def __init__(self, parts: Sequence[SavedPart]) -> None:
        """Take *parts*, at least one. Raises UsageError unless they are all parts of one run by this version of the tool."""
        _require_one_tool(parts)
        _require_all(parts)
        _require_one_run(parts)
        self._parts = parts
        self.header = parts[0].header

    @classmethod
    def opened(cls, paths: Sequence[str], stack: ExitStack) -> PartSet:
        """Open the parts at *paths*, which *stack* closes. Raises UnreadableFile for what is no part, and as `PartSet`."""
        return cls([stack.enter_context(SavedPart(path)) for path in paths])

    def of_day(self, project: Project) -> Project:
        """Return *project* on the day of the shards."""
        today = datetime.date.fromisoformat(self.header.today)
        context = project.context
        engines = [(version, replace(each, today=today)) for version, each in context.engines]
        return replace(project, context=replace(context, today=today, engines=engines))

    def require_projects(self, projects: Sequence[Project]) -> None:
        """Raise UsageError when the shards found the files of other configurations than *projects*, or other files."""
        found = {project.config.path: agreed_on(project, b"") for project in projects}
        told = {project.config: project for project in self.header.projects}
        if found.keys() != told.keys():
            raise UsageError(
                f"{self._parts[0].path}: the shards found the files of other configurations",
                help="merge in a checkout of the same commit, in the same folder",
            )
        for project in projects:
            if found[project.config.path].files != told[project.config.path].files:
                self._report_file(project, _paths_in(projects))

    def _report_file(self, project: Project, paths: Mapping[str, object]) -> None:
        """Raise ChangedFile for a file that only the shards or only this run has."""
        found = {path for part in self._parts for path in part.paths}
        new = sorted(document.path for document in project.documents if document.path not in found)
        gone = sorted(path for path in found if path not in paths)
        path = (new or gone or [project.config.path])[0]
        told = "is new" if new else "no longer exists"
        raise _changed(path, told)

    def outcomes_of(self, project: Project, settings: MapSettings) -> Outcomes:
        """Return the outcomes for all files of *project*. Raises UsageError and ChangedFile when some do not hold."""
        self._require_settings(project, settings_digest(settings))
        outcomes = _PartOutcomes(self._parts, project)
        self._require_unchanged(project, map(unpacked, outcomes), AnswersNow(settings))
        return with_others(project, outcomes, settings)

    def compiled(self, project: Project) -> Sequence[CompiledFile]:
        """Return what all files of *project* compile to. Raises as `outcomes_of`."""
        self._require_settings(project, compile_digest(project))
        outcomes = _PartOutcomes(self._parts, project)
        now = AnswersNow(settings_for(project, (), None, ()))
        self._require_unchanged(project, map(unpacked_compiled, outcomes), now)
        return CompiledParts(outcomes)

    def _require_settings(self, project: Project, digest: bytes) -> None:
        """Raise UsageError when the settings of the shards for *project* have another digest."""
        (told,) = (each for each in self.header.projects if each.config == project.config.path)
        if digest.hex() != told.settings:
            here = self.header.folder == os.getcwd()
            where = "" if here else f" in {self.header.folder}"
            raise UsageError(
                f"{self._parts[0].path}: the shards{where} had other settings",
                help="use the same configuration, baseline, spec pack, routines and bindings, and the same path for the checkout",
            )

    def _require_unchanged(
        self, project: Project, outcomes: Iterable[Answered], now: AnswersNow
    ) -> None:
        documents = project.documents
        digests = map_in_pool(
            lambda document: _digest_of(document.path),
            documents,
            workers_for(len(documents), project.jobs),
        )
        for document, outcome, digest in zip(documents, outcomes, digests, strict=True):
            if outcome.digest != digest:
                raise _changed(document.path, "has changed")
            if not outcome.asked or not now.agree_with(outcome, self._moved(outcome.asked)):
                raise _changed(document.path, "depends on a file that has changed")

    def _moved(self, asked: bytes) -> dict[tuple[str, str], object]:
        """Return what the disk was *asked*, as it would be asked in the current folder."""
        then, now = self.header.folder, os.getcwd()
        questions: Mapping[tuple[str, str], object] = marshal.loads(asked)

        def moved(value: object) -> object:
            is_below = isinstance(value, str) and (value == then or value.startswith(then + os.sep))
            return now + str(value)[len(then) :] if is_below else value

        return {
            (kind, str(moved(path))): moved(answer) for (kind, path), answer in questions.items()
        }


def _paths_in(projects: Sequence[Project]) -> dict[str, object]:
    return {document.path: None for project in projects for document in project.documents}


def _digest_of(path: str) -> bytes:
    try:
        return disk.digest(files.read(Path(path)))
    except UnreadableFile:
        return b""


def _changed(path: str, fact: str) -> ChangedFile:
    return ChangedFile(
        f"{path} {fact} since the shards ran",
        help=_HELP,
    )


def _require_one_tool(parts: Sequence[SavedPart]) -> None:
    own = tool_digest()
    for part in parts:
        if part.header.tool != own:
            raise UsageError(
                f"{part.path}: the part was written by another installation of wfk ({part.header.version})",
                help="install the same versions of wfk, its dependencies and Python for shards and merge",
            )


def _require_all(parts: Sequence[SavedPart]) -> None:
    """Raise UsageError when one of *parts* is missing or given twice."""
    total = parts[0].header.total
    by_number: dict[int, str] = {}
    for part in parts:
        header = part.header
        if header.total != total:
            raise UsageError(
                f"{parts[0].path} is one of {counted(total, 'part')}, and {part.path} one of {header.total}",
                help="merge the parts of one run",
            )
        if header.number in by_number:
            raise UsageError(
                f"part {header.number} of {total} is given twice: {by_number[header.number]} and {part.path}",
                help="name each part once",
            )
        by_number[header.number] = part.path
    missing = [str(number) for number in range(1, total + 1) if number not in by_number]
    if missing:
        noun = "parts" if len(missing) > 1 else "part"
        raise UsageError(
            f"missing {noun} {', '.join(missing)} of {total}",
            help="name the files of all shards",
        )


def _require_one_run(parts: Sequence[SavedPart]) -> None:
    """Raise UsageError when *parts* are of runs with different options, settings or files."""
    checks: Sequence[tuple[str, Callable[[PartHeader], object]]] = (
        ("options", lambda header: (header.request, header.formats)),
        ("configurations", lambda header: [each.config for each in header.projects]),
        ("settings", lambda header: [each.settings for each in header.projects]),
        ("files", lambda header: [each.files for each in header.projects]),
    )
    for one, other in pairwise(parts):
        for name, value_of in checks:
            if value_of(one.header) != value_of(other.header):
                raise UsageError(
                    f"{one.path} and {other.path} are of runs with different {name}",
                    help="merge the parts of one run",
                )


class _PartOutcomes(ComputedColumn[bytes]):
    """The packed outcomes of the workflow files of a project, in their order."""

    def __init__(self, parts: Sequence[SavedPart], project: Project) -> None:
        """Find the outcome for each file. Raises ChangedFile for a file without one."""
        self._parts = parts
        self._places = RowColumn("II")
        """The number of a part, and that of the outcome in it."""
        for document in project.documents:
            place, number = next(self._found(document.path), (None, None))
            if place is None or number is None:
                raise ChangedFile(
                    f"no part has {document.path}: files have changed between the shards",
                    help=_HELP,
                )
            self._places.append(place, number)

    def _found(self, path: str) -> Iterator[tuple[int, int]]:
        for place, part in enumerate(self._parts):
            number = part.paths.find(path)
            if number is not None:
                yield place, number

    def __len__(self) -> int:
        return len(self._places)

    def _at(self, number: int) -> bytes:
        place, own_number = self._places[number]
        return self._parts[place].read(own_number)
