from __future__ import annotations

from collections.abc import Iterator

from workflowkit.catalog.naming import proposal
from workflowkit.lint.rule import Edit, Finding, Fix, Severity, rule
from workflowkit.lint.subjects.bindings_file import BindingsFile
from workflowkit.text.wording import quoted


@rule("B014", severity=Severity.ERROR, since="0.1.0", fix="unsafe")
def unknown_bound_target(file: BindingsFile) -> Iterator[Finding]:
    """A slot is bound to a workflow or routine that does not exist.

    ## Why

    The engine writes the target into prompts unchecked.
    The prompt then tells the agent to run something that does not exist.

    ## Bad

    ```json
    {
      "acme.release": {"reviewer": "wr.routine-design-revue"}
    }
    ```

    ## Good

    ```json
    {
      "acme.release": {"reviewer": "wr.routine-design-review"}
    }
    ```

    ## Fix

    Writes the id that was probably meant.

    ## When not

    A target that resembles no known id may be anything that an agent understands, and is not reported unless it is in the namespace `wr`.
    """
    for route, target in file.bound():
        if target in file.targets or file.new_id(target):
            continue
        guess = (
            proposal(target, dict.fromkeys(file.targets, ""), file.aliases)
            if "." in target
            else None
        )
        if guess or (target.startswith("wr.") and " " not in target):
            yield Finding(
                route,
                f"no workflow or routine is called {quoted(target)}",
                help=f"did you mean '{guess}'?" if guess else "name one that exists",
                fix=Fix(f"write '{guess}'", (Edit("set", route, guess),)) if guess else None,
            )
