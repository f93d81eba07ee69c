from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.calls import placeholders
from workflowkit.lint.rule import Finding, Severity, rule


@rule("T012", severity=Severity.INFO, since="0.1.0", kinds=frozenset({"routine"}))
def inconsistent_routine_arg_name(analysis: Analysis) -> Iterator[Finding]:
    """The name of a routine argument differs from the usual one.

    ## Why

    A call with an argument that is named slightly differently fails.
    Names are in camel case, and the file that a routine writes is its `deliverableName`.

    ## Bad

    ```json
    {
      "id": "routine-outline",
      "steps": [{"id": "outline", "title": "Outline", "prompt": "Write the outline to {deliverable}."}]
    }
    ```

    ## Good

    ```json
    {
      "id": "routine-outline",
      "steps": [{"id": "outline", "title": "Outline", "prompt": "Write the outline to {deliverableName}."}]
    }
    ```
    """
    reported: set[str] = set()
    for placeholder in placeholders(analysis.workflow.value.get("steps")):
        wanted = _wanted(placeholder.name)
        if (
            wanted != placeholder.name
            and placeholder.name not in reported
            and placeholder.name.isidentifier()
        ):
            reported.add(placeholder.name)
            yield Finding(
                placeholder.route,
                f"argument '{placeholder.name}' is called '{wanted}' elsewhere",
                f"rename it to '{wanted}', here and in every call",
                window=placeholder.window,
            )


_OTHER_NAMES = frozenset(
    {"deliverable", "deliverablefile", "deliverablepath", "outputname", "artifactname"}
)


def _wanted(name: str) -> str:
    """Return the name in camel case, or the usual one for a deliverable."""
    words = [word for word in re.split(r"_+", name) if word]
    camel = "".join(word[:1].upper() + word[1:] for word in words)
    camel = camel[:1].lower() + camel[1:]
    if name.isupper():
        camel = "".join([words[0].lower(), *(word.capitalize() for word in words[1:])])
    return "deliverableName" if camel.lower() in _OTHER_NAMES else camel
