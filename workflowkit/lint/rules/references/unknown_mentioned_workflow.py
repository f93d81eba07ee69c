from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.known_ids import KnownIds
from workflowkit.format.reader import Step
from workflowkit.lint.rule import Edit, Finding, Fix, Severity, rule
from workflowkit.text.json_values import as_text


@rule("R017", severity=Severity.WARNING, since="0.1.0", fix="unsafe")
def unknown_mentioned_workflow(analysis: Analysis) -> Iterator[Finding]:
    """A prompt or a parallel step names a workflow that does not exist.

    ## Why

    The agent cannot start it, and improvises or gives up.
    A workflow whose parallel step starts one that does not exist is refused by the engine's validation of a registry.
    The namespace `wr` is reserved for the bundled catalog, so an id that is not in it does not exist.

    ## Bad

    ```json
    {
      "steps": [{"id": "first", "title": "First", "prompt": "Run `wr.routine-plan-analisis` on the plan."}]
    }
    ```

    ## Good

    ```json
    {
      "steps": [{"id": "first", "title": "First", "prompt": "Run `wr.routine-plan-analysis` on the plan."}]
    }
    ```

    ## Fix

    Writes the id that was probably meant.
    """
    known = analysis.file.workflow_ids
    for step in analysis.workflow.all_steps if known else ():
        yield from _delegations(step, known)
    reported: set[str] = set()
    for passage in analysis.passages if known else ():
        for match in _ID.finditer(passage.text) if "wr." in passage.text else ():
            name = match.group()
            is_new = name not in reported and name not in known and name != analysis.workflow.id
            if is_new and name.removeprefix("wr.") not in _FAMILIES:
                reported.add(name)
                guess = known.closest(name)
                start, end = match.span()
                text = passage.text[:start] + (guess or "") + passage.text[end:]
                yield Finding(
                    passage.route,
                    f"no workflow or routine is called '{name}'",
                    help=f"did you mean '{guess}'?" if guess else "name one that exists",
                    window=match.span(),
                    fix=Fix(f"write '{guess}'", (Edit("set", passage.route, text),))
                    if guess
                    else None,
                )


def _delegations(step: Step, known: KnownIds) -> Iterator[Finding]:
    """Yield a finding for each delegation to a workflow that is not in the reserved namespace, where all are known."""
    for place, delegation in step.delegations:
        name = as_text(delegation.get("workflowId"))
        if name in known or not name.startswith("wr."):
            continue
        route, guess = (*place, "workflowId"), known.closest(name)
        fix = Fix(f"write '{guess}'", (Edit("set", route, guess),)) if guess else None
        yield Finding(
            route,
            f"no workflow is called '{name}'",
            help=f"did you mean '{guess}'?" if guess else "name one that exists",
            fix=fix,
        )


_ID = re.compile(r"(?<![\w./-])wr\.[a-z][a-z0-9]*(?:-[a-z0-9]+)*(?![-\w]|\.\w)")
_FAMILIES = frozenset({"contracts", "refs", "features", "bindings", "templates", "assessment"})
"""Words after `wr.` that are no ids: families of names, and kinds of artifacts."""
