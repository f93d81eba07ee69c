from __future__ import annotations

from collections.abc import Iterator, Sequence

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.data_flow.context import Definedness
from workflowkit.analysis.data_flow.key_guess import did_you_mean_key
from workflowkit.analysis.data_flow.reads import Read, by_key
from workflowkit.lint.rule import Finding, Related, Severity, rule
from workflowkit.text.wording import quoted


@rule(
    "C018",
    severity=Severity.ERROR,
    since="0.1.0",
    kinds=frozenset({"workflow", "example", "fixture"}),
)
def unset_token_key(analysis: Analysis) -> Iterator[Finding]:
    """A token prints a key that is not set when the prompt is shown.

    ## Why

    The engine prints `[unset: key]` in its place, and the agent reads that.
    The prompt is assembled before its own step runs, so what this step or a later one captures comes too late.
    All tokens of one key are one finding.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "count", "title": "Count", "prompt": "Count what does not work."},
        {"id": "report", "title": "Report", "prompt": "Report the {{brokenTotal}} faults."}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "count", "title": "Count", "promptBlocks": {"goal": "Count what does not work.", "outputRequired": {"brokenTotal": "number: things that do not work"}}},
        {"id": "report", "title": "Report", "prompt": "Report the {{brokenTotal}} faults."}
      ]
    }
    ```

    ## When not

    A key that comes from outside is named in `preconditions` or `clarificationPrompts`, in backticks.
    A routine file is not checked, because its callers set the keys.
    """
    context = analysis.context
    by_state: dict[Definedness, list[Read]] = {}
    for read in context.token_reads:
        by_state.setdefault(context.definedness(read), []).append(read)
    for key, reads in by_key(by_state.get(Definedness.UNSET, ())).items():
        yield _finding(
            reads,
            f"{quoted(key)} is printed, but no step captures it",
            did_you_mean_key(context, key, "capture it in an earlier step"),
        )
    for key, reads in by_key(by_state.get(Definedness.LATE, ())).items():
        setter = context.captures_of_key(key)[0]
        is_own = setter.step.route == reads[0].step.route
        where = "by this step itself" if is_own else f"by the later step '{setter.step.id}'"
        yield _finding(
            reads,
            f"{quoted(key)} is printed, but first captured {where}",
            "capture it in an earlier step, or write about it without a token",
            Related(setter.route, "first captured here"),
        )


def _finding(reads: Sequence[Read], fact: str, help: str, *related: Related) -> Finding:
    others = (Related(read.route, "also printed here") for read in reads[1:])
    first = reads[0]
    return Finding(first.route, fact, help=help, related=(*related, *others), window=first.window)
