"""Which files an edited routine touches: those whose text names it, and those that name these."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workflowkit.compiler.routines import template_id
from workflowkit.run import loading
from workflowkit.spec.pack import SpecPack
from workflowkit.text.document import Document


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
        left = [each for each in left if each not in users]
        found += [each.path for each in users]
        routines = loading.own_routines(users, spec.engine.routine_prefixes)
        known = {name for each in routines for name in names_of(each, spec)}
    return found
