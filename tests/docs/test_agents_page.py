"""docs/agents.md and the AGENTS.md of `wfk init`: every command that they show runs, in their order, and prints what is shown."""

from __future__ import annotations

import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.programs import warm
from workflowkit.cli.overview import SUMMARIES
from workflowkit.scaffold.project import AGENTS

PAGE = (Path(__file__).parents[2] / "docs" / "agents.md").read_text("utf-8")
(DRAFT,) = re.findall(r"^```json\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
RUNS = re.findall(r"^```console\n\$ wfk (.*?)\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
NOTES = "workflows/release-notes.json"

GREET = (
    '{"id": "acme.greet", "name": "Greet", "description": "Use this to greet a new customer.", '
    '"version": "1.0.0", "steps": [{"id": "greet", "title": "Greet", "prompt": "Greet the customer by name."}]}'
)

EXIT_CODES = {"breaking": 1}
"""Commands that find something in the change: a workflow is new, and its acceptance is missing."""


def _wfk(folder: Path, line: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return warm.wfk(*shlex.split(line), cwd=folder, stdin=stdin)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with one workflow, in its first commit."""
    (tmp_path / "workflows").mkdir()
    (tmp_path / "workflows/greet.json").write_text(GREET, "utf-8")
    assert _wfk(tmp_path, "init --yes --quiet --agents").returncode == 0
    git = ["git", "-c", "user.name=test", "-c", "user.email=test@example.com"]
    for words in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "-m", "first"]):
        subprocess.run([*git, *words], cwd=tmp_path, check=True)
    return tmp_path


def test_the_page_is_a_session_that_works(project: Path) -> None:
    flow = project / NOTES
    assert len(RUNS) > 15
    for line, shown in RUNS:
        if "clarificationPrompt" not in PAGE.partition(f"$ wfk {line}\n")[0]:
            pass  # Before the draft is written.
        elif not flow.read_text("utf-8").count("Collect the changes"):
            flow.write_text(DRAFT, "utf-8")
        if line.startswith("lint --quiet"):
            flow.write_text(flow.read_text("utf-8").replace('"huge"', '"long"'), "utf-8")
        command, _, source = line.partition(" < ")
        stdin = (project / source).read_text("utf-8") if source else ""
        done = _wfk(project, command, stdin)
        pattern = re.escape(shown).replace("…\\\n", "(?:.*\n)*").replace("…", ".*")
        assert re.fullmatch(pattern, done.stdout), (line, done.stdout, done.stderr)
        assert done.returncode in (0, 1), (line, done.stderr)
        assert done.stdout or "quiet" in line, line


def _guide_lines() -> Iterator[str]:
    for block in re.findall(r"^```sh\n(.*?)^```$", AGENTS, re.DOTALL | re.MULTILINE):
        for line in block.splitlines():
            yield line.partition("#")[0].strip().removeprefix("wfk ")


VALUES = {"FILE": "workflows/greet.json", "CODE": "C001", "ID": "greet"}


def test_every_command_of_the_guide_runs(project: Path) -> None:
    written = (project / "AGENTS.md").read_text("utf-8")
    assert written == AGENTS
    lines = list(_guide_lines())
    assert len(lines) > 12
    for line in lines:
        command = " ".join(VALUES.get(word, word) for word in line.split())
        done = _wfk(project, command)
        assert done.returncode in (0, EXIT_CODES.get(line, 0)), (command, done.stdout, done.stderr)
    assert (project / "workflows/name.json").exists()
    assert list((project / "scenarios").rglob("*.yaml"))


@pytest.mark.parametrize("text", [PAGE, AGENTS], ids=["page", "guide"])
def test_commands_that_are_only_mentioned_exist(text: str) -> None:
    mentioned = set(re.findall(r"`wfk (\w+)", text))
    assert mentioned <= set(SUMMARIES)
