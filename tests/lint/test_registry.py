"""Rules are unique, sorted, registered and filed where their code says."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest

from workflowkit.lint import rules
from workflowkit.lint.renamed import RENAMED
from workflowkit.lint.rule import Rule
from workflowkit.lint.rules import ALL
from workflowkit.lint.selection import matches

FOLDER = Path(rules.__file__).parent
ROOT = Path(__file__).resolve().parents[2]
GROUPS = {
    "executability": "E", "shape": "S", "identity": "I", "routines": "T", "references": "R",
    "criteria": "V", "loops": "L", "assessments": "A", "slots": "B", "features": "F", "gates": "H",
    "prompts": "P", "context": "C", "metrics": "M", "catalog": "G", "staleness": "X",
    "duplication": "D", "suppressions": "U", "triggers": "W", "authoring": "K", "changes": "Z",
}  # fmt: skip


def test_codes_and_names_are_unique() -> None:
    repeated = [
        key
        for key, count in Counter([*(r.code for r in ALL), *(r.name for r in ALL)]).items()
        if count > 1
    ]
    assert repeated == []


def test_each_group_is_sorted_by_code() -> None:
    assert [rule.code for rule in ALL] == sorted(
        (rule.code for rule in ALL), key=lambda code: (list(GROUPS.values()).index(code[0]), code)
    )


def test_every_file_is_one_rule_of_its_group() -> None:
    registered = {rule.module.removeprefix(f"{rules.__name__}."): rule for rule in ALL}
    files = {
        f"{path.parent.name}.{path.stem}"
        for path in FOLDER.glob("*/*.py")
        if path.stem != "__init__"
    }
    assert set(registered) == files
    misfiled = {
        name: rule.code
        for name, rule in registered.items()
        if GROUPS[name.split(".")[0]] != rule.group
        or name.split(".")[1].replace("_", "-") != rule.name
    }
    assert misfiled == {}


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.name)
def test_the_index_says_what_the_rule_says(rule: Rule) -> None:
    own: Rule = getattr(import_module(rule.module), rule.module.rpartition(".")[2])
    function = own.function()
    assert rule.function() is function
    assert replace(rule, function=own.function) == own
    assert function.__name__.replace("_", "-") == rule.name


def test_a_run_imports_only_the_rules_of_its_profile() -> None:
    code = (
        "import sys; from workflowkit.cli.main import run;"
        f"run(['lint', '--profile', 'core', {str(ROOT / 'workflows' / 'shaping.json')!r}]);"
        "names = [n for n in sys.modules if n.startswith('workflowkit.lint.rules.prompts.')];"
        "sys.exit('workflowkit.lint.rules.prompts.excessive_emoji' in names)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_former_name_leads_to_a_rule_and_is_no_rule_of_its_own() -> None:
    names = {rule.name for rule in ALL}
    assert set(RENAMED.values()) <= names
    assert set(RENAMED) & names == set()
    (renamed,) = (rule for rule in ALL if matches(rule, "emoji"))
    assert renamed.code == "P028"
