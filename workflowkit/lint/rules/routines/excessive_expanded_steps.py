from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.compiler.steps import every_step
from workflowkit.lint.rule import Finding, Severity, needs, rule


@needs("templateCall")
@rule("T015", severity=Severity.INFO, since="0.1.0", kinds=frozenset({"workflow", "example"}))
def excessive_expanded_steps(analysis: Analysis) -> Iterator[Finding]:
    """A workflow with its injected routines is very long.

    ## Why

    Every injected step is a step of the run, with a prompt to read, notes to write and context to keep.
    A delegated agent can run a routine whose details the run does not need.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "first", "title": "Read", "prompt": "Read the request."},
        {"id": "ideas-0", "title": "Ideas 0", "templateCall": {"templateId": "wr.templates.routine.ideation", "args": {"deliverableName": "ideas.md", "quantity": 0}}},
        {"id": "ideas-1", "title": "Ideas 1", "templateCall": {"templateId": "wr.templates.routine.ideation", "args": {"deliverableName": "ideas.md", "quantity": 1}}},
        {"id": "ideas-2", "title": "Ideas 2", "templateCall": {"templateId": "wr.templates.routine.ideation", "args": {"deliverableName": "ideas.md", "quantity": 2}}},
        {"id": "ideas-3", "title": "Ideas 3", "templateCall": {"templateId": "wr.templates.routine.ideation", "args": {"deliverableName": "ideas.md", "quantity": 3}}},
        {"id": "ideas-4", "title": "Ideas 4", "templateCall": {"templateId": "wr.templates.routine.ideation", "args": {"deliverableName": "ideas.md", "quantity": 4}}},
        {"id": "ideas-5", "title": "Ideas 5", "templateCall": {"templateId": "wr.templates.routine.ideation", "args": {"deliverableName": "ideas.md", "quantity": 5}}}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "first", "title": "Read", "prompt": "Read the request."},
        {"id": "ideas-0", "title": "Ideas 0", "templateCall": {"templateId": "wr.templates.routine.ideation", "args": {"deliverableName": "ideas.md", "quantity": 0}}},
        {"id": "ideas-1", "title": "Ideas 1", "templateCall": {"templateId": "wr.templates.routine.ideation", "args": {"deliverableName": "ideas.md", "quantity": 1}}}
      ]
    }
    ```
    """
    steps = list(every_step(analysis.compilation.steps))
    n_injected = sum(bool(node.origin.routine) for node in steps)
    # More authored steps are reported as such.
    is_short = len(analysis.workflow.all_steps) <= _MOST_AUTHORED
    if n_injected and is_short and len(steps) > _MOST:
        yield Finding(
            ("steps",),
            f"the workflow has {len(steps)} steps once its calls are expanded, {n_injected} of them injected",
            "delegate one of the routines instead of injecting it",
            on_key=True,
        )


_MOST = 30
_MOST_AUTHORED = 25
