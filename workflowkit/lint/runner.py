"""The runner: gives each rule what it looks at and puts its identity on what it finds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workflowkit.diagnostics import Finding, Severity
from workflowkit.lint.rule import Rule

if TYPE_CHECKING:
    from workflowkit.analysis.subject import Analysis
    from workflowkit.catalog.facts import Catalog
    from workflowkit.lint.acceptance import Acceptance
    from workflowkit.lint.authoring import RulesFile
    from workflowkit.lint.bindings_file import BindingsFile
    from workflowkit.model.compile_error import CompileError
    from workflowkit.source.document import Document


@dataclass(frozen=True, slots=True)
class Identified:
    """A finding with the rule that reports it."""

    rule: Rule
    severity: Severity
    finding: Finding


def check_document(
    document: Document, rules: Iterable[Rule], severities: Mapping[str, Severity]
) -> list[Identified]:
    """What the rules about plain text find in *document*, readable or not."""
    return _run(document, "Document", rules, severities)


def check_analysis(
    analysis: Analysis, rules: Iterable[Rule], severities: Mapping[str, Severity]
) -> list[Identified]:
    """What the compiler refuses in one workflow, and what the rules about it find."""
    chosen = [(rule, severities[rule.name]) for rule in rules if rule.name in severities]
    errors = identify(analysis.compilation.errors, chosen)
    return errors + _run(analysis, "Analysis", rules, severities)


def check_catalog(
    catalog: Catalog, rules: Iterable[Rule], severities: Mapping[str, Severity]
) -> list[Identified]:
    """What the rules about many files find; each finding names its file."""
    return _run(catalog, "Catalog", rules, severities)


def check_acceptance(acceptance: Acceptance, rules: Iterable[Rule]) -> list[Identified]:
    """What the rules about suppressions and the baseline find; they speak in every profile."""
    chosen = {rule.name: rule.severity for rule in rules if rule.subject == "Acceptance"}
    return _run(acceptance, "Acceptance", rules, chosen)


def check_rules_file(file: RulesFile, rules: Iterable[Rule]) -> list[Identified]:
    """What the rules about the authoring-rules file find."""
    chosen = {rule.name: rule.severity for rule in rules if rule.subject == "RulesFile"}
    return _run(file, "RulesFile", rules, chosen)


def check_bindings_file(file: BindingsFile, rules: Iterable[Rule]) -> list[Identified]:
    """What the rules about the project's bindings file find."""
    chosen = {rule.name: rule.severity for rule in rules if rule.subject == "BindingsFile"}
    return _run(file, "BindingsFile", rules, chosen)


def identify(
    errors: Iterable[CompileError], chosen: Iterable[tuple[Rule, Severity]]
) -> list[Identified]:
    """Return the compile *errors* whose rules are among the *chosen* ones."""
    by_name = {rule.name: (rule, severity) for rule, severity in chosen}
    return [Identified(*by_name[error.rule], error) for error in errors if error.rule in by_name]


def run(subject: object, chosen: Iterable[tuple[Rule, Severity]]) -> list[Identified]:
    """What the *chosen* rules find in *subject*."""
    return [
        Identified(rule, severity, finding)
        for rule, severity in chosen
        for finding in rule.check(subject)
    ]


def _run(
    subject: object, kind: str, rules: Iterable[Rule], severities: Mapping[str, Severity]
) -> list[Identified]:
    return [
        Identified(rule, severities[rule.name], finding)
        for rule in rules
        if rule.subject == kind and rule.name in severities
        for finding in rule.check(subject)
    ]
