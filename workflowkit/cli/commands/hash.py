"""`wfk hash`: the outcome and hash of single files in the engine."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import click

from workflowkit.cli import choosing, options, stdin
from workflowkit.cli.choosing import ChosenFiles
from workflowkit.cli.reading import report_files
from workflowkit.cli.terminal import late_progress, print_line
from workflowkit.compiler.context import CompileContext
from workflowkit.compiler.pipeline import Compilation, compile_workflow
from workflowkit.config.settings import Config
from workflowkit.report.hash_records import HashedFile, HashError, Hashes
from workflowkit.run import discovery, loading
from workflowkit.run.context import RunContext
from workflowkit.run.loading import Options
from workflowkit.text.document import Document, parse
from workflowkit.text.json_records import record_text, to_json
from workflowkit.text.routes import format_route


@click.command(
    epilog="""\b
Examples:
  wfk hash workflows/release.json
  wfk hash --format json workflows/*.json
  wfk hash --format jsonl workflows/*.json     one line for each file, streamed
  wfk hash - < workflows/release.json

\b
Exit codes: 0 every file is valid, 1 a file is invalid or unreadable, 2 usage or configuration,
or no file, 3 a shared input could not be read."""
)
@stdin.paths
@options.project
@choosing.options
@options.output_format("text", "json", "jsonl")
@click.pass_context
def hash(
    context: click.Context,
    paths: tuple[str, ...],
    stdin_filename: str | None,
    given: Options,
    chosen: ChosenFiles,
    format_name: str,
) -> None:
    """Print the hash of each workflow file in the engine.

    Each file is compiled alone, without the rules for catalogs. The hash is that of the pinned snapshot.
    Since engine 3.119.0 a session has another hash, because a start adds a step of the engine.
    """
    if not paths:
        raise click.UsageError("no file is given")
    hashed: list[HashedFile] = []
    held: list[str] = []
    is_valid = True
    for document, compile_context in _read(paths, stdin_filename, given, chosen):
        compilation = None if document.broken else compile_workflow(document.value, compile_context)
        is_valid = is_valid and compilation is not None and compilation.hash is not None
        if format_name == "text":
            # Between them, a bar on the same terminal could not be read.
            held += _lines(document, compilation)
            if not sys.stdout.isatty():
                _print(held)
        elif format_name == "jsonl":
            click.echo(json.dumps(to_json(_hashed(document, compilation))))
        else:
            hashed.append(_hashed(document, compilation))
    _print(held)
    if format_name == "json":
        click.echo(record_text(Hashes(files=tuple(hashed))), nl=False)
    context.exit(0 if is_valid else 1)


def _print(lines: list[str]) -> None:
    """Print *lines*, and remove them."""
    for line in lines:
        print_line(line)
    lines.clear()


def _read(
    paths: tuple[str, ...], stdin_filename: str | None, given: Options, chosen: ChosenFiles
) -> Iterator[tuple[Document, CompileContext]]:
    """Yield each file with its compile context; files are read one at a time."""
    if stdin.is_given(paths, stdin_filename):
        name = stdin_filename or stdin.NAME
        config = discovery.find_config(Path(name).parent)
        yield parse(stdin.read(), name), _context((name,), config, given).compile
        return
    search = discovery.search(paths, chosen.choice)
    found = search.found
    choosing.require_files(len(found), paths, chosen)
    contexts: dict[str, RunContext] = {}
    for path, config in {entry.config.path: entry.config for entry in found}.items():
        below = [str(entry.path) for entry in found if entry.config.path == path]
        contexts[path] = _context(below, config, given)
    read: list[str] = []
    progress = late_progress()
    for number, entry in enumerate(found, 1):
        for _, document in search.documents((entry,)):
            read.append(document.path)
            yield document, contexts[entry.config.path].compile
        progress(number, len(found))
    notes = dict.fromkeys(note for context in contexts.values() for note in context.notes)
    choosing.report(search.skipped.values(), notes, chosen)
    if chosen.verbose:
        report_files(read, paths)
    choosing.require_files(len(read), paths, chosen)


def _context(paths: Iterable[str], config: Config, given: Options) -> RunContext:
    folders = (*loading.routine_folders(paths), *given.routines)
    return loading.load_context(replace(given, routines=folders), config)


def _lines(document: Document, compilation: Compilation | None) -> Iterator[str]:
    """Yield the line of one file: its hash, or the outcome with the first reason."""
    hashed = _hashed(document, compilation)
    if hashed.ok and hashed.hash:
        yield f"{hashed.hash}  {hashed.path}"
        return
    yield f"{'unhashable' if hashed.ok else 'invalid'}  {hashed.path}"
    reasons = [error.message for error in hashed.errors]
    others = f" ({len(reasons) - 1} more)" if len(reasons) > 1 else ""
    yield f"  {hashed.outcome}: {reasons[0] if reasons else 'no reason known'}{others}"
    yield f"  = help: run wfk lint {hashed.path}"


def _hashed(document: Document, compilation: Compilation | None) -> HashedFile:
    return HashedFile(
        path=document.path,
        id=loading.workflow_id(document) or None,
        ok=compilation is not None and compilation.is_valid,
        outcome=compilation.outcome if compilation else "json_parse_error",
        hash=compilation.hash if compilation else None,
        errors=tuple(_errors(document, compilation)),
    )


def _errors(document: Document, compilation: Compilation | None) -> Iterator[HashError]:
    """Yield everything that the engine rejects."""
    if compilation is None:
        message = document.broken.message if document.broken else ""
        yield HashError(rule="invalid-json", route="", message=message)
        return
    for error in compilation.errors:
        yield HashError(rule=error.rule, route=format_route(error.route), message=error.message)
    if compilation.not_finite is not None:
        yield HashError(
            rule="invalid-number-size",
            route=format_route(compilation.not_finite),
            message="a number is too large to be written, so the workflow has no hash",
        )
