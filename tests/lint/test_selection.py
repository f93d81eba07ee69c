"""Which rules speak about a file, worked out once for files that are alike."""

from __future__ import annotations

from workflowkit.config.settings import LintConfig, RuleChoice
from workflowkit.diagnostics import Severity
from workflowkit.lint.rules import ALL
from workflowkit.lint.selection import Selection

CONFIG = LintConfig(
    profile="style",
    per_file={"old/**": RuleChoice(ignore=("C",), severity={"S011": "error"})},
)


def codes(selection: Selection, path: str) -> dict[str, Severity]:
    return {
        rule.code: severity for rule, severity in selection.rules_for(path, "workflow")["Analysis"]
    }


def test_files_with_another_choice_have_other_rules() -> None:
    selection = Selection(CONFIG, ALL)
    new, old = codes(selection, "new/a.json"), codes(selection, "old/a.json")
    assert new.keys() - old.keys() == {code for code in new if code.startswith("C")} != set()
    assert (new["S011"], old["S011"]) == (Severity.INFO, Severity.ERROR)


def test_files_that_are_alike_share_the_answer() -> None:
    selection = Selection(CONFIG, ALL)
    first = selection.rules_for("old/a.json", "workflow")
    assert selection.rules_for("old/b.json", "workflow") is first
    assert selection.rules_for("old/a.json", "fixture") is not first


def test_rules_are_chosen_by_what_they_are_given() -> None:
    chosen = Selection(CONFIG, ALL).rules_for("new/a.json", "workflow")
    assert {rule.subject for rule, _ in chosen["Catalog"]} == {"Catalog"}


def test_files_without_a_workflow_are_of_no_kind() -> None:
    rules = Selection(CONFIG, ALL).rules_for("triggers.yml", "")["TriggerFile"]
    assert {rule.code[0] for rule, _ in rules} == {"W"}


def test_rules_about_suppressions_are_in_every_profile() -> None:
    core = LintConfig(profile="core")
    ignoring = LintConfig(profile="core", ignore=("U001",))
    codes = [rule.code for rule, _ in Selection(core, ALL).rules_for("", "")["SuppressionReport"]]
    assert codes == ["U001", "U002", "U003", "U004", "U005"]
    left = Selection(ignoring, ALL).rules_for("", "")["SuppressionReport"]
    assert [rule.code for rule, _ in left] == codes[1:]
