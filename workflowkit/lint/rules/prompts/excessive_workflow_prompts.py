from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.prompts.sizes import WORKFLOW_AUTHORED, WORKFLOW_RENDERED, authored_length
from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.text.json_values import as_text


@rule("P003", severity=Severity.INFO, since="0.1.0")
def excessive_workflow_prompts(analysis: Analysis) -> Iterator[Finding]:
    """The prompts of a workflow are too long in total.

    ## Why

    Every prompt stays in the agent's context for the rest of the run, so the total matters as well as the single prompt.
    Injected routines, features and refs can more than triple what the author wrote.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "start", "title": "Start", "prompt": "Name the files to compare."},
        {
          "id": "part-1",
          "title": "Part 1",
          "templateCall": {
            "templateId": "wr.templates.routine.context-gathering",
            "args": {"deliverableName": "report.md", "depth": "report.md", "focus": "report.md"}
          }
        },
        {
          "id": "part-2",
          "title": "Part 2",
          "templateCall": {
            "templateId": "wr.templates.routine.design-review",
            "args": {"deliverableName": "report.md", "designSource": "report.md"}
          }
        },
        {
          "id": "part-3",
          "title": "Part 3",
          "templateCall": {
            "templateId": "wr.templates.routine.execution-simulation",
            "args": {"deliverableName": "report.md"}
          }
        },
        {
          "id": "part-4",
          "title": "Part 4",
          "templateCall": {
            "templateId": "wr.templates.routine.final-verification",
            "args": {"deliverableName": "report.md"}
          }
        },
        {
          "id": "part-5",
          "title": "Part 5",
          "templateCall": {
            "templateId": "wr.templates.routine.hypothesis-challenge",
            "args": {"deliverableName": "report.md"}
          }
        },
        {
          "id": "part-6",
          "title": "Part 6",
          "templateCall": {
            "templateId": "wr.templates.routine.ideation",
            "args": {"deliverableName": "report.md", "quantity": "report.md"}
          }
        },
        {
          "id": "part-7",
          "title": "Part 7",
          "templateCall": {
            "templateId": "wr.templates.routine.plan-analysis",
            "args": {"deliverableName": "report.md"}
          }
        },
        {
          "id": "part-8",
          "title": "Part 8",
          "templateCall": {
            "templateId": "wr.templates.routine.plan-generation",
            "args": {"deliverableName": "report.md", "perspective": "report.md"}
          }
        },
        {
          "id": "part-9",
          "title": "Part 9",
          "templateCall": {
            "templateId": "wr.templates.routine.tension-driven-design",
            "args": {"deliverableName": "report.md", "problemSource": "report.md"}
          }
        },
        {"id": "end-it", "title": "End it", "prompt": "Report."}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "compare", "title": "Compare", "prompt": "Compare the two exports."},
        {"id": "explain", "title": "Explain", "prompt": "Find the cause of each difference."}
      ]
    }
    ```
    """
    authored = sum(authored_length(step) for step in analysis.workflow.prompt_steps)
    if authored > WORKFLOW_AUTHORED:
        yield _over("authored prompts", authored, WORKFLOW_AUTHORED)
        return
    nodes = (node for group in analysis.compiled_prompts.values() for node in group)
    compiled = sum(len(as_text(node.value.get("prompt"))) for node in nodes)
    if compiled > WORKFLOW_RENDERED:
        yield _over("compiled prompts", compiled, WORKFLOW_RENDERED)


def _over(what: str, length: int, limit: int) -> Finding:
    return Finding(
        ("steps",),
        f"the {what} have {length} characters in total; expected at most {limit}",
        help="delegate a part to a routine instead of injecting it, or split the workflow",
        on_key=True,
    )
