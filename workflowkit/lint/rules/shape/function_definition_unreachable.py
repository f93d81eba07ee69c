from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.subject import Analysis
from workflowkit.diagnostics import Edit, Finding, Fix, Severity
from workflowkit.lint.rule import rule
from workflowkit.model.view import Step
from workflowkit.source.routes import Json, Route
from workflowkit.source.values import as_fields, as_items, as_text


@rule("S007", severity=Severity.WARNING, since="0.1.0", fix="unsafe")
def function_definition_unreachable(analysis: Analysis) -> Iterator[Finding]:
    """A function is defined that no prompt shows.

    ## Why

    Definitions are shown when a run is resumed and at no other time.
    A step that lists references does not even get them then: references must be spelled `name()`, and the engine compares them with bare names.

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

    The definition is written into the prompts of the steps that refer to it, and deleted where it was.
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
            "write the text into the prompts that need it",
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
        if not wanted:
            continue
        if len(wanted) < len(references) or not step.prompt:
            return None
        prompt = "\n\n".join([step.prompt, *(f"{ref}:\n{texts[ref]}" for ref in wanted)])
        edits.append(Edit("set", (*step.route, "prompt"), prompt))
        edits.append(Edit("delete", (*step.route, "functionReferences")))
    return Fix("write it into the prompts", tuple(edits))
