"""The provenance of compiled prompts: the passes of the compiler, followed for one step.

Each pass replaces something: arguments, slots, features, refs, blocks.
Where a prompt cannot be put together from its pieces again, the whole of it counts as the step's own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from workflowkit.compiler.context import CompileContext
from workflowkit.compiler.passes.bind_slots import BINDING_TOKEN, LIST_SECTIONS, slot_values
from workflowkit.compiler.passes.expand_routines import PLACEHOLDER, argument_text
from workflowkit.compiler.passes.render_blocks import property_order
from workflowkit.compiler.pipeline import Compilation
from workflowkit.compiler.steps import CompiledStep, Steps
from workflowkit.records import dataclass
from workflowkit.rendering.provenance import PromptPiece, Provenance, Writer, joined
from workflowkit.text.json_values import as_fields, as_items, as_text
from workflowkit.text.routes import Json, Route, format_route, value_at


@dataclass(frozen=True, slots=True)
class StepHistory:
    """One step after each pass that changes prompts."""

    expanded: CompiledStep
    featured: CompiledStep
    bound: CompiledStep
    final: CompiledStep


def authored_pieces(
    compilation: Compilation, context: CompileContext, place: tuple[int, ...]
) -> list[PromptPiece]:
    """Return the compiled prompt of the step at *place*, an index or an index with that of a body step, in pieces."""
    by_name = {stage.name: stage.steps for stage in compilation.stages}
    history = StepHistory(
        expanded=_at(by_name["expand-routines"], place),
        bound=_at(by_name["bind-slots"], place),
        featured=_at(by_name["apply-features"], place),
        final=_at(compilation.steps, place),
    )
    prompt = as_text(history.final.value.get("prompt"))
    pieces = list(_Reader(as_fields(compilation.workflow), context, history).pieces())
    if joined(pieces) == prompt:
        return pieces
    return [PromptPiece(prompt, (_own(history.expanded, ("prompt",)),))] if prompt else []


def _at(steps: Steps, place: tuple[int, ...]) -> CompiledStep:
    step = steps[place[0]]
    return step if len(place) == 1 else (step.body or ())[place[1]]


def _own(step: CompiledStep, route: Route) -> Provenance:
    """Return the place inside *step*, in the workflow or in the routine that it comes from."""
    origin = step.origin
    if origin.routine:
        return Provenance(
            writer=Writer.ROUTINE,
            name=origin.routine,
            route=format_route((*origin.routine_route, *route)),
        )
    return Provenance(writer=Writer.OWN, route=format_route((*origin.route, *route)))


@dataclass(frozen=True)
class _Reader:
    workflow: dict[str, Json]
    context: CompileContext
    history: StepHistory

    def pieces(self) -> Iterator[PromptPiece]:
        step = self.history.expanded
        blocks = step.value.get("promptBlocks")
        if isinstance(blocks, dict) and not as_text(step.value.get("prompt")):
            sections = [list(section) for section in self._sections(blocks)]
            for index, section in enumerate(sections):
                if index:
                    yield PromptPiece("\n\n", ())
                yield from section
        elif isinstance(step.value.get("prompt"), str):
            yield from self._text(("prompt",), step.value["prompt"])

    def _sections(self, blocks: Mapping[str, Json]) -> Iterator[Iterator[PromptPiece]]:
        if "goal" in blocks:
            yield self._section("Goal", "goal", [((), "")])
        for section, title in (("constraints", "Constraints"), ("procedure", "Procedure")):
            if entries := self._entries(section):
                yield self._section(title, section, entries)
        if outputs := as_fields(blocks.get("outputRequired")):
            keys = [((key,), f"- **{key}**: ") for key in property_order(outputs)]
            yield self._section("Output Required", "outputRequired", keys)
        if entries := self._entries("verify"):
            yield self._section("Verify", "verify", entries)

    def _entries(self, section: str) -> list[tuple[Route, str]]:
        listed = as_items(as_fields(self.history.featured.value["promptBlocks"]).get(section))
        is_numbered = section == "procedure"
        return [
            ((index,), f"{index + 1}. " if is_numbered else "- ") for index in range(len(listed))
        ]

    def _section(
        self, title: str, section: str, entries: Sequence[tuple[Route, str]]
    ) -> Iterator[PromptPiece]:
        first = next(self._entry(section, entries[0][0]), None)
        yield PromptPiece(f"## {title}\n", first.provenance if first else ())
        for number, (route, mark) in enumerate(entries):
            pieces = list(self._entry(section, route))
            provenance = pieces[0].provenance if pieces else ()
            yield PromptPiece(("\n" if number else "") + mark, provenance)
            yield from pieces

    def _entry(self, section: str, route: Route) -> Iterator[PromptPiece]:
        """Yield the pieces of one promptValue of the blocks."""
        place: Route = ("promptBlocks", section, *route)
        if section in LIST_SECTIONS:
            n_own = len(as_items(as_fields(self.history.bound.value["promptBlocks"]).get(section)))
            index = int(route[0])
            if index >= n_own:
                yield from self._added(section, index - n_own)
                return
        value = value_at(self.history.expanded.value, place)
        if isinstance(value, str):
            yield from self._text(place, value)
            return
        for index, part in enumerate(as_items(value)):
            yield from self._part(part, (_own(self.history.expanded, (*place, index)),))

    def _added(self, section: str, index: int) -> Iterator[PromptPiece]:
        """Yield the entry with *index* of those that features add to *section*."""
        for name in as_items(self.workflow.get("features")):
            feature = self.context.features.get(as_text(name))
            entries: Sequence[Json] = getattr(feature, section) if feature else ()
            if index < len(entries):
                origin = (Provenance(writer=Writer.FEATURE, name=as_text(name)),)
                value = entries[index]
                if isinstance(value, str):
                    yield PromptPiece(value, origin)
                for part in as_items(value):
                    yield from self._part(part, origin)
                return
            index -= len(entries)

    def _part(self, part: Json, around: tuple[Provenance, ...]) -> Iterator[PromptPiece]:
        fields = as_fields(part)
        if fields.get("kind") == "ref":
            ref = as_text(fields.get("refId"))
            origin = Provenance(writer=Writer.REF, name=ref)
            yield PromptPiece(self.context.refs.get(ref, ""), (origin, *around))
        else:
            yield PromptPiece(as_text(fields.get("text")), around)

    def _text(self, route: Route, text: str) -> Iterator[PromptPiece]:
        """Yield the pieces of a string of the expanded step: what slots and arguments add is apart."""
        for piece in self._with_arguments(route, text):
            yield from self._with_slots(piece)

    def _with_arguments(self, route: Route, text: str) -> Iterator[PromptPiece]:
        step = self.history.expanded
        own = (_own(step, route),)
        routine = self.context.routines.by_id.get(step.origin.routine)
        if routine is None or route != ("prompt",):
            yield PromptPiece(text, own)
            return
        template = as_text(value_at(routine.definition, (*step.origin.routine_route, "prompt")))
        call = as_fields(value_at(self.workflow, (*step.origin.route, "templateCall")))
        arguments = as_fields(call.get("args"))

        def replaced(match: re.Match[str]) -> PromptPiece:
            name = match.group(1)
            place = format_route((*step.origin.route, "templateCall", "args", name))
            origin = Provenance(writer=Writer.ARGUMENT, name=name, route=place)
            return PromptPiece(argument_text(arguments[name]), (origin, *own))

        pieces = list(_split(PromptPiece(template, own), PLACEHOLDER, replaced))
        yield from pieces if joined(pieces) == text else [PromptPiece(text, own)]

    def _with_slots(self, piece: PromptPiece) -> Iterator[PromptPiece]:
        if "{{wr.bindings." not in piece.text:
            yield piece
            return
        slots = slot_values(self.workflow, self.context)

        def replaced(match: re.Match[str]) -> PromptPiece:
            slot = match.group(1)
            origin = Provenance(writer=Writer.SLOT, name=slot)
            return PromptPiece(slots.get(slot, match.group()), (origin, *piece.provenance))

        yield from _split(piece, BINDING_TOKEN, replaced)


def _split(
    piece: PromptPiece, pattern: re.Pattern[str], replaced: Callable[[re.Match[str]], PromptPiece]
) -> Iterator[PromptPiece]:
    """Yield *piece* with a piece of its own for each match of *pattern*."""
    end = 0
    for match in pattern.finditer(piece.text):
        if match.start() > end:
            yield PromptPiece(piece.text[end : match.start()], piece.provenance)
        yield replaced(match)
        end = match.end()
    if end < len(piece.text):
        yield PromptPiece(piece.text[end:], piece.provenance)
