from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.prompts.prose import is_quoted, without_code
from workflowkit.lint.rule import Finding, Related, Severity, needs, rule
from workflowkit.text.json_values import as_items


@needs("metaGuidance")
@rule("P043", severity=Severity.INFO, since="0.1.0")
def invalid_meta_guidance_language(analysis: Analysis) -> Iterator[Finding]:
    """An item of metaGuidance is pseudocode.

    ## Why

    No program runs it: the reader has to guess what the function or the arrow means, and two readers guess differently.
    A sentence states the rule without a guess.

    ## Bad

    ```json
    {
      "metaGuidance": ["fun adapt(depth) = when (depth) { quick => skip }"],
      "steps": [
        {"id": "first", "title": "First", "prompt": "Read the request."}
      ]
    }
    ```

    ## Good

    ```json
    {
      "metaGuidance": ["A quick run leaves the comparison out."],
      "steps": [
        {"id": "first", "title": "First", "prompt": "Read the request."}
      ]
    }
    ```

    ## When not

    Code spans and quotations are not reported.
    """
    found = [
        (("metaGuidance", index), match)
        for index, text in enumerate(as_items(analysis.workflow.value.get("metaGuidance")))
        if isinstance(text, str)
        and (match := _CODE.search(without_code(text)))
        and not is_quoted(text, match.start())
    ]
    if found:
        (route, match), *others = found
        yield Finding(
            route,
            f"'{match[0].strip()}' is pseudocode, which no program runs",
            help="write the rule as a sentence",
            window=match.span(),
            related=tuple(Related(place, "pseudocode as well") for place, _ in others),
        )


_CODE = re.compile(
    r"\b(?:fun|function|fn|def|let|const|val)\s+\w+\s*(?:\(|=)|\b[a-z]\w*\([^()\n]*\)\s*(?:=>?|->|:=|\{)|\b\w+\s*=>\s*\w+|\bwhen\s*\([^)\n]*\)\s*\{"
)
