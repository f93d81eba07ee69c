from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from workflowkit.analysis.subject import Analysis
from workflowkit.compiler.nodes import Node, Origin
from workflowkit.compiler.structure.steps import check_fragments
from workflowkit.diagnostics import Edit, Finding, Fix, Severity
from workflowkit.lint.rule import rule
from workflowkit.source.routes import Route, value_at
from workflowkit.source.values import as_fields, as_text


@rule("I012", severity=Severity.ERROR, since="0.1.0", fix="safe")
def duplicate_fragment_id(analysis: Analysis) -> Iterator[Finding]:
    """Two fragments of one step share an id.

    ## Why

    The engine refuses a top-level step in which a fragment id returns.
    In inline steps of loops it does not look; the rule is the same there, so that a step can be moved into a loop and out again.

    ## Bad

    ```json
    {
      "steps": [
        {
          "id": "first",
          "title": "Read",
          "prompt": "Read the request.",
          "promptFragments": [
            {"id": "note", "text": "Mind the budget."},
            {"id": "note", "text": "Mind the date.", "when": {"var": "goal"}}
          ]
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {
          "id": "first",
          "title": "Read",
          "prompt": "Read the request.",
          "promptFragments": [
            {"id": "budget", "text": "Mind the budget."},
            {"id": "date", "text": "Mind the date.", "when": {"var": "goal"}}
          ]
        }
      ]
    }
    ```

    ## Fix

    A number is put behind the id; nothing refers to fragments by their ids.
    """
    inline = [step for step in analysis.workflow.all_steps if step.loop and not step.calls_template]
    unseen = [
        item.finding
        for step in inline
        for item in check_fragments(Node(step.value, Origin(step.route)))
        if item.rule == "duplicate-fragment-id"
    ]
    taken: dict[Route, set[str]] = {}
    for finding in (*analysis.problems("duplicate-fragment-id"), *unseen):
        fragments = finding.route[:-2]
        if fragments not in taken:
            entries = value_at(analysis.workflow.value, fragments)
            taken[fragments] = {as_text(as_fields(entry).get("id")) for entry in entries}
        own = value_at(analysis.workflow.value, finding.route)
        yield replace(finding, fix=_renamed(finding.route, own, taken[fragments]))


def _renamed(route: Route, own: str, taken: set[str]) -> Fix:
    """Put the smallest number behind the id that makes it unlike the *taken* ones, and add the result to them."""
    number = 2
    while f"{own[:60]}-{number}" in taken:
        number += 1
    name = f"{own[:60]}-{number}"
    taken.add(name)
    edit = Edit("set", route, name)
    return Fix("put a number behind it", (edit,), safe=True, changes="the id of the fragment")
