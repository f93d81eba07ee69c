from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.lint.rule import Finding, Severity, rule


@rule("P019", severity=Severity.INFO, since="0.1.0")
def missing_claim_classes(analysis: Analysis) -> Iterator[Finding]:
    """A decision rests on delegated findings that are not classified by proof.

    ## Why

    The finding of a delegated agent is a claim, not a fact.
    Classified as confirmed, plausible or rejected, the claims show what a decision rests on.

    ## Bad

    ```json
    {
      "steps": [
        {
          "id": "review",
          "title": "Review",
          "prompt": "Launch two reviewers at once, then decide from their findings."
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {
          "id": "review",
          "title": "Review",
          "prompt": "Launch two reviewers at once, sort their findings into Confirmed, Plausible and Rejected, and decide from the confirmed ones."
        }
      ]
    }
    ```

    ## When not

    Agents that only gather material return no claims.
    """
    for fan_out in analysis.fan_outs:
        text = fan_out.follow_up.lower()
        classes = sum(name in text for name in ("confirmed", "plausible", "rejected"))
        if classes < 2 and _JUDGING.search(fan_out.order):
            yield Finding(
                fan_out.passage.route,
                "the findings of several agents are used without being classified by proof",
                help="request that they are classified as Confirmed, Plausible or Rejected, each with its evidence",
                window=fan_out.window,
            )


_JUDGING = re.compile(
    r"\b(?:findings?|challeng\w*|review\w*|validat\w*|concerns?|hypothes\w*|audit\w*|defects?|verdicts?)\b",
    re.IGNORECASE,
)
