from __future__ import annotations

from collections.abc import Iterator

from workflowkit.lint.rule import Finding, Fix, Severity, rule
from workflowkit.triggers import editing, fields
from workflowkit.triggers.trigger import Trigger
from workflowkit.triggers.trigger_file import TriggerFile


@rule("W008", severity=Severity.WARNING, since="0.1.0", fix="unsafe")
def missing_goal_template(file: TriggerFile) -> Iterator[Finding]:
    """A trigger has neither `goal` nor `goalTemplate`.

    ## Why

    Without both keys, the goal is the value of `goal` in the payload, or 'Autonomous task' if it is missing.
    Few payloads have that key.

    ## Bad

    ```yaml
    triggers:
      - id: review
        provider: generic
        workflowId: demo.flow
        workspacePath: /srv/shop
    ```

    ## Good

    ```yaml
    triggers:
      - id: review
        provider: generic
        workflowId: demo.flow
        workspacePath: /srv/shop
        goalTemplate: "Review {{$.pull.title}}"
        goal: Review the newest change
    ```

    ## Fix

    The default template is written explicitly, and a goal replaces 'Autonomous task'.

    ## When not

    The goal of a queue trigger is the title of the issue; its template applies to webhooks only.
    """
    for trigger in file.triggers:
        is_hidden = trigger.goal_template == fields.DEFAULT_TEMPLATE
        if is_hidden and trigger.goal == fields.DEFAULT_GOAL:
            yield _written(file, trigger) if trigger.has("goalTemplate") else _hidden(file, trigger)


_FALLBACK = f"the goal is '{fields.DEFAULT_GOAL}' when the payload has no 'goal'"


def _written(file: TriggerFile, trigger: Trigger) -> Finding:
    return Finding(
        place=trigger.route("goalTemplate"),
        message=_FALLBACK,
        help="add 'goal' as the fallback",
        fix=_fix(file, trigger),
    )


def _hidden(file: TriggerFile, trigger: Trigger) -> Finding:
    template = fields.DEFAULT_TEMPLATE
    if trigger.is_queue:
        help = "add 'goal' for webhooks"
    else:
        help = "add 'goalTemplate' with tokens of the payload, and 'goal' as the fallback"
    return Finding(
        place=trigger.route(),
        message=f"trigger {trigger.name} uses the default goal template '{template}'",
        help=help,
        note=_FALLBACK,
        fix=_fix(file, trigger),
    )


def _fix(file: TriggerFile, trigger: Trigger) -> Fix | None:
    workflow = trigger.text("workflowId")
    goal = editing.written(f"Run {workflow}" if workflow else "Work on the next issue")
    if goal is None:
        return None
    written = trigger.entries.get(("goal",))
    pairs = [("goal", goal)]
    if not trigger.has("goalTemplate") and not trigger.is_queue:
        pairs.insert(0, ("goalTemplate", f'"{fields.DEFAULT_TEMPLATE}"'))
    if written:
        edits = [editing.replacement(*written.raw, goal)]
    else:
        edits = editing.insert_keys(file, trigger, None, pairs)
    changes = "the fallback is the new goal"
    return editing.offer("add the template and a goal", edits, changes=changes)
