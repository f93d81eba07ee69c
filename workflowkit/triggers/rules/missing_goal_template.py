from __future__ import annotations

from collections.abc import Iterator

from workflowkit.diagnostics import Finding, Fix, Severity
from workflowkit.lint.rule import rule
from workflowkit.triggers import editing, fields
from workflowkit.triggers.trigger import Trigger
from workflowkit.triggers.trigger_file import TriggerFile


@rule("W008", severity=Severity.WARNING, since="0.1.0", fix="unsafe")
def missing_goal_template(file: TriggerFile) -> Iterator[Finding]:
    """Nobody said what a run is for: the goal is taken from a hidden template.

    ## Why

    Without `goal` and `goalTemplate` the engine looks for a key `goal` in the payload, and runs for 'Autonomous task' when there is none.
    Few senders of webhooks have that key.

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

    The hidden template is written out, and a goal of its own takes the place of 'Autonomous task'.

    ## When not

    A queue trigger takes the title of the issue as its goal; there the template only counts for webhooks.
    """
    for trigger in file.triggers:
        is_hidden = trigger.goal_template == fields.DEFAULT_TEMPLATE
        if is_hidden and trigger.goal == fields.DEFAULT_GOAL:
            yield _written(file, trigger) if trigger.has("goalTemplate") else _hidden(file, trigger)


_FALLBACK = f"a payload without 'goal' runs for '{fields.DEFAULT_GOAL}'"


def _written(file: TriggerFile, trigger: Trigger) -> Finding:
    return Finding(
        place=trigger.route("goalTemplate"),
        message=_FALLBACK,
        help="add 'goal' with what to do then",
        fix=_fix(file, trigger),
    )


def _hidden(file: TriggerFile, trigger: Trigger) -> Finding:
    template = fields.DEFAULT_TEMPLATE
    if trigger.is_queue:
        help = "add 'goal' for webhooks; the queue takes the title of the issue"
    else:
        help = "add 'goalTemplate' with what the payload says, and 'goal' for when it does not"
    return Finding(
        place=trigger.route(),
        message=f"trigger {trigger.name} takes its goal from the hidden template '{template}'",
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
    changes = "a payload without 'goal' runs for the new goal"
    return editing.offer("write the template and a goal of its own", edits, changes=changes)
