from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.compiler.steps import every_step
from workflowkit.lint.rule import Finding, Severity, needs, rule
from workflowkit.text.json_values import as_text


@needs("metricsProfile")
@rule("M007", severity=Severity.WARNING, since="0.1.0", kinds=frozenset({"workflow"}))
def missing_profile_commits(analysis: Analysis) -> Iterator[Finding]:
    """The profile asks for commits, but no step makes any.

    ## Why

    With the profile `coding` the engine asks for the list of commits in every step, and for pull requests and line counts in the last.
    In a workflow without commits the agent answers with empty lists, or invents something.

    ## Bad

    ```json
    {
      "metricsProfile": "coding",
      "steps": [{"id": "first", "title": "First", "prompt": "Write down what you know of the request."}]
    }
    ```

    ## Good

    ```json
    {
      "metricsProfile": "research",
      "steps": [{"id": "first", "title": "First", "prompt": "Write down what you know of the request."}]
    }
    ```
    """
    if analysis.workflow.metrics_profile != "coding":
        return
    shown = [
        as_text(node.value.get(key))
        for node in every_step(analysis.compilation.steps)
        for key in ("title", "prompt")
    ]
    fragments = [text for step in analysis.workflow.all_steps for _, text in step.texts()]
    if not any(_DELIVERY.search(text) for text in (*shown, *fragments)):
        yield Finding(
            ("metricsProfile",),
            "profile 'coding' asks for commits, but no prompt changes code or mentions a commit, branch or pull request",
            help="choose a profile that fits, or state where the work is committed",
        )


_DELIVERY = re.compile(
    r"\b(?:commits?|committed|committing|pull requests?|merge requests?|PRs?|MRs?|push(?:ed|es)?|branch(?:es)?|git|SHAs?"
    r"|implement(?:s|ed|ing|ation)?|refactor(?:s|ed|ing)?|fix(?:es|ed)? (?:it|them|the|one|each|every|what|all|that)"
    r"|(?:production|source) code|code under test|(?:write|make|apply|land) (?:the |a |your )?(?:[a-z-]+ )?fix"
    r"|(?:write|add|change|edit|update|patch|rewrite|port|convert) (?:the |your |each |its )?(?:[a-z-]+ )?(?:code|tests?|files?|queries|sources?|clients?))\b",
    re.IGNORECASE,
)
