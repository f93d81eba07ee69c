from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.subject import Analysis
from workflowkit.analysis.tool_use import CAPABILITIES, MEMORY, SUBAGENTS
from workflowkit.diagnostics import Edit, Finding, Fix, Severity
from workflowkit.lint.rule import rule
from workflowkit.source.routes import Json
from workflowkit.source.values import as_fields, as_items

ALIKE = 72
"""Share of a line, in percent, that makes it a restatement."""


@rule("F009", severity=Severity.INFO, since="0.1.0", fix="unsafe")
def meta_duplicates_feature(analysis: Analysis) -> Iterator[Finding]:
    """A line of `metaGuidance` says what a declared feature says.

    ## Why

    The feature puts its rules into the prompts, where they are read.
    `metaGuidance` reaches no prompt, so the copy there only has to be kept in step.

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

    A line that gives the rule a twist of its own, for this workflow only, may stay.
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
                    f"this line says what feature '{name}' says",
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
    """Every line that the feature adds, its refs written out."""
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
