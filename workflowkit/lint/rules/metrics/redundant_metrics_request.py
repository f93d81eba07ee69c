from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.metrics import ASKED_FOR, key_mentions, later_certain_step
from workflowkit.lint.rule import Edit, Finding, Fix, Severity, needs, rule
from workflowkit.text.routes import Route


@needs("metricsProfile")
@rule(
    "M002",
    severity=Severity.WARNING,
    since="0.1.0",
    fix="unsafe",
    kinds=frozenset({"workflow", "example"}),
)
def redundant_metrics_request(analysis: Analysis) -> Iterator[Finding]:
    """A prompt asks for a metrics key that the profile asks for anyway.

    ## Why

    The engine adds its own request for the key after the prompt, with the form of the value.
    A second request can contradict the first, and remains when the profile changes.

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

    Deletes a key of the outputs, or a line of a list, that only asks for the metric.

    ## When not

    Workflows tagged `authoring` are skipped, because the keys are their subject.
    """
    asked = ASKED_FOR.get(analysis.workflow.metrics_profile, ())
    if "authoring" in analysis.tags:
        return
    early = {
        capture.route
        for capture in analysis.context.captures_of_key("metrics_outcome")
        if later_certain_step(analysis.context, analysis.flow, capture.step)
    }
    for _, route, match in key_mentions(analysis.workflow):
        key = match.group() if match else str(route[-1])
        # An outcome that is asked for too early is an error of its own.
        if key in asked and not (key == "metrics_outcome" and route in early):
            yield Finding(
                route,
                f"'{key}' is already requested by the profile '{analysis.workflow.metrics_profile}'",
                help="remove the request",
                fix=_deleted(route, match.string, match.start()) if match else _entry(route),
                on_key=match is None,
                window=match.span() if match else None,
            )


def _entry(route: Route) -> Fix:
    return Fix("delete the key", (Edit("delete", route),))


def _deleted(route: Route, text: str, position: int) -> Fix | None:
    """Return a fix that deletes the line at *position*, if that is an entry of a list."""
    start = text.rfind("\n", 0, position) + 1
    end = text.find("\n", position)
    line = text[start : end if end >= 0 else len(text)]
    if not line.lstrip().startswith(("-", "*")) or not text[:start].strip():
        return None
    rest = text[: start - 1] + (text[end:] if end >= 0 else "")
    return Fix("delete the line", (Edit("set", route, rest),))
