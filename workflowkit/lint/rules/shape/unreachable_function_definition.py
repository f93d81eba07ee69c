from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.format.reader import Step
from workflowkit.lint.rule import Edit, Finding, Fix, Severity, needs, rule
from workflowkit.text.json_values import as_fields, as_items, as_text
from workflowkit.text.routes import Json, Route


@needs("functionDefinitions")
@rule("S007", severity=Severity.WARNING, since="0.1.0", fix="unsafe")
def unreachable_function_definition(analysis: Analysis) -> Iterator[Finding]:
    """No prompt shows the definition of a function.

    ## Why

    The engine shows definitions only when a run is resumed.
    A step with references does not receive them then either: references are written `name()`, and the engine compares them with bare names.

    ## Bad

    ```json
    {
      "functionDefinitions": [{"name": "packet", "definition": "A table with one row per fact."}],
      "steps": [
        {"id": "first", "title": "Read", "prompt": "Fill the packet.", "functionReferences": ["packet()"]}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "first", "title": "Read", "prompt": "Fill the packet: a table with one row per fact."}
      ]
    }
    ```

    ## Fix

    Moves the definition into the prompts of the steps that refer to it.
    There is no fix while another prompt names the function, because the definition would be lost there.
    """
    workflow = analysis.workflow
    scopes: list[tuple[Route, Json, tuple[Step, ...]]] = [
        ((), workflow.value, workflow.prompt_steps),
        *((step.route, step.value, step.body or (step,)) for step in workflow.all_steps),
    ]
    for route, owner, users in scopes:
        definitions = [as_fields(entry) for entry in as_items(owner.get("functionDefinitions"))]
        if not definitions:
            continue
        names = ", ".join(f"'{as_text(entry.get('name'))}'" for entry in definitions)
        yield Finding(
            (*route, "functionDefinitions"),
            f"no prompt shows the definition of {names}",
            "write the definition into the prompts that need it",
            on_key=True,
            fix=_inlined((*route, "functionDefinitions"), definitions, users),
        )


def _inlined(
    route: Route, definitions: list[dict[str, Json]], users: tuple[Step, ...]
) -> Fix | None:
    texts = {
        f"{as_text(entry.get('name'))}()": as_text(entry.get("definition")) for entry in definitions
    }
    edits = [Edit("delete", route)]
    for step in users:
        references = as_items(step.value.get("functionReferences"))
        wanted = [ref for ref in references if isinstance(ref, str) and ref in texts]
        if _named(step, texts) - set(wanted):
            return None
        if not wanted:
            continue
        if len(wanted) < len(references) or not step.prompt:
            return None
        prompt = "\n\n".join([step.prompt, *(f"{ref}:\n{texts[ref]}" for ref in wanted)])
        edits.append(Edit("set", (*step.route, "prompt"), prompt))
        edits.append(Edit("delete", (*step.route, "functionReferences")))
    return Fix("write it into the prompts", tuple(edits))


def _named(step: Step, calls: Iterable[str]) -> set[str]:
    """Return those of *calls*, written `name()`, whose function the texts of *step* name."""
    words = "\n".join(text for _, text in step.texts())
    return {
        call
        for call in calls
        if re.search(rf"(?<!\w){re.escape(call[:-1])}|`{re.escape(call[:-2])}`", words)
    }
