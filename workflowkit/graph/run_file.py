"""The file that names a run: a list of step ids in JSON or YAML, alone or as a `path`, or a scenario, which is run."""

from __future__ import annotations

from workflowkit.errors import UsageError
from workflowkit.records import dataclass
from workflowkit.rendering.pinned import PinnedWorkflow
from workflowkit.simulation.runs import RunEnd
from workflowkit.simulation.scenario_reader import check_names, read_scenario
from workflowkit.simulation.scenario_run import run_scenario
from workflowkit.text.json_values import as_fields
from workflowkit.text.routes import Json
from workflowkit.text.yaml_values import YamlError, read_yaml

_HELP = "write a list of step ids, a mapping with such a list as its path, or a scenario"


@dataclass(frozen=True, slots=True)
class RunPath:
    """The steps of one run."""

    steps: tuple[str, ...]
    is_complete: bool
    """True when the run leads to the end."""


def read_run(text: str, path: str, pinned: PinnedWorkflow | None) -> RunPath:
    """Return the run that *text*, the file at *path*, names; a scenario is a run of *pinned*.

    Raises UsageError when it names none, or when the engine refuses the workflow of a scenario.
    """
    try:
        value = read_yaml(text).value
    except YamlError as error:
        raise UsageError(f"{path}: {error.message}", help=_HELP) from None
    fields = as_fields(value)
    if isinstance(value, list):
        return RunPath(_steps(value, path), is_complete=False)
    if "path" in fields and fields.keys() <= {"path", "complete"}:
        return RunPath(_steps(fields["path"], path), fields.get("complete") is True)
    if not fields:
        raise UsageError(f"{path}: the file names no run", help=_HELP)
    return _of_scenario(text, path, pinned)


def _of_scenario(text: str, path: str, pinned: PinnedWorkflow | None) -> RunPath:
    read = read_scenario(text)
    if read.scenario is None:
        raise UsageError(f"{path}:{read.errors[0].text}", help=_HELP)
    if pinned is None:
        raise UsageError(f"{path}: the engine refuses the workflow, so that no scenario can be run")
    errors = check_names(read, pinned)
    if errors:
        raise UsageError(f"{path}:{errors[0].text}")
    run = run_scenario(pinned, read.scenario).run
    return RunPath(run.path, run.end is RunEnd.COMPLETE)


def _steps(value: Json, path: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(step, str) and step for step in value):
        raise UsageError(f"{path}: a run is a list of step ids", help=_HELP)
    return tuple(value)
