from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.data_flow.captures import Capture
from workflowkit.lint.rule import Finding, Related, Severity, needs, rule
from workflowkit.text.json_values import as_text


@needs("type: loop")
@rule("L021", severity=Severity.ERROR, since="0.1.0")
def shadowed_context_key(analysis: Analysis) -> Iterator[Finding]:
    """A loop variable has the name of a context key.

    ## Why

    Inside the body the variable hides the key: prompts and conditions see the item or the counter.
    A value that a body step sets under that name is invisible until the loop ends.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "list", "title": "List", "promptBlocks": {"goal": "List the chapters.", "outputRequired": {"chapters": "list: titles of the chapters"}}},
        {
          "id": "each",
          "type": "loop",
          "title": "Each",
          "loop": {"type": "forEach", "items": "chapters", "itemVar": "chapters", "maxIterations": 10},
          "body": [{"id": "proof", "title": "Proof", "prompt": "Look for errors of spelling in {{chapters}} and fix them."}]
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
    """
    for loop in analysis.loops:
        for field in loop.variables:
            name = as_text(loop.step.config.get(field))
            captures = [
                capture
                for capture in analysis.context.captures_of_key(name)
                if _is_certain(capture)
            ]
            if captures or name == loop.step.config.get("items") != "":
                yield Finding(
                    (*loop.step.route, "loop", field),
                    f"the variable '{name}' of {loop.name} hides the context key of that name",
                    help="give the variable a name of its own",
                    related=tuple(
                        Related(capture.route, "the key is set here") for capture in captures[:1]
                    ),
                )


def _is_certain(capture: Capture) -> bool:
    """Return whether the key is declared in `outputRequired`; prose is less certain."""
    return capture.form == "output"
