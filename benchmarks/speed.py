"""Speed and memory, as ratios against peers in the same run.

python benchmarks/speed.py [FOLDER]     folder of workflow files; the bundled ones by default

Prints medians of whole processes: wall seconds, and peak memory where the system reports it.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
RUNS = 9


def measure(commands: dict[str, list[str]]) -> dict[str, tuple[float, float]]:
    """Measure the median wall seconds and peak memory in MiB of each command; the commands run in turn, after one warm-up each."""
    environment = {
        key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"
    }
    times: dict[str, list[float]] = {name: [] for name in commands}
    peaks: dict[str, list[float]] = {name: [] for name in commands}
    for run in range(RUNS + 1):
        for name, command in commands.items():
            started = time.perf_counter()
            process = subprocess.Popen(
                command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            _, _, usage = os.wait4(process.pid, 0)
            if run:
                times[name].append(time.perf_counter() - started)
                peaks[name].append(usage.ru_maxrss / 1024)
    return {
        name: (statistics.median(times[name]), statistics.median(peaks[name])) for name in commands
    }


def rule_time(path: Path) -> tuple[float, int]:
    """Return the median milliseconds that all rules take on the compiled file at *path*, analysis included, and the number of rules."""
    from workflowkit.config.settings import Config, LintConfig, RuleChoice
    from workflowkit.lint.rules import ALL
    from workflowkit.lint.runner import run
    from workflowkit.lint.selection import Selection
    from workflowkit.run import loading
    from workflowkit.run.analyze import analysis_of, kind_of
    from workflowkit.run.loading import Options

    context = loading.load_context(Options(), Config())
    document = loading.read_document(path)
    kind = kind_of(document.path, "", context.spec)
    selection = Selection(LintConfig(rules=RuleChoice(profile="style")), ALL)
    chosen = {"Analysis": selection.rules_for(document.path, kind)["Analysis"]}
    taken: list[float] = []
    for _ in range(RUNS):
        analysis = analysis_of(document, context)
        assert analysis is not None
        started = time.perf_counter()
        run({"Analysis": analysis}, chosen)
        taken.append((time.perf_counter() - started) * 1000)
    return statistics.median(taken), len(chosen["Analysis"])


def main(arguments: list[str]) -> None:
    """Measure and print."""
    folder = Path(arguments[0]) if arguments else ROOT / "workflows"
    paths = [str(path) for path in sorted(folder.rglob("*.json")) if path.name != "expected.json"]
    schema = str(ROOT / "spec" / "workflow.schema.json")
    figures = measure(
        {
            "python -c pass": [sys.executable, "-c", "pass"],
            "wfk --version": [str(BIN / "wfk"), "--version"],
            "wfk hash": [str(BIN / "wfk"), "hash", *paths],
            "wfk lint, core": [str(BIN / "wfk"), "lint", "--profile", "core", *paths],
            "wfk lint, all rules": [str(BIN / "wfk"), "lint", "--profile", "style", *paths],
            "check-jsonschema": [str(BIN / "check-jsonschema"), "--schemafile", schema, *paths],
        }
    )
    peer = figures["check-jsonschema"]
    print(
        f"{len(paths)} files, median of {RUNS} cold runs; ratios to check-jsonschema, which checks the schema alone"
    )
    for name, (seconds, peak) in figures.items():
        print(
            f"{name:<22} {seconds * 1000:7.0f} ms  {seconds / peer[0]:5.2f}x   {peak:6.1f} MiB  {peak / peer[1]:5.2f}x"
        )
    largest = max(paths, key=lambda path: Path(path).stat().st_size)
    taken, n_rules = rule_time(Path(largest))
    size = Path(largest).stat().st_size / 1000
    print(f"{n_rules} rules on {Path(largest).name} ({size:.0f} KB): {taken:.1f} ms")


if __name__ == "__main__":
    main(sys.argv[1:])
