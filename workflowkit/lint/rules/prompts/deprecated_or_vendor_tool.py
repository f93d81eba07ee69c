from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.prompts.texts import by_words
from workflowkit.lint.rule import Finding, Related, Severity, rule
from workflowkit.text.json_values import as_text


@rule("P022", severity=Severity.INFO, since="0.1.0")
def deprecated_or_vendor_tool(analysis: Analysis) -> Iterator[Finding]:
    """A prompt names a product, a retired tool or a place on one machine.

    ## Why

    The workflow also runs in other editors, with other agents and on other machines, where the name has no meaning.
    An agent searches in vain for a retired tool; the engine's own files are not in the workspace.

    ## Bad

    ```json
    {
      "steps": [
        {
          "id": "recall",
          "title": "Recall",
          "prompt": "Call `mcp_memory_recall`, then open http://localhost:3456/board."
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {
          "id": "recall",
          "title": "Recall",
          "prompt": "Ask the memory tool for what is known of the module, if one answers."
        }
      ]
    }
    ```

    ## When not

    A workflow about one product has to name it.
    A file of the engine's package can be declared in `references`.
    """
    declared = {
        as_text(entry.get("source")).removeprefix("./")
        for _, entry in analysis.workflow.records("references")
    }
    named = (
        (passage, match)
        for passage, match in analysis.passages.find_in_text(_NAMES, *_STEMS)
        if match[0] not in declared
    )
    for mentions in by_words(named):
        passage, match = mentions[0]
        yield Finding(
            passage.route,
            f"'{match[0]}' does not exist everywhere the workflow runs",
            help="state what is needed, not which product or address provides it",
            window=match.span(),
            related=tuple(Related(other.route, "also named here") for other, _ in mentions[1:]),
        )


_STEMS = (
    "Firebender",
    "Windsurf",
    "Copilot",
    "ChatGPT",
    "Claude",
    "Cursor",
    "VS",
    "IntelliJ",
    "JetBrains",
    "workflow_",
    "workrail_",
    "mcp_",
    "list_dir",
    "codebase_",
    "read_file",
    "spec/",
    "localhost",
    "127.",
    "/Users",
    "/home",
    "Users",
)
_NAMES = re.compile(
    r"\b(?:Firebender|Windsurf|Copilot|ChatGPT|Claude Code|Cursor (?:IDE|rules?)|VS ?Code|IntelliJ|JetBrains)\b"
    r"|\bworkflow_(?:next|get|list|validate|start)\b|\bworkrail_[a-z_]+|\bmcp_[a-z_]+|\b(?:list_dir|codebase_search|read_file)\b"
    r"|(?<![\w/])spec/(?:workflow-tags|authoring-spec|authoring-rules|workflow\.schema)\.json\b"
    r"|\b(?:localhost|127\.0\.0\.1):\d{2,5}\b|(?<![\w/.])/(?:Users|home)/[A-Za-z][\w.-]*|\b[A-Z]:\\Users\\"
)
