"""Check everything, as CI does: format, lint, types, generated files, bundled workflows, tests.

python3 scripts/check.py                           make .venv when it is missing, install the project, run all checks
python3 scripts/check.py tests                     run one of them
python3 scripts/check.py --python python3.13 tests run them with another Python, in a virtual environment of its own
python3 scripts/check.py oldest                    run the tests with the oldest supported version of each dependency

Needs Python 3.11 or newer with pip and venv, and nothing else.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
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
    "tests": [["python", "-m", "pytest", "--numprocesses", "2", "--dist", "worksteal"]],
}
"""Name of each check to its commands, in the order in which they run."""


OLDEST = "oldest"
"""Name of the check that runs the tests with the oldest supported versions; only run when named."""


@dataclass(frozen=True)
class Environment:
    """A virtual environment with the project and what its checks need."""

    folder: Path
    python: str
    """The interpreter that makes it."""
    pins: tuple[str, ...] = ()
    """Requirements that fix versions, in addition to those of the project."""

    @property
    def bin(self) -> Path:
        """The folder of its programs."""
        return self.folder / ("Scripts" if os.name == "nt" else "bin")

    def install(self) -> None:
        """Make the environment and install the project, unless that was done for this pyproject.toml."""
        stamp = self.folder / ".installed-for"
        wanted = (ROOT / "pyproject.toml").read_text("utf-8")
        if stamp.is_file() and stamp.read_text("utf-8") == wanted:
            return
        if not (self.bin / "python").exists() and not (self.bin / "python.exe").exists():
            subprocess.run([self.python, "-m", "venv", str(self.folder)], check=True)
        pip = [str(self.bin / "python"), "-m", "pip", "install", "--quiet"]
        # Older versions write start scripts that take as long to start as Python itself.
        subprocess.run([*pip, "--upgrade", "pip>=25.3"], check=True)
        subprocess.run([*pip, "--editable", ".[dev]"], cwd=ROOT, check=True)
        if shutil.which("npm") is None:
            # For the tests with the language service of VS Code, which are skipped without it.
            subprocess.run([*pip, "--editable", ".[node]"], cwd=ROOT, check=False)
        if self.pins:
            # On their own: a tool among the checks may ask for newer versions than the project does.
            subprocess.run([*pip, *self.pins], cwd=ROOT, check=True)
        stamp.write_text(wanted, "utf-8")

    def run(self, name: str) -> bool:
        """Run one check; return true when all its commands succeed."""
        started = time.perf_counter()
        is_fine = True
        for program, *arguments in CHECKS[name]:
            print(f"$ {program} {' '.join(arguments)}", flush=True)
            done = subprocess.run(
                [str(self.bin / program), *arguments], cwd=ROOT, env=_variables(), check=False
            )
            is_fine = is_fine and done.returncode == 0
        print(
            f"{name}: {'ok' if is_fine else 'FAILED'} ({time.perf_counter() - started:.1f} s)\n",
            flush=True,
        )
        return is_fine


def _variables() -> dict[str, str]:
    """Return the variables for the checks: without those that keep Python from storing what it compiles, which takes longer than most tests."""
    left_out = ("PYTHONDONTWRITEBYTECODE",)
    return {name: value for name, value in os.environ.items() if name not in left_out}


def environment(python: str | None) -> Environment:
    """Return the environment of the interpreter *python*, which has one of its own, or of the one that runs this script."""
    if python is None:
        return Environment(ROOT / ".venv", sys.executable)
    return Environment(ROOT / f".venv-{Path(python).name}", python)


def oldest_environment(python: str) -> Environment:
    """Return the environment with the oldest supported version of each dependency."""
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    pins = tuple(requirement.replace(">=", "==") for requirement in project["dependencies"])
    return Environment(ROOT / ".venv-oldest", python, pins)


def main(arguments: list[str]) -> int:
    """Run the named checks, or all; return 1 when one fails."""
    if sys.version_info < (3, 11):  # noqa: UP036 - the interpreter that starts this script may be older than the project asks for.
        print("Python 3.11 or newer is needed", file=sys.stderr)
        return 2
    parser = argparse.ArgumentParser(description="Check everything, as CI does.")
    parser.add_argument("--python", metavar="PROGRAM", help="Python to check with")
    parser.add_argument(
        "names",
        nargs="*",
        metavar="CHECK",
        help=f"{', '.join(CHECKS)} or {OLDEST}; default: all but the last",
    )
    given = parser.parse_args(arguments)
    unknown = [name for name in given.names if name not in (*CHECKS, OLDEST)]
    if unknown:
        parser.error(f"unknown check '{unknown[0]}'; known: {', '.join((*CHECKS, OLDEST))}")
    chosen = environment(given.python)
    failed: list[str] = []
    for name in given.names or CHECKS:
        used = oldest_environment(chosen.python) if name == OLDEST else chosen
        used.install()
        if not used.run("tests" if name == OLDEST else name):
            failed.append(name)
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
