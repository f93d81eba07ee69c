"""From a trigger file to diagnostics, and from its fixes to a better text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from workflowkit.diagnostics import Diagnostic, Edit, Finding, RelatedPlace
from workflowkit.lint.rule import Rule
from workflowkit.source.routes import TextRange
from workflowkit.triggers import editing
from workflowkit.triggers.rules import ALL
from workflowkit.triggers.trigger import Surroundings
from workflowkit.triggers.trigger_file import TriggerFile, parse


def check(file: TriggerFile, path: str, rules: Iterable[Rule] = ALL) -> list[Diagnostic]:
    """What *rules* find in *file*, which is at *path*: placed, sorted, each thing once."""
    found = {
        (item.sort_key, item.span): item
        for rule in rules
        for finding in rule.check(file)
        for item in [_placed(file, path, rule, finding)]
    }
    return sorted(found.values(), key=lambda item: item.sort_key)


@dataclass(frozen=True, slots=True)
class Fixed:
    """A text after its fixes."""

    text: str
    n_fixes: int


def fix(
    text: str,
    surroundings: Surroundings,
    *,
    include_unsafe: bool = False,
    rules: Iterable[Rule] = ALL,
) -> Fixed:
    """Apply the fixes that *rules* offer for *text* until none is left.

    Fixes that touch each other are made one after the other, each on the outcome of the one before.
    """
    chosen_rules = tuple(rules)
    n_fixes = 0
    for _ in range(_MAX_ROUNDS):
        file = parse(text, surroundings)
        chosen = list(_compatible(check(file, "", chosen_rules), include_unsafe))
        new = editing.apply(text, [edit for edits in chosen for edit in edits])
        if new == text:
            break
        text, n_fixes = new, n_fixes + len(chosen)
    return Fixed(text, n_fixes)


_MAX_ROUNDS = 20
"""More rounds than any file needs; a bound in case two fixes undo each other."""


def _compatible(
    diagnostics: Iterable[Diagnostic], include_unsafe: bool
) -> Iterator[tuple[Edit, ...]]:
    """The edits of each fix that touches no fix before it."""
    taken: list[Edit] = []
    for diagnostic in diagnostics:
        fix = diagnostic.finding.fix
        if fix is None or not (fix.safe or include_unsafe) or editing.overlap(fix.edits, taken):
            continue
        taken.extend(fix.edits)
        yield fix.edits


def _placed(file: TriggerFile, path: str, rule: Rule, finding: Finding) -> Diagnostic:
    place = finding.place
    if isinstance(place, TextRange):
        finding = replace(finding, place=replace(place, route=file.route_at(place.start)))
    return Diagnostic(
        code=rule.code,
        name=rule.name,
        severity=rule.severity,
        path=path,
        span=file.span(place, on_key=finding.on_key, window=finding.window),
        finding=finding,
        related=tuple(
            RelatedPlace(path, file.span(item.place), item.message) for item in finding.related
        ),
    )
