from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.text.wording import quoted


@rule("C008", severity=Severity.ERROR, since="0.1.0")
def ambiguous_dotted_key(analysis: Analysis) -> Iterator[Finding]:
    """A condition tests a dotted path.

    ## Why

    Conditions and loops read a key by its whole name and have no paths; only tokens in prompts do.
    A key called `plan.count` is never set, so the test has the outcome for an unset key.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "plan", "title": "Plan", "prompt": "Plan the work. Capture: `plan`."},
        {"id": "split", "title": "Split", "prompt": "Split it.", "runCondition": {"var": "plan.length", "gt": 3}}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "plan", "title": "Plan", "prompt": "Plan the work. Capture: `plan`, `planLength` (number)."},
        {"id": "split", "title": "Split", "prompt": "Split it.", "runCondition": {"var": "planLength", "gt": 3}}
      ]
    }
    ```
    """
    texts = [text for step in analysis.workflow.all_steps for _, text in step.texts()]
    for read in analysis.context.condition_reads:
        # A text that spells the dotted name in backticks may mean a flat key of that name.
        if "." in read.key and not any(f"`{read.key}`" in text for text in texts):
            first, _, rest = read.key.partition(".")
            name = first + rest.replace(".", " ").title().replace(" ", "")
            yield Finding(
                read.route,
                f"{quoted(read.key)} is read as one flat key, not as a path",
                help=f"capture a key of its own, such as '{name}', and test that"
                if name.isidentifier()
                else "capture a key of its own and test that",
            )
