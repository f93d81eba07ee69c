"""What a witness is built from: a finding, and the workflow as the engine runs it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from workflowkit.analysis.data_flow.value_domains import UNSET
from workflowkit.diagnostics import Finding
from workflowkit.records import dataclass
from workflowkit.rendering.pinned import PinnedWorkflow
from workflowkit.rendering.prompt import fragments_of
from workflowkit.runtime.conditions import variables
from workflowkit.runtime.executable import ExecutableLoop
from workflowkit.simulation.choices import ChoiceModel
from workflowkit.simulation.claims import Claim
from workflowkit.simulation.goals import LOOP, RUN, Goal, GoalKind
from workflowkit.text.json_values import as_fields, as_items, as_text
from workflowkit.text.routes import Json, Route

_QUOTED = re.compile(r"'([^']+)'")

EXITS = ("none", "one", "many", "bound")


@dataclass(frozen=True)
class WitnessCase:
    """One finding of one workflow."""

    finding: Finding
    model: ChoiceModel
    """The choices of the workflow."""

    @property
    def pinned(self) -> PinnedWorkflow:
        """The workflow."""
        return self.model.pinned

    @cached_property
    def named(self) -> tuple[str, ...]:
        """What the message names in quotes, in its order."""
        return tuple(_QUOTED.findall(self.finding.message))

    @cached_property
    def _found(self) -> tuple[str, Route]:
        """Id of the compiled step or loop that the finding is about, and the rest of its route."""
        route = self.finding.route
        best: tuple[str, Route] = ("", ())
        length = 0
        for step_id, place in self.pinned.route_of.items():
            if len(place) > length and route[: len(place)] == place:
                best, length = (step_id, route[len(place) :]), len(place)
        return best

    @property
    def step(self) -> str:
        """Id of that step or loop; empty when the finding is about none."""
        return self._found[0]

    @property
    def rest(self) -> Route:
        """The field of the step that the finding is about."""
        return self._found[1]

    @cached_property
    def loop(self) -> ExecutableLoop | None:
        """The loop that the finding is about: the step itself, or the one around it."""
        step = self.pinned.executable.by_id.get(self.step)
        if isinstance(step, ExecutableLoop):
            return step
        return next((each for each in self.model.loops if self.step in _body(each)), None)

    @property
    def body(self) -> tuple[str, ...]:
        """Ids of the steps of that loop."""
        return _body(self.loop) if self.loop else ()

    @cached_property
    def condition(self) -> Json:
        """The whole condition that the finding is about; None when it is about none."""
        definition = as_fields(self.pinned.executable.by_id[self.step].definition)
        match self.rest[:1]:
            case ("runCondition",):
                return definition.get("runCondition")
            case ("promptFragments",):
                return self.fragment.get("when")
            case ("requireConfirmation",):
                gate = definition.get("requireConfirmation")
                return as_fields(gate).get("condition", gate)
            case ("loop",):
                config = as_fields(definition.get("loop"))
                source = as_fields(config.get("conditionSource"))
                return source.get("condition", config.get("condition"))
        return None

    @cached_property
    def fragment(self) -> dict[str, Json]:
        """The fragment that the finding is about; empty when it is about none."""
        definition = self.pinned.executable.by_id[self.step].definition
        listed = as_items(definition.get("promptFragments"))
        index = self.rest[1] if len(self.rest) > 1 else None
        return as_fields(listed[index]) if isinstance(index, int) and index < len(listed) else {}

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys that the condition reads; of a routine's step, the key that the message names."""
        if self.rest[:1] == ("templateCall",):
            return self.named[:1]
        return tuple(dict.fromkeys(read.variable for read in variables(self.condition)))

    def _injected(self, keys: tuple[str, ...]) -> str:
        """Return the step of the called routine whose condition reads one of *keys*; empty when there is none."""
        called = self.pinned.route_of[self.step]
        return next(
            (
                step
                for step, route in self.pinned.route_of.items()
                if route == called
                and any(read.key in keys and read.use == "run" for read in self.model.reads[step])
            ),
            "",
        )

    def setters(self, key: str) -> frozenset[str]:
        """Return the steps that ask for *key*."""
        return frozenset(
            step
            for step, listed in self.model.captures.items()
            if any(capture.key == key for capture in listed)
        )

    def fragments_at(self, step: str) -> Iterator[str]:
        """Yield the conditional fragments of *step*, as scenarios name them."""
        for _, name, fragment in fragments_of(self.pinned.executable.by_id[step].definition):
            if isinstance(fragment.get("when"), dict):
                yield f"{step}.{name}"

    def tested(self, *outcomes: str) -> Claim | None:
        """Return the claim that the condition of the finding is evaluated, with one of *outcomes*: `true` or `false`."""
        outcomes = outcomes or ("true", "false")
        match self.rest[:1]:
            case ("runCondition",):
                return Claim(reach=(conditions(self.step, RUN, outcomes),))
            case ("templateCall",):
                injected = self._injected(self.named[:1])
                return Claim(reach=(conditions(injected, RUN, outcomes),)) if injected else None
            case ("promptFragments",):
                name = f"{self.step}.{as_text(self.fragment.get('id'))}"
                return Claim(sequence=(self.step,), fragments=(name,))
            case ("requireConfirmation",):
                return Claim(sequence=(self.step,), states_gates=True)
            case ("loop",):
                return Claim(reach=(conditions(self.step, LOOP, outcomes),), loops=(self.step,))
        return None


def conditions(step: str, name: str, outcomes: tuple[str, ...]) -> frozenset[Goal]:
    """Return the goals that a condition of *step* has one of *outcomes*."""
    return frozenset(
        Goal(kind=GoalKind.CONDITION, step=step, name=name, outcome=outcome) for outcome in outcomes
    )


def exits(loop: str, *outcomes: str) -> frozenset[Goal]:
    """Return the goals that *loop* ends in one of *outcomes*: `none`, `one`, `many`, `bound`."""
    return frozenset(
        Goal(kind=GoalKind.LOOP, step=loop, outcome=outcome) for outcome in outcomes or EXITS
    )


def unset(*keys: str) -> dict[str, Json]:
    """Return the values of *keys* in a run in which they never get one."""
    return dict.fromkeys(keys, UNSET)


def _body(loop: ExecutableLoop) -> tuple[str, ...]:
    return tuple(step.id for step in loop.body)
