from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.context import Definedness
from workflowkit.analysis.domains import UNSET
from workflowkit.analysis.reads import Read
from workflowkit.analysis.subject import Analysis
from workflowkit.diagnostics import Finding, Severity
from workflowkit.lint.rule import rule
from workflowkit.model.suggest import closest
from workflowkit.model.view import Step
from workflowkit.model.wording import quoted

Run = tuple[Step, ...]


@rule(
    "C001",
    severity=Severity.ERROR,
    since="0.1.0",
    kinds=frozenset({"workflow", "example", "fixture"}),
)
def undefined_condition_variable(analysis: Analysis) -> Iterator[Finding]:
    """A condition tests a key that nothing sets.

    ## Why

    A key that no step captures, no text names and nobody hands in stays unset.
    Then `equals` is false and `not_equals` is true for good: steps never run, and the engine calls the run complete.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "build", "title": "Build", "prompt": "Build the release and judge what could go wrong."},
        {"id": "rehearse", "title": "Rehearse", "prompt": "Install it on a spare machine.", "runCondition": {"var": "riskLevel", "equals": "high"}}
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
        {"id": "rehearse", "title": "Rehearse", "prompt": "Install it on a spare machine.", "runCondition": {"var": "riskLevel", "equals": "high"}}
      ]
    }
    ```

    ## When not

    A key that comes from outside is named in `preconditions` or `clarificationPrompts`, in backticks.
    Routines are not looked at: their callers set the keys.
    """
    told: set[tuple[Step, str, str]] = set()
    runs_without: dict[str, set[Run]] = {}
    for read in analysis.context.condition_reads:
        place = (read.step, read.use, read.key)
        if read.use in ("items", "count") or "." in read.key or place in told:
            continue
        if analysis.context.definedness(read) is Definedness.UNSET:
            told.add(place)
            if read.key not in runs_without:
                runs_without[read.key] = _runs_without(analysis, read.key)
            yield Finding(
                read.route,
                f"{quoted(read.key)} is tested here, but no step sets it",
                help=_help(analysis, read),
                note=_consequence(analysis, read, runs_without[read.key]),
            )


def _help(analysis: Analysis, read: Read) -> str:
    guess = closest(read.key, {*analysis.context.captures_by_key, *analysis.context.inputs})
    if guess is not None:
        return f"did you mean '{guess}'?"
    return "capture it in a step before (outputRequired), or name it in preconditions"


def _runs_without(analysis: Analysis, key: str) -> set[Run]:
    return {run.steps for run in analysis.flow.runs if run.values.get(key) is UNSET}


def _consequence(analysis: Analysis, read: Read, runs: set[Run]) -> str:
    """What *runs*, those without the key, leave out; empty when it is nothing, or not known."""
    elements = analysis.flow.elements
    if read.use != "run" or not runs:
        return ""
    if any(run[-1] == elements[-1] for run in runs):
        is_skipped = all(read.step not in run for run in runs)
        return f"when it is unset, '{read.step.id}' is always skipped" if is_skipped else ""
    longest = max(runs, key=len)
    most = "at most " if len(runs) > 1 else ""
    shown = [step.id for step in longest[:3]] + ["…"] * (len(longest) > 3)
    return (
        f"when it is unset, the run ends after {most}{len(longest)} of {len(elements)} steps: "
        + ", ".join(shown)
    )
