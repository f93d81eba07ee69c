"""The runner: gives each rule what it asks for and puts the rule's identity on what it finds."""

from __future__ import annotations

from collections.abc import Mapping

from workflowkit.diagnostics import Diagnostic, Identified
from workflowkit.lint.selection import Chosen
from workflowkit.lint.subjects.subject import Subject


def check(subject: Subject, chosen: Chosen) -> list[Diagnostic]:
    """Return what the *chosen* rules find in *subject*, with positions."""
    return subject.place(run(subject.objects(), chosen))


def run(objects: Mapping[str, object], chosen: Chosen) -> list[Identified]:
    """Return what the *chosen* rules find in *objects*, which are named by their types."""
    return [
        Identified(rule.code, rule.name, severity, finding)
        for name, given in objects.items()
        for rule, severity in chosen.get(name, ())
        for finding in rule.check(given)
    ]
