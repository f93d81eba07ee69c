from __future__ import annotations

from collections.abc import Iterator

from workflowkit.lint.rule import Finding, Related, Severity, rule
from workflowkit.triggers.trigger import Trigger
from workflowkit.triggers.trigger_file import TriggerFile


@rule("W047", severity=Severity.WARNING, since="0.1.0")
def conflicting_triggers(file: TriggerFile) -> Iterator[Finding]:
    """Two triggers have the same goal and workspace.

    ## Why

    The engine drops a request with the goal and workspace of one accepted in the last 30 seconds, even for another trigger and workflow.
    Within 30 seconds, only one of the two triggers runs.

    ## Bad

    ```yaml
    triggers:
      - id: review
        provider: generic
        workflowId: demo.review
        workspacePath: /srv/shop
        goal: Look at the newest change
      - id: repair
        provider: generic
        workflowId: demo.flow
        workspacePath: /srv/shop
        goal: Look at the newest change
    ```

    ## Good

    ```yaml
    triggers:
      - id: review
        provider: generic
        workflowId: demo.review
        workspacePath: /srv/shop
        goal: Review the newest change
      - id: repair
        provider: generic
        workflowId: demo.flow
        workspacePath: /srv/shop
        goal: Repair what the newest change broke
    ```
    """
    first_seen: dict[tuple[str, str], Trigger] = {}
    for trigger in file.triggers:
        if trigger.is_queue or not trigger.has_static_goal:
            continue
        workspace = trigger.text("workspaceName") or trigger.text("workspacePath")
        goal = trigger.goal_template or trigger.goal
        first = first_seen.setdefault((goal, workspace), trigger)
        if first is not trigger and workspace:
            key = "goalTemplate" if trigger.text("goalTemplate") else "goal"
            yield Finding(
                place=trigger.route(key),
                message=f"triggers {first.name} and {trigger.name} have the same goal and workspace",
                note="within 30 seconds, only one of them starts a run",
                help="give each trigger a different goal",
                related=(Related(first.route(key), "the same goal"),),
            )
