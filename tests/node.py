"""Node.js and packages of npm for tests: where they cannot be had, a test is skipped with the reason."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest


def program(name: str) -> str:
    """Return the path of *name*, from the machine or beside this Python; skip the test when there is none."""
    beside = shutil.which(name, path=str(Path(sys.executable).parent))
    found = shutil.which(name) or beside
    if found is None:
        pytest.skip(f"{name} is neither on this machine nor installed by the extra 'node'")
    return found


def installed(package: Path, name: str) -> Path:
    """Return a folder of the user with the packages that the folder *package* locks; skip the test, which needs *name*, when npm cannot install them."""
    folder, reason = _installed(package)
    if folder is None:
        pytest.skip(f"npm cannot install {name}: {reason}")
    return folder


@cache
def _installed(package: Path) -> tuple[Path | None, str]:
    """Return the folder with the installed packages, or None and the reason."""
    folder = _cache_folder(package)
    if (folder / "complete").exists():
        return folder, ""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(package / name, folder)
        done = subprocess.run(
            [program("npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return None, str(error)
    if done.returncode:
        return None, done.stderr.strip()[-300:]
    (folder / "complete").touch()
    return folder, ""


def _cache_folder(package: Path) -> Path:
    root = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    files = [(package / name).read_bytes() for name in ("package.json", "package-lock.json")]
    return Path(root, "workflowkit-tests", hashlib.sha256(b"".join(files)).hexdigest()[:16])
