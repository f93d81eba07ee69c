from __future__ import annotations

from collections.abc import Iterator

from workflowkit.catalog.naming import proposal
from workflowkit.lint.rule import Edit, Finding, Fix, Severity, rule
from workflowkit.lint.subjects.bindings_file import BindingsFile
from workflowkit.text.suggest import listed
from workflowkit.text.wording import quoted


@rule("B012", severity=Severity.WARNING, since="0.1.0", fix="unsafe")
def unknown_bound_workflow(file: BindingsFile) -> Iterator[Finding]:
    """The bindings file has a section for a workflow that does not exist.

    ## Why

    The engine ignores the section, and uses the defaults of the slots.

    ## Bad

    ```json
    {
      "acme.relaese": {"reviewer": "acme.routine-review"}
    }
    ```

    ## Good

    ```json
    {
      "acme.release": {"reviewer": "acme.routine-review"}
    }
    ```

    ## Fix

    Writes the id that was probably meant.

    ## When not

    The host has sources that are not known here; name them with `--source`.
    """
    for key in file.sections:
        if key in file.slots or file.new_id(key):
            continue
        guess = proposal(key, dict.fromkeys(file.slots, ""), file.aliases)
        rename = guess and guess not in file.value
        yield Finding(
            (key,),
            f"no workflow is called {quoted(key)}",
            help=f"did you mean '{guess}'?"
            if guess
            else listed(name for name, slots in file.slots.items() if slots)
            or "delete the section",
            fix=Fix(f"write '{guess}'", (Edit("rename", (key,), guess),)) if rename else None,
            on_key=True,
        )
