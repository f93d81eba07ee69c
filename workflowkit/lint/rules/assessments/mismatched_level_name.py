from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.dimensions import (
    dimensions,
    grades_behind,
    has_grade,
    listed_words,
    words_of,
)
from workflowkit.analysis.prompts.texts import Passage
from workflowkit.lint.rule import Finding, Related, Severity, needs, rule
from workflowkit.records import dataclass


@needs("assessments")
@rule("A020", severity=Severity.WARNING, since="0.1.0")
def mismatched_level_name(analysis: Analysis) -> Iterator[Finding]:
    """A prompt names levels that the assessment of its step does not have.

    ## Why

    The engine accepts only the declared levels and blocks a submission with any other.
    An agent that rated by the words of the prompt has to translate them into the levels, and translates them differently on each run.

    ## Bad

    ```json
    {
      "assessments": [
        {"id": "draft-gate", "purpose": "Whether the draft may go out.", "dimensions": [{"id": "gaps", "purpose": "Gaps in the argument.", "levels": ["none", "minor", "serious"]}]}
      ],
      "steps": [
        {
          "id": "judge", "title": "Judge", "prompt": "Rate the gaps in the argument as good, fair or poor.", "assessmentRefs": ["draft-gate"],
          "assessmentConsequences": [{"when": {"anyEqualsLevel": "serious"}, "effect": {"kind": "require_followup", "guidance": "Close the gaps that you rated serious, then rate the draft again."}}]
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "assessments": [
        {"id": "draft-gate", "purpose": "Whether the draft may go out.", "dimensions": [{"id": "gaps", "purpose": "Gaps in the argument.", "levels": ["none", "minor", "serious"]}]}
      ],
      "steps": [
        {
          "id": "judge", "title": "Judge", "prompt": "Rate the gaps in the argument as none, minor or serious.", "assessmentRefs": ["draft-gate"],
          "assessmentConsequences": [{"when": {"anyEqualsLevel": "serious"}, "effect": {"kind": "require_followup", "guidance": "Close the gaps that you rated serious, then rate the draft again."}}]
        }
      ]
    }
    ```

    ## When not

    A list of words that rates something else than the dimension may stay; suppress the finding.
    """
    by_assessment: dict[str, list[str]] = {}
    names: dict[str, set[str]] = {}
    ids: dict[str, list[str]] = {}
    for dimension in dimensions(analysis.workflow):
        by_assessment.setdefault(dimension.assessment, []).extend(dimension.levels)
        names.setdefault(dimension.assessment, set()).update(words_of(dimension.id))
        ids.setdefault(dimension.assessment, []).append(dimension.id)
    for step in analysis.workflow.prompt_steps:
        refs = [ref for ref in step.assessment_refs if ref in by_assessment]
        levels = [level for ref in refs for level in by_assessment[ref]]
        words = frozenset(word for ref in refs for word in names[ref] if len(word) > 2)
        named = tuple(name for ref in refs for name in ids[ref])
        rated = _Rated(frozenset(level.lower() for level in levels), words, named)
        found = _other_levels(analysis.passages.of(step), rated) if levels else None
        if found:
            passage, start, end, listed = found
            yield Finding(
                passage.route,
                f"the prompt of step '{step.id}' rates by {_joined(listed)}; the levels are {_joined(levels)}",
                help="name the declared levels in the prompt",
                window=(start, end),
                related=(Related(analysis.assessments[refs[0]][0], "the assessment"),),
            )


@dataclass(frozen=True, slots=True)
class _Rated:
    """What the assessments of a step rate."""

    levels: frozenset[str]
    """In lower case."""
    words: frozenset[str]
    """The words of the names of dimensions."""
    names: tuple[str, ...]


def _other_levels(
    passages: Sequence[Passage], rated: _Rated
) -> tuple[Passage, int, int, list[str]] | None:
    """Return the first list of other words by which a sentence rates a dimension.

    A sentence that names the dimension only by one of its words counts when no text of the step names a level.
    """
    names_level = any(
        _has_word(passage.text, level) for passage in passages for level in rated.levels
    )
    for passage in passages:
        for start, end in passage.sentences:
            sentence = passage.prose[start:end]
            rating = _RATING.search(sentence)
            # Code is blank in the prose.
            is_named = any(name in passage.text[start:end] for name in rated.names)
            is_meant = not names_level and any(_has_word(sentence, word) for word in rated.words)
            stated = list(_stated(passage, rated, start, end))
            for first, last, listed in stated:
                if rated.levels.isdisjoint(listed) and has_grade(listed):
                    return passage, first, last, listed
            if rating and (is_named or is_meant):
                lists = [*listed_words(_plain(passage), start + rating.end(), end)]
                lists += _grades(passage, rated, start + rating.end(), end)
                for first, last, listed in lists:
                    is_graded = rating["firm"] is not None or has_grade(listed)
                    if rated.levels.isdisjoint(listed) and is_graded:
                        return passage, first, last, listed
    return None


def _plain(passage: Passage) -> str:
    """Return the text without the marks of code spans, so that levels in backticks are words, too; the prose where it has code blocks."""
    return passage.prose if "```" in passage.text else passage.text.replace("`", " ")


def _grades(
    passage: Passage, rated: _Rated, start: int, end: int
) -> Iterator[tuple[int, int, list[str]]]:
    """Yield the grades right behind the name of a dimension: "rate reach: low, medium, high"."""
    sentence = passage.text[start:end]
    for name in rated.names:
        if name not in sentence:
            continue
        for match in re.finditer(rf"\b{re.escape(name)}\b`?", sentence):
            found = grades_behind(passage.text, start + match.end(), end)
            if found:
                yield found


def _stated(
    passage: Passage, rated: _Rated, start: int, end: int
) -> Iterator[tuple[int, int, list[str]]]:
    """Yield the words that a sentence says a dimension is: "`reach` is good, fair or poor"."""
    plain = _plain(passage)
    sentence = plain[start:end]
    for name in rated.names:
        if name not in sentence:
            continue
        for match in re.finditer(
            rf"(?<![\w-]){re.escape(name)}[ *]*(?:is|are|can be|may be|:|=)\s+", sentence
        ):
            for first, last, listed in listed_words(plain, start + match.start(), end):
                if first <= start + match.end() + 1:
                    yield first, last, listed


def _has_word(text: str, word: str) -> bool:
    # Most texts do not have the word, which is found out faster without an expression.
    if word.casefold() not in text.casefold():
        return False
    return re.search(rf"\b{re.escape(word)}", text, re.IGNORECASE) is not None


def _joined(names: list[str]) -> str:
    return ", ".join(f"'{name}'" for name in dict.fromkeys(names))


_RATING = re.compile(
    r"\b(?:(?P<firm>rate|grade|score|rank|classify|judge)|give|assign|assess|evaluate|mark)\b",
    re.IGNORECASE,
)
