from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.data_flow.context import Definedness
from workflowkit.analysis.data_flow.key_guess import did_you_mean_key
from workflowkit.analysis.data_flow.reads import Read
from workflowkit.lint.rule import Finding, Related, Severity, needs, rule
from workflowkit.text.wording import quoted


@needs("type: loop")
@rule(
    "L018",
    severity=Severity.ERROR,
    since="0.1.0",
    kinds=frozenset({"workflow", "example", "fixture"}),
)
def unset_loop_input(analysis: Analysis) -> Iterator[Finding]:
    """A loop runs over a key that nothing sets before it.

    ## Why

    The engine reads the list of `forEach` and the count of `for` when it reaches the loop.
    Without a list or a number it refuses the call that leads to the loop, and the run cannot go on.

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

    Name a key that is supplied at the start of the run in `preconditions`.
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
                help=did_you_mean_key(
                    analysis.context,
                    read.key,
                    f"record the {what} under {quoted(read.key)} in an earlier step",
                ),
            )
        elif definedness is Definedness.LATE and _is_surely_late(analysis, read):
            first = analysis.context.captures_of_key(read.key)[0]
            yield Finding(
                read.route,
                f"loop '{read.step.id}' runs over {quoted(read.key)}, which is first set after it",
                help=f"record the {what} in a step before the loop",
                related=(Related(first.route, "set here"),),
            )


def _is_surely_late(analysis: Analysis, read: Read) -> bool:
    """Return whether the loop is reached in authored order and no earlier text names the key."""
    position = analysis.context.position(read.step)
    named = analysis.context.mentions(read.key)
    return not read.step.is_conditional and all(
        analysis.context.position(step) >= position for step in named
    )
