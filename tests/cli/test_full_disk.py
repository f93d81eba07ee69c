"""A full disk: every command that writes says so, and leaves what was there as it was."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cli.conftest import GOOD, Wfk
from tests.programs import warm

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the limit on file sizes is one of Unix")

# No file can grow beyond 20 bytes in the child, which is the error of a full disk.
LIMIT = """\
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20, 20))
"""
TRIGGERS = """\
triggers:
  - id: review
    provider: generic
    workflowId: mr-review-workflow-agentic
    workspacePath: /srv/app
    goal: Review it
    hmacSecret: $HOOK_SECRET
"""
SCENARIO = """\
title: The release is built
answers:
  - step: build
expect:
  path: [build, build]
"""
WRITING = [
    ("lint", "--fix", "workflows"),
    ("lint", "--fix", "--unsafe-fixes", "workflows"),
    ("lint", "--fix", "triggers.yml"),
    ("lint", "--prune-baseline"),
    ("lint", "--write-baseline", "--select", "S,M,P"),
    ("lint", "--write-baseline", "--baseline", "new.json"),
    ("lint", "--output", "sarif=report.sarif", "--output", "junit=report.xml"),
    ("fmt", "workflows"),
    ("compile",),
    ("compile", "--prune"),
    ("compile", "--out", "new"),
    ("stamp", "workflows/ugly.json"),
    ("check", "--fix", "--triggers", "triggers.yml"),
    ("check", "--fix", "--bindings", "bindings.json"),
    ("triggers", "validate", "--fix"),
    ("breaking", "--against", "old", "workflows", "--category", "prompt", "--accept", "why"),
    ("breaking", "--against", "old", "workflows", "--category", "prompt", "--accept", "why", "--ledger", "l.json"),
    ("scenarios", "propose", "workflows/ugly.json", "--out", "new"),
    ("simulate", "--auto", "workflows/ugly.json", "--save", "new.yaml"),
    ("test", "--update", "scenarios"),
    ("test", "--coverage", "--coverage-report", "xml:coverage.xml", "scenarios"),
    ("init", "--yes", "--agents"),
    ("new", "acme.other"),
    ("new", "acme.routine-other", "-o", "new/other.json"),
    ("new", "acme.other", "--from", "workflows/ugly.json"),
]  # fmt: skip


@pytest.fixture
def project(good: Path, wfk: Wfk) -> Path:
    """A project in which every command has something to write, over files that are there."""
    Path("wfk.toml").write_text('paths = ["workflows"]\n[lint]\nprofile = "core"\n', "utf-8")
    ugly = GOOD.replace("acme.release", "acme.ugly").replace("\n", "\n   ")
    (good.parent / "ugly.json").write_text(ugly, "utf-8")
    Path("old").mkdir()
    Path("old/ugly.json").write_text(ugly.replace("the tag", "the branch"), "utf-8")
    Path("triggers.yml").write_text(TRIGGERS, "utf-8")
    Path("bindings.json").write_text(
        '{"mr-review-workflow-agentic": {"philosophy_review": "routine-plan-analysis"}}\n', "utf-8"
    )
    Path("scenarios/ugly").mkdir(parents=True)
    Path("scenarios/ugly/one.yaml").write_text(SCENARIO, "utf-8")
    assert wfk("stamp", "workflows/release.json").code == 0
    assert wfk("compile").code == 0
    late = good.parent / "late.json"
    late.write_text(GOOD.replace("acme.release", "acme.late"), "utf-8")
    stamped = good.read_text("utf-8").replace("the tag", "the tag or the commit")
    good.write_text(stamped.replace('"version"', '"colour": 1, "version"'), "utf-8")
    assert wfk("lint", "--write-baseline", "workflows").code == 0
    good.write_text(stamped, "utf-8")
    ledger = ("breaking", "--against", "workflows/late.json", "old", "--accept", "x")
    assert wfk(*ledger).code == 0
    late.write_text(late.read_text("utf-8").replace('"version"', '"versoin"'), "utf-8")
    return good


def _contents() -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in sorted(Path().rglob("*")) if path.is_file()}


@pytest.mark.parametrize("command", WRITING, ids=" ".join)
@pytest.mark.usefixtures("project")
def test_everything_stays_as_it_was(command: tuple[str, ...]) -> None:
    before = _contents()
    ran = warm.wfk(*command, first=LIMIT)
    assert ran.returncode == 3
    assert "file too large" in ran.stderr
    assert _contents() == before


@pytest.mark.parametrize(
    "command", [("lint", "workflows/ugly.json"), ("list",), ("rules",)], ids=" ".join
)
@pytest.mark.usefixtures("project")
def test_a_cache_that_cannot_be_written_is_done_without(command: tuple[str, ...]) -> None:
    ran = warm.wfk(*command, first=LIMIT)
    assert (ran.returncode, "too large" in ran.stderr) == (0, False)
