from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.data_flow.value_domains import UNSET
from workflowkit.format.reader import Step
from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.text.wording import quoted


@rule("C013", severity=Severity.INFO, since="0.1.0", kinds=frozenset({"workflow", "example"}))
def missing_variant(analysis: Analysis) -> Iterator[Finding]:
    """Steps that are variants of each other omit one listed value.

    ## Why

    Steps called `plan-quick` and `plan-deep` do one task in several ways.
    When the key has a third value and no variant runs for it, the task is skipped.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "choose", "title": "Choose", "promptBlocks": {"goal": "Choose the depth.", "outputRequired": {"depth": "one of quick | even | deep"}}},
        {"id": "plan-quick", "title": "Plan quickly", "prompt": "Plan it.", "runCondition": {"var": "depth", "equals": "quick"}},
        {"id": "plan-deep", "title": "Plan deeply", "prompt": "Plan it.", "runCondition": {"var": "depth", "equals": "deep"}},
        {"id": "build", "title": "Build", "prompt": "Build it."}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "choose", "title": "Choose", "promptBlocks": {"goal": "Choose the depth.", "outputRequired": {"depth": "one of quick | even | deep"}}},
        {"id": "plan-quick", "title": "Plan quickly", "prompt": "Plan it.", "runCondition": {"var": "depth", "equals": "quick"}},
        {"id": "plan-deep", "title": "Plan deeply", "prompt": "Plan it.", "runCondition": {"var": "depth", "not_equals": "quick"}},
        {"id": "build", "title": "Build", "prompt": "Build it."}
      ]
    }
    ```

    ## When not

    A family that is meant for some values only, because the others need nothing of its kind.
    """
    for key, domain in analysis.flow.domains.items():
        values = [value for value in domain if isinstance(value, str) and value is not UNSET]
        named = [value for value in values if not value.startswith("<")]
        if len(named) < 3:
            continue
        for stem, family in _families(analysis, key, named).items():
            members = list(family.values())
            runs = [run for run in analysis.flow.runs if any(step in run.steps for step in members)]
            served = {run.values[key] for run in runs}
            missing = [value for value in named if value not in served]
            if len(family) > 1 and served and missing:
                yield Finding(
                    (*members[0].route, "id"),
                    f"no step of the family '{stem}-…' runs when {quoted(key)} is {_listed(missing)}",
                    help="add the variant, or let one that is there run for this value too",
                )


def _families(analysis: Analysis, key: str, values: list[str]) -> Mapping[str, Mapping[str, Step]]:
    """Return stem of the ids to the variants, by value, of steps whose id ends with a value of *key* and that test it."""
    suffixes = {re.sub(r"[^a-z0-9]+", "-", value.lower()): value for value in values}
    testing = {
        read.step
        for read in analysis.context.condition_reads
        if read.use == "run" and read.key == key
    }
    found: dict[str, dict[str, Step]] = {}
    for step in analysis.flow.elements:
        for suffix, value in suffixes.items():
            if step in testing and step.id.endswith(f"-{suffix}"):
                found.setdefault(step.id.removesuffix(f"-{suffix}"), {})[value] = step
    return found


def _listed(values: list[str]) -> str:
    return " or ".join(quoted(value) for value in values)
