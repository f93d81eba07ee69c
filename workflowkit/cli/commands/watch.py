"""`wfk watch`: lint again on every save."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from contextlib import closing
from importlib import import_module
from typing import TYPE_CHECKING, Final

import click

from workflowkit.cli import choosing, failures, options, reporting
from workflowkit.cli.choosing import ChosenFiles
from workflowkit.cli.reading import report_read
from workflowkit.cli.reporting import Reporting, statistics_rendering, streamed_rendering
from workflowkit.cli.saves import require_watchfiles, saves
from workflowkit.cli.terminal import print_line, progress_for, style_for
from workflowkit.config.settings import RuleChoice
from workflowkit.diagnostics import Severity
from workflowkit.errors import WorkflowkitError
from workflowkit.run.loading import Options
from workflowkit.run.project_group import ProjectGroup
from workflowkit.text.wording import counted

if TYPE_CHECKING:
    from workflowkit.run.lint_stream import Formats
    from workflowkit.run.watching import Watch, WatchCheck

EXIT_CODE: Final = "WFK_EXIT_CODE"
"""The variable in which a command of the user gets the exit code that `wfk lint` would have."""


@click.command(
    epilog="""\b
Examples:
  wfk watch                            the files of the project
  wfk watch workflows/ --profile style with style findings
  wfk watch --format concise           one line for each finding
  wfk watch --exec 'wfk test'          and run a command after each check

\b
Exit codes: 0 never, 130 when Ctrl-C ends it; at the start
2 usage or configuration, or no file, 3 a shared input could not be read."""
)
@options.paths
@options.project
@choosing.options
@options.rule_choice
@options.known_findings
@options.fail_on(Severity.WARNING)
@options.jobs
@click.option(
    "--exec",
    "command",
    callback=options.filled,
    metavar="COMMAND",
    help="Run a command in the shell after each check.",
)
@click.option(
    "--statistics", is_flag=True, help="Print the number of findings by rule, as text or JSON."
)
@reporting.options
@options.terminal
def watch(
    paths: tuple[str, ...],
    given: Options,
    chosen: ChosenFiles,
    choice: RuleChoice,
    only: tuple[str, ...],
    baseline: str | None,
    fail_on: str,
    jobs: int | None,
    command: str | None,
    statistics: bool,
    reports: Reporting,
    color: str,
    quiet: bool,
) -> None:
    """Lint on every save, and print what wfk lint prints.

    The files stay in memory, and a save re-checks only what depends on the saved file. On a terminal the screen is cleared first. COMMAND gets the exit code of the check in WFK_EXIT_CODE. Needs the extra 'watch': pip install 'workflowkit[watch]'.
    """
    from workflowkit.run.watching import Watch  # Its help does not need what checks files.

    require_watchfiles()
    reporting.check_format(reports, statistics=statistics)

    def load() -> ProjectGroup:
        group = ProjectGroup.load(paths, given, chosen.choice)
        choosing.require_files(group.n_files, paths, chosen)
        return group.mapped(
            lambda project: (
                project.with_rules(choice, only)
                .with_jobs(jobs)
                .with_progress(progress_for(len(project.documents), quiet))
            )
        )

    def show(check: WatchCheck) -> None:
        group = check.group
        click.clear()
        choosing.report(group.skipped, group.notes, chosen, quiet=quiet)
        if chosen.verbose and not quiet and check.is_loaded:
            report_read(group, paths, given, baseline)
        tally = check.result.tally
        tally.maximum = reports.maximum
        render = streamed_rendering(check.result, check.formats)
        printed = statistics_rendering(tally) if statistics else render
        reports.publish(render, check.formats[0][1], printed=printed)
        _finish(check, command, tally.exit_code(Severity(fail_on)), quiet=quiet)

    def formats() -> Formats:
        return reports.formats(style_for(color, quiet=quiet))

    own = frozenset(os.path.abspath(output.path) for output in reports.outputs)
    _follow(Watch(load, baseline, formats), show, own)


def _follow(files: Watch, show: Callable[[WatchCheck], None], ignored: frozenset[str]) -> None:
    """Check the *files*, and again whenever one changes whose path is not *ignored*. Raises KeyboardInterrupt, and for the first check as `Watch.check`."""
    show(files.check())
    _prepare()
    while True:
        # While files are watched there are threads, so that only one process could load.
        with closing(saves(files.folders)) as batches:
            is_current = _follow_texts(files, show, batches, ignored)
        if is_current:
            continue
        try:
            show(files.check())
        except WorkflowkitError as error:
            click.clear()
            failures.report(error)


def _prepare() -> None:
    """Import what only files with errors need, so that the first one does not take longer than others; and keep the collector from searching what stays."""
    import_module("workflowkit.format.workflow")

    gc.collect()
    gc.freeze()


def _follow_texts(
    files: Watch,
    show: Callable[[WatchCheck], None],
    batches: Iterable[frozenset[str]],
    ignored: frozenset[str],
) -> bool:
    """Show a check whenever only texts of workflows change; return false when everything has to be loaded, and true when other folders have to be watched."""
    watched = files.folders
    for number, paths in enumerate(batches):
        # The first time, what changed before the folders were watched counts as well.
        unseen = frozenset(files.outdated()) if number == 0 else frozenset()
        changes = files.changes(paths.union(unseen) - ignored)
        if not changes:
            continue
        check = files.recheck(changes)
        if check is None:
            return False
        show(check)
        if check.asks_more and not files.folders <= watched:
            return True
    return True


def _finish(check: WatchCheck, command: str | None, exit_code: int, *, quiet: bool) -> None:
    """Run the *command* of the user, and report what is watched."""
    sys.stdout.flush()
    if command is not None:
        environment = {**os.environ, EXIT_CODE: str(exit_code)}
        ended = subprocess.run(command, shell=True, env=environment, check=False)
        if ended.returncode and not quiet:
            print_line(f"note: exit code {ended.returncode}: {command}", err=True)
    if sys.stderr.isatty() and not quiet:
        files = counted(check.group.n_files, "file")
        print_line(f"watching {files}; press Ctrl-C to stop", err=True)
