"""Running rules about changes on small workflows: how a case or an example becomes two versions."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping, Sequence

from tests.lint.running_rules import complete, parse, run_context
from workflowkit.changes.catalog import RemovedWorkflow
from workflowkit.changes.change import WorkflowChange
from workflowkit.changes.ledger import AcceptedChange, LedgerReport, to_text
from workflowkit.changes.version import Version
from workflowkit.changes.version_bump import Bump, VersionBump
from workflowkit.diagnostics import Diagnostic
from workflowkit.lint.rule import Rule
from workflowkit.lint.runner import check
from workflowkit.lint.subjects.change import ChangeSubject
from workflowkit.lint.subjects.ledger import LedgerSubject
from workflowkit.run.analyze import analysis_of
from workflowkit.text.document import Document

SUBJECTS = ("WorkflowChange", "RemovedWorkflow", "VersionBump", "LedgerReport")
"""The subjects of the rules about changes."""


def version_of(text: str, path: str, label: str = "") -> Version:
    analysis = analysis_of(parse(complete(text), path), run_context())
    assert analysis
    return Version(analysis, f"{label}:{path}" if label else path, path)


def change_of(text: str, path: str = "workflows/example.json") -> WorkflowChange:
    """The change that *text*, an object with `before` and `after`, holds; lines of `after` keep their numbers."""
    middle = text.index('"after":')
    before = text[text.index("{", 1) : middle].rstrip().rstrip(",")
    after = text[text.index("{", middle) : text.rindex("}")]
    padding = "\n" * text.count("\n", 0, text.index("{", middle))
    return WorkflowChange(version_of(before, path, "old"), version_of(padding + after, path))


def found_in(
    given: WorkflowChange | RemovedWorkflow | VersionBump, *rules: Rule
) -> list[Diagnostic]:
    chosen = {rule.subject: [(rule, rule.severity)] for rule in rules}
    return check(ChangeSubject(given), chosen)


def workflow(workflow_id: str, path: str, label: str = "", version: str = "1.0.0") -> Version:
    return version_of(json.dumps({"id": workflow_id, "version": version}), path, label)


def example_of(rule: Rule) -> tuple[Sequence[Diagnostic], Mapping[str, Document]]:
    """What *rule* finds in an example, and the files that it is in."""
    if rule.subject == "LedgerReport":
        return _ledger_example(rule)
    old = workflow("acme.release", "workflows/release.json", "main", "1.4.0")
    new = workflow("acme.release", "workflows/release.json", "", "1.4.0")
    given: WorkflowChange | RemovedWorkflow | VersionBump
    if rule.subject == "RemovedWorkflow":
        given = RemovedWorkflow(old)
    elif rule.subject == "VersionBump":
        given = VersionBump(WorkflowChange(old, new), Bump.MAJOR)
    else:
        folder = "routines" if rule.code == "Z204" else "workflows"
        given = change_of(rule.example("Bad"), f"{folder}/example.json")
        old, new = given.before, given.after
    return found_in(given, rule), {each.path: each.document for each in (old, new)}


def _ledger_example(rule: Rule) -> tuple[Sequence[Diagnostic], Mapping[str, Document]]:
    entry = AcceptedChange(
        workflow="acme.release",
        rule="removed-step",
        fingerprint="0123456789abcdef",
        change="step 'build' was removed",
        reason="replaced in the next release",
        expires="2020-01-31",
    )
    unused = frozenset({0}) if rule.name.startswith("unused") else frozenset[int]()
    report = LedgerReport((entry,), unused, datetime.date(2026, 1, 1))
    document = parse(to_text([entry]), "wfk-breaking.json")
    found = check(LedgerSubject(report, document), {rule.subject: [(rule, rule.severity)]})
    return found, {document.path: document}
