"""The runner: gives each rule its subject, and each finding the identity of its rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from workflowkit.compiler.pipeline import Compilation
from workflowkit.diagnostics import Diagnostic, Finding, Identified, Severity
from workflowkit.format.compile_error import CompileError
from workflowkit.lint.rule import Rule
from workflowkit.lint.selection import Chosen
from workflowkit.lint.subjects.subject import Subject


def check(subject: Subject, chosen: Chosen) -> list[Diagnostic]:
    """Return what the *chosen* rules find in *subject*, with positions."""
    return subject.place(run(subject.objects(), chosen))


def run(objects: Mapping[str, object], chosen: Chosen) -> list[Identified]:
    """Return what the *chosen* rules find in *objects*, which are named by their types."""
    found = [
        _identity(rule, severity, finding)
        for name, given in objects.items()
        for rule, severity in chosen.get(name, ())
        for finding in rule.check(given)
    ]
    compilation = objects.get("Compilation")
    if isinstance(compilation, Compilation) and (compilation.errors or compilation.doubts):
        rules = (*chosen.get("Compilation", ()), *chosen.get("Analysis", ()))
        found += _identified((*compilation.errors, *compilation.doubts), rules)
    return found


def _identity(rule: Rule, severity: Severity, finding: Finding) -> Identified:
    """Return *finding* of *rule*; a doubt is a warning, or less where that was chosen for the rule."""
    if finding.is_doubt:
        severity = max(severity, Severity.WARNING, key=lambda severity: severity.rank)
    return Identified(rule.code, rule.name, severity, finding)


def _identified(
    errors: Iterable[CompileError], rules: Iterable[tuple[Rule, Severity]]
) -> list[Identified]:
    """Return the compile *errors* that one of *rules* documents."""
    by_name = {rule.name: (rule, severity) for rule, severity in rules}
    return [
        _identity(rule, severity, error)
        for error in errors
        if error.rule in by_name
        for rule, severity in [by_name[error.rule]]
    ]
