from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.data_flow.context import Definedness
from workflowkit.analysis.data_flow.key_guess import did_you_mean_key
from workflowkit.analysis.data_flow.reads import Read, by_key
from workflowkit.analysis.data_flow.value_domains import UNSET
from workflowkit.analysis.prompts.prose import identifiers
from workflowkit.format.reader import Step
from workflowkit.lint.rule import Finding, Related, Severity, rule
from workflowkit.text.json_values import as_text
from workflowkit.text.wording import quoted

Run = tuple[Step, ...]


@rule(
    "C001",
    severity=Severity.ERROR,
    since="0.1.0",
    kinds=frozenset({"workflow", "example", "fixture"}),
)
def unknown_condition_key(analysis: Analysis) -> Iterator[Finding]:
    """A condition tests a key that no step captures.

    ## Why

    A key that no step captures, no text names and no caller supplies stays unset.
    Then `equals` is always false and `not_equals` always true: steps never run, and the engine reports the run as complete.
    All conditions that test the key are one finding; the conditions of injected routine steps count as well.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "build", "title": "Build", "prompt": "Build the release and judge what could go wrong."},
        {"id": "rehearse", "title": "Rehearse", "prompt": "Install it on a spare machine first.", "runCondition": {"var": "riskLevel", "equals": "high"}}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {
          "id": "build",
          "title": "Build",
          "promptBlocks": {
            "goal": "Build the release and judge what could go wrong.",
            "outputRequired": {"riskLevel": "one of low | high: high when data could be lost"}
          }
        },
        {"id": "rehearse", "title": "Rehearse", "prompt": "Install it on a spare machine first.", "runCondition": {"var": "riskLevel", "equals": "high"}}
      ]
    }
    ```

    ## When not

    A key that comes from outside is named in `preconditions` or `clarificationPrompts`, in backticks.
    A routine file is not checked, because its callers set the keys.
    """
    context = analysis.context
    unset = [
        read
        for read in (*context.condition_reads, *context.injected_reads)
        if read.use not in ("items", "count")
        and "." not in read.key
        and context.definedness(read) is Definedness.UNSET
    ]
    for key, reads in by_key(unset).items():
        first = reads[0]
        yield Finding(
            first.route,
            _fact(analysis, first),
            help=did_you_mean_key(
                context, key, "capture it in an earlier step, or name it in 'preconditions'"
            ),
            note=_consequence(analysis, first, _runs_without(analysis, key))
            or _hidden(analysis, key),
            related=tuple(Related(read.route, "also tested here") for read in reads[1:]),
        )


def _fact(analysis: Analysis, read: Read) -> str:
    if read in analysis.context.injected_reads:
        return f"an injected step tests {quoted(read.key)}, which no step captures"
    return f"{quoted(read.key)} is tested, but no step captures it"


def _hidden(analysis: Analysis, key: str) -> str:
    """Return the step whose `agentRole` names *key*, in words; empty when there is none."""
    for step in analysis.workflow.all_steps:
        if key in identifiers(as_text(step.value.get("agentRole"))):
            return f"only 'agentRole' of {step.name} names it, which is in no prompt"
    return ""


def _runs_without(analysis: Analysis, key: str) -> set[Run]:
    return {run.steps for run in analysis.flow.runs if run.values.get(key) is UNSET}


def _consequence(analysis: Analysis, read: Read, runs: set[Run]) -> str:
    """Return what *runs*, those without the key, skip; empty when it is nothing, or not known."""
    elements = analysis.flow.elements
    if read.use != "run" or not runs:
        return ""
    if any(run[-1:] == elements[-1:] for run in runs):
        is_skipped = all(read.step not in run for run in runs)
        return f"when it is unset, '{read.step.id}' is always skipped" if is_skipped else ""
    longest = max(runs, key=len)
    if not longest:
        return "when it is unset, no step runs"
    most = "at most " if len(runs) > 1 else ""
    shown = [step.id for step in longest[:3]] + ["…"] * (len(longest) > 3)
    return (
        f"when it is unset, the run ends after {most}{len(longest)} of {len(elements)} steps: "
        + ", ".join(shown)
    )
