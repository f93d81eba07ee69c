"""What is known around one workflow file: its reading, and what the project, the spec pack and the format have for it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from workflowkit.analysis.calls import placeholders
from workflowkit.analysis.data_flow.reads import loop_variables
from workflowkit.compiler.routines import Routine
from workflowkit.language_server.format_places import Schema
from workflowkit.language_server.reading import TextReading
from workflowkit.records import dataclass
from workflowkit.rendering.pinned import PinnedWorkflow, pin_workflow
from workflowkit.run import loading
from workflowkit.run.context import RunContext
from workflowkit.text.document import Document
from workflowkit.text.json_values import as_text


@dataclass(frozen=True)
class KeyStory:
    """Where one context key is set and read, by the names of the steps."""

    key: str
    set_by: tuple[str, ...]
    read_by: tuple[str, ...]
    values: tuple[str, ...]
    """The closed set of values; empty when they are open."""
    description: str
    is_given: bool = False
    """True when it comes from outside: the engine or the caller sets it."""

    @property
    def words(self) -> str:
        """The story in one line."""
        named = [f"`{name}`" for name in self.set_by]
        setters = ", ".join([*(["the start of the run"] if self.is_given else []), *named])
        readers = ", ".join(f"`{name}`" for name in self.read_by) or "no step"
        return f"set by {setters or 'no step'}; read by {readers}"


@dataclass(frozen=True)
class Knowledge:
    """One file, and what is known around it."""

    reading: TextReading
    context: RunContext
    schema: Schema
    """The schema of the format."""
    documents: Mapping[str, Document]
    """The files of the project by path."""

    def document_at(self, path: str) -> Document | None:
        """Return the workflow or routine at *path*; None when it is not one of the project, nor a routine that can be called."""
        return self.documents.get(path) or self.context.routine_files.get(path)

    def file_of(self, workflow_id: str) -> str:
        """Return the path of the file of the workflow or routine *workflow_id*; empty when there is none."""
        known = (self.documents, self.context.routine_files)
        found = (
            path
            for documents in known
            for path, each in documents.items()
            if workflow_id and loading.workflow_id(each) == workflow_id
        )
        return next(found, "")

    @property
    def routines(self) -> Mapping[str, Routine]:
        """Template id to routine."""
        return self.context.compile.routines.by_template

    def arguments_of(self, template: str) -> tuple[str, ...]:
        """Return the arguments that the routine behind *template* asks for, in the order of its text."""
        routine = self.routines.get(template)
        found = placeholders(routine.steps) if routine else ()
        return tuple(dict.fromkeys(each.name for each in found))

    @cached_property
    def keys(self) -> Mapping[str, KeyStory]:
        """Every context key of the file, the engine's own ones and loop variables included."""
        analysis = self.reading.analysis
        if analysis is None:
            return {}
        context = analysis.context
        reads: dict[str, dict[str, None]] = {}
        for read in (*context.condition_reads, *context.token_reads, *context.injected_reads):
            reads.setdefault(read.key, {})[read.step.id] = None
        setters: dict[str, dict[str, None]] = {key: {} for key in sorted(context.inputs)}
        for step in self.reading.workflow.all_steps:
            if step.is_loop:
                for name in loop_variables(step):
                    setters.setdefault(name, {})[step.id] = None
        about: dict[str, tuple[tuple[str, ...], str]] = {}
        for key, captures in context.captures_by_key.items():
            setters.setdefault(key, {}).update(dict.fromkeys(each.step.id for each in captures))
            values = next((each.values for each in captures if each.values), None) or ()
            about[key] = values, captures[0].description
        return {
            key: KeyStory(
                key,
                tuple(setters.get(key, ())),
                tuple(reads.get(key, ())),
                *about.get(key, ((), "")),
                is_given=key in context.inputs,
            )
            for key in (*setters, *(key for key in reads if key not in setters))
        }

    @cached_property
    def pinned(self) -> PinnedWorkflow | None:
        """The workflow as the engine runs it; None when it does not compile."""
        analysis = self.reading.analysis
        if analysis is None:
            return None
        return pin_workflow(analysis.compilation, analysis.compile_context, analysis.spec)

    @cached_property
    def workflow_ids(self) -> tuple[str, ...]:
        """Every workflow id that can be named."""
        return tuple(sorted(self.context.workflow_ids))

    def title_of(self, workflow_id: str) -> str:
        """Return the name of the workflow or routine *workflow_id*; empty when it is not one of the project."""
        routine = self.context.compile.routines.by_id.get(workflow_id)
        if routine is not None:
            return as_text(routine.definition.get("name"))
        found = (each.value for each in self.documents.values() if isinstance(each.value, dict))
        named = (each for each in found if each.get("id") == workflow_id)
        return next((as_text(each.get("name")) for each in named), "")
