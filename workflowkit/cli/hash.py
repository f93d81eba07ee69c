"""`wfk hash`: the engine's verdict and hash of single files."""

from __future__ import annotations

import json
from typing import Any

import click

from workflowkit import loading
from workflowkit.catalog.build import BuiltFile
from workflowkit.cli import options
from workflowkit.cli.terminal import tell
from workflowkit.compiler.pipeline import Compilation, compile_workflow
from workflowkit.loading import Options, find_config
from workflowkit.source.document import Document
from workflowkit.source.routes import format_route


@click.command(
    epilog="""\b
Examples:
  wfk hash workflows/release.json
  wfk hash --format jsonl workflows/*.json

\b
Exit codes: 0 every file is valid, 1 some are not, or cannot be read, 2 usage or configuration,
3 what all of them need cannot be read."""
)
@options.paths
@options.project
@options.output_format("text", "jsonl")
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
    is_valid = True
    for path in loading.find_files(paths):
        item = loading.read_or_explain(path)
        compilation = None if item.broken else compile_workflow(item.value, shared.environment)
        built = BuiltFile(item.path, compilation)
        is_valid = is_valid and built.is_valid
        if format_name == "text":
            tell(_line(built))
        else:
            click.echo(json.dumps(_record(item, built)))
    context.exit(0 if is_valid else 1)


def _line(built: BuiltFile) -> str:
    if built.compilation is None or not built.compilation.is_valid:
        return f"invalid  {built.path}"
    return f"{built.compilation.hash or 'unhashable'}  {built.path}"


def _record(item: Document, built: BuiltFile) -> dict[str, Any]:
    compilation = built.compilation
    return {
        "path": built.path,
        "id": loading.workflow_id(item) or None,
        "ok": compilation is not None and compilation.is_valid,
        "outcome": compilation.outcome if compilation else "json_parse_error",
        "hash": compilation.hash if compilation else None,
        "errors": _errors(item, compilation),
    }


def _errors(item: Document, compilation: Compilation | None) -> list[dict[str, str]]:
    """Everything the engine refuses: rule, place and message."""
    if compilation is None:
        message = item.broken.message if item.broken else ""
        return [{"rule": "not-json", "route": "", "message": message}]
    found: list[dict[str, str]] = [
        {
            "rule": error.rule,
            "route": format_route(error.route),
            "message": error.message,
        }
        for error in compilation.errors
    ]
    if compilation.not_finite is not None:
        found.append(
            {
                "rule": "unhashable-number",
                "route": format_route(compilation.not_finite),
                "message": "a number is too large to be written, so the workflow has no hash",
            }
        )
    return found
