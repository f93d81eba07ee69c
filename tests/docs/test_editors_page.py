"""The settings of editors in docs/editors.md can be read by these editors."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "editors.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def _blocks(language: str) -> list[str]:
    return [text for name, text in BLOCKS if name == language]


def test_settings_are_json_and_toml() -> None:
    (zed,) = map(json.loads, _blocks("json"))
    servers = zed["lsp"].values()
    assert {
        " ".join([each["binary"]["path"], *each["binary"]["arguments"]]) for each in servers
    } == {"wfk lsp"}
    (helix,) = map(tomllib.loads, _blocks("toml"))
    assert helix["language-server"]["wfk"] == {"command": "wfk", "args": ["lsp"]}
    assert all(each["language-servers"][0] == "wfk" for each in helix["language"])


def test_settings_for_emacs_are_closed() -> None:
    (text,) = _blocks("elisp")
    assert text.count("(") == text.count(")")
    assert text.count('"') % 2 == 0


@pytest.mark.skipif(shutil.which("nvim") is None, reason="Neovim is not installed")
def test_settings_for_neovim_are_lua(tmp_path: Path) -> None:
    for number, text in enumerate(_blocks("lua")):
        script = tmp_path / f"{number}.lua"
        script.write_text(f"if false then\n{text}\nend\n", "utf-8")
        command = ["nvim", "--headless", "--clean", "-c", f"luafile {script}", "-c", "quit"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        assert done.stderr.strip() == ""
