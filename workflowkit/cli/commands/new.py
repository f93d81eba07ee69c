"""`wfk new`: the start of a workflow or routine."""

from __future__ import annotations

import os
import re
from pathlib import Path

import click

from workflowkit.cli.terminal import print_line
from workflowkit.errors import UsageError
from workflowkit.format.workflow_ids import WORKFLOW_ID, WORKFLOW_ID_HELP
from workflowkit.run import discovery, loading, spec_folder
from workflowkit.scaffold.workflow import copied, new_routine, new_workflow
from workflowkit.text import files
from workflowkit.text.document import Document
from workflowkit.text.json_values import as_fields
from workflowkit.text.suggest import did_you_mean


@click.command(
    epilog="""\b
Examples:
  wfk new acme.cut-release                     workflows/cut-release.json
  wfk new acme.routine-gather-facts            routines/gather-facts.json
  wfk new acme.triage --from wr.classify-task  a copy under another id
  wfk new acme.triage --from flow.json -o team/triage.json

\b
Exit codes: 0 written, 2 usage, or the file exists, 3 it could not be written."""
)
@click.argument("workflow_id", metavar="ID")
@click.option("--from", "source", metavar="ID|FILE", help="Workflow to copy: its id, or a file.")
@click.option(
    "-o", "--output", metavar="FILE", help="Where to write it; - prints it.  [default: by the id]"
)
def new(workflow_id: str, source: str | None, output: str | None) -> None:
    """Write a workflow with the id ID that lints clean; an id like acme.routine-x gives a routine."""
    if not _is_namespaced(workflow_id):
        raise UsageError(
            f"not a workflow id with a namespace, such as acme.cut-release: '{workflow_id}'",
            help=WORKFLOW_ID_HELP,
        )
    if workflow_id.startswith("wr."):
        raise UsageError("the namespace 'wr' is for bundled workflows", help="use one of your own")
    is_routine = workflow_id.partition(".")[2].startswith("routine-")
    path = output or _default_path(workflow_id, is_routine=is_routine)
    if output != "-" and os.path.lexists(path):
        raise UsageError(f"{path} exists", help="choose another file with --output")
    if source is not None:
        text = copied(as_fields(_source(source).value), workflow_id)
    else:
        text = new_routine(workflow_id) if is_routine else new_workflow(workflow_id)
    if output == "-":
        click.echo(text, nl=False)
        return
    files.write(Path(path), text.encode("utf-8", "surrogatepass"))
    print_line(f"{path} written; next: edit it, then wfk lint {path}")


def _is_namespaced(workflow_id: str) -> bool:
    """Return whether the format accepts *workflow_id*, and it has a namespace."""
    is_accepted = 3 <= len(workflow_id) <= 64 and re.search(WORKFLOW_ID, workflow_id)
    return "." in workflow_id and "\n" not in workflow_id and bool(is_accepted)


def _default_path(workflow_id: str, *, is_routine: bool) -> str:
    """Return the path that the id asks for: below the configured folder of its kind, else below the current one."""
    kind = "routines" if is_routine else "workflows"
    config = discovery.find_config()
    folders = [path for path in config.paths if Path(path).name == kind]
    name = workflow_id.rpartition(".")[2].removeprefix("routine-")
    return f"{folders[0] if folders else kind}/{name}.json"


def _source(name: str) -> Document:
    """Return the workflow called *name*, a file or an id of this project or the bundle. Raises UsageError."""
    if os.path.isfile(name):
        document = loading.read_document(Path(name))
        if not isinstance(document.value, dict):
            raise UsageError(f"{name}: not a workflow")
        return document
    config = discovery.find_config()
    places = [
        *(config.paths or ("workflows", "routines")),
        *(spec_folder.bundled(kind).as_posix() for kind in ("workflows", "routines")),
    ]
    there = [place for place in places if os.path.exists(place)]
    by_id = {
        loading.workflow_id(document): document
        for document in reversed(discovery.find_workflows(there))
    }
    if name not in by_id:
        raise UsageError(
            f"no workflow '{name}'", help=did_you_mean(name, by_id) or "list them with wfk list"
        )
    return by_id[name]
