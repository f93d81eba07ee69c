"""A pinned workflow: what the engine runs, with the compilation that it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from workflowkit.compiler.context import CompileContext
from workflowkit.compiler.pipeline import Compilation
from workflowkit.compiler.steps import every_step
from workflowkit.records import dataclass
from workflowkit.rendering.authored import authored_pieces
from workflowkit.rendering.provenance import PromptPiece, Provenance, Writer
from workflowkit.runtime.behavior import Behavior
from workflowkit.runtime.executable import (
    ONBOARDING,
    Executable,
    ExecutableLoop,
    Failure,
    build,
)
from workflowkit.runtime.virtual_steps import virtual_ids
from workflowkit.spec.pack import Engine, SpecPack
from workflowkit.text.json_values import as_fields, as_items, as_text
from workflowkit.text.routes import Json, Route, format_route


@dataclass(frozen=True)
class PinnedWorkflow:
    """A valid workflow, ready to be run and shown."""

    compilation: Compilation
    context: CompileContext
    spec: SpecPack
    executable: Executable

    @property
    def engine(self) -> Engine:
        """The engine version that runs it."""
        return self.spec.engine

    @property
    def behavior(self) -> Behavior:
        """What that version does where versions differ."""
        return self.executable.behavior

    @cached_property
    def definition(self) -> Mapping[str, Json]:
        """The workflow as authored: all fields but the steps are as in the snapshot."""
        return as_fields(self.compilation.workflow)

    @property
    def id(self) -> str:
        """Id of the workflow."""
        return as_text(self.definition.get("id"))

    @cached_property
    def first(self) -> str:
        """Id of the step that a run begins with: the first one as authored, or the step of the engine in front of it."""
        if self.behavior.starts_with_onboarding:
            return ONBOARDING
        return as_text(as_fields(as_items(self.definition.get("steps"))[0]).get("id"))

    @cached_property
    def loop_around(self) -> Mapping[str, ExecutableLoop]:
        """Id of a step to the loop whose inline body it is in."""
        return {
            step.id: loop
            for loop in self.executable.steps
            if isinstance(loop, ExecutableLoop) and loop.is_inline
            for step in loop.body
        }

    @cached_property
    def route_of(self) -> Mapping[str, Route]:
        """Id of a compiled step to the step of the workflow that it comes from."""
        found: dict[str, Route] = {}
        for step in every_step(self.compilation.steps):
            found[step.id] = step.origin.route
            # Virtual steps are written in the step that declares them.
            for key, virtual in virtual_ids(step.value).items():
                found.setdefault(virtual, (*step.origin.route, key))
        return found

    @cached_property
    def _places(self) -> Mapping[str, tuple[int, ...]]:
        places: dict[str, tuple[int, ...]] = {}
        for index, step in enumerate(self.compilation.steps):
            places[step.id] = (index,)
            places.update(
                {inner.id: (index, position) for position, inner in enumerate(step.body or ())}
            )
        return places

    @cached_property
    def authored(self) -> Mapping[str, list[PromptPiece]]:
        """Id of a step to its compiled prompt in pieces; a loop has none."""
        return {
            step_id: authored_pieces(self.compilation, self.context, self._places[step_id])
            if step_id in self._places
            else self._virtual(step_id, as_text(step.definition.get("prompt")))
            for step_id, step in self.executable.by_id.items()
            if not isinstance(step, ExecutableLoop)
        }

    def _virtual(self, step_id: str, prompt: str) -> list[PromptPiece]:
        """Return the prompt of a step that the compiler of the engine adds."""
        route = format_route((*self.route_of.get(step_id, ()), "prompt"))
        return [PromptPiece(prompt, (Provenance(writer=Writer.OWN, route=route),))]


def pin_workflow(
    compilation: Compilation, context: CompileContext, spec: SpecPack
) -> PinnedWorkflow | None:
    """Return the workflow of a valid *compilation*; None when the engine refuses to run it."""
    if not compilation.is_valid:
        return None
    steps = [step.json() for step in compilation.steps]
    assessments = as_items(as_fields(compilation.workflow).get("assessments"))
    executable = build(steps, assessments, spec.behavior)
    if isinstance(executable, Failure) or not executable.steps:
        return None
    return PinnedWorkflow(compilation, context, spec, executable)
