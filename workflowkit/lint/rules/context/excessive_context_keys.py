from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.lint.rule import Finding, Severity, rule


@rule("C017", severity=Severity.INFO, since="0.1.0", kinds=frozenset({"workflow", "example"}))
def excessive_context_keys(analysis: Analysis) -> Iterator[Finding]:
    """A step, or the whole workflow, captures too many keys.

    ## Why

    An agent that is asked for more than twelve values at once forgets some, and what is forgotten is unset in every later condition.
    With more than twenty-five keys in all, an author loses track of them.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "read", "title": "Read", "prompt": "Read it.\\n\\nCapture: `aOne`, `aTwo`, `aThree`, `aFour`, `aFive`, `aSix`, `aSeven`, `aEight`, `aNine`, `aTen`, `aEleven`, `aTwelve`, `aThirteen`"},
        {"id": "build", "title": "Build", "prompt": "Build it."}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "read", "title": "Read", "promptBlocks": {"goal": "Read it.", "outputRequired": {"requestFacts": "object: goal, owner, deadline and the other facts"}}},
        {"id": "build", "title": "Build", "prompt": "Build it from `requestFacts`."}
      ]
    }
    ```
    """
    by_step: dict[tuple[str | int, ...], set[str]] = {}
    for capture in analysis.context.captures:
        by_step.setdefault(capture.step.route, set()).add(capture.key)
    n_all = len(set[str]().union(*by_step.values()))
    if n_all > _MOST_IN_ALL:
        yield Finding(
            ("steps",),
            f"the steps capture {n_all} keys, more than {_MOST_IN_ALL}",
            help="combine related keys into one object, and remove those that nothing reads",
            on_key=True,
        )
    for step in analysis.workflow.all_steps:
        n_keys = len(by_step.get(step.route, ()))
        if n_keys > _MOST_IN_A_STEP:
            yield Finding(
                (*step.route, "id"),
                f"step '{step.id}' captures {n_keys} keys, more than {_MOST_IN_A_STEP}",
                help="combine related keys into one object, or split the step",
            )


_MOST_IN_ALL = 25
_MOST_IN_A_STEP = 12
