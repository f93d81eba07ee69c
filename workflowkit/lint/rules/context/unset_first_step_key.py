from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.data_flow.context import Definedness
from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.text.wording import quoted


@rule(
    "C024",
    severity=Severity.WARNING,
    since="0.1.0",
    engines="< 3.119.0",
    kinds=frozenset({"workflow", "example"}),
)
def unset_first_step_key(analysis: Analysis) -> Iterator[Finding]:
    """The first step prints or tests a key, and no key has a value yet.

    ## Why

    The reply to a start is rendered with an empty context: even the goal that came with the call is printed as `[unset: goal]`.
    Fragments of the first step are tested against nothing, too.
    Engines from 3.119.0 on start with a step of their own, and then the first step is rendered like all others.

    ## Bad

    ```json
    {
      "steps": [{"id": "read", "title": "Read", "prompt": "Read what {{goal}} asks for."}]
    }
    ```

    ## Good

    ```json
    {
      "steps": [{"id": "read", "title": "Read", "prompt": "Read what the goal of this run asks for."}]
    }
    ```

    ## Rests on

    What the engine puts into its reply to a start.
    """
    context = analysis.context
    for read in (*context.token_reads, *context.condition_reads):
        if not context.is_presented_first(read.step) or read.use not in ("token", "fragment"):
            continue
        # What nothing sets at all, or sets too late, is an error of its own.
        if context.definedness(read) in (Definedness.FINE, Definedness.MAYBE):
            verb = "printed" if read.use == "token" else "tested"
            yield Finding(
                read.route,
                f"{quoted(read.key)} is {verb} in the first step, which is shown before any key has a value",
                help="describe it in words here, and use the key from the second step on",
                window=read.window,
            )
