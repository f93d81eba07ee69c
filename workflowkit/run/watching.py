"""A run that is kept in memory, so that a save costs only what depends on the saved file.

What a check asks the disk is noted with the answers. A changed path matters only if an answer about it differs now.
When only texts of workflows differ, their documents are replaced. Otherwise everything is loaded anew, and the reports on files stay that depend on nothing that differs.
"""

from __future__ import annotations

import os
import time
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import PurePath
from typing import Final

from workflowkit.config.toml import FILE_NAMES
from workflowkit.records import dataclass
from workflowkit.run import spec_folder
from workflowkit.run.discovery import examined
from workflowkit.run.found_files import FoundFile
from workflowkit.run.keeping import KeptDocuments, keeping, noting
from workflowkit.run.lint_stream import Formats, StreamedResult, joined
from workflowkit.run.live_project import LiveProject
from workflowkit.run.live_report import LiveReport
from workflowkit.run.project import Project
from workflowkit.run.project_group import ProjectGroup
from workflowkit.run.reloading import Question, loaded
from workflowkit.text import disk
from workflowkit.text.document import Document

_SUFFIXES: Final = (".json", ".md", ".yml", ".yaml", ".toml")
"""Ends of the names of files that a search takes, in lower case."""
_NAMES: Final = (*FILE_NAMES, ".gitignore")


Changes = Mapping[Question, object]
"""Questions to the disk whose answers differ from those of the last check, with these."""


@dataclass(frozen=True, slots=True)
class WatchCheck:
    """One check of all files."""

    group: ProjectGroup
    """The files as they were last loaded."""
    result: StreamedResult
    formats: Formats
    """What its findings are rendered in."""
    is_loaded: bool
    """False when only texts of workflows were replaced."""
    asks_more: bool = False
    """True when the disk was asked what it had not been asked before, so that other folders may matter."""


@dataclass(frozen=True, slots=True)
class _Watched:
    """One project of the run."""

    live: LiveProject
    report: LiveReport

    def rendered_in(self, formats: Formats) -> _Watched:
        """Return the same project, whose findings are rendered in *formats*."""
        return _Watched(self.live, LiveReport(self.live, formats))


