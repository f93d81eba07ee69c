from __future__ import annotations

from pathlib import Path

import click
import pytest

from workflowkit.cli import options
from workflowkit.cli.terminal import show, style_for, wants_color
from workflowkit.errors import UsageError
from workflowkit.report.style import Style
from workflowkit.run.loading import Options


@click.command()
@options.paths
@options.project
@options.output_format("text", "json")
@options.terminal
def echo(**values: object) -> dict[str, object]:
    """Return what it is given."""
    return values


def given(*arguments: str) -> object:
    return echo.main(list(arguments), standalone_mode=False)


def test_defaults_ask_for_nothing() -> None:
    assert given() == {
        "paths": (),
        "given": Options(),
        "format_name": "text",
        "color": "auto",
        "quiet": False,
    }


def test_paths_stay_as_they_were_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("flows").mkdir()
    values = given("./flows/", "flows", "--routines", "flows", "--routines", "./flows")
    assert isinstance(values, dict)
    assert (values["paths"], values["given"].routines) == (
        ("./flows/", "flows"),
        ("flows", "./flows"),
    )


@pytest.mark.parametrize(
    ("path", "help"),
    [
        ("flow/", "did you mean 'flows/'?"),
        ("flows/a.jsn", "did you mean 'flows/a.json'?"),
        ("elsewhere/a.json", ""),
        ("zzz", ""),
    ],
)
def test_missing_path_names_what_was_probably_meant(
    path: str, help: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("flows").mkdir()
    Path("flows/a.json").touch()
    with pytest.raises(UsageError) as caught:
        given(path)
    assert (caught.value.message, caught.value.help) == (f"no such file or folder: {path}", help)


def test_options_in_the_help_keep_their_order() -> None:
    help = echo.get_help(click.Context(echo))
    names = ["--spec", "--routines", "--bindings", "--engine", "--format", "--color", "--quiet"]
    assert sorted(names, key=help.index) == names


@pytest.mark.parametrize(
    ("choice", "is_terminal", "environment", "expected"),
    [
        ("auto", True, {}, True),
        ("auto", False, {}, False),
        ("auto", True, {"NO_COLOR": "1"}, False),
        ("auto", True, {"NO_COLOR": ""}, True),
        ("auto", True, {"TERM": "dumb"}, False),
        ("auto", False, {"FORCE_COLOR": "1"}, True),
        ("auto", True, {"FORCE_COLOR": "0"}, False),
        ("auto", False, {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ("always", False, {"NO_COLOR": "1"}, True),
        ("never", True, {"FORCE_COLOR": "1"}, False),
    ],
)
def test_color_follows_choice_then_environment_then_terminal(
    choice: str, is_terminal: bool, environment: dict[str, str], expected: bool
) -> None:
    assert wants_color(choice, is_terminal, environment) is expected


def test_pipe_is_plain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    assert style_for() == Style()


def test_shown_color_is_not_taken_away(capsys: pytest.CaptureFixture[str]) -> None:
    show("\x1b[1mbold\x1b[0m\n", style_for("always"))
    show("\x1b[1mplain\x1b[0m\n", style_for("never"))
    assert capsys.readouterr().out == "\x1b[1mbold\x1b[0m\nplain\n"
