"""`wfk hash`: the engine's verdict and hash of single files."""

from __future__ import annotations

import json
from collections.abc import Iterator

import click

from workflowkit import loading
from workflowkit.catalog.build import BuiltFile
from workflowkit.cli import options
from workflowkit.cli.terminal import tell
from workflowkit.compiler.pipeline import Compilation, compile_workflow
from workflowkit.loading import Options, find_config
from workflowkit.report.hash_records import HashedFile, HashError, Hashes
from workflowkit.source.document import Document
from workflowkit.source.json_records import record_text, to_json
from workflowkit.source.routes import format_route


@click.command(
    epilog="""\b
Examples:
  wfk hash workflows/release.json
  wfk hash --format json workflows/*.json
  wfk hash --format jsonl workflows/*.json     one line for each file, as it is judged

\b
Exit codes: 0 every file is valid, 1 some are not, or cannot be read, 2 usage or configuration,
3 what all of them need cannot be read."""
)
@options.paths
@options.project
@options.output_format("text", "json", "jsonl")
@click.pass_context
def hash(
    context: click.Context,
    paths: tuple[str, ...],
    spec: str | None,
    routines: tuple[str, ...],
    bindings: str | None,
    engine: str | None,
    format_name: str,
) -> None:
    """Print the hash that the engine gives each workflow file.

    Each file is judged alone, without the rules for catalogues. The hash is that of the pinned snapshot.
    """
    if not paths:
        raise click.UsageError("no file is given")
    config = find_config(paths[0])
    given = Options(spec=spec, routines=routines, bindings=bindings, engine=engine)
    shared = loading.load_shared(given, config)
    hashed: list[HashedFile] = []
    is_valid = True
    for path in loading.find_files(paths):
        document = loading.read_or_explain(path)
        compilation = (
            None if document.broken else compile_workflow(document.value, shared.environment)
        )
        built = BuiltFile(document.path, compilation)
        is_valid = is_valid and built.is_valid
        if format_name == "text":
            tell(_line(built))
        elif format_name == "jsonl":
            click.echo(json.dumps(to_json(_hashed(document, built))))
        else:
            hashed.append(_hashed(document, built))
    if format_name == "json":
        click.echo(record_text(Hashes(files=tuple(hashed))), nl=False)
    context.exit(0 if is_valid else 1)


def _line(built: BuiltFile) -> str:
    if built.compilation is None or not built.compilation.is_valid:
        return f"invalid  {built.path}"
    return f"{built.compilation.hash or 'unhashable'}  {built.path}"


def _hashed(document: Document, built: BuiltFile) -> HashedFile:
    compilation = built.compilation
    return HashedFile(
        path=built.path,
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
        yield HashError(rule="not-json", route="", message=message)
        return
    for error in compilation.errors:
        yield HashError(rule=error.rule, route=format_route(error.route), message=error.message)
    if compilation.not_finite is not None:
        yield HashError(
            rule="unhashable-number",
            route=format_route(compilation.not_finite),
            message="a number is too large to be written, so the workflow has no hash",
        )
