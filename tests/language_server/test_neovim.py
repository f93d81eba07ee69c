"""Neovim with the server: a scripted session, whose record is in docs/editors.md.

python -m tests.language_server.test_neovim  writes the record again.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

HERE = Path(__file__).parent / "neovim"
RECORD = HERE / "recorded.txt"
DOCS = Path(__file__).resolve().parents[2] / "docs" / "editors.md"


def session(folder: Path) -> str:
    """Return what the editor shows in a copy of the project in *folder*."""
    shutil.copytree(HERE / "project", folder, dirs_exist_ok=True)
    script = HERE / "session.lua"
    done = subprocess.run(
        ["nvim", "--headless", "--clean", "-n", "-c", f"luafile {script}"],
        cwd=folder,
        env={**os.environ, "WFK_PYTHON": sys.executable, "HOME": str(folder)},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    return f"{done.stdout}{done.stderr}".replace("\r", "")


@pytest.mark.skipif(shutil.which("nvim") is None, reason="Neovim is not installed")
def test_neovim_shows_what_is_recorded(tmp_path: Path) -> None:
    assert session(tmp_path).strip() == RECORD.read_text("utf-8").strip()


def test_the_record_is_in_the_documentation() -> None:
    assert RECORD.read_text("utf-8").strip() in DOCS.read_text("utf-8")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        RECORD.write_text(session(Path(name)).strip() + "\n", encoding="utf-8")
