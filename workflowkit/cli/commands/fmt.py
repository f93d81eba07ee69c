"""`wfk fmt`: the formatter of workflow files."""

from __future__ import annotations

import click

from workflowkit.cli import choosing, stdin
from workflowkit.cli.choosing import ChosenFiles
from workflowkit.cli.patch import show_patch, unified_diff
from workflowkit.cli.reading import report_files
from workflowkit.cli.rewriting import Rewriter
from workflowkit.cli.terminal import print_line
from workflowkit.format.formatter import format_text
from workflowkit.run.discovery import search_given
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
@click.option("-q", "--quiet", is_flag=True, help="Print no summary.")
@click.pass_context
def fmt(
    context: click.Context,
    paths: tuple[str, ...],
    stdin_filename: str | None,
    chosen: ChosenFiles,
    check: bool,
    diff: bool,
    quiet: bool,
) -> None:
    """Format workflow files: keys in the order of the format, two spaces, no trailing space.

    Only order and white space change, so hashes stay the same. The path - is standard input; its formatted text goes to standard output.
    """
    if stdin.is_given(paths, stdin_filename):
        name = stdin_filename or stdin.NAME
        context.exit(_format_stdin(parse(stdin.read(), name), check=check, diff=diff))
    search = search_given(paths, chosen.choice)
    found = search.documents(search.found.values())
    documents = [document for _, document in found]
    choosing.report(search.skipped.values(), (), chosen, quiet=quiet)
    if chosen.verbose and not quiet:
        report_files((document.path for document in documents), paths)
    choosing.require_files(len(documents), paths, chosen)
    n_changed, n_skipped = 0, 0
    rewriter = Rewriter.beside(document.path for document in documents if not (check or diff))
    for document in documents:
        obstacle = _obstacle(document)
        if obstacle:
            print_line(f"{document.path}: {obstacle}", err=True)
            n_skipped += 1
            continue
        formatted = format_text(document.text)
        if formatted == document.text:
            continue
        if diff:
            show_patch(unified_diff(document.path, document.text, formatted))
        elif check:
            print_line(f"would change: {document.path}")
        elif rewriter.write(document.path, document.text, formatted):
            print_line(f"changed: {document.path}")
        else:
            continue
        n_changed += 1
    if not quiet:
        n_formatted = len(documents) - n_changed - n_skipped - len(rewriter.failed)
        verb = "would change" if check or diff else "changed"
        click.echo(f"{n_changed} {verb}, {n_formatted} already formatted", err=True)
    context.exit(rewriter.exit_code(int(bool(n_skipped or (n_changed and (check or diff))))))


def _format_stdin(document: Document, *, check: bool, diff: bool) -> int:
    """Print the formatted *document*, or the output of *check* or *diff*; return the exit code."""
    obstacle = _obstacle(document)
    if obstacle:
        print_line(f"{document.path}: {obstacle}", err=True)
        return 1
    formatted = format_text(document.text)
    if diff:
        show_patch(unified_diff(document.path, document.text, formatted))
    elif check and formatted != document.text:
        print_line(f"would change: {document.path}")
    elif not check:
        click.echo(json_text.encode(formatted), nl=False)
    return int(formatted != document.text and (check or diff))


def _obstacle(document: Document) -> str:
    """Return why the file is not formatted; empty when it can be formatted without loss."""
    if document.broken:
        return f"not formatted: {document.broken.message}"
    if not document.is_faithful:
        return "not formatted: the file has bytes that are not UTF-8"
    if document.repeated_keys():
        return "not formatted: an object has a duplicate key"
    return ""
