from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.resending import says_whole
from workflowkit.analysis.subject import Analysis
from workflowkit.diagnostics import Finding, Severity
from workflowkit.lint.rule import rule


@rule("M011", severity=Severity.WARNING, since="0.1.0")
def sha_list_not_accumulated(analysis: Analysis) -> Iterator[Finding]:
    """A prompt asks for commits without asking for all of them.

    ## Why

    `metrics_commit_shas` is replaced by each call that carries it, like every key.
    A step that reports its own commits only wipes those of the steps before.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "build", "title": "Build", "promptBlocks": {"goal": "Build and commit it.", "outputRequired": {"metrics_commit_shas": "list: the commit you made"}}}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "build", "title": "Build", "promptBlocks": {"goal": "Build and commit it.", "outputRequired": {"metrics_commit_shas": "list: all commits of the run so far"}}}
      ]
    }
    ```
    """
    for capture in analysis.context.captures:
        if capture.key == _KEY and not says_whole(capture.step, _KEY):
            yield Finding(
                capture.route,
                f"'{_KEY}' is asked for without the commits of the steps before",
                help="ask for the full list of all commits so far",
                on_key=capture.window is None,
                window=capture.window,
            )


_KEY = "metrics_commit_shas"
