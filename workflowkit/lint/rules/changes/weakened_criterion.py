from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from workflowkit.changes.change import WorkflowChange
from workflowkit.changes.requirements import contract, criteria, is_contract_required, loosened
from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.text.json_values import as_text
from workflowkit.text.routes import Json
from workflowkit.text.wording import counted, enumerated, quoted

_MOST: Final = 4
"""Rules that a message names, the number of others included."""


@rule("Z308", severity=Severity.WARNING, since="0.1.0")
def weakened_criterion(change: WorkflowChange) -> Iterator[Finding]:
    """The notes of a step have to satisfy less than in the old version.

    ## Why

    Rules about notes refuse a step that was ended without doing the work.
    A rule that is gone, or has wider limits, lets such a step pass.

    ## Bad

    ```json
    {
      "before": {
        "steps": [
          {"id": "read", "title": "Read", "prompt": "Read the request and list what it asks for."},
          {"id": "build", "title": "Build", "prompt": "Build what was asked, one part after the other.", "validationCriteria": [{"type": "length", "min": 200, "message": "Write more."}, {"type": "contains", "value": "Log", "message": "Name the log."}]}
        ]
      },
      "after": {
        "steps": [
          {"id": "read", "title": "Read", "prompt": "Read the request and list what it asks for."},
          {"id": "build", "title": "Build", "prompt": "Build what was asked, one part after the other.", "validationCriteria": [{"type": "contains", "value": "Log", "message": "Name the log."}]}
        ]
      }
    }
    ```

    ## Good

    ```json
    {
      "before": {
        "steps": [
          {"id": "read", "title": "Read", "prompt": "Read the request and list what it asks for."},
          {"id": "build", "title": "Build", "prompt": "Build what was asked, one part after the other.", "validationCriteria": [{"type": "contains", "value": "Log", "message": "Name the log."}]}
        ]
      },
      "after": {
        "steps": [
          {"id": "read", "title": "Read", "prompt": "Read the request and list what it asks for."},
          {"id": "build", "title": "Build", "prompt": "Build what was asked, one part after the other.", "validationCriteria": [{"type": "length", "min": 200, "message": "Write more."}, {"type": "contains", "value": "Log", "message": "Name the log."}]}
        ]
      }
    }
    ```
    """
    for step in change.steps:
        before, after = criteria(step.before), criteria(step.after)
        lost = [rule for text, rule in before.items() if text not in after]
        # Of a rule with narrower limits nothing is lost.
        weaker = [rule for rule in lost if not any(loosened(new, rule) for new in after.values())]
        # A required artifact proves more than words in the notes do.
        is_replaced = is_contract_required(step.after) and not contract(step.before)
        if weaker and not is_replaced:
            yield Finding(
                (*step.after.route, "validationCriteria"),
                f"the notes of {step.after.name} have to satisfy less: {_named(weaker)} gone or wider",
                help="keep the rule, or have the change accepted",
                related=(change.place_before(step.before, "it was here"),),
            )


def _named(rules: list[dict[str, Json]]) -> str:
    """Return how messages name *rules*, with the verb."""
    names = [_name(rule) for rule in rules]
    if len(names) > _MOST:
        names[_MOST - 1 :] = [counted(len(names) - _MOST + 1, "other")]
    return (
        f"the rule {names[0]} is"
        if len(names) == 1
        else f"the rules {enumerated(names, 'and')} are"
    )


def _name(rule: dict[str, Json]) -> str:
    value = rule.get("value", rule.get("pattern"))
    return quoted(" ".join(as_text(part) for part in (rule.get("type"), value) if part))
