"""What each command imports, counted: a command that imports little starts fast on every machine."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from workflowkit.cli.overview import SUMMARIES

ROOT = Path(__file__).resolve().parents[2]

BUDGET = {
    "lint workflows/shaping.json": 510,
    "lint --profile core workflows/shaping.json": 279,
    "lint --profile core --spec spec workflows/shaping.json": 279,
    "hash workflows/shaping.json": 180,
    "fmt --check workflows/shaping.json": 183,
    "compile --check workflows/shaping.json": 191,
    "check": 225,
    "stale workflows/shaping.json": 200,
    "diff --help": 189,
    "breaking --help": 197,
    "compat --help": 182,
    "test --help": 232,
    "scenarios --help": 227,
    "budget workflows/shaping.json": 215,
    "graph workflows/shaping.json": 201,
    "preview --help": 197,
    "simulate --help": 231,
    "init --help": 95,
    "new --help": 240,
    "watch --help": 230,
    "rename-step --help": 250,
    "rename-key --help": 260,
    "rename-assessment --help": 250,
    "rename-routine --help": 250,
    "extract-routine --help": 260,
    "inline-routine --help": 260,
    "list": 159,
    "show workflows/shaping.json": 199,
    "explain unknown-key": 56,
    "rules": 170,
    "completion bash": 22,
    "stamp --help": 185,
    "triggers --help": 195,
    "sessions --help": 53,
    "cache info": 85,
    "mcp --help": 60,
}
"""Command line to the most modules that it may import, those of the standard library apart."""

HEAVY = {
    "mcp",
    "mcp_types",
    "starlette",
    "uvicorn",
    "anyio",
    "pydantic",
    "ruamel",
    "regress",
    "pathspec",
    "jsonschema",
}
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
    assert "rapidfuzz" not in packages


def test_every_command_has_a_budget_except_those_that_describe_models() -> None:
    assert {line.split()[0] for line in BUDGET} == set(SUMMARIES) - {"schema"}
