"""The runner: gives each rule what it looks at and puts its identity on what it finds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workflowkit.diagnostics import Finding, Severity
from workflowkit.lint.rule import Rule

if TYPE_CHECKING:
    from workflowkit.lint.acceptance import Acceptance
    from workflowkit.lint.authoring import RulesFile
    from workflowkit.lint.bindings_file import BindingsFile
    from workflowkit.model.compile_error import CompileError


@dataclass(frozen=True, slots=True)
class Identified:
    """A finding with the rule that reports it."""

    rule: Rule
    severity: Severity
    finding: Finding


def identify(
    errors: Iterable[CompileError], chosen: Iterable[tuple[Rule, Severity]]
) -> list[Identified]:
    """Return the compile *errors* whose rules are among the *chosen* ones."""
    by_name = {rule.name: (rule, severity) for rule, severity in chosen}
    return [Identified(*by_name[error.rule], error) for error in errors if error.rule in by_name]


def check(subject: object, chosen: Iterable[tuple[Rule, Severity]]) -> list[Identified]:
    """Return what the *chosen* rules find in *subject*, which is of the class that all of them are about."""
    return [
        Identified(rule, severity, finding)
        for rule, severity in chosen
        for finding in rule.check(subject)
    ]


def check_acceptance(acceptance: Acceptance, rules: Iterable[Rule]) -> list[Identified]:
    """What the rules about suppressions and the baseline find; they speak in every profile."""
    return check(acceptance, _about("Acceptance", rules))


def check_rules_file(file: RulesFile, rules: Iterable[Rule]) -> list[Identified]:
    """What the rules about the authoring-rules file find."""
    return check(file, _about("RulesFile", rules))


def check_bindings_file(file: BindingsFile, rules: Iterable[Rule]) -> list[Identified]:
    """What the rules about the project's bindings file find."""
    return check(file, _about("BindingsFile", rules))


def _about(subject: str, rules: Iterable[Rule]) -> list[tuple[Rule, Severity]]:
    return [(rule, rule.severity) for rule in rules if rule.subject == subject]
