from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.simulation.flows import TEXT

OTHERS = ("cacheprovider", "xdist", "hypothesispytest", "pytest-lsp", "syrupy", "asyncio", "anyio")
"""Plugins that are not tested; some take longer to import than a run takes."""


def run_pytest(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run pytest as a user does, with the installed plugin."""
    return subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            *(f"-pno:{name}" for name in OTHERS),
            *arguments,
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTEST_ADDOPTS": ""},
        timeout=600,
        check=False,
    )


def test_scenarios_are_collected_and_run(tmp_path: Path) -> None:
    (tmp_path / "workflows").mkdir()
    (tmp_path / "workflows/release.json").write_text(TEXT, "utf-8")
    scenarios = tmp_path / "scenarios/release"
    scenarios.mkdir(parents=True)
    (scenarios / "good.yaml").write_text("expect: {end: complete}\n")
    (scenarios / "bad.yaml").write_text(
        "answers:\n  - {step: triage, context: {mode: quick}}\nexpect: {path: [triage, inspect]}\n"
    )
    (scenarios / "broken.yaml").write_text("expct: {}\n")
    (tmp_path / "other.yaml").write_text("not: a scenario\n")
    ran = run_pytest(tmp_path)
    assert "2 failed, 1 passed" in ran.stdout
    assert "path: step 2 is 'rounds@1/build'; expected 'inspect'" in ran.stdout
    assert 'because mode is "quick"' in ran.stdout
    assert "broken.yaml:1:1: unknown key 'expct'; did you mean 'expect'?" in ran.stdout
    assert "Traceback" not in ran.stdout
    assert "1 passed" in run_pytest(tmp_path, "-k", "good").stdout
    assert "no tests ran" in run_pytest(tmp_path, "--no-wfk").stdout
