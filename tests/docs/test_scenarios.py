"""The commands that the pages of docs/ and README.md show, one scenario for each page: `scenarios/PAGE.txt`.

A scenario is a list of sections, each with a head that begins with `== `:

    == file PATH        the file with this content
    == sh               preparations, as a shell script
    == wfk ARGUMENTS    a command; the sections after it are what it does
    == exit N           its exit code; 0 without this section
    == out              its standard output; anything without this section
    == err              its standard error; anything without this section

An ellipsis in an output is whatever stands there: the rest of a line, or whole lines when it is alone.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import click
import pytest

from tests.programs import warm
from workflowkit.cli.main import wfk

ROOT = Path(__file__).parents[2]
FOLDER = Path(__file__).parent / "scenarios"
SCENARIOS = sorted(FOLDER.glob("*.txt"))

ELSEWHERE = {
    "agents": "tests/docs/test_agents_page.py",
    "editors": "tests/cli/test_lsp_command.py",
    "hosts": "tests/cli/test_hosts_page.py",
    "mcp": "tests/docs/test_mcp_page.py",
    "reports": "tests/docs/test_reports_page.py",
    "triggers": "tests/docs/test_triggers_page.py",
    "watch": "tests/cli/test_watch_command.py",
}
"""Pages whose commands a module of their own runs."""


@dataclass
class Command:
    """A command, and what it has to do."""

    line: str
    exit_code: int = 0
    outputs: dict[str, str] = field(default_factory=dict)


@dataclass
class Scenario:
    """Everything of one file, in its order."""

    steps: list[Command | tuple[str, str]] = field(default_factory=list)

    @property
    def commands(self) -> list[Command]:
        return [step for step in self.steps if isinstance(step, Command)]


def sections(text: str) -> Iterator[tuple[str, str]]:
    """Yield the head and the body of each section."""
    heads = list(re.finditer(r"^== (.*)\n", text, re.MULTILINE))
    for head, following in zip(heads, [*heads[1:], None], strict=True):
        yield head[1], text[head.end() : following.start() if following else len(text)]


def parsed(path: Path) -> Scenario:
    found = Scenario()
    for head, body in sections(path.read_text("utf-8")):
        kind, _, rest = head.partition(" ")
        match kind:
            case "wfk":
                found.steps.append(Command(rest))
            case "exit":
                found.commands[-1].exit_code = int(rest)
            case "out" | "err":
                found.commands[-1].outputs[kind] = body
            case "file" | "sh":
                found.steps.append((head, body))
            case _:
                raise AssertionError(f"{path.name}: no such section: {head}")
    return found


def matches(expected: str, printed: str) -> bool:
    pattern = re.escape(expected).replace("…\\\n", "(?:.*\n)*").replace("…", ".*")
    return re.fullmatch(pattern, printed) is not None


def run(command: Command, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run *command*, with the redirections of a shell."""
    return subprocess.run(
        f"{shlex.quote(str(warm.program()))} {command.line}",
        shell=True,
        capture_output=True,
        encoding="utf-8",
        env=environment,
        check=False,
        stdin=subprocess.DEVNULL,
    )


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_commands_do_what_the_scenario_says(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("GIT")},
        "NO_COLOR": "1", "WFK_CACHE": "off", "ROOT": str(ROOT), "HOME": str(tmp_path / "home"),
        **{f"GIT_{who}_{what}": "a@b.c" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
        "PATH": f"{warm.program().parent}{os.pathsep}{os.environ['PATH']}",
    }  # fmt: skip
    for step in parsed(path).steps:
        if isinstance(step, Command):
            ran = run(step, environment)
            assert ran.returncode == step.exit_code, (step.line, ran.stdout, ran.stderr)
            for name, printed in (("out", ran.stdout), ("err", ran.stderr)):
                if name in step.outputs:
                    assert matches(step.outputs[name], printed), (step.line, printed)
        elif step[0] == "sh":
            subprocess.run(["sh", "-ec", step[1]], env=environment, check=True, capture_output=True)
        else:
            target = Path(step[0].partition(" ")[2])
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(step[1], "utf-8")


def shown(page: Path) -> list[str]:
    """The commands in the code blocks of a page, those of CI jobs included, without comments."""
    found = []
    for block in re.findall(
        r"^```\w*\n(.*?)^```$", page.read_text("utf-8"), re.DOTALL | re.MULTILINE
    ):
        for line in block.splitlines():
            command = re.sub(r"\s+#.*|^\s*\$ |^\s*- (?:run: )?", "", line).strip()
            if command.startswith("wfk "):
                found.append(command.removeprefix("wfk "))
    return found


EVERY_PAGE = [*sorted((ROOT / "docs").glob("*.md")), ROOT / "README.md"]
PAGES = [page for page in EVERY_PAGE if shown(page) or (FOLDER / f"{page.stem}.txt").is_file()]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_shown_command_is_run(page: Path) -> None:
    if page.stem in ELSEWHERE:
        assert (ROOT / ELSEWHERE[page.stem]).is_file()
        return
    run_here = [command.line for command in parsed(FOLDER / f"{page.stem}.txt").commands]
    wanted = [re.sub(r"\$\{\{ matrix.shard \}\}", "1", line) for line in shown(page)]
    assert [line for line in wanted if line not in run_here] == []


def test_the_readme_shows_what_its_commands_print() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    command = next(each for each in parsed(FOLDER / "README.txt").commands if each.outputs)
    assert f"`wfk {command.line}`" in readme
    (printed,) = re.findall(r"^```\n(workflows/.*?)^```$", readme, re.DOTALL | re.MULTILINE)
    assert matches(command.outputs["out"], printed)


def test_commands_within_sentences_exist() -> None:
    """Every `wfk COMMAND --option` of a sentence is a command with these options."""
    wrong = []
    for page in (*EVERY_PAGE, ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md"):
        text = re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
        for line in re.findall(r"`wfk ([a-z][^`]*)`", text):
            words = re.sub(r"'[^']*'|[|…]", " ", line).split()
            command: click.Command | None = wfk
            while isinstance(command, click.Group) and words and words[0][0] != "-":
                command = command.get_command(click.Context(command), words.pop(0))
            known = (
                {option for each in command.params for option in each.opts} if command else set()
            )
            options = {word.partition("=")[0] for word in words if re.match(r"--?[a-z]", word)}
            if command is None or options - known - {"-h", "--help"}:
                wrong.append((page.name, line))
    assert wrong == []


def test_scenarios_can_fail() -> None:
    assert matches("one\n…\ntwo …\n", "one\n1\n2\ntwo 3\n")
    assert not matches("one\n", "two\n")
    assert not matches("one …\n", "one\n")
