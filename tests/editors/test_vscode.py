"""The extension for VS Code: its types, its unit tests, and that it is declared as the server and the documentation say."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.node import installed, program
from workflowkit.language_server.start import make_server

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "editors" / "vscode"


def _manifest() -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads((SOURCE / "package.json").read_text("utf-8"))
    return manifest


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the extension in which its scripts can run."""
    modules = installed(SOURCE, "the tools of the extension") / "node_modules"
    folder = tmp_path_factory.mktemp("vscode")
    for name in ("package.json", "tsconfig.json"):
        shutil.copy(SOURCE / name, folder)
    for name in ("src", "test"):
        shutil.copytree(SOURCE / name, folder / name)
    (folder / "node_modules").symlink_to(modules)
    return folder


def _run(package: Path, script: str) -> str:
    done = subprocess.run(
        [program("npm"), "run", script],
        cwd=package,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout}{done.stderr}"
    return done.stdout


def test_unit_tests_pass(package: Path) -> None:
    output = _run(package, "test")
    n_tests = sum(
        len(re.findall(r"^test\(", path.read_text("utf-8"), re.MULTILINE))
        for path in (SOURCE / "test").glob("*.test.ts")
    )
    assert re.search(rf"(?:#|ℹ) pass {n_tests}$", output, re.MULTILINE), output


def test_types_are_right(package: Path) -> None:
    _run(package, "check")


def test_the_bundle_is_the_client_alone(package: Path) -> None:
    _run(package, "bundle")
    bundle = (package / "dist" / "extension.js").read_text("utf-8")
    # What Node.js and the editor contain is all that is loaded at run time.
    wanted = set(re.findall(r'\brequire\("([^"]+)"\)', bundle))
    known = {"vscode", "child_process", "crypto", "fs", "net", "os", "path", "readline", "util"}
    assert {name.removeprefix("node:") for name in wanted} <= known


def test_no_name_of_a_command_is_taken_by_the_server() -> None:
    commands = {each["command"] for each in _manifest()["contributes"]["commands"]}
    assert not commands & set(make_server().protocol.fm.commands)
    registered = (SOURCE / "src" / "extension.ts").read_text("utf-8")
    assert commands == set(re.findall(r'\b(?:command|registerCommand)\("([^"]+)"', registered)) - {
        "wfk.simulate"
    }


def test_what_the_extension_asks_of_the_server_is_there() -> None:
    known = set(make_server().protocol.fm.commands)
    asked = {
        name
        for path in (SOURCE / "src").glob("*.ts")
        for name in re.findall(r'\.command<[^>]*>\(\s*"([^"]+)"', path.read_text("utf-8"))
    }
    assert asked == {"wfk.preview", "wfk.graph", "wfk.simulate"}
    assert asked <= known


def test_versions_are_pinned_and_no_download_is_addressed() -> None:
    assert all(
        re.fullmatch(r"[\d.]+", version) for version in _manifest()["devDependencies"].values()
    )
    lock = json.loads((SOURCE / "package-lock.json").read_text("utf-8"))
    assert lock["packages"][""]["devDependencies"] == _manifest()["devDependencies"]
    assert not [name for name, entry in lock["packages"].items() if "resolved" in entry]


def test_wfk_of_an_untrusted_workspace_is_not_run() -> None:
    assert _manifest()["capabilities"]["untrustedWorkspaces"]["supported"] is False


@pytest.mark.parametrize("page", [ROOT / "docs" / "editors.md", SOURCE / "README.md"])
def test_settings_and_commands_are_documented(page: Path) -> None:
    text = page.read_text("utf-8")
    contributes = _manifest()["contributes"]
    names = [
        *contributes["configuration"]["properties"],
        *(each["title"] for each in contributes["commands"]),
    ]
    assert [name for name in names if name not in text] == []


def test_the_wheel_does_not_contain_the_extension() -> None:
    build = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]
    wheel = build["targets"]["wheel"]
    assert wheel["packages"] == ["workflowkit"]
    assert not [name for name in wheel["force-include"] if name.startswith("editors")]
