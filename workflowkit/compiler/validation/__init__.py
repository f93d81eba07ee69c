"""Structural checks: the errors that the engine reports although the shape is valid (docs/engine/structure-checks.md).

Each module holds one group of checks as a generator of errors; `check_structure` runs them in the engine's order.
Checks that the shape already guarantees are not repeated here.
They tolerate any shape, so that one run can report shape and structure together.
"""

from __future__ import annotations

from workflowkit.compiler.context import CompileContext
from workflowkit.compiler.steps import Origin, read_steps
from workflowkit.compiler.validation.assessments import check_assessments
from workflowkit.compiler.validation.bodies import check_loop_bodies
from workflowkit.compiler.validation.references import check_references
from workflowkit.compiler.validation.slots import check_slots
from workflowkit.compiler.validation.steps import check_step_ids, check_steps
from workflowkit.compiler.validation.virtual_steps import check_virtual_steps
from workflowkit.format.compile_error import CompileError
from workflowkit.text.routes import Json


def check_structure(workflow: dict[str, Json], context: CompileContext) -> list[CompileError]:
    """Return every error for which the engine's structural validator refuses *workflow*, in its order."""
    steps = read_steps(workflow.get("steps"), Origin)
    return [
        *check_slots(workflow, steps),
        *check_references(workflow),
        *check_assessments(workflow),
        *check_step_ids(steps),
        *check_steps(workflow, steps),
        *check_loop_bodies(steps),
        *(check_virtual_steps(steps) if context.adds_virtual_steps else ()),
    ]
