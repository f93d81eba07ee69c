"""`wfk schema`: the JSON Schemas of the formats, for editors and other programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from workflowkit.cli import completing
from workflowkit.errors import UsageError
from workflowkit.text.suggest import did_you_mean

if TYPE_CHECKING:
    from workflowkit.schemas.json_schema import JsonSchema


@click.command(
    epilog="""\b
Examples:
  wfk schema
  wfk schema workflow > workflow.schema.json
  wfk schema workflow --engine 3.121    the format of one engine version
  wfk schema triggers --engine 3.121    the keys of its trigger files
  wfk schema workflow --editor          with snippets and texts for editors

\b
Exit codes: 0 fine, 2 unknown schema."""
)
@click.argument("name", required=False, shell_complete=completing.schemas)
@click.option(
    "--engine",
    metavar="VERSION",
    help="Engine version whose format of workflows or triggers is meant.  [default: the configured one, or 3.68.0]",
)
@click.option(
    "--editor", is_flag=True, help="Add what editors show and insert: texts and snippets."
)
def schema(name: str | None, engine: str | None, editor: bool) -> None:
    """Print the JSON Schema called NAME; without it, the names of all."""
    # The models are slow to import, and `--help` needs none of them.
    from workflowkit.schemas.json_schema import FORMATS

    if name is None:
        click.echo("\n".join(sorted(FORMATS)))
    elif name not in FORMATS:
        raise UsageError(f"no schema is called '{name}'", help=did_you_mean(name, FORMATS))
    else:
        made = _schema(name, engine)
        if editor:
            from workflowkit.schemas.editor import editor_schema

            made = editor_schema(made, name)
        click.echo(json.dumps(made, indent=2, ensure_ascii=False))


def _schema(name: str, engine: str | None) -> JsonSchema:
    """Return the schema called *name* for *engine*, or for the configured one."""
    from workflowkit.cli.runnables import report_notes
    from workflowkit.run import discovery, spec_folder
    from workflowkit.run.published_schemas import BY_ENGINE, schema_of
    from workflowkit.schemas.json_schema import json_schema

    if name not in BY_ENGINE:
        return json_schema(name)
    specs, notes = spec_folder.load_chosen_specs(None, engine, discovery.find_config())
    report_notes(notes)
    return schema_of(name, next(iter(specs.values())))
