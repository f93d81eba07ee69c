from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.data_flow.reads import condition_reads
from workflowkit.analysis.loops import Loop
from workflowkit.lint.rule import Edit, Finding, Fix, Severity, rule
from workflowkit.text.json_values import as_text


@rule("L020", severity=Severity.INFO, since="0.1.0", fix="safe")
def unused_loop_variable(loop: Loop) -> Iterator[Finding]:
    """A loop names a variable that nothing reads.

    ## Why

    A name that is used nowhere else makes readers search for its use, and replaces the default name of the variable.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "list", "title": "List", "promptBlocks": {"goal": "List the chapters.", "outputRequired": {"chapters": "list: titles of the chapters"}}},
        {
          "id": "each",
          "type": "loop",
          "title": "Each",
          "loop": {"type": "forEach", "items": "chapters", "itemVar": "chapter", "indexVar": "chapterIndex", "maxIterations": 10},
          "body": [{"id": "proof", "title": "Proof", "prompt": "Look for errors of spelling in {{chapter}} and fix them."}]
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "list", "title": "List", "promptBlocks": {"goal": "List the chapters.", "outputRequired": {"chapters": "list: titles of the chapters"}}},
        {
          "id": "each",
          "type": "loop",
          "title": "Each",
          "loop": {"type": "forEach", "items": "chapters", "itemVar": "chapter", "maxIterations": 10},
          "body": [{"id": "proof", "title": "Proof", "prompt": "Look for errors of spelling in {{chapter}} and fix them."}]
        }
      ]
    }
    ```

    ## Fix

    Deletes the name.
    """
    tested = {read.key for read in condition_reads(loop.step)}
    for field in ("indexVar", "iterationVar"):
        name = as_text(loop.step.config.get(field))
        if name and name not in tested and not re.search(rf"\b{re.escape(name)}\b", loop.words):
            route = (*loop.step.route, "loop", field)
            yield Finding(
                route,
                f"nothing reads '{name}', the {_ROLES[field]} of {loop.name}",
                help=f"delete '{field}'",
                fix=Fix(
                    f"delete '{field}'",
                    (Edit("delete", route),),
                    safe=True,
                    changes="a loop variable that nothing reads has its default name",
                ),
            )


_ROLES = {"indexVar": "index", "iterationVar": "pass number"}
