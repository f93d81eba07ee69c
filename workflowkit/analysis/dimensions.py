"""Dimensions: the questions of the assessments, and lists of words in prompts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.data_flow.captures import Capture
from workflowkit.analysis.data_flow.context import Context
from workflowkit.format.reader import Workflow
from workflowkit.records import dataclass
from workflowkit.text.json_values import as_fields, as_items, as_text
from workflowkit.text.routes import Json, Route


@dataclass(frozen=True, slots=True)
class Dimension:
    """One dimension of one assessment."""

    assessment: str
    """The id of its assessment."""
    route: Route
    value: dict[str, Json]

    @property
    def id(self) -> str:
        """Its id; empty when absent."""
        return as_text(self.value.get("id"))

    @property
    def purpose(self) -> str:
        """The question."""
        return as_text(self.value.get("purpose"))

    @property
    def levels(self) -> list[str]:
        """The declared levels."""
        return [level for level in as_items(self.value.get("levels")) if isinstance(level, str)]


def dimensions(workflow: Workflow) -> Iterator[Dimension]:
    """Yield every dimension of every assessment, in order."""
    for route, assessment in workflow.records("assessments"):
        for index, entry in enumerate(as_items(assessment.get("dimensions"))):
            if isinstance(entry, dict):
                place = (*route, "dimensions", index)
                yield Dimension(as_text(assessment.get("id")), place, as_fields(entry))


def words_of(name: str) -> list[str]:
    """Return the words of an identifier in lower case: `openGap_count-2` gives `open`, `gap`, `count`."""
    return [word.lower() for word in _PART.findall(name)]


def listed_words(text: str, start: int, end: int) -> Iterator[tuple[int, int, list[str]]]:
    """Yield start, end and words of each list between *start* and *end*: `good, fair or poor`, `good | fair`, `good/poor`."""
    for match in _LIST.finditer(text, start, end):
        yield (*match.span("words"), _SEPARATOR.split(match["words"]))


_SEPARATOR = re.compile(r"(?:(?<!\s)\s++)?(?:,\s*(?:or|and)\s+|[,|/]\s*)|(?<!\s)\s++or\s+")
_LIST = re.compile(
    r"(?:\b(?:as|of|by|either|is|be|to)|[:=])\s+(?P<words>[a-z]+(?:(?:\s*+,\s*+[a-z]++)*(?:\s*+,)?\s++or\s+[a-z]+|(?:\s*+[|/]\s*[a-z]+)+))(?=\s*(?:[.,;:!?)\n]|$))"
)
_GRADES = re.compile(
    r"\s*[:=(]\s*(?P<words>[a-z]+(?:\s*,\s*[a-z]+){2,})(?=\s*(?:[.;)\n]|$))", re.IGNORECASE
)
_GRADE = re.compile(
    r"\b(?:none|low|mild|minor|small|medium|moderate|high|major|severe|critical|serious|good|fair|poor|weak|strong"
    r"|green|yellow|amber|red|pass|fail)\b",
    re.IGNORECASE,
)


def has_grade(words: list[str]) -> bool:
    """Return whether one of *words* is a usual name of a level, such as `high`."""
    return any(map(_GRADE.fullmatch, words))


def grades_behind(text: str, start: int, end: int) -> tuple[int, int, list[str]] | None:
    """Return start, end and words of the grades that a colon or a bracket at *start* opens: `: low, medium, high`."""
    match = _GRADES.match(text, start, end)
    if match is None or len(_GRADE.findall(match["words"])) < 2:
        return None
    return (*match.span("words"), [word.strip().lower() for word in match["words"].split(",")])


_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


def recording_key(context: Context, workflow: Workflow, dimension: Dimension) -> Capture | None:
    """Return the last capture up to the assessing step whose key contains the words of the dimension id."""
    words = words_of(dimension.id)
    if len("".join(words)) < _SHORTEST:
        return None
    last = max(
        (
            context.position(step)
            for step in workflow.prompt_steps
            if dimension.assessment in step.assessment_refs
        ),
        default=-1,
    )
    mirrored = [
        capture
        for capture in context.captures
        if context.position(capture.step) <= last and _holds(words_of(capture.key), words)
    ]
    return mirrored[-1] if mirrored else None


def _holds(words: list[str], part: list[str]) -> bool:
    return any(
        words[start : start + len(part)] == part for start in range(len(words) - len(part) + 1)
    )


_SHORTEST = 5
"""The number of letters from which a match between a dimension id and a key is no coincidence."""
