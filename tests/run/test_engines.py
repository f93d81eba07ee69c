"""Which engine a run is about: option, configuration, project, default."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from workflowkit.config.settings import Config
from workflowkit.errors import UsageError
from workflowkit.run.engines import ChosenEngine, chosen_engine

KNOWN = ["3.66.0", "3.68.0", "3.70.0", "3.121.0"]


@pytest.mark.parametrize(
    ("asked", "config", "version"),
    [
        (None, Config(), "3.68.0"),
        (None, Config(engine="3.70.0"), "3.70.0"),
        ("3.66.0", Config(engine="3.70.0"), "3.66.0"),
        ("latest", Config(), "latest"),
    ],
)
def test_the_option_wins_over_the_configuration(
    asked: str | None, config: Config, version: str
) -> None:
    assert chosen_engine(asked, config, KNOWN).versions == (version,)


def test_a_version_without_a_profile_is_told_once() -> None:
    assert chosen_engine("3.70.1", Config(), KNOWN) == ChosenEngine(
        ("3.70.1",), ("engine '3.70.1' is taken as 3.70.0",)
    )


def test_a_version_after_all_is_told_with_what_follows() -> None:
    (note,) = chosen_engine("3.200", Config(), KNOWN).notes
    assert note == (
        "engine '3.200' is newer than all that are known and is taken as 3.121.0; "
        "what that does not know is a warning"
    )


@pytest.mark.parametrize(("asked", "config"), [(">=3.68,<3.110", Config()), (None, Config(engines=">=3.68,<3.110")), (None, Config(engine=">=3.68,<3.110"))])  # fmt: skip
def test_a_range_is_every_version_in_it(asked: str | None, config: Config) -> None:
    chosen = chosen_engine(asked, config, KNOWN)
    assert chosen.versions == ("3.68.0", "3.70.0")
    assert chosen.notes == ("engines >=3.68,<3.110: 2 versions differ, from 3.68.0 to 3.70.0",)


def test_an_empty_range_and_two_settings_are_refused() -> None:
    with pytest.raises(UsageError, match="no engine version is in '>=9,<8'"):
        chosen_engine(">=9,<8", Config(), KNOWN)
    with pytest.raises(UsageError, match="'engine' and 'engines' exclude each other"):
        chosen_engine(None, Config(engine="3.68", engines=">=3", path="wfk.toml"), KNOWN)


def write(path: Path, value: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value), "utf-8")


def of_project(folder: Path, **settings: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    config = Config(path=f"{folder.as_posix()}/wfk.toml", **settings)
    chosen = chosen_engine("project", config, KNOWN)
    return chosen.versions, chosen.notes


@pytest.mark.parametrize("kind", ["dependencies", "devDependencies", "peerDependencies"])
@pytest.mark.parametrize("name", ["workrail", "@acme/workrail"])
def test_a_project_is_what_its_package_depends_on(tmp_path: Path, kind: str, name: str) -> None:
    write(tmp_path / "package.json", {kind: {"other": "1.0.0", name: "^3.70.0"}})
    (tmp_path / "flows").mkdir()
    assert of_project(tmp_path / "flows", engine="3.66.0") == (
        ("3.70.0",),
        ("engine 'project' is 3.70.0, from package.json",),
    )


def test_the_installed_version_wins_over_the_locked_and_the_declared_one(tmp_path: Path) -> None:
    write(tmp_path / "package.json", {"dependencies": {"@acme/workrail": ">=3.66.0"}})
    locked = {"packages": {"node_modules/@acme/workrail": {"version": "3.68.0"}}}
    write(tmp_path / "package-lock.json", locked)
    assert of_project(tmp_path)[1] == ("engine 'project' is 3.68.0, from package-lock.json",)
    write(tmp_path / "node_modules/@acme/workrail/package.json", {"version": "3.70.0"})
    assert of_project(tmp_path)[1] == (
        "engine 'project' is 3.70.0, from node_modules/@acme/workrail",
    )


@pytest.mark.parametrize("text", ["{", "[]", '{"dependencies": []}', '{"dependencies": {"workrail": "latest"}}'])  # fmt: skip
def test_without_a_usable_package_the_configuration_decides(tmp_path: Path, text: str) -> None:
    (tmp_path / "package.json").write_text(text, "utf-8")
    versions, (note,) = of_project(tmp_path, engine="3.70.0")
    assert versions == ("3.70.0",)
    assert note.endswith("wfk.toml")
    assert of_project(tmp_path, engine="project")[0] == ("3.68.0",)
    assert of_project(tmp_path)[0] == ("3.68.0",)


def test_a_configured_range_is_what_the_project_says(tmp_path: Path) -> None:
    assert of_project(tmp_path, engines=">=3.68,<3.71")[0] == ("3.68.0", "3.70.0")
