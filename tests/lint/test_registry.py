"""Rules are unique, sorted, registered and filed where their code says."""

from __future__ import annotations

import inspect
from collections import Counter
from pathlib import Path

from workflowkit.lint import rules
from workflowkit.lint.rules import ALL

FOLDER = Path(rules.__file__).parent
GROUPS = {
    "executability": "E", "shape": "S", "identity": "I", "routines": "T", "references": "R",
    "criteria": "V", "loops": "L", "assessments": "A", "slots": "B", "features": "F", "gates": "H",
    "prompts": "P", "context": "C", "metrics": "M", "catalog": "G", "staleness": "X",
    "duplication": "D", "acceptance": "U", "authoring": "K",
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


def test_every_file_is_one_registered_rule_of_its_group() -> None:
    registered = {
        Path(inspect.getfile(rule.check)).relative_to(FOLDER).as_posix(): rule for rule in ALL
    }
    files = {
        path.relative_to(FOLDER).as_posix()
        for path in FOLDER.glob("*/*.py")
        if path.name != "__init__.py"
    }
    assert set(registered) == files
    misfiled = {
        path: rule.code
        for path, rule in registered.items()
        if GROUPS[path.split("/")[0]] != rule.group
        or Path(path).stem.replace("_", "-") != rule.name
    }
    assert misfiled == {}
