"""What the server knows of the open files: their texts, readings and findings. It knows no protocol."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from typing import Any

from workflowkit.catalog.staleness import Staleness
from workflowkit.config.settings import Config
from workflowkit.diagnostics import Diagnostic
from workflowkit.errors import UnreadableFile, UsageError, WorkflowkitError
from workflowkit.format.likeness import reason_to_skip
from workflowkit.language_server.file_kinds import kind_of
from workflowkit.language_server.knowledge import Knowledge
from workflowkit.language_server.navigation import users
from workflowkit.language_server.provisional import provisional_findings
from workflowkit.language_server.reading import TextReading
from workflowkit.language_server.workspace import OpenFolders, Root
from workflowkit.run import loading, scenario_files
from workflowkit.run.analyze import analysis_of
from workflowkit.run.context import RunContext
from workflowkit.run.describe import describe
from workflowkit.run.live_project import LiveProject
from workflowkit.run.loading import Options
from workflowkit.schemas.json_schema import json_schema
from workflowkit.schemas.keys import FormatKey, format_keys
from workflowkit.spec.pack import SpecPack
from workflowkit.text import disk
from workflowkit.text.document import parse

_JSON_FORMATS = frozenset({"workflow-tags", "authoring-rules", "stamps", "feature", "workflow"})


def format_of(path: str) -> str:
    """Return the format of the JSON file at *path*."""
    kind = kind_of(path, "")
    return kind if kind in _JSON_FORMATS else "workflow"


_MOST_READINGS = 64
"""How many readings are kept."""


class OpenFiles:
    """The open files of one editor, and the folders around them."""

    def __init__(self, folders: list[str], options: Options | None = None) -> None:
        self.workspace = OpenFolders(folders, options)
        self.texts: dict[str, str] = {}
        """Real path of an open file to its text."""
        self.waiting: dict[str, None] = {}
        """The open files whose text was not linted yet."""
        self.shows_provisional = True
        """True when files that are not JSON also get the findings of what can be read."""
        self._readings: dict[str, TextReading] = {}
        self._knowledge: dict[str, tuple[str, int, Knowledge]] = {}
        self._schemas: dict[str, Mapping[str, Any]] = {}
        self._pages: dict[tuple[str, str], FormatKey] = {}

    def set_text(self, path: str, text: str) -> None:
        """Take *text* for the content of the open file at *path*; it is linted by `settle`."""
        real = disk.real_path(path)
        self.texts[real] = text
        self.waiting[real] = None

    def close(self, path: str) -> None:
        """Forget the text of the file at *path*."""
        real = disk.real_path(path)
        self.texts.pop(real, None)
        self.waiting.pop(real, None)
        self._readings.pop(real, None)
        self._knowledge.pop(real, None)
        self.workspace.close(real)

    def settle(self) -> list[str]:
        """Hand the changed texts to the projects; return the paths of these files."""
        changed = list(self.waiting)
        self.waiting.clear()
        for path in changed:
            self.workspace.set_text(path, self.texts[path])
        return changed

    @contextmanager
    def at(self, path: str) -> Iterator[tuple[Root, LiveProject | None, str]]:
        """Work in the folder around the file at *path*: its root, its project, and its path there."""
        real = disk.real_path(path)
        found = self.workspace.find(real)
        root = found[0] if found else self.workspace.root_of(real)
        with self.workspace.inside(root):
            if found:
                yield root, found[1], found[2]
            else:
                yield root, (root.projects or (None,))[0], loading.relative(real)

    def text_of(self, path: str) -> str | None:
        """Return the text of the file at *path*: of the editor, or of the project; None when it is neither open nor linted."""
        real = disk.real_path(path)
        if real in self.texts:
            return self.texts[real]
        document = self.workspace.document(real)
        return document.text if document else None

    def read(self, path: str) -> str:
        """Return the text of the file at *path*: of the editor, of the project, or else on the disk; empty when it cannot be read."""
        text = self.text_of(path)
        if text is not None:
            return text
        try:
            with self.at(path):
                return loading.read_text(path).text
        except UnreadableFile:
            return ""

    def reading(self, path: str) -> TextReading | None:
        """Return the reading of the file at *path*."""
        real, text = disk.real_path(path), self.text_of(path)
        if text is None:
            return None
        with self.at(real) as (_, project, name):
            return self._reading(real, name, text, project)

    def _reading(self, real: str, name: str, text: str, project: LiveProject | None) -> TextReading:
        known = self._readings.get(real)
        if known is None or known.text != text or known.path != name:
            context = project.context if project else _default_context()
            known = TextReading(name, text, partial(analysis_of, context=context))
            if len(self._readings) >= _MOST_READINGS:
                self._readings.pop(next(iter(self._readings)))
            self._readings[real] = known
        return known

    def knowledge(self, path: str) -> Knowledge | None:
        """Return what is known around the workflow at *path*, or another JSON file with a format of its own; None for other files."""
        real, text = disk.real_path(path), self.text_of(path)
        if text is None or not real.endswith(".json") or self._is_foreign(real, text):
            return None
        with self.at(real) as (_, project, name):
            context = project.context if project else _default_context()
            known = self._knowledge.get(real)
            if known is None or known[0] != text or known[1] != id(context):
                self._readings.pop(real, None)
                reading = self._reading(real, name, text, project)
                documents = project.documents if project else {}
                made = Knowledge(reading, context, self._schema(real, context.spec), documents)
                if len(self._knowledge) >= _MOST_READINGS:
                    self._knowledge.pop(next(iter(self._knowledge)))
                known = self._knowledge[real] = (text, id(context), made)
            return known[2]

    def _is_foreign(self, real: str, text: str) -> bool:
        """Return whether the JSON file at the real path has nothing to do with workflows."""
        if kind_of(real, text) != "workflow" or not text.strip() or self.workspace.find(real):
            return False
        place = Path(loading.relative(real, self.workspace.root_of(real).folder))
        content = parse(text.encode("utf-8", "surrogatepass"), real)
        return bool(reason_to_skip(content, place.parts[:-1]))

    def surroundings(self, path: str) -> Knowledge:
        """Return what is known around the file at *path*, whatever it is."""
        known = self.knowledge(path)
        if known is not None:
            return known
        with self.at(path) as (_, project, name):
            context = project.context if project else _default_context()
            documents = project.documents if project else {}
            return Knowledge(TextReading(name, "", lambda _: None), context, {}, documents)

    def readings_with(self, path: str, word: str) -> dict[str, TextReading]:
        """Return the readings of the workflows in the project of the file at *path* that contain *word*, by path."""
        with self.at(path) as (_, project, name):
            documents = dict(project.documents) if project else {}
            if project:
                documents = {**project.context.routine_files, **documents}
            found = {
                each: TextReading(
                    each, document.text, partial(analysis_of, context=project.context)
                )
                for each, document in documents.items()
                if project and each.endswith(".json") and word in document.text
            }
            own = self.reading(path)
            return {**found, name: own} if own else found

    def findings(self, path: str) -> tuple[Diagnostic, ...]:
        """Return what `wfk lint` shows of the file at *path*."""
        return self.workspace.findings(path)

    def provisional(self, path: str) -> tuple[Diagnostic, ...]:
        """Return the findings of what can be read of a file that is not JSON; none for a valid one."""
        found = self.workspace.find(path)
        if not self.shows_provisional or found is None:
            return ()
        root, project, name = found
        document = project.documents.get(name)
        if document is None or document.broken is None or not project.is_workflow(name):
            return ()
        with self.workspace.inside(root):
            return provisional_findings(project, document)

    def staleness(self, path: str) -> Staleness | None:
        """Return what made the workflow at *path* stale; None when nothing is known of it."""
        knowledge = self.knowledge(path)
        analysis = knowledge.reading.analysis if knowledge else None
        if knowledge is None or analysis is None or not isinstance(analysis.document.value, dict):
            return None
        return describe(analysis, knowledge.context).staleness

    def users_of(self, path: str) -> list[str]:
        """Return the files that use the workflow or routine in the file at *path*."""
        knowledge = self.knowledge(path)
        if knowledge is None or not knowledge.reading.workflow.id:
            return []
        with self.at(path):
            return list(users(knowledge))

    def scenarios_of(self, path: str) -> list[str]:
        """Return the scenario files of the workflow at *path*; none while the configuration is invalid."""
        with self.at(path) as (_, _, name):
            try:
                return list(scenario_files.scenarios_of(Path(name)))
            except WorkflowkitError:
                return []

    def config_of(self, path: str) -> Config:
        """Return the configuration for the file at *path*."""
        with self.at(path) as (_, project, _):
            return project.config if project else Config()

    def spec_folder_of(self, path: str) -> str | None:
        """Return the folder of the project's own spec pack."""
        return self.config_of(path).spec

    def _schema(self, path: str, spec: SpecPack) -> Mapping[str, Any]:
        """Return the schema of the file at *path*; that of workflows in the format of the engine of *spec*."""
        name = format_of(path)
        key = f"{name} {spec.engine.version}"
        if key not in self._schemas:
            dialect = spec.dialect if name == "workflow" else None
            self._schemas[key] = json_schema(name, dialect)
        return self._schemas[key]

    def key_page(self, path: str, kind: str, key: str) -> FormatKey | None:
        """Return what is known of the *key* of a *kind* of object."""
        knowledge = self.knowledge(path)
        if knowledge is None:
            return None
        if not self._pages:
            dialects = knowledge.context.spec.history.dialects
            self._pages = {(each.kind, each.key): each for each in format_keys(dialects)}
        return self._pages.get((kind, key))

    @property
    def errors(self) -> Mapping[str, UsageError | UnreadableFile]:
        """Folder to the reason why it cannot be linted."""
        return {root.folder: root.error for root in self.workspace.roots if root.error is not None}


@cache
def _default_context() -> RunContext:
    return loading.load_context(Options(), Config())
