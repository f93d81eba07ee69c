"""Every record has one definition, and reading or writing it needs no pydantic."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CLASSES = Counter(
    node.name
    for path in (ROOT / "workflowkit").rglob("*.py")
    for node in ast.parse(path.read_text("utf-8")).body
    if isinstance(node, ast.ClassDef)
)


def test_no_other_class_is_called_like_a_record() -> None:
    doubled: set[str] = set()
    for path in (ROOT / "spec").glob("*.schema.json"):
        # The objects of a workflow have a model that checks them and a view that rules read.
        if path.name == "workflow.schema.json":
            continue
        names = json.loads(path.read_bytes()).get("$defs", {})
        classes = {name[0].upper() + name[1:] for name in names}
        doubled |= {name for name in classes if CLASSES[name] > 1}
    assert doubled == set()


@pytest.mark.parametrize(
    "arguments",
    [["list", "--format", "json"], ["check"], ["rules", "--format", "json"], ["lint", "workflows"]],
    ids=lambda arguments: str(arguments[0]),
)
def test_commands_run_without_pydantic(arguments: list[str]) -> None:
    code = (
        "import sys; from workflowkit.cli.main import run\n"
        f"run({arguments!r}); sys.stdout.flush()\n"
        "sys.exit('pydantic' in sys.modules)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stdout != "") == (0, True)
