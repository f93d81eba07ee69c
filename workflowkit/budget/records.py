"""The budget of workflows as records: what `wfk budget --format json` writes."""

from __future__ import annotations

from typing import Literal

from workflowkit.records import dataclass
from workflowkit.rendering.provenance import Writer


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenRange:
    """Tokens over all paths."""

    least: int
    """The fewest."""
    typical: int
    """The mean, when all values that the conditions distinguish are equally likely."""
    most: int
    """The most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSource:
    """Where text was written, and how many tokens it has."""

    writer: Writer
    """Who wrote it."""
    name: str
    """Id of the routine, ref, feature, fragment or slot, or the section of the engine; empty for the step's own text."""
    tokens: int
    """Its tokens in the step, or in all steps: each step counts once, with all its fragments."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepBudget:
    """One step."""

    step: str
    """Id of the compiled step."""
    title: str
    """Its title."""
    loop: str | None
    """Id of the loop that it is in; null outside loops."""
    visit: TokenRange | None
    """Tokens of one visit; null for a step that no path visits."""
    sources: tuple[TextSource, ...]
    """Where its text comes from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatedText:
    """A paragraph that is in the prompts of several steps."""

    text: str
    """The paragraph, cut when it is long."""
    writer: Writer
    """Who wrote it."""
    name: str
    """As in a source."""
    tokens: int
    """Tokens of the paragraph."""
    steps: tuple[str, ...]
    """Ids of the steps; once for each time that it is in a step."""
    repeated_tokens: int
    """Tokens of all its occurrences but the first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PathVisit:
    """One step of a path."""

    step: str
    """Step id."""
    times: int
    """How often it is visited here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetCause:
    """A text whose size differs."""

    writer: Writer
    """Who wrote it."""
    name: str
    """As in a source."""
    step: str | None
    """Id of the step for a step's own text and its fragments; null for text that steps share."""
    before: int
    """Tokens in all steps before."""
    after: int
    """Tokens in all steps now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetChange:
    """The difference to an earlier version."""

    before: TokenRange | None
    """Tokens of a path before; null for a file that is new, or that the engine refused."""
    causes: tuple[BudgetCause, ...]
    """Texts whose size differs, the largest difference first."""
    has_other_flow: bool
    """True when steps, conditions, captures or the passes of loops differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExceededLimit:
    """A size above its limit."""

    limit: Literal["max-step", "max-path"]
    """The limit."""
    step: str | None
    """The step; null for a path."""
    tokens: int
    """The size."""
    allowed: int
    """The value of the limit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkflowBudget:
    """One workflow."""

    workflow: str
    """Workflow id."""
    path: str
    """The file."""
    paths: TokenRange
    """Tokens of all prompts of a path."""
    is_exact: bool
    """False when there are too many different paths; `least` and `most` are then bounds that no path may reach."""
    least_path: tuple[PathVisit, ...]
    """A path with the fewest tokens."""
    most_path: tuple[PathVisit, ...]
    """A path with the most tokens."""
    steps: tuple[StepBudget, ...]
    """The steps, in the order of the file."""
    sources: tuple[TextSource, ...]
    """Where the texts of all steps come from, the largest first."""
    repeated: tuple[RepeatedText, ...]
    """Repeated paragraphs, the most repeated tokens first."""
    exceeded: tuple[ExceededLimit, ...]
    """Sizes above their limits."""
    change: BudgetChange | None
    """The difference to an earlier version; null without one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetReport:
    """The budget of all workflows of a run."""

    format_version: Literal[1] = 1
    """Version of this format."""
    tokenizer: str
    """Vocabulary that tokens are counted with, or `estimate`."""
    against: str | None
    """The commit or folder that is compared with, as it was given; null for none."""
    workflows: tuple[WorkflowBudget, ...]
    """Workflows that the engine accepts."""
    refused: tuple[str, ...]
    """Files that the engine refuses."""
    removed: tuple[str, ...]
    """Files that only the earlier version has."""
