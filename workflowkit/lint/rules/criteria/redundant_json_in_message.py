from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.criteria import Criterion
from workflowkit.lint.rule import Finding, Severity, needs, rule
from workflowkit.text.json_values import as_text


@needs("validationCriteria")
@rule("V008", severity=Severity.INFO, since="0.1.0")
def redundant_json_in_message(criterion: Criterion) -> Iterator[Finding]:
    r"""The message of a criterion quotes JSON.

    ## Why

    An agent that reads JSON in quotes answers with JSON in quotes: a text instead of an object.

    ## Bad

    ```json
    {
      "steps": [
        {
          "id": "plan",
          "title": "Plan",
          "prompt": "Plan the move as a JSON object with the key 'steps'.",
          "validationCriteria": {"and": [{"type": "contains", "value": "steps", "message": "must include '{\"steps\": []}'"}]}
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {
          "id": "plan",
          "title": "Plan",
          "prompt": "Plan the move as a JSON object with the key 'steps'.",
          "validationCriteria": {"and": [{"type": "contains", "value": "steps", "message": "the object needs the key 'steps', a list"}]}
        }
      ]
    }
    ```
    """
    message = as_text(criterion.rule.get("message"))
    match = _QUOTED_JSON.search(message)
    if match:
        yield Finding(
            (*criterion.route, "message"),
            f"the message of a criterion of step '{criterion.step.id}' quotes JSON",
            help="describe the keys in words",
            window=match.span(),
        )


_QUOTED_JSON = re.compile(r"(?<!\w)[\"'`]\s*[{\[]")
