"""`wfk new`: the start of a workflow, routine, scenario or authoring rule."""

from __future__ import annotations

import os
import re
from pathlib import Path

import click

from workflowkit.cli import completing
from workflowkit.cli.runnables import pinned_or_exit, require_object
from workflowkit.cli.terminal import print_line
from workflowkit.errors import UsageError
from workflowkit.format.workflow_ids import WORKFLOW_ID, WORKFLOW_ID_HELP
from workflowkit.run import discovery, loading, new_files, spec_folder
from workflowkit.run.loading import Options
from workflowkit.run.new_files import NewText
from workflowkit.run.pinning import load_runnable
from workflowkit.scaffold.workflow import copied, new_routine, new_workflow
from workflowkit.text import files
from workflowkit.text.document import Document
from workflowkit.text.json_values import as_fields
from workflowkit.text.suggest import did_you_mean

KINDS = ("workflow", "routine", "scenario", "rule")


@click.command(
    epilog="""\b
Examples:
  wfk new acme.cut-release                     workflows/cut-release.json
  wfk new acme.routine-gather-facts            routines/gather-facts.json
  wfk new acme.triage --from wr.classify-task  a copy under another id
  wfk new acme.triage --from flow.json -o team/triage.json
  wfk new happy-path --kind scenario --from acme.triage
  wfk new name-the-file --kind rule            in spec/authoring-rules.json

\b
Exit codes: 0 written, 1 the file to copy is not a JSON object or could not be read,
or the workflow of a scenario does not compile, 2 usage, or the file exists,
3 it could not be written."""
)
@click.argument("new_id", metavar="ID")
@click.option(
    "--kind",
    type=click.Choice(KINDS),
    help="What to write.  [default: a workflow, or a routine by its id]",
)
@click.option(
    "--from",
    "source",
    metavar="ID|FILE",
    shell_complete=completing.workflows,
    help="The workflow or rule to copy; the workflow of a scenario.",
)
@click.option(
    "-o", "--output", metavar="FILE", help="Where to write it; - prints it.  [default: by the id]"
)
def new(new_id: str, kind: str | None, source: str | None, output: str | None) -> None:
    """Write a workflow, routine, scenario or authoring rule with the id ID that lints clean.

    An id like acme.routine-x gives a routine. A scenario is the longest run of its workflow, and passes. A rule is added to the authoring rules of the spec pack; the first one is added to a copy of the bundled rules.
    """
    if kind == "rule":
        new_files.check_name(new_id, kind)
        spec = discovery.find_config().spec
        _write(new_files.rule_text(new_id, source, output, spec), "lint")
    elif kind == "scenario":
        new_files.check_name(new_id, kind)
        _write(_scenario(new_id, source, output), "test")
    else:
        _write(_workflow(new_id, kind, source, output), "lint")


def _write(new: NewText, command: str) -> None:
    """Write a file, and name the *command* that checks it, or print it when its path is `-`. Raises UsageError for one that exists, unless it is changed."""
    if new.path == "-":
        click.echo(new.text, nl=False)
        return
    content = new.text.encode("utf-8", "surrogatepass")
    if new.before is not None:
        files.replace(Path(new.path), new.before.text.encode("utf-8", "surrogatepass"), content)
    elif os.path.lexists(new.path):
        raise UsageError(f"{new.path} exists", help="choose another file with --output")
    else:
        files.write(Path(new.path), content)
    print_line(f"{new.path} written; next: edit it, then wfk {command} {new.path}")
    note = new_files.outside(new.path, discovery.find_config())
    if note:
        print_line(f"note: {note}", err=True)


def _scenario(name: str, source: str | None, output: str | None) -> NewText:
    if source is None:
        raise UsageError("a scenario needs its workflow", help="name it with --from ID|FILE")
    path = _source(source).path
    if output is None and files.is_below(path, str(spec_folder.bundled("workflows").parent)):
        config = discovery.find_config()
        if not files.is_below(path, config.folder or "."):
            raise UsageError(
                f"'{source}' is a bundled workflow", help="name the file with --output"
            )
    pinned = pinned_or_exit(load_runnable(path, Options()))
    return new_files.scenario_of(name, pinned, path, output)


def _workflow(
    workflow_id: str, kind: str | None, source: str | None, output: str | None
) -> NewText:
    """Return a workflow or routine. Raises UsageError for an id that is not for its *kind*."""
    if not _is_namespaced(workflow_id):
        raise UsageError(
            f"not a workflow id with a namespace, such as acme.cut-release: '{workflow_id}'",
            help=WORKFLOW_ID_HELP,
        )
    if workflow_id.startswith("wr."):
        raise UsageError("the namespace 'wr' is for bundled workflows", help="use one of your own")
    space, _, name = workflow_id.partition(".")
    is_routine = name.startswith("routine-")
    if kind == "routine" and not is_routine:
        raise UsageError(
            f"'{workflow_id}' is no id of a routine", help=f"call it '{space}.routine-{name}'"
        )
    if kind == "workflow" and is_routine:
        raise UsageError(
            f"'{workflow_id}' is the id of a routine",
            help=f"call it '{space}.{name.removeprefix('routine-')}', or omit --kind",
        )
    if source is not None:
        text = copied(as_fields(_source(source).value), workflow_id)
    else:
        text = new_routine(workflow_id) if is_routine else new_workflow(workflow_id)
    return NewText(output or _default_path(workflow_id, is_routine=is_routine), text)


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
    """Return the workflow called *name*, a file or an id of this project or the bundle; print what is wrong and exit with 1 when the file is not a JSON object."""
    if os.path.lexists(name) and not os.path.isdir(name):
        file = load_runnable(name, Options())
        require_object(file)
        return file.document
    if name.endswith(".json") or "/" in name:
        raise loading.no_such_path(name)
    config = discovery.find_config()
    places = [
        *(discovery.with_workflows(config.paths) or ("workflows", "routines")),
        *(spec_folder.bundled(kind).as_posix() for kind in ("workflows", "routines")),
    ]
    there = [place for place in places if os.path.exists(place)]
    by_id = {
        loading.workflow_id(document): document
        for document in reversed(discovery.find_workflows(there))
        if loading.workflow_id(document)
    }
    if name not in by_id:
        raise UsageError(
            f"no workflow '{name}'", help=did_you_mean(name, by_id) or "list them with wfk list"
        )
    return by_id[name]
