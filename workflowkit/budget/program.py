"""The program of a workflow: its compiled steps with their costs in tokens, their captures, and the passes of its loops."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from math import ceil

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.data_flow.reads import Read, condition_reads
from workflowkit.budget.elements import Element, FragmentCost, Passes, Program, keys_of
from workflowkit.format.reader import Step
from workflowkit.records import dataclass
from workflowkit.rendering import engine_texts
from workflowkit.rendering.pinned import PinnedWorkflow
from workflowkit.rendering.prompt import Moment, fragments_of, render
from workflowkit.rendering.provenance import PromptPiece, Provenance, Writer, joined
from workflowkit.rendering.sizes import Tokenizer
from workflowkit.runtime.conditions import evaluate
from workflowkit.runtime.executable import (
    ArtifactDecision,
    ContextDecision,
    ExecutableLoop,
    ExecutableStep,
    Failure,
)
from workflowkit.runtime.interpreter import Instance
from workflowkit.runtime.javascript import is_number, to_string
from workflowkit.runtime.loops import bound
from workflowkit.runtime.tokens import loop_variables, substitute
from workflowkit.text.json_values import as_text
from workflowkit.text.routes import Json

TYPICAL_OPEN = 2
"""Passes of a loop whose end a decision or a condition determines, on a typical path."""
TYPICAL_COUNTED = 3
"""Passes of a loop over a list or a count that is not known."""


@dataclass(frozen=True, slots=True)
class StepText:
    """Everything that the prompt of one step can contain, in pieces: all fragments, the later request for notes, the first pass."""

    step: str
    title: str
    loop: str | None
    pieces: tuple[PromptPiece, ...]


class ProgramBuilder:
    """Makes the program of one workflow."""

    def __init__(self, pinned: PinnedWorkflow, analysis: Analysis, tokenizer: Tokenizer) -> None:
        self._pinned = pinned
        self._analysis = analysis
        self._count = tokenizer.count
        self.texts: dict[str, StepText] = {}
        """Step id to its texts, in the order of the steps."""

    def program(self) -> Program:
        """Return the program; afterwards `texts` has every step."""
        executable = self._pinned.executable
        elements: list[Element] = []
        n_decided = 0
        for index, step in enumerate(executable.steps):
            if index and step.id in executable.body_ids:
                continue
            if isinstance(step, ExecutableLoop) and index:
                is_decided = isinstance(step.source, ArtifactDecision)
                elements.append(self._loop(step, is_later=is_decided and n_decided > 0))
                n_decided += is_decided
            else:
                elements.append(self._step(step, None))
        loops = [step for step in executable.steps if isinstance(step, ExecutableLoop)]
        volatile = frozenset(name for loop in loops for name in loop_variables(loop, 0, {}))
        return self._with_keys(tuple(elements), volatile)

    def _with_keys(self, elements: tuple[Element, ...], volatile: frozenset[str]) -> Program:
        context = self._analysis.context
        reads: dict[str, list[Read]] = {}
        for step_id, step in self._pinned.executable.by_id.items():
            authored = Step(dict(step.definition), self._pinned.route_of.get(step_id, ()))
            for read in condition_reads(authored):
                if read.use in ("run", "fragment"):
                    reads.setdefault(read.key, []).append(read)
        flow = self._analysis.flow
        domains = {key: flow.domain(key, found) for key, found in reads.items()}
        captured = frozenset(context.captures_by_key)
        return Program(elements, domains, context.inputs & frozenset(domains), volatile - captured)

    def _loop(self, loop: ExecutableLoop, *, is_later: bool) -> Element:
        passes = passes_of(loop, is_later=is_later)
        body = tuple(self._step(step, loop, passes.most) for step in loop.body)
        return Element(loop.id, loop.run_condition or None, body=body, passes=passes)

    def _step(
        self,
        step: ExecutableStep | ExecutableLoop,
        loop: ExecutableLoop | None,
        most: int = 1,
    ) -> Element:
        instance = Instance(step.id, loop.id if loop else None)
        first = render(self._pinned, Moment(instance))
        later = render(self._pinned, Moment(instance, has_notes=True))
        authored = [piece for piece in later.pieces if _writer(piece) is not Writer.FRAGMENT]
        core = [piece for piece in authored if _section(piece) not in ("loop", "notes")]
        fragments = tuple(self._fragments(step.definition))
        shown = [piece for piece in first.pieces if _section(piece) == "notes"]
        reminder = [piece for piece in later.pieces if _section(piece) == "notes"]
        self.texts.setdefault(
            step.id,
            StepText(
                step.id,
                first.title,
                loop.id if loop else None,
                (*authored, *(piece for _, piece in fragments)),
            ),
        )
        has_banner = any(_section(piece) == "loop" for piece in later.pieces)
        return Element(
            step.id,
            step.run_condition or None,
            tokens=self._count(joined(core)),
            first_notes=self._count(joined(shown)),
            later_notes=self._count(joined(reminder)),
            fragments=tuple(
                FragmentCost(condition, self._count(piece.text)) for condition, piece in fragments
            ),
            captures=self._captures(step.id),
            banners=self._banners(loop, most) if loop and has_banner else (),
        )

    def _captures(self, step: str) -> frozenset[str]:
        route = self._pinned.route_of.get(step, ())
        return self._analysis.context.captured_keys.get(route, frozenset())

    def _fragments(self, definition: Mapping[str, Json]) -> Iterator[tuple[Json, PromptPiece]]:
        for _, name, fragment in fragments_of(definition):
            text = "\n\n" + substitute(to_string(fragment.get("text", "")), {})
            origin = Provenance(writer=Writer.FRAGMENT, name=name)
            yield fragment.get("when"), PromptPiece(text, (origin,))

    def _banners(self, loop: ExecutableLoop, most: int) -> tuple[int, ...]:
        limit = bound(loop)
        shown = limit if loop.is_inline and not isinstance(limit, Failure) else None
        return tuple(self._count(engine_texts.banner(number, shown)) for number in range(most))


def passes_of(loop: ExecutableLoop, *, is_later: bool = False) -> Passes:
    """Return how often *loop* repeats; *is_later* when an artifact of an earlier loop may keep it from starting."""
    most = bound(loop)
    if isinstance(most, Failure):
        return Passes(0, 0, 0)
    kind, count = loop.config.get("type"), loop.config.get("count")
    if kind == "for" and is_number(count):
        exact = min(max(ceil(count), 0), most)
        return Passes(exact, exact, exact)
    exact_passes = _counted_by_variable(loop, most)
    if exact_passes is not None:
        return Passes(exact_passes, exact_passes, exact_passes)
    is_open = kind in ("while", "until")
    least = 1 if isinstance(loop.source, ArtifactDecision) and not is_later else 0
    typical = min(TYPICAL_OPEN if is_open else TYPICAL_COUNTED, most)
    return Passes(min(least, most), typical, most)


def _counted_by_variable(loop: ExecutableLoop, most: int) -> int | None:
    """Return the passes of a loop whose condition tests its own pass number only; None for others."""
    if not isinstance(loop.source, ContextDecision):
        return None
    name = as_text(loop.config.get("iterationVar")) or "currentIteration"
    condition = loop.source.condition
    if keys_of(condition) != {name}:
        return None
    goes_on = loop.config.get("type") == "while"
    number = 0
    while number < most and evaluate(condition, {name: number + 1}) is goes_on:
        number += 1
    return number


def _writer(piece: PromptPiece) -> Writer | None:
    return piece.provenance[0].writer if piece.provenance else None


def _section(piece: PromptPiece) -> str:
    """Return the section of the engine that *piece* is; empty for the author's text."""
    return piece.provenance[0].name if _writer(piece) is Writer.ENGINE else ""


def control_flow(program: Program) -> tuple[object, ...]:
    """Return what decides which steps run, and how often: two programs that differ only in texts have the same."""

    def shape(element: Element) -> Element:
        fragments = tuple(FragmentCost(each.condition, 0) for each in element.fragments)
        return replace(
            element,
            tokens=0,
            first_notes=0,
            later_notes=0,
            banners=(),
            fragments=fragments,
            body=tuple(shape(inner) for inner in element.body),
        )

    return tuple(shape(element) for element in program.elements)
