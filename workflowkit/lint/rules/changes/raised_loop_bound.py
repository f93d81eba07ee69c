from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from workflowkit.changes.change import WorkflowChange
from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.runtime.javascript import is_number
from workflowkit.text.json_values import as_fields
from workflowkit.text.routes import Json
from workflowkit.text.wording import spelled


@rule("Z306", severity=Severity.WARNING, since="0.1.0")
def raised_loop_bound(change: WorkflowChange) -> Iterator[Finding]:
    """A loop may repeat more often than in the old version.

    ## Why

    The bound ends a loop that never decides to stop.
    A higher one lets an agent that is stuck spend more before anybody sees it.

    ## Bad

    ```json
    {
      "before": {
        "steps": [
          {"id": "read", "title": "Read", "prompt": "Read the request and list what it asks for."},
          {"id": "rounds", "type": "loop", "title": "Rounds", "loop": {"type": "for", "count": 3, "maxIterations": 3}, "body": [{"id": "fix", "title": "Fix", "prompt": "Fix the next finding of the list."}, {"id": "look", "title": "Look", "prompt": "Look at the result again."}]}
        ]
      },
      "after": {
        "steps": [
          {"id": "read", "title": "Read", "prompt": "Read the request and list what it asks for."},
          {"id": "rounds", "type": "loop", "title": "Rounds", "loop": {"type": "for", "count": 3, "maxIterations": 20}, "body": [{"id": "fix", "title": "Fix", "prompt": "Fix the next finding of the list."}, {"id": "look", "title": "Look", "prompt": "Look at the result again."}]}
        ]
      }
    }
    ```

    ## Good

    ```json
    {
      "before": {
        "steps": [
          {"id": "read", "title": "Read", "prompt": "Read the request and list what it asks for."},
          {"id": "rounds", "type": "loop", "title": "Rounds", "loop": {"type": "for", "count": 3, "maxIterations": 5}, "body": [{"id": "fix", "title": "Fix", "prompt": "Fix the next finding of the list."}, {"id": "look", "title": "Look", "prompt": "Look at the result again."}]}
        ]
      },
      "after": {
        "steps": [
          {"id": "read", "title": "Read", "prompt": "Read the request and list what it asks for."},
          {"id": "rounds", "type": "loop", "title": "Rounds", "loop": {"type": "for", "count": 3, "maxIterations": 3}, "body": [{"id": "fix", "title": "Fix", "prompt": "Fix the next finding of the list."}, {"id": "look", "title": "Look", "prompt": "Look at the result again."}]}
        ]
      }
    }
    ```
    """
    for step in change.steps:
        old, new = (as_fields(version.value.get("loop")) for version in (step.before, step.after))
        before, after = _bound(old), _bound(new)
        if before and after and after.times > before.times:
            field = after.field
            fact = f"may repeat {spelled(after.times)} times instead of {spelled(before.times)}"
            note = ""
        elif _raised(old, new, "maxIterations"):
            field = "maxIterations"
            fact = f"has the bound {spelled(new[field])} instead of {spelled(old[field])}"
            note = f"its 'count' still ends it after {spelled(after.times)} passes" if after else ""
        else:
            continue
        yield Finding(
            (*step.after.route, "loop", field),
            f"{step.after.name} {fact}",
            help="keep the bound, or have the change accepted",
            note=note,
            related=(change.place_before(step.before, "it was here"),),
        )


class _Bound(NamedTuple):
    times: int | float
    field: str


def _bound(loop: Mapping[str, Json]) -> _Bound | None:
    """Return how often *loop* repeats at most, and the field that says so."""
    names = ("maxIterations", "count") if loop.get("type") == "for" else ("maxIterations",)
    bounds = [_Bound(value, name) for name in names if is_number(value := loop.get(name))]
    return min(bounds, key=lambda bound: bound.times, default=None)


def _raised(before: Mapping[str, Json], after: Mapping[str, Json], field: str) -> bool:
    old, new = before.get(field), after.get(field)
    return is_number(old) and is_number(new) and new > old
