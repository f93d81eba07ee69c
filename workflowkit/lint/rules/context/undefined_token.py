from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.context import Definedness
from workflowkit.analysis.subject import Analysis
from workflowkit.diagnostics import Finding, Related, Severity
from workflowkit.lint.rule import rule
from workflowkit.model.suggest import closest
from workflowkit.model.wording import quoted


@rule(
    "C018",
    severity=Severity.ERROR,
    since="0.1.0",
    kinds=frozenset({"workflow", "example", "fixture"}),
)
def undefined_token(analysis: Analysis) -> Iterator[Finding]:
    """A token prints a key that is not set when the prompt is shown.

    ## Why

    The engine prints `[unset: key]` in its place, and the agent reads that.
    The prompt is put together before its own step runs, so what this step or a later one sets comes too late.

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
    Routines are not looked at: their callers set the keys.
    """
    context = analysis.context
    for read in context.token_reads:
        definedness = context.definedness(read)
        if definedness is Definedness.UNSET:
            guess = closest(read.key, {*context.captures_by_key, *context.inputs})
            yield Finding(
                read.route,
                f"{quoted(read.key)} is printed here, but no step sets it",
                help=f"did you mean '{guess}'?" if guess else "capture it in a step before",
                window=read.window,
            )
        elif definedness is Definedness.LATE:
            first = context.captures_by_key[read.key][0]
            is_own = first.step.route == read.step.route
            where = "by this step itself" if is_own else f"by step '{first.step.id}' behind it"
            yield Finding(
                read.route,
                f"{quoted(read.key)} is printed here, but first set {where}",
                help="capture it in a step before, or write about it without printing it",
                related=(Related(first.route, "first set here"),),
                window=read.window,
            )