class Watch:
    """The files of a run, and what is known of them."""

    def __init__(
        self,
        load: Callable[[], ProjectGroup],
        baseline: str | None,
        formats: Callable[[], Formats],
    ) -> None:
        """*load* reads the files; *baseline* is that of `Project.lint`; *formats* returns what to render findings in, which depends on the size of a terminal."""
        self._load = load
        self._baseline = baseline
        self._formats_now = formats
        self._formats: Formats = ()
        self._documents = KeptDocuments()
        self._projects: Mapping[str, _Watched] = {}
        """Path of the configuration to the project of the last load that succeeded."""
        self._asked = disk.Asked()
        self._questions: dict[str, list[Question]] = {}
        """The absolute path that questions are about to the questions."""
        self._n_indexed = 0
        self._sorted: list[str] = []
        """The paths of the questions in order, as far as they are sorted."""
        self._asked_by_reports: set[str] = set()
        """The paths that reports on files depend on, besides the files."""
        self._group: ProjectGroup | None = None
        """None when the last load failed."""

    def check(self) -> WatchCheck:
        """Load and check all files. Raises as `ProjectGroup.load` and `Project.lint`."""
        started = time.perf_counter()
        before, self._asked = self._asked, disk.Asked()
        self._group = None
        spec_folder.forget_bundled()
        try:
            with keeping(self._documents), noting(self._asked):
                group = self._load()
                self._projects = {each.config.path: self._watched(each) for each in group.projects}
                result = self._result(started)
        except BaseException:
            # The mistake may be undone where nothing was asked any more.
            for kind, path in before.answers.keys() - self._asked.answers.keys():
                self._asked.answers[kind, path] = disk.QUESTIONS[kind](path)
            raise
        finally:
            self._questions, self._n_indexed, self._sorted = {}, 0, []
            self._asked_by_reports = set()
            self._index()
            for each in self._projects.values():
                self._index(each.live, each.live.checked)
        self._group = group
        return WatchCheck(group, result, self._formats, is_loaded=True)

    def _watched(self, project: Project) -> _Watched:
        """Return *project* with every file checked; what an earlier load has found and still holds is not checked again."""
        before = self._projects.get(project.config.path)
        live = loaded(project, before.live if before else None, baseline=self._baseline)
        live.check_all(project.jobs, project.progress)
        return _Watched(live, LiveReport(live, self._formats, before.report if before else None))

    def _result(self, started: float) -> StreamedResult:
        formats = list(self._formats_now())
        if formats != self._formats:
            self._formats = formats
            self._projects = {
                name: each.rendered_in(formats) for name, each in self._projects.items()
            }
        result = joined([each.report.result() for each in self._projects.values()])
        result.tally.seconds = time.perf_counter() - started
        return result

    def changes(self, paths: Iterable[str]) -> Changes:
        """Return what the disk answers differently about the absolute *paths* since the last check, and whether the day differs."""
        asked = dict.fromkeys(
            question for question in self._asked.answers if question[0] == "today"
        )
        is_relevant = False
        for path in paths:
            is_relevant = is_relevant or _matters(path)
            asked.update(dict.fromkeys(self._questions.get(path, ())))
            if (_matters(path) and not self._was_there(path)) or self._is_folder(path):
                listed = self._questions.get(os.path.dirname(path), ())
                asked.update((each, None) for each in listed if each[0] == "listing")
                asked.update(dict.fromkeys(self._below(path)))
        now = ((each, disk.QUESTIONS[each[0]](each[1])) for each in asked)
        answers = self._asked.answers
        differing = {question: answer for question, answer in now if answers[question] != answer}
        if self._group is None and is_relevant:
            # A load that failed may not have asked for all that matters.
            differing.setdefault(("", ""), None)
        return differing

    def recheck(self, changes: Changes) -> WatchCheck | None:
        """Check the new texts of workflows; None when the *changes* are others, so that all has to be loaded. Raises as `check`."""
        started = time.perf_counter()
        texts = self._new_texts(changes)
        if self._group is None or texts is None:
            return None
        self._asked.answers.update(changes)
        asks_more = False
        with keeping(self._documents), noting(self._asked):
            for live, document in texts:
                live.take(document)
            for each in self._projects.values():
                paths = each.live.check_all(1)
                asks_more = self._index(each.live, paths) or asks_more
            result = self._result(started)
        return WatchCheck(self._group, result, self._formats, is_loaded=False, asks_more=asks_more)

    def _index(self, live: LiveProject | None = None, paths: Iterable[str] = ()) -> bool:
        """Index the questions that were asked since the last time, and those of the rules about the files of *live* at *paths*; return whether there are any."""
        answers = self._asked.answers
        reports = [live.checked[path] for path in paths] if live else []
        for checked in reports:
            for question, answer in checked.asked.answers.items():
                self._asked_by_reports.add(question[1])
                answers.setdefault(question, answer)
        new = list(islice(answers, self._n_indexed, None))
        self._n_indexed = len(answers)
        for kind, path in new:
            self._questions.setdefault(os.path.abspath(path), []).append((kind, path))
            if kind == "content" and disk.is_link(path):
                self._questions.setdefault(disk.real_path(path), []).append((kind, path))
        return bool(new)

    @property
    def folders(self) -> frozenset[str]:
        """The folders in which changes matter: those of everything that was asked for, or the nearest that exist."""
        found: set[str] = set()
        for path, questions in self._questions.items():
            is_listed = any(kind == "listing" for kind, _ in questions)
            found.add(path if is_listed else os.path.dirname(path))
        return frozenset(filter(disk.is_folder, {_nearest_folder(folder) for folder in found}))

    def outdated(self) -> list[str]:
        """Return the absolute paths about which an answer differs now."""
        fresh = (
            path
            for path, questions in self._questions.items()
            if any(not self._holds(question) for question in questions)
        )
        return sorted(fresh)

    def _holds(self, question: Question) -> bool:
        kind, path = question
        signature = self._asked.signatures.get(path)
        if kind == "content" and signature:
            return disk.signature_at(path) == signature
        return disk.QUESTIONS[kind](path) == self._asked.answers[question]

    def _was_there(self, path: str) -> bool:
        """Return whether a file is at *path* that was read before, so that its folder lists nothing else on its account."""
        known = (
            self._asked.answers[each]
            for each in self._questions.get(path, ())
            if each[0] == "content"
        )
        return any(isinstance(each, bytes) for each in known) and bool(
            disk.QUESTIONS["is_file"](path)
        )

    def _is_folder(self, path: str) -> bool:
        return bool(disk.QUESTIONS["is_folder"](path)) or any(True for _ in self._below(path))

    def _below(self, path: str) -> Iterator[Question]:
        """Yield the questions about what is below the folder *path*."""
        if len(self._sorted) != len(self._questions):
            self._sorted = sorted(self._questions)
        start = f"{path}{os.sep}"
        for other in islice(self._sorted, bisect_left(self._sorted, start), None):
            if not other.startswith(start):
                return
            yield from self._questions[other]

    def _new_texts(self, changed: Changes) -> list[tuple[LiveProject, Document]] | None:
        """Return the workflows that *changed*, with their projects; None when something else changed as well."""
        if any(kind not in ("content", "kind and size") for kind, _ in changed):
            return None
        paths = {path for kind, path in changed if kind == "content"}
        if not paths.isdisjoint(self._asked_by_reports) or any(
            path not in paths for _, path in changed
        ):
            return None
        found: list[tuple[LiveProject, Document]] = []
        for path in sorted(paths):
            own = [each.live for each in self._projects.values() if path in each.live.documents]
            documents = [self._new_text(live, path) for live in own]
            if not own or None in documents:
                return None
            found += [(live, each) for live, each in zip(own, documents, strict=True) if each]
        return found

    def _new_text(self, live: LiveProject, path: str) -> Document | None:
        """Return the new text of the workflow at *path*; None when it concerns other files, too."""
        real = disk.real_path(path)
        if not live.is_workflow(path) or any(
            disk.real_path(each) == real for each in live.context.routine_files
        ):
            return None
        with keeping(self._documents):
            document, reason = examined(FoundFile(path, live.config, is_named=False))
        if reason or live.concerns_others(live.documents[path], document):
            return None
        return document


def _matters(path: str) -> bool:
    name = PurePath(path).name
    return name.lower().endswith(_SUFFIXES) or name in _NAMES


def _nearest_folder(folder: str) -> str:
    while not disk.is_folder(folder) and folder != os.path.dirname(folder):
        folder = os.path.dirname(folder)
    return folder
