"""What each command imports, counted: a command that imports little starts fast on every machine."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from workflowkit.cli.overview import SUMMARIES

ROOT = Path(__file__).resolve().parents[2]

BUDGET = {
    "lint workflows/shaping.json": 531,
    "lint --profile core workflows/shaping.json": 300,
    "lint --profile core --spec spec workflows/shaping.json": 300,
    "hash workflows/shaping.json": 190,
    "fmt --check workflows/shaping.json": 193,
    "compile --check workflows/shaping.json": 214,
    "check": 237,
    "stale workflows/shaping.json": 220,
    "diff --help": 209,
    "breaking --help": 210,
    "compat --help": 192,
    "test --help": 241,
    "scenarios --help": 236,
    "budget workflows/shaping.json": 224,
    "graph workflows/shaping.json": 210,
    "preview --help": 206,
    "simulate --help": 240,
    "init --help": 101,
    "new --help": 235,
    "watch --help": 197,
    "merge --help": 228,
    "rename-step --help": 242,
    "rename-key --help": 262,
    "rename-assessment --help": 243,
    "rename-routine --help": 259,
    "extract-routine --help": 253,
    "inline-routine --help": 247,
    "list": 168,
    "show workflows/shaping.json": 219,
    "explain unknown-key": 59,
    "rules": 179,
    "completion bash": 20,
    "stamp --help": 196,
    "triggers --help": 211,
    "sessions --help": 52,
    "cache info": 92,
    "mcp --help": 40,
    "lsp --help": 21,
}
"""Command line to the most modules that it may import, those of the standard library apart."""

HEAVY = {
    "distributed",
    "dask",
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
