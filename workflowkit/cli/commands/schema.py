"""`wfk schema`: the JSON Schemas of the formats, for editors and other programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from workflowkit.errors import UsageError
from workflowkit.text.suggest import did_you_mean

if TYPE_CHECKING:
    from workflowkit.format.dialect import Dialect


@click.command(
    epilog="""\b
Examples:
  wfk schema
  wfk schema workflow > workflow.schema.json
  wfk schema workflow --engine 3.121    the format of one engine version

\b
Exit codes: 0 fine, 2 unknown schema."""
)
@click.argument("name", required=False)
@click.option(
    "--engine",
    metavar="VERSION",
    help="Engine version whose workflow format is meant.  [default: the configured one, or 3.68.0]",
)
def schema(name: str | None, engine: str | None) -> None:
    """Print the JSON Schema called NAME; without it, the names of all."""
    # The models are slow to import, and `--help` needs none of them.
    from workflowkit.schemas.json_schema import FORMATS, json_schema

    if name is None:
        click.echo("\n".join(sorted(FORMATS)))
    elif name not in FORMATS:
        raise UsageError(f"no schema is called '{name}'", help=did_you_mean(name, FORMATS))
    else:
        made = json_schema(name, _dialect(engine) if name == "workflow" else None)
        click.echo(json.dumps(made, indent=2, ensure_ascii=False))


def _dialect(engine: str | None) -> Dialect:
    """Return the workflow format of *engine*, or of the configured one."""
    from workflowkit.run import discovery, loading

    return loading.load_chosen_spec(loading.Options(engine=engine), discovery.find_config()).dialect
