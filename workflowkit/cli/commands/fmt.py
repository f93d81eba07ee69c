"""`wfk fmt`: one layout for workflow files."""

from __future__ import annotations

import click

from workflowkit.cli import choosing, stdin
from workflowkit.cli.choosing import ChosenFiles
from workflowkit.cli.patch import show_patch, unified_diff
from workflowkit.cli.rewriting import Rewriter
from workflowkit.cli.terminal import print_line
from workflowkit.format.formatter import format_text
from workflowkit.run.discovery import search_given
from workflowkit.text import json_text
from workflowkit.text.document import Document, parse


@click.command(
    epilog="""\b
Examples:
  wfk fmt workflows/            write
  wfk fmt --check workflows/    in CI: is everything laid out?
  wfk fmt --diff flow.json      show what would change
  wfk fmt - < flow.json         print it

\b
Exit codes: 0 everything is laid out, 1 with --check or --diff something is not, or a file
cannot be read or laid out, 2 usage, or no file to lay out, 3 a file could not be written, or was changed or removed by
somebody else meanwhile; it is left alone then, and the other files are written."""
)
@stdin.paths
@choosing.options
@click.option("--check", is_flag=True, help="Write nothing; list the files that would change.")
@click.option("--diff", is_flag=True, help="Write nothing; show what would change.")
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

    Only order and white space change, so hashes stay as they are. The path - is standard input, whose new text goes to standard output.
    """
    if stdin.is_given(paths, stdin_filename):
        name = stdin_filename or stdin.NAME
        context.exit(_format_stdin(parse(stdin.read(), name), check=check, diff=diff))
    search = search_given(paths, chosen.choice)
    found = search.documents(search.found.values())
    documents = [document for _, document in found]
    choosing.report(search.skipped.values(), (), chosen, quiet=quiet)
    choosing.require_files(len(documents), paths, chosen)
    n_changed, n_refused = 0, 0
    rewriter = Rewriter.beside(document.path for document in documents if not (check or diff))
    for document in documents:
        refusal = _refusal(document)
        if refusal:
            print_line(f"{document.path}: {refusal}", err=True)
            n_refused += 1
            continue
        laid = format_text(document.text)
        if laid == document.text:
            continue
        if diff:
            show_patch(unified_diff(document.path, document.text, laid))
        elif check:
            print_line(f"would change: {document.path}")
        elif rewriter.write(document.path, document.text, laid):
            print_line(f"changed: {document.path}")
        else:
            continue
        n_changed += 1
    if not quiet:
        n_right = len(documents) - n_changed - n_refused - len(rewriter.failed)
        verb = "would change" if check or diff else "changed"
        click.echo(f"{n_changed} {verb}, {n_right} as they should be", err=True)
    context.exit(rewriter.exit_code(int(bool(n_refused or (n_changed and (check or diff))))))


def _format_stdin(document: Document, *, check: bool, diff: bool) -> int:
    """Print the new text of *document*, or what *check* and *diff* ask for instead; return the exit code."""
    refusal = _refusal(document)
    if refusal:
        print_line(f"{document.path}: {refusal}", err=True)
        return 1
    laid = format_text(document.text)
    if diff:
        show_patch(unified_diff(document.path, document.text, laid))
    elif check and laid != document.text:
        print_line(f"would change: {document.path}")
    elif not check:
        click.echo(json_text.encode(laid), nl=False)
    return int(laid != document.text and (check or diff))


def _refusal(document: Document) -> str:
    """Return why the file is not formatted; empty when it can be formatted without loss."""
    if document.broken:
        return f"not laid out: {document.broken.message}"
    if not document.is_faithful:
        return "not laid out: it holds bytes that are not UTF-8"
    if document.repeated_keys():
        return "not laid out: an object has the same key twice"
    return ""
