from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.lint.rule import Finding, Severity, needs, rule


@needs(
    stems=(
        "[",
        "<",
        "tbd",
        "todo",
        "fixme",
        "lorem",
    )
)
@rule("P023", severity=Severity.INFO, since="0.1.0")
def unresolved_placeholder(analysis: Analysis) -> Iterator[Finding]:
    """A prompt contains a placeholder.

    ## Why

    The agent fills in the placeholder with something it invents.
    What is known at run time belongs in a token; what is known now belongs in the sentence.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "start", "title": "Start", "prompt": "Analyze the code for: [user's request]"}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "start", "title": "Start", "prompt": "Analyze the code for {{goal}}."}
      ]
    }
    ```

    ## When not

    Brackets in the template of a document (`[Name]`) and instructions about notes in the code (`add a TODO`) are intended.
    """
    for passage, match in analysis.passages.find(
        _PLACEHOLDER, "[", "<", "tbd", "todo", "fixme", "lorem"
    ):
        yield Finding(
            passage.route,
            f"the placeholder '{match[0]}' is not filled in",
            help="write the text, or name the key that holds it as a token",
            window=match.span(),
        )


_PLACEHOLDER = re.compile(
    r"\[(?:(?i:insert|user['’]s (?:request|task|goal|input)|your (?:task|goal|text|input)|todo|tbd|placeholder))\b[^\]\n]{0,40}\](?!\()"
    r"|<(?i:insert|todo|tbd)\b[^>\n]{0,40}>|(?:(?<=^)|(?<=[(:] ))(?:TODO|TBD|FIXME)(?=$|[:).])|\bTODO:|\bFIXME:|\b(?i:lorem ipsum)\b",
    re.MULTILINE,
)
