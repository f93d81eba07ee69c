from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.data_flow.context import Definedness
from workflowkit.analysis.data_flow.key_guess import did_you_mean_key
from workflowkit.analysis.data_flow.mentions import is_only_read
from workflowkit.analysis.data_flow.reads import by_key
from workflowkit.format.reader import Step
from workflowkit.lint.rule import Finding, Related, Severity, rule
from workflowkit.text.json_values import as_fields
from workflowkit.text.wording import quoted


@rule("C002", severity=Severity.WARNING, since="0.1.0", kinds=frozenset({"workflow", "example"}))
def missing_condition_key_capture(analysis: Analysis) -> Iterator[Finding]:
    """A condition tests a key that the texts before it use, but that none captures.

    ## Why

    The agent is told to act on the value of the key, and never to return one.
    When it returns none, the key stays unset and the condition decides by accident.
    A key behind `Capture:` or `Set:`, in `outputRequired`, or in an order such as *set riskLevel to high* counts as captured.
    All conditions that test the key are one finding.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "survey", "title": "Survey", "prompt": "Survey the code. If `depth` is full, list the tests, too."},
        {"id": "dig", "title": "Dig", "prompt": "Read every caller.", "runCondition": {"var": "depth", "equals": "full"}}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "survey", "title": "Survey", "prompt": "Survey the code. If `depth` is full, list the tests, too.\\n\\nCapture:\\n- `depth`: one of brief | full: full when the risk is high"},
        {"id": "dig", "title": "Dig", "prompt": "Read every caller.", "runCondition": {"var": "depth", "equals": "full"}}
      ]
    }
    ```

    ## When not

    The rule is silent unless every text that names the key clearly reads it, as *if `depth` is full* or *from `depth`* does.
    A list, a table or an order in other words may set it.
    A key that comes from outside is named in `preconditions` or `clarificationPrompts`, in backticks.
    A routine file is not checked, because its callers set the keys.
    """
    context = analysis.context
    if context.unread_calls:
        return
    named_only = [
        read
        for read in context.condition_reads
        if not context.captures_of_key(read.key)
        and context.mentions(read.key)
        and context.definedness(read) is Definedness.MAYBE
        and is_only_read(read.key, _naming(analysis, read.key))
    ]
    for key, reads in by_key(named_only).items():
        step = context.mentions(key)[0]
        yield Finding(
            reads[0].route,
            f"{quoted(key)} is tested, but no text is read as capturing it",
            help=did_you_mean_key(
                context, key, "list it behind 'Capture:', or make it a key of 'outputRequired'"
            ),
            note=_dependents(len(reads)),
            related=(
                Related((*step.route, "id"), "first named in this step"),
                *(Related(read.route, "also tested here") for read in reads[1:]),
            ),
        )


def _naming(analysis: Analysis, key: str) -> list[Step]:
    """Return the steps that name *key*, without those whose artifact has a field of that name."""
    contracts = analysis.spec.contracts
    return [
        step
        for step in analysis.context.mentions(key)
        if step.contract not in contracts
        or key not in as_fields(contracts[step.contract].schema.get("properties"))
    ]


def _dependents(number: int) -> str:
    return f"{number} conditions depend on it" if number > 1 else ""
