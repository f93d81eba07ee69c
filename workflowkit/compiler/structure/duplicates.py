"""Names that must be unique in a list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from workflowkit.compiler.problem import Problem
from workflowkit.diagnostics import Finding, Related
from workflowkit.source.routes import Json, Route


def duplicates(
    names: Iterable[Json],
    route: Callable[[int], Route],
    *,
    rule: str,
    kind: str,
    noun: str,
) -> Iterator[Problem]:
    """Report every name that stands in the list a second time or more; values that are no strings are skipped."""
    first_seen: dict[str, int] = {}
    for index, name in enumerate(names):
        if not isinstance(name, str) or not name:
            continue
        if name not in first_seen:
            first_seen[name] = index
            continue
        finding = Finding(
            route(index),
            f"{noun} id '{name}' is already taken",
            help=f"give this {noun} an id of its own",
            related=(Related(route(first_seen[name]), "first used here"),),
        )
        yield Problem(rule, kind, finding)
