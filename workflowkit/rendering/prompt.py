"""The prompt of a pending step, in the engine's order (docs/engine/prompt-rendering.md)."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from functools import cached_property

from workflowkit.records import dataclass
from workflowkit.rendering import engine_texts
from workflowkit.rendering.pinned import PinnedWorkflow
from workflowkit.rendering.provenance import PromptPiece, Provenance, Writer, joined
from workflowkit.runtime.assessments import references
from workflowkit.runtime.conditions import evaluate
from workflowkit.runtime.contracts import LOOP_CONTROL
from workflowkit.runtime.executable import ONBOARDING, ExecutableStep
from workflowkit.runtime.gates import gate_of
from workflowkit.runtime.interpreter import Instance
from workflowkit.runtime.javascript import is_number, to_string
from workflowkit.runtime.tokens import TOKEN, loop_variables, substitute
from workflowkit.text.json_values import as_fields, as_items, as_text
from workflowkit.text.routes import Json, Route, format_route


@dataclass(frozen=True, slots=True)
class Moment:
    """A step at one time of a run."""

    instance: Instance
    context: Mapping[str, Json] = field(default_factory=dict)
    """What the renderer sees of the session context."""
    has_notes: bool = False
    """True when the run has stored notes."""


@dataclass(frozen=True, slots=True)
class ShownFragment:
    """A prompt fragment, shown or not."""

    id: str
    """Its id, or its index when it has none."""
    is_shown: bool
    has_condition: bool


@dataclass(frozen=True)
class RenderedPrompt:
    """What the agent reads at a step."""

    instance: Instance
    title: str
    pieces: tuple[PromptPiece, ...]
    """The prompt, in order."""
    fragments: tuple[ShownFragment, ...]
    asks: bool
    """True when the step waits for a person."""
    agent_role: str
    """Sent beside the prompt, with its tokens as written; empty when there is none."""

    @cached_property
    def text(self) -> str:
        """The prompt."""
        return joined(self.pieces)


def render(pinned: PinnedWorkflow, moment: Moment) -> RenderedPrompt:
    """Return the prompt of the step at *moment*. Raises KeyError for a step that the workflow does not have."""
    step_id = moment.instance.step_id
    definition = pinned.executable.by_id[step_id].definition
    visible = visible_context(pinned, moment)
    shown = tuple(_fragments(definition, visible))
    route = pinned.route_of.get(step_id, ())
    names_types = pinned.behavior.checks_item_fields
    pieces = [
        *_engine("loop", _banner(pinned, moment)),
        *_engine("onboarding", engine_texts.ONBOARDING if step_id == ONBOARDING else ""),
        *_substituted(pinned.authored.get(step_id, []), visible, names_types),
        *_engine("delegations", engine_texts.delegation_section(_delegations(pinned, step_id))),
        *_engine("criteria", engine_texts.criteria_section(definition.get("validationCriteria"))),
        *_engine("contract", engine_texts.contract_section(definition.get("outputContract"))),
        *_engine("assessments", _assessments(pinned, definition)),
        *_engine("notes", _notes(definition, moment)),
        *_fragment_pieces(definition, visible, route, names_types),
        *_engine("metrics", _metrics(pinned, step_id)),
    ]
    return RenderedPrompt(
        moment.instance,
        substitute(to_string(definition.get("title", "")), visible, names_types=names_types),
        tuple(piece for piece in pieces if piece.text),
        shown,
        gate_asks(pinned, definition, visible),
        as_text(definition.get("agentRole")),
    )


def visible_context(pinned: PinnedWorkflow, moment: Moment) -> Mapping[str, Json]:
    """Return the context of *moment* with the variables of the loop, which a body that is named by id does not get."""
    loop = pinned.loop_around.get(moment.instance.step_id)
    if loop is None or moment.instance.loop_id is None:
        return moment.context
    variables = loop_variables(loop, moment.instance.iteration, moment.context)
    return ChainMap(variables, moment.context)  # type: ignore[arg-type]


def gate_asks(
    pinned: PinnedWorkflow, definition: Mapping[str, Json], context: Mapping[str, Json]
) -> bool:
    """Return whether a step waits for a person or a coordinator. Early engines take a condition for true."""
    gate = gate_of(definition)
    return gate is not None and gate.asks(context, pinned.behavior)


def gate_condition(pinned: PinnedWorkflow, definition: Mapping[str, Json]) -> Json:
    """Return the condition of the gate of a step, when the engine evaluates it; else None."""
    gate = gate_of(definition)
    if gate is None or gate.always_asks(pinned.behavior):
        return None
    return gate.condition


def _engine(section: str, text: str) -> Iterator[PromptPiece]:
    yield PromptPiece(text, (Provenance(writer=Writer.ENGINE, name=section),))


def _banner(pinned: PinnedWorkflow, moment: Moment) -> str:
    instance = moment.instance
    definition = pinned.executable.by_id[instance.step_id].definition
    if instance.loop_id is None or _contract(definition) == LOOP_CONTROL:
        return ""
    loop = pinned.loop_around.get(instance.step_id)
    bound = loop.config.get("maxIterations") if loop is not None else None
    return engine_texts.banner(instance.iteration, int(bound) if is_number(bound) else None)


def _contract(definition: Mapping[str, Json]) -> str:
    return as_text(as_fields(definition.get("outputContract")).get("contractRef"))


def _assessments(pinned: PinnedWorkflow, definition: Mapping[str, Json]) -> str:
    asked = references(definition)
    declared = pinned.executable.assessments
    return engine_texts.assessment_section(
        [assessment for identity, assessment in declared.items() if identity in asked]
    )


def _delegations(pinned: PinnedWorkflow, step_id: str) -> Sequence[Mapping[str, Json]]:
    step = pinned.executable.by_id[step_id]
    return step.delegations if isinstance(step, ExecutableStep) else ()


def _notes(definition: Mapping[str, Json], moment: Moment) -> str:
    if definition.get("outputContract") is not None or definition.get("notesOptional") is True:
        return ""
    return engine_texts.notes_section(has_notes=moment.has_notes)


def _metrics(pinned: PinnedWorkflow, step_id: str) -> str:
    profile = as_text(pinned.definition.get("metricsProfile"))
    return engine_texts.metrics_section(profile, is_last=_is_last(pinned, step_id))


def _is_last(pinned: PinnedWorkflow, step_id: str) -> bool:
    """Return whether the engine takes the step for the last: the last top-level one, or a step of a loop in that place.

    Early engines take the decision step of that loop, later ones the last of its other steps.
    """
    last = pinned.executable.steps[-1]
    if step_id == last.id:
        return True
    loop = pinned.loop_around.get(step_id)
    if loop is None or loop.id != last.id:
        return False
    if pinned.engine.final_footer_needs_decision:
        return _contract(pinned.executable.by_id[step_id].definition) == LOOP_CONTROL
    others = [step.id for step in loop.body if step.contract != LOOP_CONTROL]
    return step_id in others[-1:]


def fragments_of(definition: Mapping[str, Json]) -> Iterator[tuple[int, str, Mapping[str, Json]]]:
    """Yield the prompt fragments of a step, each with its index and its name: the id, else the index."""
    for index, fragment in enumerate(as_items(definition.get("promptFragments"))):
        if isinstance(fragment, dict):
            yield index, as_text(fragment.get("id")) or str(index), fragment


def _fragments(
    definition: Mapping[str, Json], context: Mapping[str, Json]
) -> Iterator[ShownFragment]:
    for _, name, fragment in fragments_of(definition):
        condition = fragment.get("when")
        yield ShownFragment(name, evaluate(condition, context), isinstance(condition, dict))


def _fragment_pieces(
    definition: Mapping[str, Json], context: Mapping[str, Json], route: Route, names_types: bool
) -> Iterator[PromptPiece]:
    separator = "\n\n"
    for index, name, fragment in fragments_of(definition):
        condition = fragment.get("when")
        if not evaluate(condition, context):
            continue
        place = format_route((*route, "promptFragments", index, "text"))
        origin = Provenance(writer=Writer.FRAGMENT, name=name, route=place, condition=condition)
        text = substitute(to_string(fragment.get("text", "")), context, names_types=names_types)
        yield PromptPiece(separator + text, (origin,))


def _substituted(
    pieces: list[PromptPiece], context: Mapping[str, Json], names_types: bool
) -> Iterator[PromptPiece]:
    """Yield *pieces* with the tokens of their whole text replaced; a token belongs to the piece in which it begins."""
    text = joined(pieces)
    matches = list(TOKEN.finditer(text))
    start = 0
    for piece in pieces:
        end = start + len(piece.text)
        parts: list[str] = []
        at = start
        for match in matches:
            if match.end() <= at or match.start() >= end:
                continue
            if match.start() >= at:
                parts += [
                    text[at : match.start()],
                    substitute(match.group(), context, names_types=names_types),
                ]
            at = min(match.end(), end)
        parts.append(text[at:end])
        yield PromptPiece("".join(parts), piece.provenance)
        start = end
