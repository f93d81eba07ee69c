from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.subject import Analysis
from workflowkit.diagnostics import Finding, Severity
from workflowkit.engine.javascript import BadPatternError, search
from workflowkit.lint.rule import rule
from workflowkit.model.wording import quoted
from workflowkit.source.values import as_text


@rule("V007", severity=Severity.ERROR, since="0.1.0")
def invalid_regex(analysis: Analysis) -> Iterator[Finding]:
    """A criterion holds a regular expression that does not compile.

    ## Why

    The pattern is compiled when notes arrive, not when the workflow is loaded.
    The failure blocks the step for good: no notes can satisfy it, and a retry is not possible.

    ## Bad

    ```json
    {
      "steps": [
        {
          "id": "plan",
          "title": "Plan",
          "prompt": "Plan the move and number the steps (1), (2) and so on.",
          "validationCriteria": {"and": [{"type": "regex", "pattern": "([0-9]", "message": "number the steps"}]}
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {
          "id": "plan",
          "title": "Plan",
          "prompt": "Plan the move and number the steps (1), (2) and so on.",
          "validationCriteria": {"and": [{"type": "regex", "pattern": "[(][0-9]", "message": "number the steps"}]}
        }
      ]
    }
    ```
    """
    for item in analysis.criteria:
        pattern, flags = as_text(item.rule.get("pattern")), as_text(item.rule.get("flags"))
        if item.type != "regex" or not pattern:
            continue
        try:
            search(pattern, flags, "")
        except BadPatternError as error:
            is_flags = str(error).endswith("flags")
            yield Finding(
                (*item.route, "flags" if is_flags else "pattern"),
                f"{quoted(flags)} are no flags of a regular expression"
                if is_flags
                else f"the pattern {quoted(pattern)} is no regular expression",
                help="use flags out of 'dgimsuvy', each once"
                if is_flags
                else "close its brackets, or put '\\' before characters that stand for themselves",
            )
