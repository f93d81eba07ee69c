from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

import click
import pytest

from workflowkit.cli import commands
from workflowkit.cli.main import run, wfk
from workflowkit.cli.overview import SECTIONS, SUMMARIES, overview
from workflowkit.config.toml import ConfigurationError
from workflowkit.entry import answer
from workflowkit.errors import UnreadableFile, UsageError
from workflowkit.version import VERSION

START = "from workflowkit.entry import main; main()"


@pytest.fixture
def stale(monkeypatch: pytest.MonkeyPatch) -> Callable[[Exception | int | str], None]:
    """Makes `wfk stale` raise an exception, return a number, or print a text."""

    def make(outcome: Exception | int | str) -> None:
        @click.command()
        @click.option("--format", "style")
        @click.argument("word", required=False)
        def stale(style: str | None, word: str | None) -> int | None:
            """Do as the test says."""
            if isinstance(outcome, Exception):
                raise outcome
            if isinstance(outcome, str):
                click.echo(outcome)
            return outcome if isinstance(outcome, int) else None

        name = "workflowkit.cli.commands.stale"
        module = ModuleType(name)
        module.__spec__ = ModuleSpec(name, None)
        module.stale = stale  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, name, module)

    return make


def leaves(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(command, info_name=path)
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            yield from leaves(inner, f"{path} {name}")
    else:
        yield path, command


def shell(arguments: list[str], **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # type: ignore[call-overload]
        [sys.executable, "-c", START, *arguments],
        timeout=600,
        check=False,
        **{"capture_output": True, "encoding": "utf-8", **options},
    )


def test_importing_the_program_imports_nothing_but_click() -> None:
    code = (
        "import sys; before = set(sys.modules); import click; clicks = set(sys.modules)\n"
        "import workflowkit.cli.main\n"
        "print(*sorted(name for name in set(sys.modules) - clicks if name.partition('.')[0]\n"
        "              not in sys.stdlib_module_names))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == [
        "workflowkit",
        "workflowkit.cli",
        "workflowkit.cli.main",
        "workflowkit.cli.overview",
        "workflowkit.version",
    ]


def test_version_and_overview_need_nothing_of_the_program() -> None:
    code = (
        "import sys; before = set(sys.modules); from workflowkit.entry import answer\n"
        "assert answer(['--version']) and answer(['--help'])\n"
        "print(*sorted(set(sys.modules) - before))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == [
        "__future__",
        "workflowkit",
        "workflowkit.cli",
        "workflowkit.cli.overview",
        "workflowkit.entry",
        "workflowkit.version",
    ]


@pytest.mark.parametrize("option", ["-h", "--help", "--version"])
def test_the_entry_point_prints_what_the_program_prints(
    option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([option]) == 0
    out = capsys.readouterr().out
    assert shell([option]).stdout == out
    assert answer([option]) == out


def test_the_entry_point_reports_output_that_cannot_be_written() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("the system has no full device")
    with open("/dev/full", "w") as full:
        done = shell(["--version"], capture_output=False, stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 3
    assert "no space left" in done.stderr


def test_version_is_that_of_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"wfk {VERSION}\n"


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_lists_commands_by_section(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([option]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "Set up:" in lines
    assert f"  completion         {SECTIONS['Set up']['completion']}" in lines


def test_every_command_of_the_overview_exists() -> None:
    modules = {path.stem for path in Path(commands.__path__[0]).glob("*.py")} - {"__init__"}
    assert {name.replace("-", "_") for name in SUMMARIES} == modules
    assert all(f"  {name:<17}  {line}\n" in overview() for name, line in SUMMARIES.items())


def test_every_command_shows_an_example_and_explains_its_options() -> None:
    silent = [
        path
        for path, command in leaves(wfk, "wfk")
        if not re.search(rf"\n +{path}\b", command.get_help(click.Context(command, info_name=path)))
    ]
    unexplained = [
        f"{path} {option.name}"
        for path, command in leaves(wfk, "wfk")
        for option in command.params
        if isinstance(option, click.Option) and not option.help
    ]
    assert (silent, unexplained) == ([], [])


def test_result_of_a_command_is_the_exit_code(
    stale: Callable[[Exception | int | str], None],
) -> None:
    stale(1)
    assert run(["stale"]) == 1
    stale("fine")
    assert run(["stale"]) == 0


@pytest.mark.parametrize(
    ("error", "code", "printed"),
    [
        (UsageError("no such thing"), 2, "wfk: no such thing\n"),
        (
            UsageError("no such thing", help="try\nanother"),
            2,
            "wfk: no such thing\n     try\n     another\n",
        ),
        (UnreadableFile("a.json: permission denied"), 3, "wfk: a.json: permission denied\n"),
        (ConfigurationError("wfk.toml:1:1: unknown key"), 2, "wfk.toml:1:1: unknown key\n"),
        (
            FileNotFoundError(2, "No such file or directory", "x"),
            3,
            "wfk: x: no such file or directory\n",
        ),
        (
            KeyError("\x1bx"),
            3,
            "wfk: internal error, please report it: KeyError: '\\x1bx'\n"
            "     set WFK_DEBUG=1 to print the traceback\n",
        ),
        (UsageError("no file '\x1b[2J\ud800'"), 2, "wfk: no file '<U+001B>[2J<U+D800>'\n"),
        (click.ClickException("Cannot do it."), 2, "wfk: cannot do it\n"),
        (click.Abort(), 130, ""),
    ],
)
def test_exception_becomes_lines_and_an_exit_code(
    error: Exception,
    code: int,
    printed: str,
    stale: Callable[[Exception | int | str], None],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("WFK_DEBUG", raising=False)
    stale(error)
    assert run(["stale"]) == code
    assert capsys.readouterr() == ("", printed)


def test_traceback_is_shown_when_asked_for(
    stale: Callable[[Exception | int | str], None],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("WFK_DEBUG", "1")
    stale(ZeroDivisionError("gone"))
    assert run(["stale"]) == 3
    err = capsys.readouterr().err
    assert err.startswith("Traceback")
    assert "wfk: internal error, please report it: ZeroDivisionError: gone" in err


@pytest.mark.parametrize(
    ("arguments", "printed"),
    [
        (["stael"], "wfk: unknown command 'stael'\n     did you mean 'stale'?\n"),
        (["zzz"], "wfk: unknown command 'zzz'\n     list the commands with --help\n"),
        (
            ["stale", "--fromat", "x"],
            "wfk: unknown option '--fromat'\n     did you mean '--format'?\n",
        ),
        (["stale", "--zzz"], "wfk: unknown option '--zzz'\n     see wfk stale --help\n"),
        (
            ["stale", "--format"],
            "wfk: option '--format' requires an argument\n",
        ),
        (["completion"], "wfk: missing argument 'SHELL'\n     see wfk completion --help\n"),
        (
            ["completion", "csh"],
            "wfk: 'SHELL': 'csh' is not one of 'bash', 'zsh', 'fish'\n"
            "     see wfk completion --help\n",
        ),
    ],
)
def test_wrong_command_line_is_told_calmly(
    arguments: list[str],
    printed: str,
    stale: Callable[[Exception | int | str], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    stale(0)
    assert run(arguments) == 2
    assert capsys.readouterr() == ("", printed)


def test_path_in_place_of_a_command_is_recognized(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([str(tmp_path)]) == 2
    assert capsys.readouterr().err == (
        f"wfk: unknown command '{tmp_path}'\n     did you mean 'wfk lint {tmp_path}'?\n"
    )


def test_nothing_asked_for_shows_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 2
    assert "Usage: wfk" in capsys.readouterr().err


def test_closed_pipe_is_left_quietly() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", START, "completion", "zsh"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        process.wait()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_full_disk_is_told() -> None:
    with open("/dev/full", "w") as full:
        done = shell(
            ["completion", "zsh"], capture_output=False, stdout=full, stderr=subprocess.PIPE
        )
    assert (done.returncode, done.stderr) == (3, "wfk: no space left on device\n")


def test_output_that_the_encoding_has_not_is_escaped() -> None:
    environment = {"PYTHONIOENCODING": "latin-1", "PYTHONPATH": str(Path.cwd())}
    done = shell(["\udcff→é"], env=environment, encoding="latin-1")
    assert done.returncode == 2
    assert done.stderr.startswith("wfk: unknown command '<U+DCFF>\\u2192é'\n")


@pytest.mark.parametrize("name", ["bash", "zsh", "fish"])
def test_completion_script_is_for_the_program(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["completion", name]) == 0
    out, err = capsys.readouterr()
    assert f"_WFK_COMPLETE={name}_complete" in out
    assert err == ""


@pytest.mark.parametrize(
    ("line", "completed"),
    [
        ("wfk compl", ["completion"]),
        ("wfk lint --engine 3.12", ["3.121.0"]),
        ("wfk lint --format sa", ["sarif"]),
        ("wfk lint --output sa", ["sarif="]),
        ("wfk lint --only unknown-ke", ["unknown-key"]),
        ("wfk explain I00", [f"I00{number}" for number in range(1, 10)]),
        ("wfk show wr.shap", ["wr.shaping"]),
        ("wfk preview workflows/shaping.json --step mine", ["mine-raw-idea"]),
        ("wfk rename-step workflows/shaping.json mine", ["mine-raw-idea"]),
        ("wfk breaking --against HEA", ["HEAD"]),
        ("wfk explain promptB", ["promptBlocks"]),
        ("wfk preview nowhere.json --step collect", []),
    ],
)
def test_words_are_completed(line: str, completed: list[str]) -> None:
    environment = {
        "_WFK_COMPLETE": "bash_complete",
        "COMP_WORDS": line,
        "COMP_CWORD": str(line.count(" ")),
        "PYTHONPATH": str(Path.cwd()),
    }
    code = f"import sys; sys.argv = ['wfk']; {START}"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True
    )
    found = [each.removeprefix("plain,") for each in done.stdout.splitlines() if each]
    assert found[: len(completed)] == completed
    assert bool(found) == bool(completed)
