from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.dimensions import dimensions
from workflowkit.lint.rule import Finding, Severity, needs, rule
from workflowkit.text.wording import quoted

MOST = 3
"""The number of levels that raters still distinguish reliably."""


@needs("assessments")
@rule("A011", severity=Severity.INFO, since="0.1.0")
def excessive_levels(analysis: Analysis) -> Iterator[Finding]:
    """A dimension has more than three levels.

    ## Why

    Only the level with a consequence matters, and the border between 2 and 3 on a scale is arbitrary.
    Two or three levels with a clear meaning lead to consistent ratings.

    ## Bad

    ```json
    {
      "assessments": [
        {"id": "fix-gate", "purpose": "Whether the fix may go out.", "dimensions": [{"id": "untested", "purpose": "How little is tested.", "levels": ["1", "2", "3", "4", "5"]}]}
      ],
      "steps": [
        {
          "id": "fix",
          "title": "Fix",
          "prompt": "Fix the bug and leave nothing untested.",
          "assessmentRefs": ["fix-gate"],
          "assessmentConsequences": [{"when": {"anyEqualsLevel": "5"}, "effect": {"kind": "require_followup", "guidance": "Write the test that fails without the fix, run it both ways, and rate again."}}]
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "assessments": [
        {"id": "fix-gate", "purpose": "Whether the fix may go out.", "dimensions": [{"id": "untested", "purpose": "No test fails without the fix.", "levels": ["no", "yes"]}]}
      ],
      "steps": [
        {
          "id": "fix",
          "title": "Fix",
          "prompt": "Fix the bug and leave nothing untested.",
          "assessmentRefs": ["fix-gate"],
          "assessmentConsequences": [{"when": {"anyEqualsLevel": "yes"}, "effect": {"kind": "require_followup", "guidance": "Write the test that fails without the fix, run it both ways, and rate again."}}]
        }
      ]
    }
    ```
    """
    for dimension in dimensions(analysis.workflow):
        if len(dimension.levels) > MOST:
            yield Finding(
                (*dimension.route, "levels"),
                f"dimension {quoted(dimension.id)} has {len(dimension.levels)} levels, more than {MOST}",
                help="keep the levels that have a different outcome",
                on_key=True,
            )
