from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.subject import Analysis
from workflowkit.diagnostics import Finding, Severity
from workflowkit.lint.rule import rule
from workflowkit.model.wording import quoted


@rule("X006", severity=Severity.WARNING, since="0.1.0")
def engine_repository_file(analysis: Analysis) -> Iterator[Finding]:
    """A prompt names a data file of the engine's repository.

    ## Why

    The tag list, the authoring rules and the schemas of workflows are in the repository of the engine.
    The agent works in the workspace of a user, finds no such file, and makes one.

    ## Bad

    ```json
    {
      "steps": [{"id": "first", "title": "First", "prompt": "Choose one to three tags from `spec/workflow-tags.json`."}]
    }
    ```

    ## Good

    ```json
    {
      "steps": [{"id": "first", "title": "First", "prompt": "Choose one to three tags, as `wfk list` prints them."}]
    }
    ```

    ## When not

    Workflows that come with the engine may name its files, and the rule leaves them alone.
    A path that goes on before `spec/`, as in `ours/spec/workflow-tags.json`, is a file of the workspace.
    """
    if analysis.file.is_bundled:
        return
    for step in analysis.workflow.all_steps:
        for route, text in step.texts():
            for match in _ENGINE_FILE.finditer(text):
                yield Finding(
                    route,
                    f"{quoted(match.group())} is a file of the engine's repository, which a workspace does not have",
                    help="write what the agent needs of it into the prompt, or refer to it as a reference of the package",
                    window=match.span(),
                )


_ENGINE_FILE = re.compile(
    r"(?<![\w./-])(?:\./)?spec/(?:workflow-tags|authoring-rules|workflow)(?:\.schema)?\.json\b"
)
