"""`wfk scenarios`: write scenarios that cover a workflow."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import click

from workflowkit.cli import options
from workflowkit.cli.options import ExistingPath
from workflowkit.cli.runnables import pinned_or_exit
from workflowkit.cli.terminal import print_line
from workflowkit.errors import UsageError
from workflowkit.report.cells import printable
from workflowkit.run.loading import Options
from workflowkit.run.pinning import load_runnable
from workflowkit.run.scenario_files import target_folder
from workflowkit.simulation.explore import Exploration, explore
from workflowkit.simulation.naming import titled
from workflowkit.simulation.path_graph import ExplorationLimits
from workflowkit.simulation.scenario_update import scenario_text
from workflowkit.text import files
from workflowkit.text.wording import counted


@click.group()
def scenarios() -> None:
    """Write scenarios that cover a workflow."""


@scenarios.command(
    epilog="""\b
Examples:
  wfk scenarios propose workflows/release.json
  wfk scenarios propose workflows/release.json --out scenarios/release
  wfk scenarios propose workflows/release.json --dry-run

\b
Exit codes: 0 fine, 1 the file does not compile, 2 usage or configuration,
or a file exists already, 3 a file could not be read or written."""
)
@click.argument("file", type=ExistingPath())
@click.option(
    "--out", metavar="DIR", help="Folder to write to.  [default: scenarios/NAME beside workflows]"
)
@click.option("--force", is_flag=True, help="Write over existing files.")
@click.option("--dry-run", is_flag=True, help="Print the scenarios; write nothing.")
@click.option(
    "--max-seconds",
    type=click.FloatRange(0.1),
    default=30.0,
    show_default=True,
    help="Seconds after which to stop.",
)
@options.project
def propose(
    file: str, out: str | None, force: bool, dry_run: bool, max_seconds: float, given: Options
) -> None:
    """Write few scenarios that cover everything in FILE that is feasible: every step, every condition both ways, every fragment, every way in which a loop ends, and refused answers.

    What no run can cover is listed with the reason.
    """
    pinned = pinned_or_exit(load_runnable(file, given))
    end = time.process_time() + max_seconds
    found = explore(
        pinned, max_paths=0, limits=ExplorationLimits(is_late=lambda: time.process_time() > end)
    )
    folder = Path(out) if out is not None else target_folder(Path(file))
    # The engine that was asked for is not that of the project, by which scenarios run.
    engine = pinned.engine.version if given.engine is not None else None
    texts = {folder / name: text for name, text in _texts(found, engine)}
    if dry_run:
        for path, text in texts.items():
            click.echo(f"# {printable(path.as_posix())}\n{text}")
    else:
        _write(texts, is_forced=force)
    _report(found)


def _texts(found: Exploration, engine: str | None) -> Iterator[tuple[str, str]]:
    for name, scenario in titled(found):
        yield f"{name}.yaml", scenario_text(replace(scenario, engine=engine))


def _write(texts: dict[Path, str], *, is_forced: bool) -> None:
    existing = [path for path in texts if path.exists()]
    if existing and not is_forced:
        raise UsageError(
            f"{existing[0].as_posix()}: the file exists", help="write over it with --force"
        )
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        files.write(path, text.encode("utf-8", "backslashreplace"))
        print_line(f"written: {path.as_posix()}")


def _report(found: Exploration) -> None:
    """Print what the scenarios cover, and what no run covers."""
    smallest = "no fewer can" if found.is_smallest else "not proved to be the fewest"
    print_line(f"{counted(len(found.cover), 'scenario')} ({smallest})")
    for note in found.notes:
        if not note.startswith("more than"):
            print_line(f"note: {note}")
    for each in found.uncovered:
        kind = "infeasible" if each.is_infeasible else "not covered"
        print_line(f"{kind}: {each.goal.text}: {each.reason}")
