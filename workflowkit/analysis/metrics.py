"""Metrics: the keys that the engine asks for (docs/engine/prompt-rendering.md#metrics-footer), and the places where prompts name them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from workflowkit.analysis.data_flow.context import Context
from workflowkit.analysis.data_flow.flow import Flow
from workflowkit.format.reader import Step, Workflow
from workflowkit.text.routes import Route

_AT_THE_END = ("metrics_outcome",)
ASKED_FOR: Mapping[str, tuple[str, ...]] = {
    "coding": (
        "metrics_commit_shas",
        *_AT_THE_END,
        "metrics_pr_numbers",
        "metrics_files_changed",
        "metrics_lines_added",
        "metrics_lines_removed",
    ),
    "review": ("metrics_pr_numbers", *_AT_THE_END),
    "research": _AT_THE_END,
    "design": _AT_THE_END,
    "ticket": _AT_THE_END,
    "none": (),
}
"""Each metrics profile with the keys that its footers ask for."""

KEY = re.compile(
    r"\bmetrics_(?:outcome|pr_numbers|commit_shas|files_changed|lines_added|lines_removed)\b"
)


def lacks_outcome_request(workflow: Workflow, flow: Flow) -> bool:
    """Return whether the profile of *workflow* asks for the outcome in a last step that some run skips."""
    if workflow.metrics_profile in ("", "none") or not workflow.steps:
        return False
    last = workflow.steps[-1]
    is_on_all = bool(flow.paths) and all(last in path.steps for path in flow.paths)
    is_body = last not in flow.elements
    return last.is_conditional and not is_on_all and not is_body


def later_certain_step(context: Context, flow: Flow, step: Step) -> Step | None:
    """Return the last step that runs after *step* in every run; None when there is none."""
    here = context.position(context.loop_around(step) or step)
    return next(
        (
            other
            for other in reversed(flow.elements)
            if context.position(other) > here and context.always_runs(other)
        ),
        None,
    )


def key_mentions(workflow: Workflow) -> Iterator[tuple[Step, Route, re.Match[str] | None]]:
    """Yield every metrics key in the prompts: its step, its text and the match, which is None for a key of the outputs."""
    for step in workflow.all_steps:
        for route, text in step.texts():
            if route[-2:-1] == ("outputRequired",) and KEY.fullmatch(str(route[-1])):
                yield step, route, None
            if "metrics_" in text:
                yield from ((step, route, match) for match in KEY.finditer(text))
