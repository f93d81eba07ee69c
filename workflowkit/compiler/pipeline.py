"""The pipeline: a workflow's JSON to its verdict, snapshot and hash (docs/engine/snapshot-and-hash.md#pipeline).

The engine stops at the first failing phase; this pipeline records that phase and continues, so that one run reports everything.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property

from workflowkit.compiler.canonical import not_finite, short_reference, workflow_hash
from workflowkit.compiler.context import CompileContext
from workflowkit.compiler.passes.apply_features import apply_features
from workflowkit.compiler.passes.bind_slots import bind_slots, used_slots
from workflowkit.compiler.passes.check_links import check_links
from workflowkit.compiler.passes.expand_routines import expand_routines
from workflowkit.compiler.passes.reject_leftovers import reject_leftovers
from workflowkit.compiler.passes.render_blocks import render_blocks
from workflowkit.compiler.passes.resolve_refs import resolve_refs
from workflowkit.compiler.snapshot import pin
from workflowkit.compiler.steps import Origin, Steps, every_step, read_steps
from workflowkit.compiler.validation import check_structure
from workflowkit.format.compile_error import CompileError
from workflowkit.format.shape import check_shape
from workflowkit.records import dataclass
from workflowkit.text.routes import Json, Route, value_at

Pass = Callable[[Steps, dict[str, Json], CompileContext], tuple[Steps, list[CompileError]]]

PIPELINE: tuple[tuple[str, Pass], ...] = (
    # Expand before binding: routine prompts may hold binding tokens.
    ("expand-routines", expand_routines),
    # Bind before features: the texts of features are not searched for tokens.
    ("bind-slots", bind_slots),
    # Features before refs: a feature's entries may hold refs.
    ("apply-features", apply_features),
    ("resolve-refs", resolve_refs),
    # Render last of the resolving passes: the blocks are gone after it.
    ("render-blocks", render_blocks),
    ("reject-leftovers", reject_leftovers),
    ("check-links", check_links),
)
"""The passes in order, by the names that `--stop-after` takes."""


@dataclass(frozen=True, slots=True)
class Stage:
    """The result of one pass."""

    name: str
    steps: Steps
    errors: tuple[CompileError, ...]


@dataclass(frozen=True)
class Compilation:
    """The compilation of one workflow: its errors, stages and snapshot."""

    workflow: Json
    """What was compiled."""
    shape: tuple[CompileError, ...] = ()
    """The errors of the shape."""
    structure: tuple[CompileError, ...] = ()
    """The errors of the engine's structural validator."""
    stages: tuple[Stage, ...] = ()
    """One per pass; the stages after a failed one are for tools, not for the engine."""
    doubts: tuple[CompileError, ...] = ()
    """For an engine newer than all that are known: what it would refuse unless it has become known there."""
    recompilation: tuple[CompileError, ...] = ()
    """The errors of compiling the snapshot again."""
    snapshot: dict[str, Json] | None = None
    """The pinned snapshot; None unless the workflow is valid."""
    starts_with_onboarding: bool = False
    """True when a start puts a step of the engine in front of it."""

    @property
    def outcome(self) -> str:
        """The engine's verdict: the first phase that refuses the workflow, or `valid`."""
        if self.shape:
            return "schema_failed"
        if self.structure:
            return "structural_failed"
        if self.failed_stage:
            return "v1_compilation_failed"
        return "executable_compilation_failed" if self.recompilation else "valid"

    @cached_property
    def hash(self) -> str | None:
        """`sha256:…`; None without a snapshot, or when it holds a number that cannot be written. Computed when first asked for."""
        if self.snapshot is None or self.not_finite is not None:
            return None
        return workflow_hash(self.snapshot)

    @cached_property
    def not_finite(self) -> Route | None:
        """Where in the snapshot's definition that number is."""
        return not_finite(self.snapshot) if self.snapshot is not None else None

    @property
    def is_valid(self) -> bool:
        """True when the engine accepts the workflow."""
        return self.outcome == "valid"

    @property
    def steps(self) -> Steps:
        """The resolved steps, as far as the passes could resolve them."""
        return self.stages[-1].steps if self.stages else ()

    @property
    def reference(self) -> str | None:
        """The short form of the hash."""
        return short_reference(self.hash) if self.hash else None

    @property
    def failed_stage(self) -> Stage | None:
        """The first pass that reported something."""
        return next((stage for stage in self.stages if stage.errors), None)

    @cached_property
    def errors(self) -> tuple[CompileError, ...]:
        """Every error of the workflow, each once; consequences of a value of the wrong shape are omitted."""
        listed = list(self.shape)
        known = {error.fact for error in self.shape}
        refused = {error.route for error in self.shape if self._is_about_value(error)}
        later = (self.structure, *(stage.errors for stage in self.stages), self.recompilation)
        for phase in later:
            # Structure and passes check some of the same things, as the engine does; within one phase nothing repeats.
            fresh = [
                error for error in phase if error.fact not in known and error.route not in refused
            ]
            known.update(error.fact for error in fresh)
            listed += fresh
        return tuple(listed)

    def _is_about_value(self, error: CompileError) -> bool:
        """Return whether *error* of the shape rejects a value as a whole; an object may only lack a key."""
        return error.on_key or not isinstance(value_at(self.workflow, error.route), dict)


