"""The files that refactorings read and change, and what their compiled form depends on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from functools import cached_property

from workflowkit.compiler.context import CompileContext
from workflowkit.compiler.pipeline import Compilation, compile_workflow
from workflowkit.compiler.routines import Routine, Routines, collect_routines
from workflowkit.format.reader import Workflow
from workflowkit.records import dataclass
from workflowkit.refactoring.plan import RefactoringError
from workflowkit.spec.pack import SpecPack
from workflowkit.text import json_text
from workflowkit.text.document import Document, parse
from workflowkit.text.json_values import as_fields, as_text


@dataclass(frozen=True, slots=True)
class ScenarioSource:
    """A scenario file."""

    document: Document
    """Its text; without a value."""
    workflow: str
    """Path of the workflow that it is for, as `SourceFiles.workflows` has it."""


@dataclass(frozen=True)
class SourceFiles:
    """The files of a project that can name what a refactoring changes."""

    workflows: tuple[Document, ...]
    """Workflows and routines that may be changed."""
    compile: CompileContext
    spec: SpecPack
    scenarios: tuple[ScenarioSource, ...] = ()
    triggers: tuple[Document, ...] = ()
    bindings: tuple[Document, ...] = ()
    id_tables: tuple[Document, ...] = ()
    """JSON files with an object of workflow ids: tags and stamps."""
    baseline: Document | None = None
    ledger: Document | None = None
    config: Document | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    """Path of a workflow to its path relative to the configuration."""
    baseline_names: Mapping[str, str] = field(default_factory=dict)
    """Path of a workflow to what the baseline calls it."""
    routines_folder: str = "routines"
    """Where new routines are written."""

    @cached_property
    def by_path(self) -> Mapping[str, Document]:
        """The workflows and routines by path."""
        return {document.path: document for document in self.workflows}

    def workflow_at(self, path: str) -> Workflow:
        """Return the workflow in the file at *path*. Raises RefactoringError when it cannot be changed."""
        document = self.by_path.get(path)
        if document is None:
            raise RefactoringError(f"{path} is no workflow file of the project", path)
        if document.broken:
            reason = f"the file is not JSON: {document.broken.message}"
            raise RefactoringError(reason, path, help="fix it first")
        if not document.is_faithful:
            raise RefactoringError("the file is not UTF-8", path, help="convert it to UTF-8")
        if not isinstance(document.value, dict):
            raise RefactoringError("the file holds no workflow", path)
        return Workflow(document.value)

    def compiled(self, path: str) -> Compilation:
        """Return the compilation of the workflow at *path*."""
        if path not in self._compiled:
            self._compiled[path] = compile_workflow(self.by_path[path].value, self.compile)
        return self._compiled[path]

    @cached_property
    def _compiled(self) -> dict[str, Compilation]:
        return {}

    def routine_called(self, template: str) -> Routine | None:
        """Return the routine that answers to *template*."""
        return self.compile.routines.by_template.get(template)

    def callers_of(self, template_ids: Iterable[str]) -> tuple[str, ...]:
        """Return the paths of the workflows that call one of *template_ids*."""
        wanted = set(template_ids)
        return tuple(
            document.path
            for document in self.workflows
            if isinstance(document.value, dict)
            and any(step.template_id in wanted for step in Workflow(document.value).all_steps)
        )

    def templates_of(self, path: str) -> tuple[str, ...]:
        """Return the template ids that the routine in the file at *path* answers to."""
        own = as_text(as_fields(self.by_path[path].value).get("id"))
        return tuple(
            template
            for template, routine in self.compile.routines.by_template.items()
            if routine.id == own and routine.path == path
        )

    def changed(self, texts: Mapping[str, str]) -> SourceFiles:
        """Return the same files with new *texts* at some paths, new routines and the bindings file among them."""
        bindings = tuple(_with_text(each, texts) for each in self.bindings)
        bound = next((each.value for each in bindings if each.path in texts), self.compile.bindings)
        own = tuple(_with_text(each, texts) for each in self.workflows)
        known = {*self.by_path, *(each.path for each in bindings)}
        new = [path for path in texts if path not in known and path.endswith(".json")]
        added = tuple(parse(json_text.encode(texts[path]), path) for path in new)
        values = {each.path: each.value for each in (*own, *added) if each.path in texts}
        routines = self._routines_with(values, added)
        return replace(
            self,
            workflows=(*own, *added),
            bindings=bindings,
            compile=replace(self.compile, routines=routines, bindings=bound),
        )

    def _routines_with(self, values: Mapping[str, object], added: Iterable[Document]) -> Routines:
        definitions = [
            (routine.path, values.get(routine.path, routine.definition))
            for routine in self.compile.routines.by_id.values()
        ]
        definitions += [(document.path, document.value) for document in added]
        return collect_routines(definitions, self.spec.engine.routine_prefixes)


def _with_text(document: Document, texts: Mapping[str, str]) -> Document:
    """Return *document*, with its new text when *texts* has one."""
    path = document.path
    return parse(json_text.encode(texts[path]), path) if path in texts else document
