"""`wfk lsp`: what it imports, and what it says without its extra."""

from __future__ import annotations

import subprocess
import sys

WITHOUT_PYGLS = """
import importlib.abc, sys

class Hidden(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        return None

import importlib.util
real = importlib.util.find_spec
importlib.util.find_spec = lambda name, package=None: None if name == "pygls" else real(name, package)
from workflowkit.cli.main import run
sys.exit(run(["lsp"]))
"""

IMPORTED = """
import sys, contextlib, io
from workflowkit.cli.main import run
with contextlib.redirect_stdout(io.StringIO()):
    run(sys.argv[1:])
print(any(name.split(".")[0] in ("pygls", "lsprotocol") for name in sys.modules))
"""


def test_without_the_extra_it_says_what_to_install() -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_PYGLS], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "pip install 'workflowkit[lsp]'" in done.stderr


def test_no_other_command_imports_the_protocol() -> None:
    for arguments in (["lint", "workflows/shaping.json"], ["lsp", "--help"], ["--help"]):
        done = subprocess.run(
            [sys.executable, "-c", IMPORTED, *arguments], capture_output=True, text=True, check=True
        )
        assert done.stdout.strip() == "False"
