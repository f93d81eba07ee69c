from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.prompts.texts import Passage
from workflowkit.lint.rule import Finding, Severity, rule


@rule("P027", severity=Severity.INFO, since="0.1.0")
def excessive_emphasis(analysis: Analysis) -> Iterator[Finding]:
    r"""A prompt is written in capitals.

    ## Why

    Capitals make everything equally urgent, so that the one rule that matters is no longer emphasized.
    A reason is more effective than emphasis.

    ## Bad

    ```json
    {
      "steps": [
        {
          "id": "probe",
          "title": "Probe",
          "prompt": "**INITIATING DEEP PROBE**\n\nProbe the module."
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {
          "id": "probe",
          "title": "Probe",
          "prompt": "Probe the module down to its private functions, because the fault hides there."
        }
      ]
    }
    ```
    """
    operands = (str(read.operand) for read in analysis.context.condition_reads)
    values = {word for operand in operands for word in _WORD.findall(operand)}
    for step in analysis.workflow.prompt_steps:
        shouted: list[tuple[Passage, re.Match[str]]] = []
        for passage in analysis.passages.of(step):
            opening = _OPENING.match(passage.prose) if passage.section in _TEXTS else None
            if opening and not any(mark.islower() for mark in opening["line"]):
                yield _loud(
                    passage,
                    opening.span("line"),
                    f"the text opens with capitals, '{opening['line'].strip(' *:')}'",
                )
                break
            shouted += [
                (passage, match)
                for match in _WORD.finditer(passage.prose)
                if match[0] not in values and not _ACCEPTED.fullmatch(match[0])
            ]
            if len(shouted) >= _MOST:
                first, match = shouted[0]
                yield _loud(
                    first,
                    match.span(),
                    f"{_MOST} or more words are in capitals, the first is '{match[0]}'",
                )
                break


_MOST = 8
_TEXTS = ("prompt", "goal", "promptFragments")
_OPENING = re.compile(r"\s*+(?P<line>(?=[^\n]*[A-Z]{4,}[^\n]*[A-Z]{4})[^\n]{8,})")
_WORD = re.compile(r"\b[A-Z]{4,}\b")
_ACCEPTED = re.compile(
    r"HTTPS?|JSON|YAML|HTML|REST|README|TODO|CRUD|UUID|ASCII|OAUTH|CORS|CSRF|SAML|SMTP|GDPR|HIPAA|NASA|NOAA|FEMA|WCAG|ARIA"
    r"|QUICK|STANDARD|THOROUGH"
)
"""Acronyms, and the usual names of rigor."""


def _loud(passage: Passage, window: tuple[int, int], message: str) -> Finding:
    return Finding(
        passage.route,
        message,
        help="write in sentence case, and give the reason instead",
        window=window,
    )
