"""Check everything, as CI does: format, lint, types, generated files, bundled workflows, tests.

python3 scripts/check.py             make .venv when it is missing, install the project, run all checks
python3 scripts/check.py tests       run one of them

Needs Python 3.11 or newer with pip and venv, and nothing else.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
COMPILED = ROOT / "build" / "compiled"

CHECKS: dict[str, list[list[str]]] = {
    "format": [["ruff", "format", "--check", "."]],
    "lint": [["ruff", "check", "."]],
    "types": [["mypy"]],
    "generated": [["python", "scripts/generate.py", "--check"]],
    "workflows": [
        ["wfk", "lint", "--profile", "style", "--fail-on", "info", "workflows", "routines"],
        ["wfk", "fmt", "--check", "workflows", "routines"],
        ["wfk", "rules", "--coverage"],
        ["wfk", "check"],
        ["wfk", "test", "--coverage"],
        ["wfk", "compile", "--out", str(COMPILED), "workflows", "routines"],
        ["wfk", "compile", "--out", str(COMPILED), "--check", "workflows", "routines"],
    ],
    "tests": [["python", "-m", "pytest", "--numprocesses", "2"]],
}
"""Name of each check to its commands, in the order in which they run."""


def install() -> None:
    """Make the virtual environment and install the project with what its checks need, unless that was done for this pyproject.toml."""
    stamp = VENV / ".installed-for"
    wanted = (ROOT / "pyproject.toml").read_text("utf-8")
    if stamp.is_file() and stamp.read_text("utf-8") == wanted:
        return
    if not (BIN / "python").exists() and not (BIN / "python.exe").exists():
        subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)
    command = [str(BIN / "python"), "-m", "pip", "install", "--quiet", "--editable", ".[dev]"]
    subprocess.run(command, cwd=ROOT, check=True)
    stamp.write_text(wanted, "utf-8")


def run(name: str) -> bool:
    """Run one check; return true when all its commands succeed."""
    started = time.perf_counter()
    is_fine = True
    for program, *arguments in CHECKS[name]:
        print(f"$ {program} {' '.join(arguments)}", flush=True)
        done = subprocess.run([str(BIN / program), *arguments], cwd=ROOT, check=False)
        is_fine = is_fine and done.returncode == 0
    print(
        f"{name}: {'ok' if is_fine else 'FAILED'} ({time.perf_counter() - started:.1f} s)\n",
        flush=True,
    )
    return is_fine


def main(names: list[str]) -> int:
    """Run the named checks, or all; return 1 when one fails."""
    if sys.version_info < (3, 11):  # noqa: UP036 - the interpreter that starts this script may be older than the project asks for.
        print("Python 3.11 or newer is needed", file=sys.stderr)
        return 2
    unknown = [name for name in names if name not in CHECKS]
    if unknown:
        print(f"no check is called {unknown[0]}; known: {', '.join(CHECKS)}", file=sys.stderr)
        return 2
    install()
    failed = [name for name in names or CHECKS if not run(name)]
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
