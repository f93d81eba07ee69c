from __future__ import annotations

from collections.abc import Iterator

from workflowkit.lint.rule import Edit, Finding, Fix, Severity, rule
from workflowkit.lint.subjects.bindings_file import BindingsFile
from workflowkit.text.wording import quoted


@rule("B011", severity=Severity.ERROR, since="0.1.0", fix="safe")
def deprecated_binding_id(file: BindingsFile) -> Iterator[Finding]:
    """The bindings file names a workflow by a retired id.

    ## Why

    The engine has no list of retired ids.
    It ignores a section under a retired id, and a slot that is bound to one names a workflow that does not exist.

    ## Bad

    ```json
    {
      "coding-task-workflow-agentic": {"planner": "routine-plan-analysis"}
    }
    ```

    ## Good

    ```json
    {
      "wr.coding-task": {"planner": "wr.routine-plan-analysis"}
    }
    ```

    ## Fix

    Writes the new id, unless the file has a section for it already.
    """
    for key in file.sections:
        new = file.new_id(key)
        if new is not None:
            is_free = new not in file.value
            yield Finding(
                (key,),
                f"workflow {quoted(key)} is now called {quoted(new)}",
                help=f"write '{new}'" if is_free else f"move its slots to the section '{new}'",
                fix=_fix("rename", (key,), new) if is_free else None,
                on_key=True,
            )
    for route, target in file.bound():
        new = file.new_id(target)
        if new is not None:
            yield Finding(
                route,
                f"{quoted(target)} is now called {quoted(new)}",
                help=f"write '{new}'",
                fix=_fix("set", route, new),
            )


def _fix(action: str, route: tuple[str | int, ...], new: str) -> Fix:
    changes = "the binding takes effect"
    return Fix(f"write '{new}'", (Edit(action, route, new),), safe=True, changes=changes)
