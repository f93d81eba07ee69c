"""`wfk schema`: the JSON Schemas of the formats, for editors and other programs."""

from __future__ import annotations

import json

import click

from workflowkit.cli import completing
from workflowkit.errors import UsageError
from workflowkit.text.suggest import did_you_mean


@click.command(
    epilog="""\b
Examples:
  wfk schema
  wfk schema workflow > workflow.schema.json

\b
Exit codes: 0 fine, 2 unknown schema."""
)
@click.argument("name", required=False, shell_complete=completing.schemas)
def schema(name: str | None) -> None:
    """Print the JSON Schema called NAME; without it, the names of all."""
    # The models are slow to import, and `--help` needs none of them.
    from workflowkit.schemas.json_schema import FORMATS, json_schema

    if name is None:
        click.echo("\n".join(sorted(FORMATS)))
    elif name not in FORMATS:
        raise UsageError(f"no schema is called '{name}'", help=did_you_mean(name, FORMATS))
    else:
        click.echo(json.dumps(json_schema(name), indent=2, ensure_ascii=False))
