"""What users read of each command: its help, and what typical runs print, with files they write and exit codes.

The runs work on a copy of `golden_project`.
After a change of a text: `python -m pytest tests/cli/test_what_commands_print.py --snapshot-update`, and read the difference.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from tests.cli.conftest import Wfk
from workflowkit.cli.overview import SECTIONS

PROJECT = Path(__file__).parent / "golden_project"
HELP = {
    name.replace(" ", "-") or "wfk": f"{name} --help".strip()
    for name in (
        "",
        *(name for section in SECTIONS.values() for name in section),
        "triggers validate",
        "triggers explain",
        "triggers test",
        "sessions metrics",
        "cache info",
        "cache clear",
        "scenarios propose",
    )
}
RUNS = {
    "lint": (
        "lint",
        "lint workflows/release.json",
        "lint --format concise workflows",
        "lint --fix --diff workflows/review.json",
        "lint --fix workflows/review.json",
        "lint nowhere.json",
        "lint --select nothing-like-it",
        "lint --executor dask://localhost workflows",
        "lint --executor dask://localhost:1 workflows",
        "lint --executor dask://localhost:1 --fix workflows",
    ),
    "merge": (
        "lint --shard 3/2 --save 3.wfkpart",
        "lint --shard 1/2 --save 1.wfkpart --fix",
        "lint --shard 1/2 --save workflows/release.json",
        "merge workflows/release.json",
        "compile --shard 1/2 --save 1.wfkpart --check",
    ),
    "watch": ("watch nowhere", "watch --format json --statistics --select nothing-like-it"),
    "budget": ("budget workflows/release.json", "budget --max-step 10 -q workflows/release.json"),
    "check": ("check",),
    "compat": (
        "compat workflows",
        "compat --format markdown --engines '>=3.68,<3.90' workflows",
        "compat --engines '>=9,<8' workflows",
    ),
    "stale": ("stale workflows/release.json", "stale nowhere.json"),
    "diff": ("diff workflows/release.json workflows/review.json", "diff nowhere workflows"),
    "breaking": ("breaking --against workflows/review.json workflows/release.json",),
    "compile": ("compile workflows/release.json", "compile", "compile --check"),
    "hash": ("hash workflows/release.json", "hash workflows", "hash"),
    "fmt": ("fmt --check", "fmt", "fmt workflows/release.json"),
    "stamp": ("stamp --dry-run workflows", "stamp workflows/release.json", "stamp"),
    "list": ("list --tag nothing-like-it", "list --source project=workflows --tag design"),
    "graph": ("graph workflows/release.json", "graph nowhere.json"),
    "show": ("show workflows/release.json", "show acme.relase"),
    "explain": ("explain I002", "explain duplicate-step-idd"),
    "rules": ("rules",),
    "schema": ("schema", "schema workflw"),
    "preview": ("preview workflows/release.json", "preview --step biuld workflows/release.json"),
    "simulate": (
        "simulate --auto workflows/release.json",
        "simulate --explore workflows/release.json",
    ),
    "scenarios": ("scenarios propose workflows/release.json",),
    "test": ("scenarios propose workflows/release.json", "test --coverage", "test -k nothing"),
    "triggers": (
        "triggers validate triggers.yml",
        "triggers explain review",
        "triggers explain revew",
        "triggers test triggers.yml --payload payload.json",
    ),
    "sessions": ("sessions metrics logs/log.jsonl", "sessions metrics nowhere"),
    "mcp": ("mcp --root nowhere", "mcp --root workflows/release.json"),
    "cache": ("cache info", "cache clear", "cache clear --cache-dir workflows"),
    "completion": ("completion tcsh",),
    "lsp": ("lsp --port 7007 --stdio",),
    "init": ("init --dry-run --quiet",),
    "rename-step": (
        "rename-step workflows/release.json build make-it",
        "rename-step workflows/release.json biuld make-it",
    ),
    "rename-key": ("rename-key workflows/release.json nothingLike other",),
    "rename-assessment": ("rename-assessment workflows/release.json risk danger",),
    "rename-routine": (
        "rename-routine acme.review acme.look-over --write",
        "rename-routine acme.reviw acme.x",
    ),
    "extract-routine": (
        "extract-routine workflows/release.json build --id acme.routine-build",
        "extract-routine workflows/release.json build",
    ),
    "inline-routine": ("inline-routine workflows/release.json build",),
    "new": ("new acme.cut-release", "new Release"),
    "nothing": ("lnt", "lint --profil style"),
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the project, which is the current folder, and a terminal of a fixed width without color."""
    folder = tmp_path / "project"
    shutil.copytree(PROJECT, folder)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("HOME", str(tmp_path))
    return folder


PRINT_ALL = """
import contextlib, io, json, sys
from workflowkit.cli.main import run
texts = {}
for name, line in json.load(sys.stdin).items():
    with contextlib.redirect_stdout(io.StringIO()) as out:
        code = run(line.split())
    texts[name] = f"$ wfk {line}\\n{out.getvalue()}[exit {code}]\\n"
print(json.dumps(texts))
"""


@pytest.fixture(scope="module")
def helps() -> dict[str, str]:
    """The help of every command, from a process of its own: a command keeps the options of the first context that it is used in."""
    done = subprocess.run(
        [sys.executable, "-c", PRINT_ALL],
        input=json.dumps(HELP),
        env={**os.environ, "NO_COLOR": "1", "COLUMNS": "100"},
        capture_output=True,
        text=True,
        check=True,
    )
    texts: dict[str, str] = json.loads(done.stdout)
    return texts


@pytest.mark.parametrize("name", HELP)
def test_help(name: str, golden: SnapshotAssertion, helps: dict[str, str]) -> None:
    assert helps[name] == golden


@pytest.mark.parametrize("name", RUNS)
def test_runs(name: str, golden: SnapshotAssertion, project: Path, wfk: Wfk) -> None:
    assert "\n".join(_shown(line, project, wfk) for line in RUNS[name]) == golden


def test_every_command_is_run() -> None:
    assert {name for section in SECTIONS.values() for name in section} <= set(RUNS)


def _shown(line: str, project: Path, wfk: Wfk) -> str:
    """One run as a terminal would show it, with what changed in the project."""
    before = _files(project)
    ran = wfk(*shlex.split(line))
    after = _files(project)
    parts = [f"$ wfk {line}\n", _steady(ran.out, project)]
    if ran.err:
        parts.append(f"[standard error]\n{_steady(ran.err, project)}")
    parts.extend(_change(path, before, after) for path in sorted({*before, *after}))
    return "".join((*parts, f"[exit {ran.code}]\n"))


def _files(project: Path) -> Mapping[str, str]:
    return {
        path.relative_to(project).as_posix(): path.read_text("utf-8")
        for path in project.rglob("*")
        if path.is_file()
    }


def _change(path: str, before: Mapping[str, str], after: Mapping[str, str]) -> str:
    """What became of the file at *path*; other tests read new files and compiled ones."""
    if path not in before:
        return f"[new file {path}]\n"
    if before[path] == after[path]:
        return ""
    return f"[changed file {path}]\n{'' if path.startswith('dist/') else after[path]}"


def _steady(text: str, project: Path) -> str:
    """*text* without what differs from run to run: how long it took, and where the project is."""
    text = text.replace(str(project), "PROJECT")
    return re.sub(r", (?:\d+ ms|\d+\.\d s)$", ", N ms", text, flags=re.MULTILINE)
