from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.data_flow.context import Definedness
from workflowkit.analysis.data_flow.missing_values import Gaps
from workflowkit.analysis.data_flow.reads import by_key
from workflowkit.lint.rule import Finding, Related, Severity, rule
from workflowkit.text.wording import quoted


@rule("C028", severity=Severity.WARNING, since="0.1.0", kinds=frozenset({"workflow", "example"}))
def unset_token(analysis: Analysis) -> Iterator[Finding]:
    """A token prints a key that is captured on some paths only.

    ## Why

    On the other paths the engine prints `[unset: key]` in its place, and the agent reads that.
    All tokens of one key are one finding.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "size-up", "title": "Size up", "promptBlocks": {"goal": "Judge the size.", "outputRequired": {"taskSize": "one of small | large"}}},
        {
          "id": "plan",
          "title": "Plan",
          "promptBlocks": {"goal": "Plan it.", "outputRequired": {"planPath": "text: the file with the plan"}},
          "runCondition": {"var": "taskSize", "equals": "large"}
        },
        {"id": "build", "title": "Build", "prompt": "Build what {{planPath}} describes."}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "size-up", "title": "Size up", "promptBlocks": {"goal": "Judge the size.", "outputRequired": {"taskSize": "one of small | large"}}},
        {
          "id": "plan",
          "title": "Plan",
          "promptBlocks": {"goal": "Plan it.", "outputRequired": {"planPath": "text: the file with the plan"}},
          "runCondition": {"var": "taskSize", "equals": "large"}
        },
        {
          "id": "build",
          "title": "Build",
          "prompt": "Build it.",
          "promptFragments": [{"id": "plan", "text": "Follow {{planPath}}.", "when": {"var": "taskSize", "equals": "large"}}]
        }
      ]
    }
    ```
    """
    context = analysis.context
    open_reads = [
        read
        for read in context.token_reads
        if context.captures_of_key(read.key) and context.definedness(read) is Definedness.MAYBE
    ]
    if not open_reads or context.unread_calls:
        return
    gaps = Gaps(context, analysis.flow, analysis.conditions)
    for key, reads in by_key(open_reads).items():
        for read in reads:
            path = gaps.unset_path(key, read.step, read.route)
            if path is not None:
                setter = context.captures_of_key(key)[0]
                yield Finding(
                    read.route,
                    f"{quoted(key)} is printed here, but captured on some paths only",
                    help="capture a default in a step that always runs, or move the token to a fragment with a condition",
                    note="unset after " + ", ".join(step.id for step in path.steps[:4]),
                    related=(Related(setter.route, "captured here, on some paths only"),),
                    window=read.window,
                )
                break
