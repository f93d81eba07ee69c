"""What each command imports, counted: a command that imports little starts fast on every machine."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from workflowkit.cli.overview import SUMMARIES

ROOT = Path(__file__).resolve().parents[2]

BUDGET = {
    "lint workflows/shaping.json": 585,
    "lint --profile core workflows/shaping.json": 315,
    "lint --profile core --spec spec workflows/shaping.json": 315,
    "hash workflows/shaping.json": 190,
    "fmt --check workflows/shaping.json": 190,
    "compile --check workflows/shaping.json": 195,
    "check": 230,
    "stale workflows/shaping.json": 200,
    "diff --help": 197,
    "breaking --help": 200,
    "compat --help": 185,
    "test --help": 240,
    "scenarios --help": 230,
    "budget workflows/shaping.json": 220,
    "graph workflows/shaping.json": 208,
    "preview --help": 200,
    "simulate --help": 240,
    "init --help": 100,
    "new --help": 92,
    "rename-step --help": 250,
    "rename-key --help": 260,
    "rename-assessment --help": 250,
    "rename-routine --help": 250,
    "extract-routine --help": 260,
    "inline-routine --help": 260,
    "list": 165,
    "show workflows/shaping.json": 200,
    "explain unknown-key": 57,
    "rules": 172,
    "completion bash": 24,
    "stamp --help": 190,
    "triggers --help": 195,
    "sessions --help": 53,
    "cache info": 90,
    "lsp --help": 30,
}
"""Command line to the most modules that it may import, those of the standard library apart."""

HEAVY = {"pydantic", "ruamel", "regress", "pathspec", "jsonschema"}
"""Packages that take longer to import than a command without findings needs for its work."""

COUNT = """
import contextlib, io, os, sys
before = set(sys.modules)
from workflowkit.cli.main import run
with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
    run(sys.argv[1:])
new = [name for name in set(sys.modules) - before if name.split(".")[0] not in sys.stdlib_module_names]
print(*sorted(name for name in new if name.split(".")[0] in ("workflowkit", "click")))
print(*sorted({name.split(".")[0] for name in new}))
"""


@pytest.mark.parametrize("line", BUDGET)
def test_a_command_imports_no_more_than_its_budget(line: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", COUNT, *line.split()],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    modules, packages = (part.split() for part in done.stdout.splitlines()[-2:])
    assert len(modules) <= BUDGET[line]
    assert HEAVY & set(packages) == set()
    # Rules of the profile `style` measure how similar texts are.
    assert "rapidfuzz" not in packages or line == "lint workflows/shaping.json"


def test_every_command_has_a_budget_except_those_that_describe_models() -> None:
    assert {line.split()[0] for line in BUDGET} == set(SUMMARIES) - {"schema"}
