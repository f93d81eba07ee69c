"""A run that is kept in memory, so that a save costs only what depends on the saved file.

What a check asks the disk is noted with the answers. A changed path matters only if an answer about it differs now.
When only texts of workflows differ, their documents are replaced. Otherwise everything is loaded anew, and the reports on files stay that depend on nothing that differs.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from pathlib import PurePath
from typing import Final

from workflowkit.config.toml import FILE_NAMES
from workflowkit.records import dataclass
from workflowkit.report.result import Result
from workflowkit.run import loading, spec_folder
from workflowkit.run.discovery import FoundFile, examined
from workflowkit.run.keeping import KeptDocuments, keeping, noting
from workflowkit.run.kept_reports import KeptReports, Question
from workflowkit.run.project import Project
from workflowkit.run.project_fixes import TriedFixes
from workflowkit.run.project_group import ProjectGroup
from workflowkit.run.watched_basis import Basis, basis_of, is_outdated, served_traits
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
    result: Result
    is_loaded: bool
    """False when only texts of workflows were replaced."""
    asks_more: bool = False
    """True when the disk was asked what it had not been asked before, so that other folders may matter."""


class Watch:
    """The files of a run, and what is known of them."""

    def __init__(self, load: Callable[[], ProjectGroup], baseline: str | None) -> None:
        """*load* reads the files; *baseline* is that of `Project.lint`."""
        self._load = load
        self._baseline = baseline
        self._documents = KeptDocuments()
        self._reports = KeptReports()
        self._fixes = TriedFixes()
        self._asked = disk.Asked()
        self._questions: dict[str, list[Question]] = {}
        """The absolute path that questions are about to the questions."""
        self._n_indexed = 0
        self._asked_by_reports: set[str] = set()
        """The paths that reports on files depend on, besides the files."""
        self._group: ProjectGroup | None = None
        """None when the last load failed."""
        self._bases: Mapping[str, Basis] = {}

    def check(self) -> WatchCheck:
        """Load and check all files. Raises as `ProjectGroup.load` and `Project.lint`."""
        before, self._asked = self._asked, disk.Asked()
        self._group = None
        spec_folder.forget_bundled()
        try:
            with keeping(self._documents), noting(self._asked):
                group = self._load().mapped(
                    lambda project: replace(project, reporter=self._reports)
                )
                self._forget(group)
                result = self._result(group)
        except BaseException:
            # The mistake may be undone where nothing was asked any more.
            for kind, path in before.answers.keys() - self._asked.answers.keys():
                self._asked.answers[kind, path] = disk.QUESTIONS[kind](path)
            raise
        finally:
            self._questions, self._n_indexed = {}, 0
            self._asked_by_reports = set()
            self._index(self._reports.asked())
        self._group = group
        return WatchCheck(group, result, is_loaded=True)

    def changes(self, paths: Iterable[str]) -> Changes:
        """Return what the disk answers differently about the absolute *paths* since the last check, and whether the day differs."""
        asked = dict.fromkeys(
            question for question in self._asked.answers if question[0] == "today"
        )
        is_relevant = False
        for path in paths:
            is_relevant = is_relevant or _matters(path)
            asked.update(dict.fromkeys(self._questions.get(path, ())))
            if _matters(path) or self._is_folder(path):
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
        group = self._with_texts(changes)
        if group is None:
            return None
        self._asked.answers.update(changes)
        self._group = group
        with keeping(self._documents), noting(self._asked):
            result = self._result(group)
        paths = {path for _, path in changes}
        asks_more = self._index(self._reports.asked(paths))
        return WatchCheck(group, result, is_loaded=False, asks_more=asks_more)

    def _result(self, group: ProjectGroup) -> Result:
        found = group.lint(baseline=self._baseline)
        return self._fixes.without_skipped(found, group.projects, self._baseline)

    def _forget(self, group: ProjectGroup) -> None:
        """Forget the reports that what was loaded makes outdated."""
        bases = {
            each.config.path: basis_of(each, self._asked, self._baseline) for each in group.projects
        }
        tests = {
            document.path: test
            for project in group.projects
            for name in [project.config.path]
            for test in [is_outdated(self._bases.get(name), bases[name])]
            for document in project.documents
        }
        self._reports.forget(
            lambda kept: kept.document.path not in tests or tests[kept.document.path](kept)
        )
        baselines = [each.baseline for each in self._bases.values()]
        has_same_baseline = baselines == [each.baseline for each in bases.values()]
        self._fixes.retain(self._reports.paths if has_same_baseline else ())
        self._bases = bases

    def _index(self, more: Iterable[tuple[Question, object]]) -> bool:
        """Index the questions that were asked since the last time, and *more* with their answers; return whether there are any."""
        answers = self._asked.answers
        for question, answer in more:
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

    def _is_folder(self, path: str) -> bool:
        return bool(disk.QUESTIONS["is_folder"](path)) or any(True for _ in self._below(path))

    def _below(self, path: str) -> Iterator[Question]:
        start = f"{path}{os.sep}"
        for other, questions in self._questions.items():
            if other.startswith(start):
                yield from questions

    def _with_texts(self, changed: Collection[Question]) -> ProjectGroup | None:
        """Return the group with the new texts of the workflows that *changed*; None when something else changed as well."""
        group = self._group
        if group is None or any(kind not in ("content", "kind and size") for kind, _ in changed):
            return None
        paths = {path for kind, path in changed if kind == "content"}
        if not paths.isdisjoint(self._asked_by_reports) or any(
            path not in paths for _, path in changed
        ):
            return None
        projects: list[Project] = []
        left = set(paths)
        for project in group.projects:
            own = {path for path in paths if path in project.own}
            updated = self._project_with(project, own) if own else project
            if updated is None:
                return None
            projects.append(updated)
            left -= own
        return None if left else replace(group, projects=tuple(projects))

    def _project_with(self, project: Project, paths: Collection[str]) -> Project | None:
        """Return *project* with the new texts of the workflows at *paths*; None when these concern other files, too."""
        at = {document.path: index for index, document in enumerate(project.documents)}
        routines = set(map(disk.QUESTIONS["real_path"], project.context.routine_files))
        documents = list(project.documents)
        for path in paths:
            if path not in at or disk.QUESTIONS["real_path"](path) in routines:
                return None
            before = documents[at[path]]
            with keeping(self._documents):
                after, reason = examined(FoundFile(path, project.config, is_named=False))
            if reason or _others_depend(project, (before, after)):
                return None
            documents[at[path]] = after
        return project.with_documents(tuple(documents))


def _others_depend(project: Project, pair: tuple[Document, Document]) -> bool:
    """Return whether findings in other files may depend on what differs in the two texts of a workflow."""
    before, after = pair
    if loading.workflow_id(before) != loading.workflow_id(after):
        return True
    traits = [served_traits(each, project.context) for each in pair if project.others.others]
    return traits[:1] != traits[1:]


def _matters(path: str) -> bool:
    name = PurePath(path).name
    return name.lower().endswith(_SUFFIXES) or name in _NAMES


def _nearest_folder(folder: str) -> str:
    while not disk.is_folder(folder) and folder != os.path.dirname(folder):
        folder = os.path.dirname(folder)
    return folder
