"""The pipeline: a workflow's JSON to its verdict, snapshot and hash (docs/engine/snapshot-and-hash.md#pipeline).

The engine stops at the first failing phase; this pipeline notes which one that is and goes on, so that one run tells everything.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

from workflowkit.compiler.canonical import not_finite, short_reference, workflow_hash
from workflowkit.compiler.environment import Environment
from workflowkit.compiler.nodes import Origin, Steps, every_step, read_steps
from workflowkit.compiler.passes.apply_features import apply_features
from workflowkit.compiler.passes.bind_slots import bind_slots, used_slots
from workflowkit.compiler.passes.check_links import check_links
from workflowkit.compiler.passes.expand_routines import expand_routines
from workflowkit.compiler.passes.reject_leftovers import reject_leftovers
from workflowkit.compiler.passes.render_blocks import render_blocks
from workflowkit.compiler.passes.resolve_refs import resolve_refs
from workflowkit.compiler.problem import Problem
from workflowkit.compiler.snapshot import pin
from workflowkit.compiler.structure import check_structure
from workflowkit.compiler.telling import told_once
from workflowkit.diagnostics import Finding
from workflowkit.model.shape import check_shape
from workflowkit.source.routes import Json, Route

Pass = Callable[[Steps, dict[str, Json], Environment], tuple[Steps, list[Problem]]]

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
    """What one pass did."""

    name: str
    steps: Steps
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Compilation:
    """Everything the compiler knows about one workflow."""

    workflow: Json
    """What was compiled."""
    outcome: str
    """The engine's verdict: `valid`, `schema_failed`, `structural_failed`, `v1_compilation_failed` or `executable_compilation_failed`."""
    shape: tuple[Problem, ...]
    """Where the file is not what an author may write."""
    structure: tuple[Problem, ...]
    stages: tuple[Stage, ...]
    """One per pass; later stages of a failed workflow are there for tools, not for the engine."""
    recompilation: tuple[Problem, ...]
    """What compiling the snapshot again refuses."""
    snapshot: dict[str, Json] | None
    """The pinned snapshot; None unless the outcome is `valid`."""

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
        return next((stage for stage in self.stages if stage.problems), None)

    @property
    def problems(self) -> list[Problem]:
        """All problems, each told once."""
        phases = [self.structure, *(stage.problems for stage in self.stages), self.recompilation]
        return told_once(self.workflow, self.shape, phases)


def compile_workflow(value: Json, environment: Environment) -> Compilation:
    """Run the whole pipeline on a parsed workflow. Never raises for anything that *value* may be."""
    shape = tuple(Problem(item.rule, "schema", item.finding) for item in check_shape(value))
    if not isinstance(value, dict):
        return Compilation(value, "schema_failed", shape, (), (), (), None)
    structure = tuple(check_structure(value))
    stages = tuple(run_passes(value, environment))
    outcome = (
        "schema_failed"
        if shape
        else "structural_failed"
        if structure
        else "v1_compilation_failed"
        if any(stage.problems for stage in stages)
        else "valid"
    )
    if outcome != "valid":
        return Compilation(value, outcome, shape, structure, stages, (), None)
    return _pin(value, stages, environment)


def run_passes(workflow: dict[str, Json], environment: Environment) -> list[Stage]:
    """Run every pass on the steps of *workflow*, also behind a pass that reported something."""
    steps = read_steps(workflow.get("steps"), Origin)
    stages: list[Stage] = []
    for name, run in PIPELINE:
        steps, problems = run(steps, workflow, environment)
        stages.append(Stage(name, steps, tuple(problems)))
    return stages


def _pin(
    workflow: dict[str, Json], stages: tuple[Stage, ...], environment: Environment
) -> Compilation:
    slots = used_slots(stages[0].steps)
    snapshot = pin(workflow, stages[-1].steps, slots, environment)
    # The engine compiles the snapshot once more; only odd routine content can fail there.
    again = run_passes(snapshot["definition"], environment) if _may_fail_again(stages) else []
    recompilation = tuple(_found_again(problem) for stage in again for problem in stage.problems)
    if recompilation:
        outcome = "executable_compilation_failed"
        return Compilation(workflow, outcome, (), (), stages, recompilation, None)
    return Compilation(workflow, "valid", (), (), stages, (), snapshot)


def _may_fail_again(stages: tuple[Stage, ...]) -> bool:
    """True when a routine brought in what the passes resolve only in steps of the workflow itself."""
    return any(
        node.is_loop or "templateCall" in node.value or "promptBlocks" in node.value
        for node in every_step(stages[-1].steps)
        if node.origin.routine
    )


def _found_again(problem: Problem) -> Problem:
    """Routes of the second run lead into the snapshot, not into the file: the finding is placed at the steps as a whole."""
    finding = Finding(
        ("steps",),
        f"compiling the resolved steps again fails: {problem.finding.message}",
        help="look for a step of a routine that is a loop, or that calls a template inside a loop",
    )
    return replace(problem, rule="compile-failure", finding=finding)
