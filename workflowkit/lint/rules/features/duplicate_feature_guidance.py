from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.prompts.tool_use import CAPABILITIES, MEMORY, SUBAGENTS
from workflowkit.lint.rule import Edit, Finding, Fix, Severity, needs, rule
from workflowkit.text.json_values import as_fields, as_items
from workflowkit.text.routes import Json

ALIKE = 72
"""Share of a line, in percent, that makes it a restatement."""


@needs("features", "metaGuidance")
@rule("F009", severity=Severity.INFO, since="0.1.0", fix="unsafe")
def duplicate_feature_guidance(analysis: Analysis) -> Iterator[Finding]:
    """A line of `metaGuidance` repeats a declared feature.

    ## Why

    The feature adds its rules to the prompts.
    No prompt contains `metaGuidance`, so the copy there has no effect and has to be maintained.

    ## Bad

    ```json
    {
      "features": ["wr.features.subagent_guidance"],
      "metaGuidance": ["You own the synthesis: delegated output is evidence, not a decision."],
      "steps": [{"id": "first", "title": "First", "promptBlocks": {"goal": "Delegate the survey and weigh what comes back."}}]
    }
    ```

    ## Good

    ```json
    {
      "features": ["wr.features.subagent_guidance"],
      "metaGuidance": ["Nobody is told the hypothesis before the survey is over."],
      "steps": [{"id": "first", "title": "First", "promptBlocks": {"goal": "Delegate the survey and weigh what comes back."}}]
    }
    ```

    ## Fix

    Deletes the line.

    ## When not

    A line that adapts the rule to this workflow may stay.
    """
    lines = as_items(analysis.workflow.value.get("metaGuidance"))
    for name in analysis.workflow.features if lines else ():
        said = [line.lower() for line in _lines(analysis, name)]
        signature = _SIGNATURES.get(name)
        for index, line in enumerate(lines):
            if not isinstance(line, str):
                continue
            if (signature and signature.search(line)) or _is_said(line.lower(), said):
                route = ("metaGuidance", index)
                yield Finding(
                    route,
                    f"this line repeats feature '{name}'",
                    help="delete the line",
                    fix=Fix("delete the line", (Edit("delete", route),)),
                )


_SIGNATURES = {
    SUBAGENTS: re.compile(
        r"\bowns? (?:the |all )?synthesis\b|\bdelegated (?:output|results?|findings) (?:is|are)\b"
        r"|\b(?:output|results?|findings) (?:is|are|as) evidence\b|\bserialize (?:the )?synthesis\b",
        re.IGNORECASE,
    ),
    CAPABILITIES: re.compile(
        r"\bif (?:the )?(?:web|delegation|sub-?agents?|browsing|tools?)\b[^.]*\b(?:unavailable|not available|missing|absent)\b",
        re.IGNORECASE,
    ),
    MEMORY: re.compile(r"\b(?:memory (?:tool|query|mcp)|query (?:the )?memory)\b", re.IGNORECASE),
}


def _lines(analysis: Analysis, name: str) -> Iterator[str]:
    """Yield every line that the feature adds, refs included."""
    feature = analysis.spec.features.get(name)
    entries: tuple[Json, ...] = (
        (*feature.constraints, *feature.procedure, *feature.verify) if feature else ()
    )
    for entry in entries:
        if isinstance(entry, str):
            yield entry
        for part in as_items(entry):
            yield from analysis.spec.refs.get(as_fields(part).get("refId", ""), "").splitlines()


def _is_said(line: str, said: list[str]) -> bool:
    # Imported here because few workflows have both features and guidance.
    from rapidfuzz.fuzz import ratio

    return any(ratio(line, other) > ALIKE for other in said)
