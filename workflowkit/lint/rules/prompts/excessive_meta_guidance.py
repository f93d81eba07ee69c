from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.lint.rule import Finding, Severity, rule


@rule(
    "P042",
    severity=Severity.INFO,
    since="0.1.0",
    kinds=frozenset({"workflow", "routine", "example"}),
)
def excessive_meta_guidance(analysis: Analysis) -> Iterator[Finding]:
    """A workflow has too much metaGuidance, or none.

    ## Why

    Guidance is for the people who choose and maintain the workflow; nobody remembers more than a dozen rules.
    A bundled workflow without guidance does not state what holds for all its steps.

    ## Bad

    ```json
    {
      "metaGuidance": [
        "Rule 1 of the house holds for every step.",
        "Rule 2 of the house holds for every step.",
        "Rule 3 of the house holds for every step.",
        "Rule 4 of the house holds for every step.",
        "Rule 5 of the house holds for every step.",
        "Rule 6 of the house holds for every step.",
        "Rule 7 of the house holds for every step.",
        "Rule 8 of the house holds for every step.",
        "Rule 9 of the house holds for every step.",
        "Rule 10 of the house holds for every step.",
        "Rule 11 of the house holds for every step.",
        "Rule 12 of the house holds for every step.",
        "Rule 13 of the house holds for every step."
      ],
      "steps": [
        {"id": "first", "title": "First", "prompt": "Read the request."}
      ]
    }
    ```

    ## Good

    ```json
    {
      "metaGuidance": [
        "Rule 1 of the house holds for every step.",
        "Rule 2 of the house holds for every step.",
        "Rule 3 of the house holds for every step."
      ],
      "steps": [
        {"id": "first", "title": "First", "prompt": "Read the request."}
      ]
    }
    ```
    """
    items = analysis.workflow.texts("metaGuidance")
    length = sum(map(len, items))
    if len(items) > _MOST_ITEMS or length > _MOST_CHARACTERS:
        excess = (
            f"{len(items)} items; expected at most {_MOST_ITEMS}"
            if len(items) > _MOST_ITEMS
            else f"{length} characters; expected at most {_MOST_CHARACTERS}"
        )
        yield Finding(
            ("metaGuidance",),
            f"the guidance has {excess}",
            help="keep the rules that hold for every step, and move the others into their steps",
            on_key=True,
        )
    if not items and analysis.file.is_bundled and analysis.kind == "workflow":
        yield Finding(
            ("metaGuidance",),
            "the bundled workflow has no 'metaGuidance'",
            help="add three to eight sentences on what holds for all its steps",
        )


_MOST_ITEMS = 12
_MOST_CHARACTERS = 2000
