from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.data_flow.resending import says_whole
from workflowkit.lint.rule import Finding, Severity, rule


@rule("M011", severity=Severity.WARNING, since="0.1.0")
def missing_commit_accumulation(analysis: Analysis) -> Iterator[Finding]:
    """A prompt asks for commits, but not for all commits so far.

    ## Why

    Each call replaces `metrics_commit_shas`, like every key.
    A step that reports only its own commits deletes those of earlier steps.

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
                f"'{_KEY}' is requested without the commits of earlier steps",
                help="ask for the full list of commits so far",
                on_key=capture.window is None,
                window=capture.window,
            )


_KEY = "metrics_commit_shas"
