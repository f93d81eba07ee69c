"""Which rules speak about a file, worked out once for files that are alike."""

from __future__ import annotations

from workflowkit.diagnostics import Severity
from workflowkit.lint.rules import ALL
from workflowkit.lint.selection import Selection
from workflowkit.project.settings import LintConfig, RuleChoice

CONFIG = LintConfig(
    rules=RuleChoice(profile="style"),
    per_file={"old/**": RuleChoice(ignore=("C",), severity={"S011": "error"})},
)


def codes(selection: Selection, path: str) -> dict[str, Severity]:
    return {rule.code: severity for rule, severity in selection.about("Analysis", path, "workflow")}


def test_files_with_another_choice_have_other_rules() -> None:
    selection = Selection(CONFIG, ALL)
    new, old = codes(selection, "new/a.json"), codes(selection, "old/a.json")
    assert new.keys() - old.keys() == {code for code in new if code.startswith("C")} != set()
    assert (new["S011"], old["S011"]) == (Severity.INFO, Severity.ERROR)


def test_files_that_are_alike_share_the_answer() -> None:
    selection = Selection(CONFIG, ALL)
    first = selection.about("Analysis", "old/a.json", "workflow")
    assert selection.about("Analysis", "old/b.json", "workflow") is first
    assert selection.about("Analysis", "old/a.json", "fixture") is not first


def test_only_rules_about_the_subject_are_chosen() -> None:
    chosen = Selection(CONFIG, ALL).about("Catalog", "new/a.json", "workflow")
    assert {rule.subject for rule, _ in chosen} == {"Catalog"}
