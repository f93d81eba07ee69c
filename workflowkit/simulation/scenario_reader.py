"""Scenario files: their text to the scenario, or to errors with places."""

from __future__ import annotations

from collections.abc import Mapping

from workflowkit.records import dataclass
from workflowkit.rendering.pinned import PinnedWorkflow
from workflowkit.simulation.scenario import Scenario
from workflowkit.text.json_records import from_json
from workflowkit.text.positions import Lines, Position
from workflowkit.text.routes import Route
from workflowkit.text.suggest import did_you_mean
from workflowkit.text.yaml_values import YamlError, YamlPlace, read_yaml


@dataclass(frozen=True, slots=True)
class ScenarioError:
    """Why a scenario cannot be run."""

    position: Position
    message: str
    help: str = ""

    @property
    def text(self) -> str:
        """The error on one line: line, column, message and help."""
        help = f"; {self.help}" if self.help else ""
        return f"{self.position.line}:{self.position.column}: {self.message}{help}"


@dataclass(frozen=True, slots=True)
class ScenarioText:
    """A scenario file that was read."""

    text: str
    scenario: Scenario | None
    """None when there are errors."""
    errors: tuple[ScenarioError, ...] = ()
    places: Mapping[Route, YamlPlace] | None = None
    """Where each value is written; None for a text that is not YAML."""

    def error_at(self, route: Route, message: str, help: str = "") -> ScenarioError:
        """Return the error of the value at *route*, or at its nearest ancestor that is written."""
        places = self.places or {}
        while route not in places and route:
            route = route[:-1]
        offset = places[route].start if route in places else 0
        return ScenarioError(Lines(self.text).position(offset), message, help)


def read_scenario(text: str) -> ScenarioText:
    """Return the scenario in *text*. Never raises."""
    try:
        read = read_yaml(text)
    except YamlError as error:
        position = Lines(text).position(min(error.offset, len(text)))
        return ScenarioText(text, None, (ScenarioError(position, error.message),))
    value = {} if read.value is None else read.value
    found = _errors(text, value, read.places)
    if found:
        return ScenarioText(text, None, found, read.places)
    return ScenarioText(text, from_json(Scenario, value), (), read.places)


def _errors(
    text: str, value: object, places: Mapping[Route, YamlPlace]
) -> tuple[ScenarioError, ...]:
    # Imported here because it brings pydantic, which an interactive run does not need.
    from workflowkit.format.validation import find_errors

    lines = Lines(text)
    placed: list[tuple[int, ScenarioError]] = []
    for error in find_errors(Scenario.shape_errors, value):
        route = error.route
        while route not in places and route:
            route = route[:-1]
        place = places.get(route, YamlPlace(0, 0, 0))
        offset = place.key_start if error.on_key else place.start
        is_number = error.route == ("engine",) and not error.on_key
        help = "write the version in quotes" if is_number else error.help
        placed.append((offset, ScenarioError(lines.position(offset), error.message, help)))
    return tuple(error for _, error in sorted(placed, key=lambda pair: pair[0]))


def check_names(read: ScenarioText, pinned: PinnedWorkflow) -> tuple[ScenarioError, ...]:
    """Return an error for each step or loop of the scenario that the workflow does not have."""
    scenario = read.scenario
    if scenario is None:
        return read.errors
    expect = scenario.expect
    named: list[tuple[Route, str]] = [
        (("answers", index, "step"), answer.step)
        for index, answer in enumerate(scenario.answers)
        if answer.step is not None
    ]
    named += [(("expect", "path", index), name) for index, name in enumerate(expect.path or ())]
    named += [(("expect", "gates", index), name) for index, name in enumerate(expect.gates or ())]
    named += [
        (("expect", "blocks", index, "step"), block.step)
        for index, block in enumerate(expect.blocks or ())
    ]
    named += [(("expect", "prompts", name), name) for name in expect.prompts or {}]
    named += [(("expect", "loops", name), name) for name in expect.loops or {}]
    if expect.last is not None:
        named.append((("expect", "last"), expect.last))
    if expect.every_path_ends_at is not None:
        named.append((("expect", "everyPathEndsAt"), expect.every_path_ends_at))
    known = pinned.executable.by_id
    found: list[ScenarioError] = []
    for route, name in named:
        loop, separator, step = name.rpartition("/")
        parts = [step, *([loop.partition("@")[0]] if separator else [])]
        for part in parts:
            if part not in known:
                message = f"workflow '{pinned.id}' has no step '{part}'"
                found.append(read.error_at(route, message, did_you_mean(part, known)))
    return tuple(sorted(found, key=lambda error: (error.position.line, error.position.column)))
