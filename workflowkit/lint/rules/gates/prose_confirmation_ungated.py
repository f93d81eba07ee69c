from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.subject import Analysis
from workflowkit.diagnostics import Edit, Finding, Fix, Severity
from workflowkit.lint.rule import rule
from workflowkit.source.values import is_truthy


@rule(
    "H004",
    severity=Severity.WARNING,
    since="0.1.0",
    fix="unsafe",
    kinds=frozenset({"workflow", "example"}),
)
def prose_confirmation_ungated(analysis: Analysis) -> Iterator[Finding]:
    """A prompt waits for approval, but the step has no gate.

    ## Why

    Without `requireConfirmation` the engine offers the next step as soon as the notes are in, and an unattended run takes it.
    The approval that the prompt insists on then never happens.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "plan", "title": "Plan", "prompt": "Write the plan. Do not proceed until I have approved it."},
        {"id": "build", "title": "Build", "prompt": "Build what was planned."}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "plan", "title": "Plan", "prompt": "Write the plan and ask me to approve it.", "requireConfirmation": true},
        {"id": "build", "title": "Build", "prompt": "Build what was planned."}
      ]
    }
    ```

    ## Fix

    Adds the gate.

    ## When not

    A question that is asked and answered within the step needs no gate.
    """
    for passage, match in analysis.passages.first_of_each_step(_WAITS, *_STEMS):
        step = passage.step
        if not is_truthy(step.gate):
            edit = Edit("set", (*step.route, "requireConfirmation"), True)
            yield Finding(
                passage.route,
                f"the prompt of step '{step.id}' waits for approval, but the step has no gate",
                help="add 'requireConfirmation': true",
                window=match.span(),
                fix=Fix("add the gate", (edit,)),
            )


_STEMS = ("wait for", "do not ", "don't ", "never ", "must not ")
_APPROVAL = r"(?:approv|confirm|agree|sign|accept|consent)\w*"
_PERSON = r"(?:I|me|we|you|my|the user|the user's|user|a human|the human|explicit|explicitly)"
_WAITS = re.compile(
    rf"\b(?:do not|don't|never|must not) (?:proceed|continue|move on|go on|advance|start|begin)\b[^.\n]{{0,60}}"
    rf"\b(?:until|before|unless|without)\b[^.\n]{{0,30}}\b{_PERSON}\b[^.\n]{{0,30}}\b{_APPROVAL}"
    r"|\b(?:do not|don't|never|must not) (?:proceed|continue|move on|go on|advance) (?:until|before|unless|without) "
    r"(?:\w+ ){0,3}(?:approved|approval|consent|sign-off|confirmation)\b"
    rf"|\bwait for (?:{_PERSON} )*(?:approval|confirmation|consent|go-ahead|sign-off|agreement)\b",
    re.IGNORECASE,
)
