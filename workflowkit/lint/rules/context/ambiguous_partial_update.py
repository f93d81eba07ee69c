from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.data_flow.resending import says_whole
from workflowkit.lint.rule import Finding, Related, Severity, rule


@rule("C023", severity=Severity.WARNING, since="0.1.0")
def ambiguous_partial_update(analysis: Analysis) -> Iterator[Finding]:
    """A text orders to set one field inside a captured object.

    ## Why

    Keys are replaced whole: the object that is sent replaces the earlier one.
    An agent that sends the one field deletes all others, and a later step reads an incomplete object.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "plan", "title": "Plan", "promptBlocks": {"goal": "Plan the work.", "outputRequired": {"workPlan": "object: goal, steps, owner, state"}}},
        {"id": "start", "title": "Start", "prompt": "Begin the work and set `workPlan.state` to started."}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "plan", "title": "Plan", "promptBlocks": {"goal": "Plan the work.", "outputRequired": {"workPlan": "object: goal, steps, owner"}}},
        {"id": "start", "title": "Start", "promptBlocks": {"goal": "Begin the work.", "outputRequired": {"workState": "one of waiting | started"}}}
      ]
    }
    ```

    ## When not

    A step that asks for the whole object again, also in its outputs, is not reported.
    """
    captures = analysis.context.captures_by_key
    for step in analysis.workflow.all_steps:
        told: set[str] = set()
        for route, text in step.texts():
            # Few texts have a dotted name; to search for the order takes longer.
            if "`" not in text or "." not in text or not _DOTTED.search(text):
                continue
            for match in _FIELD.finditer(text):
                key, field = match.group("key"), match.group("field")
                if key in told or key not in captures or says_whole(step, key):
                    continue
                told.add(key)
                yield Finding(
                    route,
                    f"this sets '{field}' inside '{key}', but a key is replaced whole by what is sent",
                    help=f"capture '{field}' as a key of its own, or ask for the whole of '{key}'",
                    related=(Related(captures[key][0].route, f"'{key}' is captured here"),),
                    window=match.span("key"),
                )


_DOTTED = re.compile(r"`(?:context\.)?[A-Za-z_][A-Za-z0-9_]*\.[A-Za-z_]")
_FIELD = re.compile(
    r"\b(?:set|record|update|store|save|mark|increment|reset)\s+(?:the\s+|up\s+)?"
    r"`(?:context\.)?(?P<key>[A-Za-z_][A-Za-z0-9_]*)\.(?P<field>(?!(?:md|json|jsonl|csv|ya?ml|txt|html|xml|toml|ts|js|py|sh|sql)`)[A-Za-z_][A-Za-z0-9_.]*)"
    r"(?:\s*+[=:]\s*+[^`\n]*+)?`",
    re.IGNORECASE,
)
