from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.prompts.delegation import OPTIONAL_DELEGATION
from workflowkit.lint.rule import Finding, Severity, needs, rule

_STEMS = (
    "appropriate",
    "needed",
    "necessary",
    "possible",
    "feasible",
    "desired",
    "helpful",
    "useful",
    "optionally",
    "you may",
    "feel free",
    "if you ",
    "discretion",
    "quick",
    "brief",
    "rough",
    "light",
)


@needs(stems=_STEMS)
@rule("P006", severity=Severity.INFO, since="0.1.0")
def vague_instruction(analysis: Analysis) -> Iterator[Finding]:
    """An instruction leaves open whether it is carried out.

    ## Why

    An agent skips what is to be done *when appropriate*.
    A condition, a number or a minimal result in the same sentence makes the instruction binding.

    ## Bad

    ```json
    {
      "steps": [
        {
          "id": "scan",
          "title": "Scan",
          "prompt": "Take a quick look at the callers if appropriate."
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {
          "id": "scan",
          "title": "Scan",
          "prompt": "Look at the callers and name at least three, or say why there are fewer."
        }
      ]
    }
    ```

    ## When not

    A sentence that states the minimal result is not reported.
    """
    for passage, match in analysis.passages.find(_HEDGE, *_STEMS):
        start, end = passage.sentence_at(match.start())
        # Optional delegation has a rule of its own.
        if OPTIONAL_DELEGATION.match(passage.prose, match.start()):
            continue
        if passage.is_forbidden(match.start()) or _FLOOR.search(passage.prose, start, end):
            continue
        before = passage.prose[start : match.start()]
        is_quoted = passage.is_quoted(match.start())
        if is_quoted or before.endswith("(") or _SELF_EVIDENT.search(before):
            continue
        yield Finding(
            passage.route,
            f"'{match[0]}' leaves open whether anything is done",
            help="state the condition, or the minimal result",
            window=match.span(),
        )


_HEDGE = re.compile(
    r"\b(?:(?:if|where|when|whenever) (?:appropriate|needed|necessary|possible|feasible|desired|useful|helpful)|(?<!only )as (?:appropriate|needed|necessary|desired)"
    r"|optionally|you may (?!not\b|only\b)(?:also )?|feel free to|if you (?:like|want|wish|prefer)|at your discretion"
    r"|(?:do|take|give it|run|make|have) an? (?:quick|brief|light|lightweight|rough) (?:pass|look|scan|check|review|skim))\b",
    re.IGNORECASE,
)
_FLOOR = re.compile(
    r"\d|\b(?:at (?:least|most)|no (?:more|fewer|less) than|must|always|never|still|but|unless|until"
    r"|every|each|all|two|three|four|five|otherwise|or (?:say|write|name|state|record|note))\b",
    re.IGNORECASE,
)
_SELF_EVIDENT = re.compile(
    r"\b(?:initiali[sz]e|create|install|start|retry|re-?run|repeat|fix|correct|repair|adjust|update|refine|revise|clarify|convert|translate)"
    r"(?: [\w/]+){0,3} (?=$)",
    re.IGNORECASE,
)
"""An action that has its own condition: whether something needs to be created or corrected is seen in it."""
