"""The source map: for every compiled step, the file and route where its author wrote it."""

from __future__ import annotations

from typing import Literal

from workflowkit.analysis.analysis import Analysis
from workflowkit.compiler.steps import CompiledStep
from workflowkit.records import dataclass
from workflowkit.text.routes import Route, format_route


@dataclass(frozen=True, slots=True, kw_only=True)
class MappedRoutine:
    """Where an injected step was written."""

    id: str
    """Id of the routine."""
    file: str
    """Name of its file."""
    route: str
    """The step in the routine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MappedStep:
    """One compiled step and its source."""

    id: str
    """Id of the compiled step."""
    route: str
    """The step in the snapshot's definition."""
    source: str
    """The step in the source file; for an injected one, the step that calls the routine."""
    routine: MappedRoutine | None
    """Where an injected step was written; null for a step of the workflow itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceMap:
    """Where each compiled step was written."""

    format_version: Literal[1] = 1
    """Version of this format."""
    workflow_id: str
    """Id of the workflow."""
    workflow_hash: str | None
    """Hash of the snapshot that the map belongs to."""
    source: str
    """Path of the source file, relative."""
    steps: tuple[MappedStep, ...]
    """Every compiled step, inline bodies after their loops."""


def source_map(analysis: Analysis, source: str) -> SourceMap:
    """Return the map of one compiled workflow, whose file has the path *source*."""
    steps: list[MappedStep] = []
    for index, node in enumerate(analysis.compilation.steps):
        steps.append(_step(analysis, ("steps", index), node))
        for position, inner in enumerate(node.body or ()):
            steps.append(_step(analysis, ("steps", index, "body", position), inner))
    return SourceMap(
        workflow_id=analysis.workflow.id,
        workflow_hash=analysis.compilation.hash,
        source=source,
        steps=tuple(steps),
    )


def _step(analysis: Analysis, route: Route, node: CompiledStep) -> MappedStep:
    return MappedStep(
        id=node.id,
        route=format_route(route),
        source=format_route(node.origin.route),
        routine=_routine(analysis, node) if node.origin.routine else None,
    )


def _routine(analysis: Analysis, node: CompiledStep) -> MappedRoutine:
    routine = analysis.compile_context.routines.by_id[node.origin.routine]
    return MappedRoutine(
        id=routine.id,
        file=routine.path.rpartition("/")[2],
        route=format_route(node.origin.routine_route),
    )
