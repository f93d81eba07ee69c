"""Measuring a workflow: the budget of its steps and paths, the sources of its text, and what is repeated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from workflowkit.analysis.analysis import Analysis
from workflowkit.budget.elements import Program
from workflowkit.budget.paths import PathCosts, path_costs
from workflowkit.budget.program import ProgramBuilder, StepText
from workflowkit.budget.records import (
    ExceededLimit,
    PathVisit,
    RepeatedText,
    StepBudget,
    TextSource,
    TokenRange,
    WorkflowBudget,
)
from workflowkit.records import dataclass
from workflowkit.rendering.pinned import PinnedWorkflow
from workflowkit.rendering.provenance import PromptPiece, Writer, joined, paragraphs
from workflowkit.rendering.sizes import Tokenizer

SHORTEST = 8
"""Tokens of a paragraph from which on its repetition is reported."""
LONGEST = 120
"""Characters of a repeated paragraph that are reported."""


@dataclass(frozen=True, slots=True)
class TokenLimits:
    """The limits of a project, in tokens; None for no limit."""

    max_step: int | None = None
    max_path: int | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """A workflow with its budget, and what it was measured from."""

    budget: WorkflowBudget
    program: Program
    own: dict[tuple[Writer, str, str | None], int]
    """Tokens by writer, name, and the step for texts that belong to one."""


def measure(
    pinned: PinnedWorkflow, analysis: Analysis, tokenizer: Tokenizer, limits: TokenLimits, path: str
) -> Measured:
    """Return the budget of the workflow in the file at *path*."""
    builder = ProgramBuilder(pinned, analysis, tokenizer)
    program = builder.program()
    costs = path_costs(program)
    texts = list(builder.texts.values())
    sources = {text.step: _sources(text.pieces, tokenizer) for text in texts}
    steps = tuple(_step(text, costs, sources[text.step]) for text in texts)
    total: Counter[tuple[Writer, str]] = Counter()
    own: Counter[tuple[Writer, str, str | None]] = Counter()
    for step, found in sources.items():
        total.update(found)
        for (writer, name), tokens in found.items():
            is_local = writer in (Writer.OWN, Writer.FRAGMENT)
            own[writer, name, step if is_local else None] += tokens
    paths = TokenRange(least=costs.least, typical=costs.typical, most=costs.most)
    budget = WorkflowBudget(
        workflow=pinned.id,
        path=path,
        paths=paths,
        is_exact=costs.is_exact,
        least_path=_path(costs.least_path),
        most_path=_path(costs.most_path),
        steps=steps,
        sources=_listed(total),
        repeated=tuple(_repeated(texts, tokenizer)),
        exceeded=tuple(_exceeded(steps, paths, limits)),
        change=None,
    )
    return Measured(budget, program, dict(own))


def _path(visits: Iterable[tuple[str, int]]) -> tuple[PathVisit, ...]:
    return tuple(PathVisit(step=step, times=times) for step, times in visits)


def _step(text: StepText, costs: PathCosts, sources: Counter[tuple[Writer, str]]) -> StepBudget:
    cost = costs.visits.get(text.step)
    return StepBudget(
        step=text.step,
        title=text.title,
        loop=text.loop,
        visit=TokenRange(least=cost.least, typical=cost.typical, most=cost.most) if cost else None,
        sources=_listed(sources),
    )


def _sources(pieces: Sequence[PromptPiece], tokenizer: Tokenizer) -> Counter[tuple[Writer, str]]:
    """Return the tokens of *pieces* by who wrote them; what counting in pieces adds or loses belongs to the step's own text."""
    found: Counter[tuple[Writer, str]] = Counter()
    for piece in pieces:
        if piece.provenance:
            writer, name = piece.provenance[0].writer, piece.provenance[0].name
            is_own = writer in (Writer.OWN, Writer.ARGUMENT)
            key = (Writer.OWN, "") if is_own else (writer, name)
            found[key] += tokenizer.count(piece.text)
    rest = tokenizer.count(joined(pieces)) - sum(found.values())
    largest = max(found, key=lambda key: (found[key], key), default=(Writer.OWN, ""))
    found[largest] += rest
    return found


def _listed(sources: Counter[tuple[Writer, str]]) -> tuple[TextSource, ...]:
    rows = sorted(sources.items(), key=lambda row: (-row[1], row[0]))
    return tuple(
        TextSource(writer=writer, name=name, tokens=tokens) for (writer, name), tokens in rows
    )


def _repeated(texts: Sequence[StepText], tokenizer: Tokenizer) -> list[RepeatedText]:
    """Return the paragraphs that are in several prompts, or several times in one."""
    places: dict[str, list[tuple[str, Writer, str]]] = {}
    for text in texts:
        for paragraph in paragraphs(text.pieces):
            first = paragraph.provenance[0] if paragraph.provenance else None
            writer, name = (first.writer, first.name) if first else (Writer.OWN, "")
            places.setdefault(_body(paragraph.text), []).append((text.step, writer, name))
    found: list[RepeatedText] = []
    for text_of, where in places.items():
        tokens = tokenizer.count(text_of)
        if len(where) > 1 and tokens >= SHORTEST:
            found.append(
                RepeatedText(
                    text=_shortened(text_of),
                    writer=where[0][1],
                    name=where[0][2],
                    tokens=tokens,
                    steps=tuple(step for step, _, _ in where),
                    repeated_tokens=tokens * (len(where) - 1),
                )
            )
    return sorted(found, key=lambda each: -each.repeated_tokens)


def _body(paragraph: str) -> str:
    """Return *paragraph* without the heading of its section, which belongs to whatever comes first there."""
    head, _, rest = paragraph.partition("\n")
    return rest if rest and head.startswith("## ") else paragraph


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"


def _exceeded(
    steps: Iterable[StepBudget], paths: TokenRange, limits: TokenLimits
) -> Iterable[ExceededLimit]:
    for step in steps:
        if limits.max_step is not None and step.visit and step.visit.most > limits.max_step:
            yield ExceededLimit(
                limit="max-step",
                step=step.step,
                tokens=step.visit.most,
                allowed=limits.max_step,
            )
    if limits.max_path is not None and paths.most > limits.max_path:
        yield ExceededLimit(limit="max-path", step=None, tokens=paths.most, allowed=limits.max_path)
