from __future__ import annotations

from pathlib import Path

import click
import pytest

from tests.cli.conftest import Wfk
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


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("lint", "--engine", ""), "--engine is blank"),
        (("lint", "--engine", " "), "--engine is blank"),
        (("triggers", "validate", "--engine", ""), "--engine is blank"),
        (("lint", "--baseline", ""), "--baseline is blank"),
        (("compile", "--out", ""), "--out is blank"),
        (("lint", "-", "--stdin-filename", ""), "--stdin-filename is blank"),
        (("lint", "--select", ""), "--select names no rule"),
        (("lint", "--extend-select", ","), "--extend-select names no rule"),
        (("lint", "--ignore", " "), "--ignore names no rule"),
        (("lint", "--only", ""), "--only names no rule"),
        (("lint", "--exclude", ""), "the pattern '' of --exclude is blank"),
        (("lint", "--exclude", "[ab].json"), "has '[', which is no wildcard"),
        (("fmt", "--exclude", "{a,b}"), "has '{', which is no wildcard"),
        (("compile", "--exclude", "!a"), "has '!', which is no wildcard"),
        (("check", "--exclude", "***"), "has '***', which is no wildcard"),
    ],
)
def test_an_option_without_meaning_is_a_usage_error(
    good: Path, wfk: Wfk, arguments: tuple[str, ...], message: str
) -> None:
    Path("triggers.yml").write_text("triggers:\n", "utf-8")
    ran = wfk(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err


def test_an_invalid_pattern_of_the_configuration_is_located(good: Path, wfk: Wfk) -> None:
    Path("wfk.toml").write_text('exclude = ["vendor", "a[b]"]\n', "utf-8")
    ran = wfk("lint")
    assert ran.code == 2
    assert ran.err.startswith("wfk.toml:1:22: entry 2 of 'exclude' has '[', which is no wildcard; ")
