from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.context import Definedness
from workflowkit.analysis.reads import Read
from workflowkit.analysis.subject import Analysis
from workflowkit.diagnostics import Finding, Related, Severity
from workflowkit.lint.rule import rule
from workflowkit.model.wording import quoted


@rule(
    "L018",
    severity=Severity.ERROR,
    since="0.1.0",
    kinds=frozenset({"workflow", "example", "fixture"}),
)
def loop_input_unset(analysis: Analysis) -> Iterator[Finding]:
    """A loop runs over a key that nothing sets before it.

    ## Why

    The list of `forEach` and the count of `for` are read when the loop is reached.
    Without a list or a number there the engine refuses the call that leads to the loop, and the run stands still.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "draft", "title": "Draft", "prompt": "Write the first draft."},
        {
          "id": "pages",
          "type": "loop",
          "title": "Pages",
          "loop": {"type": "forEach", "items": "pagePaths", "itemVar": "page", "maxIterations": 10},
          "body": [{"id": "read", "title": "Read", "prompt": "Read {{page}} aloud."}]
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "list", "title": "List", "promptBlocks": {"goal": "List the pages.", "outputRequired": {"pagePaths": "list: paths of the pages"}}},
        {
          "id": "pages",
          "type": "loop",
          "title": "Pages",
          "loop": {"type": "forEach", "items": "pagePaths", "itemVar": "page", "maxIterations": 10},
          "body": [{"id": "read", "title": "Read", "prompt": "Read {{page}} aloud."}]
        }
      ]
    }
    ```

    ## When not

    A key that whoever starts the run supplies is named in `preconditions`.
    """
    for read in analysis.context.condition_reads:
        if read.use not in ("items", "count"):
            continue
        what = "list" if read.use == "items" else "number"
        definedness = analysis.context.definedness(read)
        if definedness is Definedness.UNSET:
            yield Finding(
                read.route,
                f"loop '{read.step.id}' runs over {quoted(read.key)}, which nothing sets",
                help=f"let an earlier step record the {what} under {quoted(read.key)}",
            )
        elif definedness is Definedness.LATE and _is_surely_late(analysis, read):
            first = analysis.context.captures_by_key[read.key][0]
            yield Finding(
                read.route,
                f"loop '{read.step.id}' runs over {quoted(read.key)}, which is first set behind it",
                help=f"let a step before the loop record the {what}",
                related=(Related(first.route, "set here"),),
            )


def _is_surely_late(analysis: Analysis, read: Read) -> bool:
    """True when the loop is reached in authored order and no earlier text speaks of the key."""
    position = analysis.context.position(read.step)
    named = analysis.context.mentions(read.key)
    return not read.step.is_conditional and all(
        analysis.context.position(step) >= position for step in named
    )
