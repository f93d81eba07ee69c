from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.prompts.texts import Passage
from workflowkit.lint.rule import Edit, Finding, Fix, Severity, rule


@rule("P038", severity=Severity.WARNING, since="0.1.0", fix="unsafe")
def missing_gate_before_side_effect(analysis: Analysis) -> Iterator[Finding]:
    r"""An irreversible command is ordered without a gate.

    ## Why

    The agent carries out the command at once: nobody is asked before the branch is deleted, the push is public or the release is published.
    With `requireConfirmation` the step waits for a person.

    ## Bad

    ```json
    {
      "steps": [
        {
          "id": "finish",
          "title": "Finish",
          "prompt": "Finish the work:\n- Merge: `git checkout main && git merge --squash feature`"
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {
          "id": "finish",
          "title": "Finish",
          "prompt": "Show me the diff, and after my approval merge: `git merge --squash feature`",
          "requireConfirmation": true
        }
      ]
    }
    ```

    ## Fix

    Adds `requireConfirmation: true` to the step.

    ## When not

    A sentence that forbids, searches for or explains the command is no order.
    """
    for step in analysis.workflow.prompt_steps:
        if step.gate:
            continue
        found = next(_orders(analysis.passages.of(step)), None)
        if found:
            passage, match = found
            yield Finding(
                passage.route,
                f"'{match[0]}' cannot be undone, and {step.name} has no gate",
                help="add 'requireConfirmation', or leave the command to a later gated step",
                window=match.span(),
                fix=Fix("add a gate", (Edit("set", (*step.route, "requireConfirmation"), True),)),
            )


_STEMS = (
    "git ",
    "gh pr",
    "npm ",
    "terraform",
    "kubectl",
    "rm -",
    "DROP ",
    "orce-push",
    "ush the",
    "erge the",
    "elete the",
    "branch",
    "request",
)
_COMMAND = re.compile(
    r"\bgit (?:push|merge|rebase|reset --hard|branch -[dD]|clean -[a-z]*f)\b(?: (?!&&)[\w./{}-]+){0,2}|\bgit push\b[^`\n]{0,30}--force\b"
    r"|\bgh pr merge\b|\bnpm publish\b|\bterraform (?:apply|destroy)\b|\bkubectl delete\b|\brm -rf?\b|\bDROP (?:TABLE|DATABASE)\b"
    r"|(?:^|[.:;] |[-*] |\band |\bthen )(?:[Ff]orce-push|(?:[Pp]ush|[Mm]erge|[Dd]elete) (?:the|your|this) (?:feature |remote |working )?(?:branch|pull request|PR|merge request|MR)\b)",
    re.MULTILINE,
)
_LOOKING = re.compile(
    r"\b(?:not|never|no|without|avoid|instead of|rather than|whether|check|verify|look for|find|list|detect|search"
    r"|explain|describe|example|e\.g|suggest|propose|after|before|until|unless|approv\w+)\b|n['’]t\b",
    re.IGNORECASE,
)


def _orders(passages: Sequence[Passage]) -> Iterator[tuple[Passage, re.Match[str]]]:
    """Yield the commands that a sentence orders, not those that it forbids, searches for or restricts."""
    for passage in passages:
        if not any(stem in passage.text for stem in _STEMS):
            continue
        for match in _COMMAND.finditer(passage.text):
            start, _ = passage.sentence_at(match.start())
            if not _LOOKING.search(passage.text, min(start, match.start()), match.start()):
                yield passage, match
