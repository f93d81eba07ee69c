from __future__ import annotations

from collections.abc import Iterator

from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.lint.subjects.bindings_file import BindingsFile
from workflowkit.text.wording import quoted, spelled


@rule("B010", severity=Severity.WARNING, since="0.1.0")
def ignored_binding(file: BindingsFile) -> Iterator[Finding]:
    """The engine ignores an entry of the bindings file.

    ## Why

    The engine reads strings below the id of a workflow, or a file that contains only strings.
    It silently ignores everything else, and uses the defaults of the slots.

    ## Bad

    ```json
    {
      "acme.release": {"reviewer": "acme.routine-review"},
      "planner": "acme.routine-plan"
    }
    ```

    ## Good

    ```json
    {
      "acme.release": {"reviewer": "acme.routine-review", "planner": "acme.routine-plan"}
    }
    ```
    """
    for key, value in file.value.items():
        if isinstance(value, dict):
            for slot, target in value.items():
                if not isinstance(target, str):
                    yield Finding(
                        (key, slot),
                        f"{quoted(slot)} is bound to {spelled(target)}, which is not a string",
                        help="write the id of a workflow or routine",
                    )
        elif not isinstance(value, str):
            yield Finding(
                (key,),
                f"the section {quoted(key)} is {spelled(value)}, not an object",
                help="write the slots of the workflow with their targets",
            )
        elif key in file.slots:
            yield Finding(
                (key,),
                f"{quoted(key)} is a workflow, but its section is a string",
                help=f'write {{"{key}": {{"slot": "{value}"}}}} with the name of the slot',
                on_key=True,
            )
        elif not file.is_flat:
            yield Finding(
                (key,),
                f"{quoted(key)} is outside of the sections, in a file that has sections",
                help="move it into the sections of the workflows that have this slot",
                on_key=True,
            )
