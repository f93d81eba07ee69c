"""Which files an edit touches besides the edited one: those that name a routine, and those that depend on what is served."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workflowkit.compiler.preview import startability
from workflowkit.compiler.routines import template_id
from workflowkit.run import loading
from workflowkit.run.analyze import analysis_of
from workflowkit.run.context import RunContext
from workflowkit.spec.pack import SpecPack
from workflowkit.text.document import Document
from workflowkit.text.json_text import MAX_BYTES
from workflowkit.text.json_values import as_fields, as_items


def names_of(document: Document, spec: SpecPack) -> Iterator[str]:
    """Yield the names by which other files use the workflow or routine in *document*."""
    identity = loading.workflow_id(document)
    if identity:
        yield identity
        yield template_id(identity, spec.engine.routine_prefixes)


def users_of(names: Iterable[str], documents: Iterable[Document], spec: SpecPack) -> list[str]:
    """Return the paths of the *documents* that contain one of *names*, or the name of such a routine."""
    known, left = set(names), list(documents)
    found: list[str] = []
    while known:
        users = [each for each in left if any(name in each.text for name in known)]
        paths = {each.path for each in users}
        left = [each for each in left if each.path not in paths]
        found += [each.path for each in users]
        routines = loading.own_routines(users, spec.engine.routine_prefixes)
        known = {name for each in routines for name in names_of(each, spec)}
    return found


def served_traits(document: Document, context: RunContext) -> tuple[object, ...]:
    """Return what triggers and bindings depend on of the workflow *document*: whether it is served, and its names."""
    analysis = analysis_of(document, context)
    value = document.value
    if analysis is None or not isinstance(value, dict):
        return (document.broken is None,)
    compilation = analysis.compilation
    return (
        value.get("id"),
        as_fields(value).get("metricsProfile"),
        [point.get("slotId") for _, point in analysis.workflow.records("extensionPoints")],
        document.size > MAX_BYTES,
        [error.message for error in compilation.errors],
        (compilation.outcome, compilation.hash is None),
        startability(value, compilation.steps),
        [isinstance(step, dict) for step in as_items(value.get("steps"))],
    )
