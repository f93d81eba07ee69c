from __future__ import annotations

from collections.abc import Iterator

from workflowkit.catalog.naming import proposal
from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.text.suggest import listed
from workflowkit.text.wording import quoted
from workflowkit.triggers import editing
from workflowkit.triggers.trigger_file import TriggerFile


@rule("W003", severity=Severity.ERROR, since="0.1.0", fix="unsafe")
def unknown_trigger_workflow(file: TriggerFile) -> Iterator[Finding]:
    """A trigger refers to a workflow that does not exist or is not served.

    ## Why

    The engine resolves the id when it starts, and drops the trigger when no workflow that it serves has it.
    An invalid workflow is not served.
    The id is the one in the workflow file, not the name of the file.

    ## Bad

    ```yaml
    triggers:
      - id: review
        provider: generic
        workflowId: demo.flwo
        workspacePath: /srv/shop
    ```

    ## Good

    ```yaml
    triggers:
      - id: review
        provider: generic
        workflowId: demo.flow
        workspacePath: /srv/shop
    ```

    ## Fix

    The fix writes the id of the file with this name, or the only similar id.

    ## When not

    When the daemon has more workflows; name their folder with `--workflows`.
    """
    workflows, aliases, unserved = file.daemon.workflows, file.daemon.aliases, file.daemon.unserved
    paths = {name: file.daemon.paths.get(name, "") for name in workflows or ()}
    for trigger in file.triggers if workflows is not None else ():
        entry = trigger.entries.get(("workflowId",))
        name = trigger.text("workflowId")
        is_known = name in (workflows or ()) or name in aliases
        if entry is None or not name or is_known or trigger.is_queue:
            continue
        note = f"the engine drops trigger {trigger.name} when it starts"
        if name in unserved:
            yield Finding(
                place=trigger.route("workflowId"),
                message=f"workflow {quoted(name)} is not served",
                help=f"fix '{unserved[name]}'; 'wfk check' lists the reasons",
                note=note,
            )
            continue
        guess = proposal(name, paths, aliases)
        yield Finding(
            place=trigger.route("workflowId"),
            message=f"workflow {quoted(name)} does not exist",
            help=f"did you mean '{guess}'?" if guess else listed(workflows or ()),
            note=note,
            fix=editing.offer(f"write '{guess}'", editing.set_value(entry, guess))
            if guess
            else None,
        )
