"""`wfk fmt`: the formatter of workflow files."""

from __future__ import annotations

import click

from workflowkit.cli import choosing, options, stdin
from workflowkit.cli.choosing import ChosenFiles
from workflowkit.cli.patch import show_patch, unified_diff
from workflowkit.cli.reading import report_files
from workflowkit.cli.rewriting import Rewriter
from workflowkit.cli.terminal import print_line, progress_for, style_for
from workflowkit.report.style import Style
from workflowkit.run.discovery import search_given
from workflowkit.run.formatting import FormattedFile, format_found, formatted
from workflowkit.text import json_text
from workflowkit.text.document import Document, parse


@click.command(
    epilog="""\b
Examples:
  wfk fmt workflows/            format files in place
  wfk fmt --check workflows/    fail when a file would change
  wfk fmt --diff flow.json      print the changes as a patch
  wfk fmt - < flow.json         print the formatted text

\b
Exit codes: 0 fine, 1 with --check or --diff: a file would change, or a file cannot be formatted,
2 usage or configuration, or no file, 3 a file could not be written or has changed during the run."""
)
@stdin.paths
@choosing.options
@click.option("--check", is_flag=True, help="Write nothing; list the files that would change.")
@click.option("--diff", is_flag=True, help="Write nothing; print the changes as a patch.")
@options.jobs
@options.color
@click.option("-q", "--quiet", is_flag=True, help="Print no summary.")
@click.pass_context
def fmt(
    context: click.Context,
    paths: tuple[str, ...],
    stdin_filename: str | None,
    chosen: ChosenFiles,
    check: bool,
    diff: bool,
    jobs: int | None,
    color: str,
    quiet: bool,
) -> None:
    """Format workflow files: keys in the order of the format, two spaces, no trailing space.

    Only order and white space change, so hashes stay the same. The path - is standard input; its formatted text goes to standard output.
    """
    style = style_for(color)
    if stdin.is_given(paths, stdin_filename):
        name = stdin_filename or stdin.NAME
        document = parse(stdin.read(), name)
        context.exit(_format_stdin(document, style, check=check, diff=diff))
    search = search_given(paths, chosen.choice)
    files = format_found(search, jobs, progress_for(len(search.found), quiet))
    choosing.report(search.skipped.values(), (), chosen, quiet=quiet)
    if chosen.verbose and not quiet:
        report_files((file.path for file in files if not file.skipped), paths)
    n_files = sum(not file.skipped for file in files)
    choosing.require_files(n_files, paths, chosen)
    n_changed, n_skipped = 0, 0
    rewriter = Rewriter.beside(file.path for file in files if not (check or diff or file.skipped))
    for file in files:
        if file.obstacle:
            print_line(f"{file.path}: {file.obstacle}", err=True)
            n_skipped += 1
        elif file.changes and _change(file, rewriter, style, check=check, diff=diff):
            n_changed += 1
    if not quiet:
        n_formatted = n_files - n_changed - n_skipped - len(rewriter.failed)
        verb = "would change" if check or diff else "changed"
        click.echo(f"{n_changed} {verb}, {n_formatted} already formatted", err=True)
    context.exit(rewriter.exit_code(int(bool(n_skipped or (n_changed and (check or diff))))))


def _change(
    file: FormattedFile, rewriter: Rewriter, style: Style, *, check: bool, diff: bool
) -> bool:
    """Write the formatted *file*, or print what *check* or *diff* ask for; return false when it could not be written."""
    if diff:
        show_patch(unified_diff(file.path, file.before, file.after), style)
    elif check:
        print_line(f"would change: {file.path}")
    elif rewriter.write(file.path, file.before, file.after):
        print_line(f"changed: {file.path}")
    else:
        return False
    return True


def _format_stdin(document: Document, style: Style, *, check: bool, diff: bool) -> int:
    """Print the formatted *document*, or the output of *check* or *diff*; return the exit code."""
    file = formatted(document)
    if file.obstacle:
        print_line(f"{file.path}: {file.obstacle}", err=True)
        return 1
    if diff:
        show_patch(unified_diff(file.path, file.before, file.after), style)
    elif check and file.changes:
        print_line(f"would change: {file.path}")
    elif not check:
        click.echo(json_text.encode(file.after or document.text), nl=False)
    return int(file.changes and (check or diff))
