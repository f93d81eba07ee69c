"""The reduce: the findings of all files, less what the project accepts, as one result."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from workflowkit.diagnostics import Diagnostic, in_order
from workflowkit.lint.acceptance import Acceptance
from workflowkit.lint.baseline import BaselineEntry, split
from workflowkit.lint.rule import Rule
from workflowkit.lint.runner import Identified, check_acceptance
from workflowkit.lint.suppressions import suppress
from workflowkit.project.globs import matches
from workflowkit.project.settings import Suppression
from workflowkit.report.placing import place
from workflowkit.report.result import Result
from workflowkit.source.document import Document
from workflowkit.version import VERSION


@dataclass(frozen=True, slots=True)
class Accepted:
    """What a project accepts: suppressions from its configuration, and its baseline."""

    today: datetime.date
    suppressions: tuple[Suppression, ...] = ()
    baseline: tuple[BaselineEntry, ...] = ()
    is_whole: bool = False
    """True when the run looks at every file of the project."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Document path to its path relative to the configuration, which suppressions and the baseline use."""
    config: Document | None = None
    """The text of the configuration file, for positions; None when there is none."""
    baseline_file: Document | None = None


def result_of(
    diagnostics: Iterable[Diagnostic],
    documents: Mapping[str, Document],
    accepted: Accepted,
    rules: Sequence[Rule],
) -> Result:
    """Put the findings of one run in order and hold back what is accepted; the rest is shown."""
    names = accepted.names
    ordered = in_order(list(diagnostics))
    held = suppress(ordered, accepted.suppressions, documents, names, accepted.today)
    own = {names.get(path, path): document for path, document in documents.items()}
    renamed = [replace(item, path=names.get(item.path, item.path)) for item in held.shown]
    here = [item for item in accepted.baseline if item.path in own]
    # Without a baseline nothing needs its fingerprint.
    kept, n_known, stale = split(renamed, own, here) if accepted.baseline else (renamed, 0, [])
    remaining = {id(item) for item in kept}
    shown = [
        original
        for original, item in zip(held.shown, renamed, strict=True)
        if id(item) in remaining
    ]
    acceptance = Acceptance(
        suppressions=accepted.suppressions,
        used=held.used,
        relevant=frozenset(
            index
            for index, item in enumerate(accepted.suppressions)
            # Of a pattern, other files than those of this run may be meant.
            if (accepted.is_whole or not _is_pattern(item.path))
            and any(matches(item.path, name) for name in own)
        ),
        today=accepted.today,
        known_rules=frozenset(name for rule in rules for name in (rule.code, rule.name)),
        stale_entries=tuple(
            (index, item) for index, item in enumerate(accepted.baseline) if item in stale
        ),
    )
    shown += _about_acceptance(check_acceptance(acceptance, rules), accepted)
    return Result(
        shown=tuple(in_order(shown)),
        n_files=len(documents),
        n_suppressed=sum(1 for _ in ordered) - len(held.shown),
        n_known=n_known,
        n_fixable=sum(bool(item.finding.fix and item.finding.fix.safe) for item in shown),
        tool_version=VERSION,
    )


def _is_pattern(path: str) -> bool:
    return any(char in path for char in "*?")


def _about_acceptance(found: list[Identified], accepted: Accepted) -> list[Diagnostic]:
    placed: list[Diagnostic] = []
    for item in found:
        if item.finding.route[0] == "suppress" and accepted.config is not None:
            placed.append(_in_configuration(item, accepted.config))
        elif accepted.baseline_file is not None:
            identified = (item.rule.code, item.rule.name, item.severity, item.finding)
            placed.extend(place(accepted.baseline_file, [identified], {}))
    return placed


def _in_configuration(item: Identified, config: Document) -> Diagnostic:
    from workflowkit.project.toml_places import scan

    head = ("tool", "wfk") if config.path.endswith("pyproject.toml") else ()
    keys = (*head, "lint", *item.finding.route)
    places = scan(config.text)
    while keys not in places:
        keys = keys[:-1]
    start = places[keys][1]
    end = config.text.find("\n", start)
    span = config.span(start, len(config.text) if end < 0 else end)
    return Diagnostic(
        item.rule.code, item.rule.name, item.severity, config.path, span, item.finding
    )
