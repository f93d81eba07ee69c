"""`wfk init`: the files that a project needs to run wfk."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from workflowkit.cli.terminal import print_line
from workflowkit.run.setup import PlannedFile, look_around, plan
from workflowkit.text import files
from workflowkit.text.wording import counted


@click.command(
    epilog="""\b
Examples:
  wfk init                 show the files, ask, and write them
  wfk init --dry-run       only show them
  wfk init --yes           write them without asking
  wfk init --agents        with a guide for agents, AGENTS.md

\b
Afterwards, in a library with findings:
  wfk lint --write-baseline
  git add -A && git commit

\b
Exit codes: 0 fine, 2 usage or configuration, 3 a file could not be written."""
)
@click.option("--dry-run", is_flag=True, help="Show the files; write nothing.")
@click.option("-y", "--yes", is_flag=True, help="Write the files without asking.")
@click.option("--agents", is_flag=True, help="Write a guide for agents as well, AGENTS.md.")
@click.option(
    "--engine", default="", metavar="VERSION", help="Engine version for the configuration."
)
@click.option("-q", "--quiet", is_flag=True, help="Do not show the contents.")
def init(dry_run: bool, yes: bool, agents: bool, engine: str, quiet: bool) -> None:
    """Write configuration, hook, CI job and editor settings for the current folder.

    Finds the folders of workflows and routines, the spec pack and the triggers by itself. Files that exist are never changed: for those, the lines to add are shown. Without a terminal to ask on, the files are written.
    """
    folder = Path(".")
    found = look_around(folder)
    planned = plan(folder, found, engine, agents=agents)
    places = ", ".join(found.workflows) or "none"
    print_line(f"{counted(found.n_workflows, 'workflow')} in: {places}")
    for trigger in found.triggers:
        print_line(f"triggers in {trigger}, which wfk lint checks as well")
    for file in planned:
        _show(file, quiet=quiet)
    new = [file for file in planned if not file.obstacle]
    if dry_run or not new:
        print_line(f"{counted(len(new), 'file')} to write" if new else "nothing to write")
        return
    if (
        not yes
        and sys.stdin.isatty()
        and not click.confirm(f"write {counted(len(new), 'file')}?", err=True)
    ):
        return
    for file in new:
        files.write(folder / file.path, file.text.encode("utf-8"))
    print_line(
        f"{counted(len(new), 'file')} written; next: wfk lint, and wfk lint --write-baseline to accept what is there"
    )


_MOST_SHOWN = 60
"""Lines of a file that is shown; a longer one is only counted."""


def _show(file: PlannedFile, *, quiet: bool) -> None:
    print_line(f"{file.path} ({file.purpose}){f': {file.obstacle}' if file.obstacle else ''}")
    if (
        not quiet
        and file.obstacle != "it is there already"
        and not file.obstacle.endswith("configures this folder")
    ):
        lines = file.text.splitlines()
        if len(lines) > _MOST_SHOWN:
            lines = [f"… {counted(len(lines), 'line')}"]
        for line in lines:
            print_line(f"    {line}")
