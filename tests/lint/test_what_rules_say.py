"""What users read of each rule: its Bad example as the text report shows it, with help and notes, one file per group.

After a change of a text: `python -m pytest tests/lint/test_what_rules_say.py --snapshot-update`, and read the difference.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from tests.lint.defective_project import lint_authoring_rules, lint_project, text_with_the_defect
from tests.lint.running_change_rules import SUBJECTS as CHANGES
from tests.lint.running_change_rules import example_of
from tests.lint.running_rules import complete, example_path, lint_document, parse, run_context
from tests.lint.test_bindings_file import lint_bindings
from tests.triggers import running_rules as triggers
from workflowkit.diagnostics import Diagnostic
from workflowkit.lint.rule import Rule
from workflowkit.lint.rules import ALL
from workflowkit.report.formats import renderer
from workflowkit.report.result import Result
from workflowkit.report.style import Style
from workflowkit.text import document
from workflowkit.text.document import Document

GROUPS = {
    rule.module.split(".")[-2]: [other for other in ALL if other.group == rule.group]
    for rule in ALL
}
"""Name of each group to its rules."""
STYLE = Style(quiet=True)

Shown = tuple[Sequence[Diagnostic], Mapping[str, Document]]


@pytest.mark.parametrize("group", GROUPS)
def test_every_rule_of_the_group_reads_as_before(
    group: str, golden: SnapshotAssertion, tmp_path: Path
) -> None:
    assert "\n".join(_rendering(rule, tmp_path) for rule in GROUPS[group]) == golden


def _rendering(rule: Rule, folder: Path) -> str:
    found, sources = _shown(rule, folder)
    own = tuple(item for item in found if item.name == rule.name)
    assert own, f"nothing shows what {rule.name} says"
    text = renderer("text")(Result(shown=own, n_files=1), sources, STYLE)
    return f"# {rule.code} {rule.name}\n\n{text}{_fixes(own)}"


def _fixes(found: Sequence[Diagnostic]) -> str:
    """What `--fix` would do, which the text report leaves to the difference that it prints."""
    fixes = [item.finding.fix for item in found if item.finding.fix]
    return "".join(
        f"({'safe' if fix.safe else 'unsafe'} fix: {fix.title}{'; ' if fix.changes else ''}{fix.changes})\n"
        for fix in fixes
    )


def _shown(rule: Rule, folder: Path) -> Shown:
    """What there is to show of *rule*: findings, and the files they are in; *folder* is empty."""
    if rule.subject in ("Catalog", "SuppressionReport"):
        return lint_project(folder)
    if rule.subject == "RulesFile":
        return lint_authoring_rules([rule])
    if rule.subject in CHANGES:
        return example_of(rule)
    bad = rule.example("Bad")
    if rule.subject == "BindingsFile":
        return lint_bindings(bad)
    if rule.subject == "TriggerFile":
        file = triggers.subject(bad)
        return triggers.found(bad, rules=[rule]), {file.document.path: file.shown}
    made = text_with_the_defect(rule.name)
    path = example_path(rule)
    if made is None:
        # Only JSON can be completed; of a text that is none, the defect is the whole content.
        example = parse(bad if rule.subject == "Document" else complete(bad), path)
    else:
        example = document.parse(made, path)
    report = lint_document(example, [rule])
    return report.diagnostics, {**run_context().routine_files, path: example}
