from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.lint.rule import Finding, Severity, needs, rule


@needs(
    stems=(
        "notes",
        "recap",
    )
)
@rule("P045", severity=Severity.WARNING, since="0.1.0")
def redundant_notes_recap(analysis: Analysis) -> Iterator[Finding]:
    """A prompt asks to repeat earlier notes.

    ## Why

    The engine keeps the notes of every step and shows them again; the notes of one step are truncated at 4096 bytes.
    Repeated notes displace the new ones.

    ## Bad

    ```json
    {
      "steps": [
        {
          "id": "report",
          "title": "Report",
          "prompt": "Report the result and include all previous notes."
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "report", "title": "Report", "prompt": "Report the result of your own checks."}
      ]
    }
    ```
    """
    for passage, match in analysis.passages.find(_REPEAT, "notes", "recap"):
        if not passage.is_forbidden(match.start()):
            yield Finding(
                passage.route,
                f"'{match[0]}' repeats notes that the engine keeps",
                help="request what is new; name an earlier result by its key",
                window=match.span(),
            )


_REPEAT = re.compile(
    r"\b(?:include|repeat|restate|copy|paste|append|carry (?:over|forward)|reproduce)\s+(?:all |the |your |every )*(?:of (?:the|your) )?"
    r"(?:previous|earlier|prior|past|preceding|accumulated)\s+(?:steps?['’]? |phases?['’]? )?(?:notes|recaps?)\b",
    re.IGNORECASE,
)
