"""Causes: what made the hash of a workflow change, each proved by compiling the old text with one new input."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Literal, TypeVar

from workflowkit.changes.change import WorkflowChange
from workflowkit.compiler.context import CompileContext
from workflowkit.compiler.pipeline import compile_workflow
from workflowkit.compiler.routines import Routine, Routines
from workflowkit.records import dataclass
from workflowkit.text.routes import Json

Value = TypeVar("Value")

CauseKind = Literal["text", "routine", "ref", "feature", "bindings"]


@dataclass(frozen=True, slots=True, order=True)
class Cause:
    """One thing that made the hash change."""

    kind: CauseKind
    name: str = ""
    """The id of the routine, ref or feature; empty for the workflow's own text and for the bindings."""

    def __str__(self) -> str:
        """Return the cause as messages name it."""
        return {"text": "own text", "bindings": "bindings"}.get(
            self.kind, f"{self.kind} {self.name}"
        )


def causes(change: WorkflowChange) -> tuple[Cause, ...]:
    """Return what made the hash change; empty when it did not, or when one version has none."""
    before, after = change.before, change.after
    if before.hash is None or after.hash is None or before.hash == after.hash:
        return ()
    old, new = before.analysis.compile_context, after.analysis.compile_context
    found = [] if before.value == after.value else [Cause("text")]
    for cause, context in _exchanged(old, new):
        if _hash(before.analysis.workflow.value, context) != before.hash:
            found.append(cause)
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
    """Yield *old* with each of its inputs that differs replaced by that of *new*."""
    for name in _differing(old.routines.by_id, new.routines.by_id):
        yield Cause("routine", name), replace(old, routines=_with(old.routines, new.routines, name))
    for name in _differing(old.refs, new.refs):
        yield Cause("ref", name), replace(old, refs=_replaced(old.refs, new.refs, name))
    for name in _differing(old.features, new.features):
        yield (
            Cause("feature", name),
            replace(old, features=_replaced(old.features, new.features, name)),
        )
    if old.bindings != new.bindings:
        yield Cause("bindings"), replace(old, bindings=new.bindings)


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
