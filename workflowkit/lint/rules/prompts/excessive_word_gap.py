from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.lint.rule import Finding, Severity, needs, rule


@needs(stems=("  ",))
@rule("P025", severity=Severity.INFO, since="0.1.0")
def excessive_word_gap(analysis: Analysis) -> Iterator[Finding]:
    """Two words are separated by more than one space.

    ## Why

    The gap usually remains of a deleted word or token, and the sentence is incomplete.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "a-step", "title": "A step", "prompt": "Set  in the report and go on."}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "a-step", "title": "A step", "prompt": "Set the date in the report and go on."}
      ]
    }
    ```
    """
    for passage, match in analysis.passages.find(_GAP, "  "):
        end = passage.prose.find("\n", match.end())
        line = passage.prose[
            passage.prose.rfind("\n", 0, match.start()) + 1 : end if end >= 0 else None
        ]
        # Two gaps in one line are columns.
        if "|" not in line and len(_GAP.findall(line)) == 1:
            yield Finding(
                passage.route,
                f"'{match[1]}' is followed by more than one space",
                help="restore the missing word, or delete the extra space",
                window=match.span("gap"),
            )


_GAP = re.compile(r"(?<![^\W_])([^\W_]+,?)(?P<gap>[ ]{2,})(?=[^\W_])")
