"""Causes: what made the hash of a workflow change, each proved by compiling the old text with one new input."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Literal, TypeVar

from workflowkit.changes.change import WorkflowChange
from workflowkit.compiler.bindings import overrides_for
from workflowkit.compiler.context import CompileContext
from workflowkit.compiler.pipeline import compile_workflow
from workflowkit.compiler.routines import Routine, Routines
from workflowkit.records import dataclass
from workflowkit.text.routes import Json

Value = TypeVar("Value")

CauseKind = Literal["text", "routine", "ref", "feature", "binding", "engine"]


@dataclass(frozen=True, slots=True, order=True)
class Cause:
    """One thing that made the hash change."""

    kind: CauseKind
    name: str = ""
    """The id of the routine, ref, feature or slot, or the new version of the engine; empty for the workflow's own text."""


def causes(change: WorkflowChange) -> tuple[Cause, ...]:
    """Return what made the hash change, or made the engine accept or refuse the workflow; empty when nothing did."""
    before, after = change.before, change.after
    if before.hash == after.hash:
        return ()
    old, new = before.analysis.compile_context, after.analysis.compile_context
    value = before.analysis.workflow.value
    found = [] if before.value == after.value else [Cause("text")]
    others = (
        *_exchanged(old, new),
        *_rebound(before.id, old, new),
        *_moved_on(change, old, new),
    )
    found += [cause for cause, context in others if _hash(value, context) != before.hash]
    # A changed text that compiles to the same is no cause.
    if (
        len(found) > 1
        and found[0].kind == "text"
        and _hash(after.analysis.workflow.value, old) == before.hash
    ):
        found = found[1:]
    return tuple(found)


def _hash(value: Json, context: CompileContext) -> str | None:
    return compile_workflow(value, context).hash


def _exchanged(old: CompileContext, new: CompileContext) -> Iterator[tuple[Cause, CompileContext]]:
    """Yield *old* with each routine, ref and feature that differs replaced by that of *new*."""
    for name in _differing(old.routines.by_id, new.routines.by_id):
        yield Cause("routine", name), replace(old, routines=_with(old.routines, new.routines, name))
    for name in _differing(old.refs, new.refs):
        yield Cause("ref", name), replace(old, refs=_replaced(old.refs, new.refs, name))
    for name in _differing(old.features, new.features):
        yield (
            Cause("feature", name),
            replace(old, features=_replaced(old.features, new.features, name)),
        )


def _rebound(
    workflow_id: str, old: CompileContext, new: CompileContext
) -> Iterator[tuple[Cause, CompileContext]]:
    """Yield *old* with the binding of each slot that differs replaced by that of *new*."""
    before, after = (overrides_for(workflow_id, each.bindings) for each in (old, new))
    for slot in _differing(before, after):
        bindings: Json = {workflow_id: dict(_replaced(before, after, slot))}
        yield Cause("binding", slot), replace(old, bindings=bindings)


def _moved_on(
    change: WorkflowChange, old: CompileContext, new: CompileContext
) -> Iterator[tuple[Cause, CompileContext]]:
    """Yield *old* with the engine of *new*, when it is another version."""
    before, after = (
        version.analysis.spec.engine.version for version in (change.before, change.after)
    )
    if before != after:
        # Which template stands for a routine depends on the engine, too.
        templates = {
            template: old.routines.by_id.get(routine.id, routine)
            for template, routine in new.routines.by_template.items()
        }
        yield (
            Cause("engine", after),
            replace(
                new,
                routines=Routines(old.routines.by_id, templates),
                refs=old.refs,
                features=old.features,
                bindings=old.bindings,
            ),
        )


def _differing(old: Mapping[str, object], new: Mapping[str, object]) -> list[str]:
    return sorted(
        name for name in {*old, *new} if _content(old.get(name)) != _content(new.get(name))
    )


def _content(value: object) -> object:
    """Return what counts of *value*: the path of a routine does not."""
    return value.definition if isinstance(value, Routine) else value


def _replaced(old: Mapping[str, Value], new: Mapping[str, Value], name: str) -> Mapping[str, Value]:
    kept = {key: value for key, value in old.items() if key != name}
    return {**kept, name: new[name]} if name in new else kept


def _with(old: Routines, new: Routines, name: str) -> Routines:
    """Return *old* with the routine called *name* of *new*."""
    templates = {key: routine for key, routine in old.by_template.items() if routine.id != name}
    templates |= {key: routine for key, routine in new.by_template.items() if routine.id == name}
    return Routines(_replaced(old.by_id, new.by_id, name), templates)
