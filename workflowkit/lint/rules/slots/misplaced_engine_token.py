from __future__ import annotations

from collections.abc import Iterator

from workflowkit.compiler.passes.bind_slots import BINDING_TOKEN
from workflowkit.compiler.steps import CompiledStep, Origin
from workflowkit.compiler.validation.steps import check_fragments
from workflowkit.format.reader import Step
from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.text.json_values import as_items, as_text
from workflowkit.text.routes import Route


@rule("B004", severity=Severity.ERROR, since="0.1.0")
def misplaced_engine_token(step: Step) -> Iterator[Finding]:
    """A binding token is in a field where it is not resolved.

    ## Why

    The engine replaces binding tokens in prompts and in plain texts of prompt blocks only.
    In titles, roles, guidance and fragments they remain, braces included.
    It refuses them in fragments of top-level steps, and accepts them elsewhere.

    ## Bad

    ```json
    {
      "extensionPoints": [{"slotId": "reviewer", "purpose": "Who looks at the change.", "default": "a colleague"}],
      "steps": [
        {"id": "first", "title": "Ask {{wr.bindings.reviewer}}", "prompt": "Ask {{wr.bindings.reviewer}} to look at it."}
      ]
    }
    ```

    ## Good

    ```json
    {
      "extensionPoints": [{"slotId": "reviewer", "purpose": "Who looks at the change.", "default": "a colleague"}],
      "steps": [
        {"id": "first", "title": "Ask the reviewer", "prompt": "Ask {{wr.bindings.reviewer}} to look at it."}
      ]
    }
    ```
    """
    if step.calls_template:
        return
    if step.loop is not None:
        for error in check_fragments(CompiledStep(step.value, Origin(step.route))):
            if error.rule == "misplaced-engine-token":
                yield error
    for route, text in _unresolved_texts(step):
        token = BINDING_TOKEN.search(text)
        if token:
            yield Finding(
                route,
                f"'{token.group()}' is not resolved in a {_NOUNS[str(route[len(step.route)])]}",
                "use the token in the prompt, and words here",
                window=token.span(),
            )


_NOUNS = {"title": "title", "agentRole": "role", "guidance": "guidance line"}


def _unresolved_texts(step: Step) -> Iterator[tuple[Route, str]]:
    for key in ("title", "agentRole"):
        yield (*step.route, key), as_text(step.value.get(key))
    for index, entry in enumerate(as_items(step.value.get("guidance"))):
        yield (*step.route, "guidance", index), as_text(entry)
