from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.lint.rule import Edit, Finding, Fix, Severity, needs, rule
from workflowkit.text.json_values import as_items, as_text
from workflowkit.text.routes import Json, Route
from workflowkit.text.wording import quoted


@needs("extensionPoints")
@rule("B003", severity=Severity.ERROR, since="0.1.0", fix="unsafe")
def unknown_default_binding(analysis: Analysis) -> Iterator[Finding]:
    """The default of a slot is unknown, or of a kind it does not accept.

    ## Why

    The engine writes the default into prompts unchecked.
    The prompt then tells the agent to run something that does not exist, or that the slot does not accept.

    ## Bad

    ```json
    {
      "extensionPoints": [{"slotId": "reviewer", "purpose": "What looks at the design.", "default": "wr.routine-design-revue"}],
      "steps": [{"id": "first", "title": "Review", "prompt": "Run {{wr.bindings.reviewer}} on the design."}]
    }
    ```

    ## Good

    ```json
    {
      "extensionPoints": [{"slotId": "reviewer", "purpose": "What looks at the design.", "default": "wr.routine-design-review"}],
      "steps": [{"id": "first", "title": "Review", "prompt": "Run {{wr.bindings.reviewer}} on the design."}]
    }
    ```

    ## Fix

    Writes the id that was probably meant.

    ## When not

    Ids of other namespaces may be in a catalog that is not known here; words that are no id are not reported.
    """
    known = analysis.file.workflow_ids
    for route, point in analysis.workflow.records("extensionPoints") if known else ():
        default = as_text(point.get("default"))
        here = (*route, "default")
        if default in known or default == analysis.workflow.id:
            yield from _wrong_kind(analysis, here, default, as_items(point.get("acceptedKinds")))
            continue
        guess = known.closest(default)
        is_retired = default in analysis.spec.aliases
        if not is_retired and (_is_reserved(default) or (guess and "." in default)):
            yield Finding(
                here,
                f"no workflow or routine is called {quoted(default)}",
                help=f"did you mean '{guess}'?" if guess else "name one that exists",
                fix=Fix(f"write '{guess}'", (Edit("set", here, guess),)) if guess else None,
            )


def _is_reserved(name: str) -> bool:
    """True for ids of the namespace that only the bundled catalog fills."""
    return name.startswith("wr.") and name.count(".") == 1 and " " not in name


def _wrong_kind(
    analysis: Analysis, route: Route, default: str, accepted: list[Json]
) -> Iterator[Finding]:
    is_routine = default in analysis.compile_context.routines.by_id
    kind = "routine" if is_routine else "workflow"
    if accepted and kind not in accepted and {"routine", "workflow"} & set(map(str, accepted)):
        yield Finding(
            route,
            f"the slot accepts no {kind}, but its default {quoted(default)} is one",
            help=f"add '{kind}' to 'acceptedKinds', or name another default",
        )
