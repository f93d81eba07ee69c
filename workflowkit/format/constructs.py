"""The constructs that a workflow uses and that not every version of the engine knows, with their places.

`spec.pack.History` knows the versions of each: `history.knowing(used.construct, used.count)`.
"""

from __future__ import annotations

from collections.abc import Iterator

from workflowkit.format.dialect import Dialect
from workflowkit.format.fast_validator import is_workflow
from workflowkit.format.reader import Workflow
from workflowkit.format.shape_errors import TooMany, Use
from workflowkit.records import dataclass
from workflowkit.text.json_values import as_fields
from workflowkit.text.routes import Json, Route


@dataclass(frozen=True, slots=True)
class UsedConstruct:
    """One use of a construct."""

    construct: str
    """Its name in engine profiles: `standardStep.audit`, a limit such as `maxConsequences`, or the id of a contract."""
    route: Route
    count: int = 0
    """For a limit, the number of items; 0 for all others."""


def used_constructs(value: Json) -> list[UsedConstruct]:
    """Return every use in *value* of what not every version knows, what is below such a use, too, and every contract that it names."""
    return [*_of_format(value), *_contracts(value)]


def _contracts(value: Json) -> Iterator[UsedConstruct]:
    for step in Workflow(as_fields(value)).all_steps:
        synthesis = as_fields(step.value.get("synthesis"))
        for place, owner in (((), step.value), (("synthesis",), synthesis)):
            ref = as_fields(owner.get("outputContract")).get("contractRef")
            if isinstance(ref, str):
                yield UsedConstruct(ref, (*step.route, *place, "outputContract", "contractRef"))


def _of_format(value: Json) -> list[UsedConstruct]:
    try:
        if is_workflow(value, _OLDEST):
            return []
    except RecursionError:
        pass
    # Imported here because the models are slow to import, and most files use nothing new.
    from workflowkit.format.surrogates import without_surrogates
    from workflowkit.format.workflow import AuthoredWorkflow

    readable, back = without_surrogates(value)
    found: list[UsedConstruct] = []
    for route, error in AuthoredWorkflow.shape_errors(readable):
        place = tuple(part.translate(back) if isinstance(part, str) else part for part in route)
        if isinstance(error, Use):
            shown = (*place, error.key) if error.key else place
            found.append(UsedConstruct(error.construct, shown))
        elif isinstance(error, TooMany) and error.count > _OLDEST.max_consequences:
            found.append(UsedConstruct(error.limit, place, error.count))
    return found


_OLDEST = Dialect()
"""What every version accepts, apart from numbers that are not finite."""
