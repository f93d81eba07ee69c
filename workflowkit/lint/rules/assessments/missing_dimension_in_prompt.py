from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.dimensions import Dimension, dimensions, words_of
from workflowkit.lint.rule import Finding, Severity, needs, rule
from workflowkit.text.wording import quoted


@needs("assessments")
@rule("A012", severity=Severity.INFO, since="0.1.0")
def missing_dimension_in_prompt(analysis: Analysis) -> Iterator[Finding]:
    """A step rates a dimension that its prompt does not mention.

    ## Why

    The engine adds the question after the prompt, when the agent has already planned the work.
    A rating of something that the agent did not examine is a guess.

    ## Bad

    ```json
    {
      "assessments": [
        {"id": "plan-cover", "purpose": "Whether the plan covers what can go wrong.", "dimensions": [{"id": "unnamed-risk", "purpose": "A danger without an answer.", "levels": ["none", "present"]}]}
      ],
      "steps": [
        {
          "id": "plan",
          "title": "Plan",
          "prompt": "Plan the move day by day.",
          "assessmentRefs": ["plan-cover"],
          "assessmentConsequences": [{"when": {"anyEqualsLevel": "present"}, "effect": {"kind": "require_followup", "guidance": "Answer the risk in the plan, or say openly who has to bear it and why."}}]
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "assessments": [
        {"id": "plan-cover", "purpose": "Whether the plan covers what can go wrong.", "dimensions": [{"id": "unnamed-risk", "purpose": "A danger without an answer.", "levels": ["none", "present"]}]}
      ],
      "steps": [
        {
          "id": "plan",
          "title": "Plan",
          "prompt": "Plan the move day by day and name each risk with its answer.",
          "assessmentRefs": ["plan-cover"],
          "assessmentConsequences": [{"when": {"anyEqualsLevel": "present"}, "effect": {"kind": "require_followup", "guidance": "Answer the risk in the plan, or say openly who has to bear it and why."}}]
        }
      ]
    }
    ```
    """
    by_assessment: dict[str, list[Dimension]] = {}
    for dimension in dimensions(analysis.workflow):
        by_assessment.setdefault(dimension.assessment, []).append(dimension)
    for step in analysis.workflow.prompt_steps:
        texts = [text for _, text in step.texts()] if step.assessment_refs else []
        stems = {_stem(word) for word in _WORD.findall(" ".join(texts).lower())}
        for index, ref in enumerate(step.assessment_refs if texts else ()):
            missing = [
                dimension.id
                for dimension in by_assessment.get(ref, ())
                if not _is_prepared(dimension, stems)
            ]
            if missing:
                listed = ", ".join(quoted(name) for name in missing)
                yield Finding(
                    (*step.route, "assessmentRefs", index),
                    f"the prompt of step '{step.id}' does not mention {listed}, which the step must rate",
                    help="name in the prompt what to examine",
                )


_WORD = re.compile(r"[a-z]+")
_EMPTY = frozenset(
    {
        "none",
        "with",
        "without",
        "that",
        "this",
        "from",
        "have",
        "what",
        "when",
        "which",
        "does",
        "each",
    }
)


def _stem(word: str) -> str:
    """Return the beginning of a word, which its inflected forms share."""
    return word[:4]


def _is_prepared(dimension: Dimension, stems: set[str]) -> bool:
    """Return whether a word of the id, or half of the longer words of the purpose, is in the prompt."""
    names = [word for word in words_of(dimension.id) if len(word) > 2]
    if not names or any(_stem(word) in stems for word in names):
        return True
    purpose = {
        _stem(word)
        for word in _WORD.findall(dimension.purpose.lower())
        if len(word) > 3 and word not in _EMPTY
    }
    return bool(purpose) and len(purpose & stems) * 2 >= len(purpose)
