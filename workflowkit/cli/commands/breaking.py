"""`wfk breaking`: what a change breaks for sessions, contracts, gates and prompts."""

from __future__ import annotations

import datetime
import os
import posixpath
from collections.abc import Mapping
from pathlib import Path

import click

from workflowkit.changes import ledger as ledgers
from workflowkit.cli import completing, options, reporting
from workflowkit.cli.reading import report_compared
from workflowkit.cli.reporting import Rendering, Reporting, rendering
from workflowkit.cli.terminal import late_progress, print_line, style_for
from workflowkit.config.settings import Config
from workflowkit.diagnostics import Severity
from workflowkit.errors import UsageError
from workflowkit.lint.rules import ALL
from workflowkit.lint.selection import check_selectors
from workflowkit.report.former import PRESENT_ONLY, in_present_files
from workflowkit.report.result import Result
from workflowkit.run import loading
from workflowkit.run.breaking import (
    CATEGORIES,
    Breaking,
    Category,
    Known,
    breaking_changes,
    with_reason,
)
from workflowkit.run.comparison import WORK_TREE, compare
from workflowkit.run.loading import Options
from workflowkit.text import files
from workflowkit.text.document import Document
from workflowkit.text.wording import counted


@click.command(
    epilog="""\b
Examples:
  wfk breaking --against main                      the files as they are against a branch
  wfk breaking --against main workflows/a.json     one file
  wfk breaking --against released/                 against a folder
  wfk breaking --against main --category resume    only what running sessions notice
  wfk breaking --against main --only removed-step --accept 'replaced by wr.ship'
  wfk breaking --against main --format github      annotations for a pull request
  wfk breaking --output sarif=wfk.sarif            a report for code scanning as well

\b
The categories contain each other: resume (sessions under way), contract (who reads
artifacts, keys, slots and arguments), gate (confirmations, checks, bounds and
constraints), prompt (every text of the agent).

\b
Exit codes: 0 nothing at or above the threshold, 1 breaking changes,
2 usage or configuration, 3 a file or commit could not be read."""
)
@options.paths
@click.option(
    "--against",
    callback=options.filled,
    shell_complete=completing.commits,
    metavar="REF|DIR",
    default="HEAD",
    show_default=True,
    help="The old version: a branch, tag, commit, folder or file.",
)
@click.option(
    "--category",
    type=click.Choice(CATEGORIES),
    default="gate",
    show_default=True,
    help="What to report, with all that comes before it.",
)
@click.option(
    "--only",
    multiple=True,
    shell_complete=completing.rules,
    metavar="RULES",
    help="The only rules to run.",
)
@click.option(
    "--ignore",
    multiple=True,
    shell_complete=completing.rules,
    metavar="RULES",
    help="Rules to skip.",
)
@click.option(
    "--ledger",
    metavar="FILE",
    help=f"Accepted changes.  [default: {ledgers.FILE_NAME} beside the configuration]",
)
@click.option(
    "--accept", metavar="REASON", help="Accept all shown changes for this reason, and exit."
)
@click.option(
    "--expires",
    callback=options.day,
    metavar="YYYY-MM-DD",
    help="With --accept: the last day of it.",
)
@options.project
@options.fail_on(Severity.WARNING)
@reporting.options
@options.verbose
@options.terminal
@click.pass_context
def breaking(
    context: click.Context,
    paths: tuple[str, ...],
    against: str,
    category: Category,
    only: tuple[str, ...],
    ignore: tuple[str, ...],
    ledger: str | None,
    accept: str | None,
    expires: datetime.date | None,
    given: Options,
    fail_on: str,
    reports: Reporting,
    verbose: bool,
    color: str,
    quiet: bool,
) -> None:
    """Report changes that break running sessions, contracts, gates or prompts, and versions that were raised too little."""
    only, ignore = options.listed("--only", only), options.listed("--ignore", ignore)
    check_selectors((*only, *ignore), ALL)
    if expires and accept is None:
        raise UsageError("--expires is for --accept", help="give --accept REASON as well")
    if expires and expires < datetime.date.today():
        raise UsageError(f"--expires: {expires} is in the past", help="name a day to come")
    if accept is not None and not accept.strip():
        raise UsageError("--accept needs a reason")
    comparison = compare(against, WORK_TREE, paths, given, late_progress(quiet))
    if verbose:
        report_compared(comparison, given)
    path = ledger or _default(comparison.after.group.projects[0].config)
    known = _known(path, is_named=ledger is not None and accept is None)
    found = breaking_changes(comparison, category, only=only, ignore=ignore, known=known)
    if accept is not None:
        _accept(found, known, path, accept.strip(), expires)
        return
    documents = dict(comparison.documents)
    if known:
        documents[known.document.path] = known.document
    documents |= {document.path: document for document, _ in comparison.after.broken}
    style = style_for(color, quiet=quiet)
    shown = reports.limited(found.result)
    reports.publish(_rendering(shown, documents, comparison.before.name), style)
    context.exit(found.result.exit_code(Severity(fail_on)))


def _rendering(result: Result, documents: Mapping[str, Document], before: str) -> Rendering:
    """Return the function that renders *result*; services get places in present files only, not in those of the source *before*."""
    own = rendering(result, documents)
    present = rendering(*in_present_files(result, documents, f"{before}:")) if before else own
    return lambda name, style: (present if name in PRESENT_ONLY else own)(name, style)


def _default(config: Config) -> str:
    return posixpath.join(config.folder, ledgers.FILE_NAME)


def _known(path: str, *, is_named: bool) -> Known | None:
    """Return the ledger at *path*; None when there is none and it was not named. Raises UsageError."""
    if not os.path.lexists(path):
        if is_named:
            raise loading.no_such_path(path)
        return None
    document = loading.read_document(Path(path))
    return Known(document, ledgers.parse(document))


def _accept(
    found: Breaking,
    known: Known | None,
    path: str,
    reason: str,
    expires: datetime.date | None,
) -> None:
    """Write the shown changes into the ledger at *path*, and report how many there are."""
    new = with_reason(found.found, reason, expires)
    replaced = {entry.identity for entry in new}
    old = [entry for entry in known.entries if entry.identity not in replaced] if known else []
    files.write_if_changed(Path(path), ledgers.to_text([*old, *new]).encode("ascii"))
    print_line(f"{counted(len(new), 'change')} accepted in {path}")
