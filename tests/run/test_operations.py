"""What the linter does on fixed files, counted: the same on every machine, unlike seconds.

A count above its figure means more work for the same files; one far below it means that the figure has to follow.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "operations"

FIGURES: dict[str, dict[str, int]] = {
    "core": {"regex calls": 1523, "regex characters": 75880, "files opened": 2, "modules": 287},
    "catalog": {"regex calls": 5253, "regex characters": 525139, "files opened": 2, "modules": 381},
    "style": {"regex calls": 8751, "regex characters": 892243, "files opened": 2, "modules": 526},
}
"""Profile to the operations of a run on all files of the folder."""

MORE, LESS = 1.05, 0.8
"""How far a count may be above and below its figure."""

COUNT = """
import contextlib, io, json, os, re, sys

counts = dict.fromkeys(("regex calls", "regex characters", "files opened", "modules"), 0)

class Counted:
    def __init__(self, pattern):
        self._pattern = pattern

    def __getattr__(self, name):
        found = getattr(self._pattern, name)
        if name not in ("search", "match", "fullmatch", "finditer", "findall", "sub", "split"):
            return found
        def call(*arguments):
            counts["regex calls"] += 1
            if name not in ("match", "fullmatch"):
                place = 1 if name == "sub" else 0
                start = arguments[1] if name in ("search", "finditer") and arguments[1:] else 0
                counts["regex characters"] += len(arguments[place]) - start
            return found(*arguments)
        return call

compile = re.compile

def compiled(*arguments, **options):
    pattern = compile(*arguments, **options)
    name = sys._getframe(1).f_globals.get("__name__", "")
    return Counted(pattern) if name.startswith("workflowkit.") else pattern

re.compile = compiled
here = os.getcwd()

def note(event, arguments):
    if event == "open" and isinstance(arguments[0], str):
        counts["files opened"] += os.path.abspath(arguments[0]).startswith(here)

sys.addaudithook(note)
from workflowkit.cli.main import run
with contextlib.redirect_stdout(io.StringIO()):
    exit_code = run(["lint", "--no-cache", "--jobs", "1", *sys.argv[1:], "workflows"])
assert exit_code in (0, 1), exit_code
counts["modules"] = sum(name.startswith("workflowkit.") for name in sys.modules)
print(json.dumps(counts))
"""


@pytest.fixture(scope="module", params=FIGURES)
def counted(request: pytest.FixtureRequest) -> tuple[dict[str, int], dict[str, int]]:
    """The operations of a run with one profile, and their figures."""
    done = subprocess.run(
        [sys.executable, "-c", COUNT, "--profile", request.param],
        cwd=FOLDER,
        capture_output=True,
        text=True,
        check=True,
    )
    counts: dict[str, int] = json.loads(done.stdout)
    return counts, FIGURES[request.param]


@pytest.mark.parametrize("operation", FIGURES["core"])
def test_no_operation_is_done_more_often(
    operation: str, counted: tuple[dict[str, int], dict[str, int]]
) -> None:
    counts, figures = counted
    assert figures[operation] * LESS <= counts[operation] <= figures[operation] * MORE
