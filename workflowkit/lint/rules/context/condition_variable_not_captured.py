from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.context import Definedness
from workflowkit.analysis.subject import Analysis
from workflowkit.diagnostics import Finding, Related, Severity
from workflowkit.lint.rule import rule
from workflowkit.model.view import Step
from workflowkit.model.wording import quoted


@rule("C002", severity=Severity.WARNING, since="0.1.0", kinds=frozenset({"workflow", "example"}))
def condition_variable_not_captured(analysis: Analysis) -> Iterator[Finding]:
    """A condition tests a key that texts name but that no step is told to set.

    ## Why

    The agent reads the word and may act on it, but nothing tells it to hand a value in.
    When it does not, the key stays unset and the condition decides by accident.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "survey", "title": "Survey", "prompt": "Weigh how deep to look. The depth depends on the risk."},
        {"id": "dig", "title": "Dig", "prompt": "Read every caller.", "runCondition": {"var": "depth", "equals": "full"}}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "survey", "title": "Survey", "prompt": "Weigh how deep to look.\\n\\nCapture:\\n- `depth`: one of brief | full: full when the risk is high"},
        {"id": "dig", "title": "Dig", "prompt": "Read every caller.", "runCondition": {"var": "depth", "equals": "full"}}
      ]
    }
    ```

    ## When not

    A key that comes from outside is named in `preconditions` or `clarificationPrompts`, in backticks.
    Routines are not looked at: their callers set the keys.
    """
    context = analysis.context
    told: set[tuple[Step, str, str]] = set()
    for read in context.condition_reads:
        place = (read.step, read.use, read.key)
        named = context.mentions(read.key)
        if (
            place in told
            or read.key in context.captures_by_key
            or not named
            or context.unread_calls
        ):
            continue
        if context.definedness(read) is Definedness.MAYBE:
            told.add(place)
            yield Finding(
                read.route,
                f"{quoted(read.key)} is tested here, but no text tells the agent to set it",
                help="capture it in a step before (outputRequired), or name it in preconditions",
                related=(Related((*named[0].route, "id"), "named in this step"),),
            )
