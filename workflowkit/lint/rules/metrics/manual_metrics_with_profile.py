from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.metrics import ASKED_FOR, key_mentions
from workflowkit.analysis.subject import Analysis
from workflowkit.diagnostics import Edit, Finding, Fix, Severity
from workflowkit.lint.rule import rule
from workflowkit.source.routes import Route


@rule(
    "M002",
    severity=Severity.WARNING,
    since="0.1.0",
    fix="unsafe",
    kinds=frozenset({"workflow", "example"}),
)
def manual_metrics_with_profile(analysis: Analysis) -> Iterator[Finding]:
    """A prompt asks for a metrics key that the profile asks for anyway.

    ## Why

    The engine puts its own request for the key under the prompt, with the form the value must have.
    A second request in other words is one to contradict the first, and it stays when the profile changes.

    ## Bad

    ```json
    {
      "metricsProfile": "research",
      "steps": [
        {"id": "first", "title": "First", "prompt": "Read the request."},
        {"id": "last", "title": "Last", "promptBlocks": {"goal": "Report.", "outputRequired": {"metrics_outcome": "one of success | partial"}}}
      ]
    }
    ```

    ## Good

    ```json
    {
      "metricsProfile": "research",
      "steps": [
        {"id": "first", "title": "First", "prompt": "Read the request."},
        {"id": "last", "title": "Last", "prompt": "Report."}
      ]
    }
    ```

    ## Fix

    A key of the outputs, or a line of a list, that does nothing but ask for it can be deleted.

    ## When not

    Workflows tagged `authoring` speak about the keys and are not looked at.
    """
    asked = ASKED_FOR.get(analysis.workflow.metrics_profile, ())
    if "authoring" in analysis.tags:
        return
    for _, route, match in key_mentions(analysis.workflow):
        key = match.group() if match else str(route[-1])
        if key in asked:
            yield Finding(
                route,
                f"'{key}' is asked for by the profile '{analysis.workflow.metrics_profile}' already",
                help="leave the request to the engine",
                fix=_deleted(route, match.string, match.start()) if match else _entry(route),
                on_key=match is None,
                window=match.span() if match else None,
            )


def _entry(route: Route) -> Fix:
    return Fix("delete the key", (Edit("delete", route),))


def _deleted(route: Route, text: str, position: int) -> Fix | None:
    """Delete the line at *position* if it is an entry of a list."""
    start = text.rfind("\n", 0, position) + 1
    end = text.find("\n", position)
    line = text[start : end if end >= 0 else len(text)]
    if not line.lstrip().startswith(("-", "*")) or not text[:start].strip():
        return None
    rest = text[: start - 1] + (text[end:] if end >= 0 else "")
    return Fix("delete the line", (Edit("set", route, rest),))
