from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.lint.rule import Finding, Related, Severity, rule
from workflowkit.text.wording import quoted


@rule("C034", severity=Severity.WARNING, since="0.1.0", kinds=frozenset({"workflow", "example"}))
def mismatched_loop_input(analysis: Analysis) -> Iterator[Finding]:
    """A loop runs over a key that is captured with another type.

    ## Why

    A `forEach` loop needs a list, and a `for` loop whose count is a key needs a number.
    With any other value the engine stops with an error when it enters the loop.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "list", "title": "List", "promptBlocks": {"goal": "List the pages.", "outputRequired": {"pagePaths": "text: paths of the pages"}}},
        {
          "id": "pages",
          "type": "loop",
          "title": "Pages",
          "loop": {"type": "forEach", "items": "pagePaths", "itemVar": "page", "maxIterations": 10},
          "body": [{"id": "read", "title": "Read", "prompt": "Read {{page}}."}]
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
          "body": [{"id": "read", "title": "Read", "prompt": "Read {{page}}."}]
        }
      ]
    }
    ```
    """
    for read in analysis.context.condition_reads:
        captures = analysis.context.captures_of_key(read.key)
        if read.use not in _NEEDED or not captures:
            continue
        needed = _NEEDED[read.use]
        # A capture without a type, and one that lists numbers, may be right.
        if any(capture.type in ("", needed) for capture in captures):
            continue
        if read.use == "count" and any(capture.type == "one of" for capture in captures):
            continue
        first = captures[0]
        declared = "one of several words" if first.type == "one of" else f"'{first.type}'"
        yield Finding(
            read.route,
            f"loop '{read.step.id}' needs a {needed}, but {quoted(read.key)} is captured as {declared}",
            help=f"declare it as a {needed} where it is captured",
            related=(Related(first.route, "captured here"),),
        )


_NEEDED = {"items": "list", "count": "number"}
