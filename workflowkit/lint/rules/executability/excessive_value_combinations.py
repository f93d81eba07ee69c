from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.data_flow.reachability import Reach
from workflowkit.lint.rule import Finding, Severity, rule


@rule("E008", severity=Severity.INFO, since="0.1.0")
def excessive_value_combinations(analysis: Analysis) -> Iterator[Finding]:
    """A workflow tests too many combinations of values to follow every path.

    ## Why

    Rules about paths try every combination of the values that the conditions distinguish, up to a limit.
    Above it they report nothing about paths: unreachable steps, runs that end early, and keys that are not set on a path go unnoticed.
    `wfk simulate FILE --explore` keeps a value open until a condition reads it, joins equal situations, and so counts and lists the paths of many such workflows.
    This finding does not fail a run.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "choose", "title": "Choose", "prompt": "Choose. Capture: `needsA`, `needsB`, `needsC`, `needsD`, `needsE`, `needsF`, `needsG`, `needsH`, `needsI`, `needsJ`, `needsK`, `needsL`, `needsM`, `needsN`."},
        {"id": "part-a", "title": "Part a", "prompt": "Write part a.", "runCondition": {"var": "needsA"}},
        {"id": "part-b", "title": "Part b", "prompt": "Write part b.", "runCondition": {"var": "needsB"}},
        {"id": "part-c", "title": "Part c", "prompt": "Write part c.", "runCondition": {"var": "needsC"}},
        {"id": "part-d", "title": "Part d", "prompt": "Write part d.", "runCondition": {"var": "needsD"}},
        {"id": "part-e", "title": "Part e", "prompt": "Write part e.", "runCondition": {"var": "needsE"}},
        {"id": "part-f", "title": "Part f", "prompt": "Write part f.", "runCondition": {"var": "needsF"}},
        {"id": "part-g", "title": "Part g", "prompt": "Write part g.", "runCondition": {"var": "needsG"}},
        {"id": "part-h", "title": "Part h", "prompt": "Write part h.", "runCondition": {"var": "needsH"}},
        {"id": "part-i", "title": "Part i", "prompt": "Write part i.", "runCondition": {"var": "needsI"}},
        {"id": "part-j", "title": "Part j", "prompt": "Write part j.", "runCondition": {"var": "needsJ"}},
        {"id": "part-k", "title": "Part k", "prompt": "Write part k.", "runCondition": {"var": "needsK"}},
        {"id": "part-l", "title": "Part l", "prompt": "Write part l.", "runCondition": {"var": "needsL"}},
        {"id": "part-m", "title": "Part m", "prompt": "Write part m.", "runCondition": {"var": "needsM"}},
        {"id": "part-n", "title": "Part n", "prompt": "Write part n.", "runCondition": {"var": "needsN"}},
        {"id": "hand-over", "title": "Hand over", "prompt": "Hand it over."}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "choose", "title": "Choose", "prompt": "Choose. Capture: `needsA`, `needsB`."},
        {"id": "part-a", "title": "Part a", "prompt": "Write part a.", "runCondition": {"var": "needsA"}},
        {"id": "part-b", "title": "Part b", "prompt": "Write part b.", "runCondition": {"var": "needsB"}},
        {"id": "hand-over", "title": "Hand over", "prompt": "Hand it over."}
      ]
    }
    ```

    ## When not

    When the parts are independent and every path was reviewed otherwise.
    """
    if _is_followed(analysis):
        return
    yield Finding(
        ("steps",),
        "the conditions test too many combinations of values for the rules about paths, which report nothing here",
        "count the paths with wfk simulate --explore, which follows more of them, or select the path by one key",
        on_key=True,
    )


def _is_followed(analysis: Analysis) -> bool:
    """Return whether every analysis of paths stayed within its limit."""
    flow = analysis.flow
    if not flow.is_exhaustive or analysis.has_too_many_gaps:
        return False
    reached = {step for path in flow.paths for step in path.steps}
    has_missing = any(step not in reached for step in flow.elements)
    return not has_missing or Reach(analysis.context, flow).is_exhaustive
