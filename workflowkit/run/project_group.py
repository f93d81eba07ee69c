"""A group of projects: the files of one run, each with the configuration that is nearest to it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from workflowkit.lint.rule import Rule
from workflowkit.lint.rules import ALL
from workflowkit.records import dataclass
from workflowkit.report.result import Result, joined
from workflowkit.run import discovery, project_files
from workflowkit.run.discovery import (
    IN_MEMORY,
    Choice,
    Paths,
    ReadMode,
    Search,
    SkippedPath,
)
from workflowkit.run.loading import Options
from workflowkit.run.project import Project
from workflowkit.text.document import Document


@dataclass(frozen=True)
class ProjectGroup:
    """The files of one run as projects, each with the files that one configuration governs: the nearest at or above them."""

    projects: tuple[Project, ...]
    """At least one; ordered by the path of the configuration."""
    skipped: tuple[SkippedPath, ...] = ()
    """The files and folders that were found and are not used."""
    folder: str = ""
    """The folder of the configuration at or above all paths; the current one when there is none."""
    cache: str | None = None
    """The folder of the cache that the run uses; None for none."""

    @classmethod
    def load(
        cls,
        paths: Paths = (),
        options: Options | None = None,
        choice: Choice | None = None,
        mode: ReadMode = IN_MEMORY,
    ) -> ProjectGroup:
        """Read the files and folders at *paths* (the configured ones, or the current folder, when there are none).

        Raises as `Project.load`.
        """
        search = Search(choice or Choice(), project_files.is_wanted, reading=mode)
        return cls._loaded(paths, options, search)

    @classmethod
    def load_workflows(
        cls,
        paths: Paths = (),
        options: Options | None = None,
        choice: Choice | None = None,
        mode: ReadMode = IN_MEMORY,
    ) -> ProjectGroup:
        """Read the files that *paths* name as workflows, and the workflows in its folders; raises as `Project.load`."""
        return cls._loaded(paths, options, Search(choice or Choice(), reading=mode))

    @classmethod
    def of_content(cls, content: bytes, path: str, options: Options | None = None) -> ProjectGroup:
        """Return the group of one file in memory, as `Project.of_content` makes it."""
        return cls((Project.of_content(content, path, options),))

    @classmethod
    def _loaded(
        cls,
        paths: Paths,
        options: Options | None,
        search: Search,
    ) -> ProjectGroup:
        options = options or Options()
        named = discovery.path_texts(paths)
        start = discovery.find_config(discovery.common_folder(named))
        given = named or discovery.configured_paths(start)
        is_lint = search.is_wanted is project_files.is_wanted
        if not named and not is_lint:
            given = discovery.with_workflows(given)
        if search.reading.cache_beside is not None:
            search.cache = search.reading.cache_beside(start.folder)
        search.add_all(given)
        configs = search.found.configs()
        if is_lint:
            for config in (start, *configs.values()):
                bindings = project_files.bindings_file(options, config)
                places = given if named else [*given, config.folder or "."]
                project_files.add_bindings(search, places, bindings)
        configs = dict(sorted(search.found.configs().items())) or {start.path: start}
        projects = [
            Project.of_found(search, search.found.of_config(path), given, options, config)
            for path, config in configs.items()
        ]
        busy = [project for project in projects if project.n_files] or projects[:1]
        return cls(tuple(busy), tuple(search.skipped.values()), start.folder, search.cache)

    @property
    def n_files(self) -> int:
        """Number of files."""
        return sum(project.n_files for project in self.projects)

    @property
    def n_workflows(self) -> int:
        """Number of workflow files."""
        return sum(len(project.documents) for project in self.projects)

    @property
    def notes(self) -> tuple[str, ...]:
        """Choices that the user may not expect."""
        return tuple(dict.fromkeys(note for each in self.projects for note in each.context.notes))

    def mapped(self, change: Callable[[Project], Project]) -> ProjectGroup:
        """Return the same group with *change* applied to every project."""
        return replace(self, projects=tuple(change(project) for project in self.projects))

    def lint(
        self,
        rules: Sequence[Rule] = ALL,
        *,
        baseline: str | None = None,
        today: datetime.date | None = None,
    ) -> Result:
        """Lint every project, as `Project.lint` does; the findings are in the order of their paths."""
        return joined(
            [project.lint(rules, baseline=baseline, today=today) for project in self.projects]
        )

    def sources_of(self, result: Result) -> Mapping[str, Document]:
        """Return the text of every file in *result*, for reports with frames."""
        known: dict[str, Document] = {}
        for project in self.projects:
            here = tuple(found for found in result.shown if found.path in project.sources)
            known |= project.sources_of(replace(result, shown=here))
        named = {diagnostic.path for diagnostic in result.shown}
        return {**known, **self.projects[0].sources_at(named - known.keys())}