def compile_workflow(value: Json, context: CompileContext) -> Compilation:
    """Run the whole pipeline on a parsed workflow. Never raises for anything that *value* may be."""
    compilation = Compilation(
        value,
        shape=tuple(check_shape(value, context.dialect)),
        starts_with_onboarding=context.starts_with_onboarding,
    )
    if not isinstance(value, dict):
        return compilation
    compilation = replace(
        compilation,
        structure=tuple(check_structure(value, context)),
        stages=tuple(run_passes(value, context, _checked)),
    )
    if context.dialect.is_open:
        compilation = _with_doubts(compilation)
    if compilation.errors or any(doubt.rule in _TEXTS for doubt in compilation.doubts):
        return compilation
    return _pin(compilation, context)


_TEXTS = ("unknown-feature", "unknown-ref")
"""Rules about texts that the snapshot holds: without them it cannot be made."""


def _with_doubts(compilation: Compilation) -> Compilation:
    """Return *compilation* with the errors about what is not known as doubts."""
    return replace(
        compilation,
        shape=_sure(compilation.shape),
        structure=_sure(compilation.structure),
        stages=tuple(replace(stage, errors=_sure(stage.errors)) for stage in compilation.stages),
        doubts=tuple(
            replace(
                error, message=f"unknown to this data: {error.message}", fix=None, is_doubt=True
            )
            for error in compilation.errors
            if error.is_unknown
        ),
    )


def _sure(errors: tuple[CompileError, ...]) -> tuple[CompileError, ...]:
    return tuple(error for error in errors if not error.is_unknown)


def _checked(route: Route) -> Origin:
    return Origin(route, is_checked=True)


def run_passes(
    workflow: dict[str, Json],
    context: CompileContext,
    origin: Callable[[Route], Origin] = Origin,
) -> list[Stage]:
    """Run every pass on the steps of *workflow*, also after a pass that reported something; *origin* returns where each step was written."""
    steps = read_steps(workflow.get("steps"), origin)
    stages: list[Stage] = []
    for name, run in PIPELINE:
        steps, errors = run(steps, workflow, context)
        stages.append(Stage(name, steps, tuple(errors)))
    return stages


def _pin(compilation: Compilation, context: CompileContext) -> Compilation:
    """Add the snapshot of a workflow without errors, or the errors of compiling the snapshot again."""
    stages = compilation.stages
    slots = used_slots(stages[0].steps)
    snapshot = pin(compilation.workflow, compilation.steps, slots, context)
    # The engine compiles the snapshot once more; only odd routine content can fail there.
    again = run_passes(snapshot["definition"], context) if _may_fail_again(stages) else []
    recompilation = tuple(_found_again(error) for stage in again for error in stage.errors)
    if recompilation:
        return replace(compilation, recompilation=recompilation)
    return replace(compilation, snapshot=snapshot)


def _may_fail_again(stages: tuple[Stage, ...]) -> bool:
    """Return true when a routine injected what the passes resolve only in steps of the workflow itself."""
    return any(
        node.is_loop or "templateCall" in node.value or "promptBlocks" in node.value
        for node in every_step(stages[-1].steps)
        if node.origin.routine
    )


def _found_again(error: CompileError) -> CompileError:
    """Place *error* at the steps as a whole: routes of the second run lead into the snapshot, not into the file."""
    return CompileError(
        ("steps",),
        f"compiling the resolved steps again fails: {error.message}",
        help="look for a step of a routine that is a loop, or that calls a template inside a loop",
        rule="invalid-recompilation",
        kind=error.kind,
        detail=error.detail,
    )
