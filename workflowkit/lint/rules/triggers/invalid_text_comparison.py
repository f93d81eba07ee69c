from __future__ import annotations

from collections.abc import Iterator

from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.text.wording import quoted
from workflowkit.text.yaml_text import YamlShape, parse
from workflowkit.triggers.trigger import Trigger


@rule("W051", severity=Severity.WARNING, since="0.1.0")
def invalid_text_comparison(trigger: Trigger) -> Iterator[Finding]:
    """A dispatch condition compares with a number or a boolean.

    ## Why

    The engine compares the payload strictly with a text.
    The number 42 in a payload differs from the text '42', and `true` from 'true'; the webhook is accepted and nothing runs.

    ## Bad

    ```yaml
    triggers:
      - id: review
        provider: generic
        workflowId: demo.flow
        workspacePath: /srv/shop
        dispatchCondition:
          payloadPath: draft
          equals: false
    ```

    ## Good

    ```yaml
    triggers:
      - id: review
        provider: generic
        workflowId: demo.flow
        workspacePath: /srv/shop
        dispatchCondition:
          payloadPath: action
          equals: opened
    ```

    ## When not

    When the payload contains a text such as '42'; quote the value.
    """
    entry = trigger.entries.get(("dispatchCondition", "equals"))
    if entry is None or entry.value_place != entry.raw:
        return
    yaml = parse(f"k: {entry.value}\n")
    pairs = yaml.documents[0].pairs if yaml.documents and yaml.documents[0] else ()
    if pairs and pairs[0][1].shape is YamlShape.SCALAR and not pairs[0][1].is_string:
        yield Finding(
            place=trigger.route("dispatchCondition", "equals"),
            message=f"'equals' is the text {quoted(entry.value)}, which no number or boolean matches",
            help="compare with a text of the payload, or quote the value",
        )
