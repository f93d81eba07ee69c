from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.format.reader import Step
from workflowkit.lint.rule import Edit, Finding, Fix, Severity, needs, rule
from workflowkit.text.json_values import as_text
from workflowkit.text.routes import Route


@needs("promptFragments")
@rule("I010", severity=Severity.INFO, since="0.1.0", fix="safe")
def mismatched_fragment_id_prefix(step: Step) -> Iterator[Finding]:
    """A fragment is named after the phase of another step.

    ## Why

    Such an id was usually copied with the fragment, and refers to the wrong step.

    ## Bad

    ```json
    {
      "steps": [
        {
          "id": "phase-3d-select",
          "title": "Select",
          "prompt": "Select a direction.",
          "promptFragments": [{"id": "p3c-quick", "text": "Be brief.", "when": {"var": "goal"}}]
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {
          "id": "phase-3d-select",
          "title": "Select",
          "prompt": "Select a direction.",
          "promptFragments": [{"id": "p3d-quick", "text": "Be brief.", "when": {"var": "goal"}}]
        }
      ]
    }
    ```

    ## Fix

    Writes the phase of the step; nothing refers to fragments by id.
    """
    own = _STEP.match(step.id)
    for route, fragment in step.fragments:
        named = _FRAGMENT.match(as_text(fragment.get("id")))
        if own and named and _differ(own[1], own[2], named[2], named[3]):
            name = f"{named[1]}{own[1]}{own[2]}{fragment['id'][named.end(3) :]}"
            yield Finding(
                (*route, "id"),
                f"fragment '{fragment['id']}' is named after phase {named[2]}{named[3]}, its step is '{step.id}'",
                f"rename it to '{name}'",
                fix=_renamed(step, (*route, "id"), name),
            )


_STEP = re.compile(r"phase-([0-9]+)([a-z]?)(?:-|$)")
_FRAGMENT = re.compile(r"(p|phase-?)([0-9]+)([a-z]?)-")


def _differ(number: str, letter: str, other_number: str, other_letter: str) -> bool:
    """Return True for two different phases; a number without a letter includes all its letters."""
    if number != other_number:
        return True
    return bool(letter and other_letter and letter != other_letter)


def _renamed(step: Step, route: Route, name: str) -> Fix | None:
    if any(fragment.get("id") == name for _, fragment in step.fragments):
        return None
    edit = Edit("set", route, name)
    return Fix(f"call it '{name}'", (edit,), safe=True, changes="the id of the fragment")
