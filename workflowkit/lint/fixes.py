"""Fixes: apply them to the text of one file, each safe one proved by compiling before and after.

A safe fix that changes the snapshot without having declared it, or that makes a valid file invalid, is dropped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from workflowkit.compiler.canonical import NotFiniteError, canonical_json
from workflowkit.compiler.pipeline import Compilation
from workflowkit.diagnostics import Diagnostic, Fix
from workflowkit.source.edits import EditError, apply_edits
from workflowkit.source.routes import Json, Route

MAX_ROUNDS = 20
"""Rounds after which fixing stops; each applies fixes that do not touch each other."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """What fixing one file gave."""

    text: str
    applied: tuple[Diagnostic, ...]
    """The findings that were fixed, in the order of fixing."""
    n_held_back: int
    """Fixes that did not do what they promise, and were dropped."""


def fix_text(
    text: str,
    lint: Callable[[str], Iterable[Diagnostic]],
    compile_text: Callable[[str], Compilation | None],
    *,
    unsafe: bool,
) -> Fixed:
    """Apply the fixes of what *lint* finds until there are none left; unsafe ones only when *unsafe* is true.

    Idempotent: fixing the result again changes nothing. A safe fix after which any rule finds more than before is dropped.
    *compile_text* gives None for text that is not JSON.
    """
    applied: list[Diagnostic] = []
    dropped: set[tuple[str, Route, str]] = set()
    for _ in range(MAX_ROUNDS):
        found = list(lint(text))
        todo = [
            item
            for item in found
            if _is_wanted(item.finding.fix, unsafe) and _identity(item) not in dropped
        ]
        if not todo:
            break
        touched: list[Route] = []
        before = compile_text(text)
        counts = Counter(item.name for item in found)
        for item in todo:
            fix = item.finding.fix
            if fix is None or _overlaps(fix, touched):
                continue
            changed = _try(text, fix, before, compile_text, unsafe=unsafe)
            after = Counter(other.name for other in lint(changed)) if changed else counts
            # A file that is not JSON shows its other findings only afterwards.
            if changed is None or (fix.safe and before is not None and after - counts):
                dropped.add(_identity(item))
                continue
            text, counts = changed, after
            before = compile_text(text)
            applied.append(item)
            touched.extend(_scope(edit.route) for edit in fix.edits)
    return Fixed(text, tuple(applied), len(dropped))


def _is_wanted(fix: Fix | None, unsafe: bool) -> bool:
    return fix is not None and bool(fix.edits) and (fix.safe or unsafe)


def _identity(item: Diagnostic) -> tuple[str, Route, str]:
    return item.name, item.route, item.message


def _scope(route: Route) -> Route:
    """The container whose members an edit may move."""
    return route[:-1]


def _overlaps(fix: Fix, touched: list[Route]) -> bool:
    """True when the fix works inside, at, or around a container that was changed in this round."""
    scopes = [_scope(edit.route) for edit in fix.edits]
    return any(
        scope[: len(other)] == other or other[: len(scope)] == scope
        for scope in scopes
        for other in touched
    )


def _try(
    text: str,
    fix: Fix,
    before: Compilation | None,
    compile_text: Callable[[str], Compilation | None],
    *,
    unsafe: bool,
) -> str | None:
    """The fixed text, or None when the fix does not do what it promises."""
    try:
        changed = apply_edits(text, fix.edits)
    except EditError:
        return None
    if changed == text:
        return None
    after = compile_text(changed)
    if after is None:
        return None
    if before is not None and before.is_valid and not after.is_valid:
        return None
    if fix.safe and not fix.changes and _snapshot(before) not in (None, _snapshot(after)):
        return None if not unsafe else changed
    return changed


def _snapshot(compilation: Compilation | None) -> str | None:
    """What the engine would pin; None for files that it refuses."""
    if compilation is None or compilation.snapshot is None:
        return None
    value: Json = compilation.snapshot
    try:
        return canonical_json(value)
    except NotFiniteError:
        return None
