"""What is shown beside and in the text: inlay hints, code lenses, and the meaning of words in prompts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from workflowkit.catalog.staleness import Staleness
from workflowkit.format.reader import Step
from workflowkit.language_server.knowledge import Knowledge
from workflowkit.language_server.reading import Offsets, TextReading
from workflowkit.language_server.step_prompt import tokens_of_step
from workflowkit.records import dataclass
from workflowkit.runtime.tokens import TOKEN
from workflowkit.text.wording import counted


@dataclass(frozen=True, slots=True)
class Hint:
    """A few words behind a place."""

    offset: int
    text: str
    about: str


@dataclass(frozen=True, slots=True)
class Lens:
    """A line above a place, with the command that it runs."""

    offsets: Offsets
    title: str
    command: str
    arguments: tuple[str, ...]
    """Behind the file: the step."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """A word in a prompt and what it is."""

    offsets: Offsets
    kind: str
    """One of `KINDS`."""


KINDS: Final = ("variable", "macro", "string")
"""Context keys; tokens of the compiler; code between backticks."""


def hints(knowledge: Knowledge, within: Offsets, stale: Staleness | None) -> Iterator[Hint]:
    """Yield the hints in the range *within*: tokens of steps, what made the workflow stale, and where tested values come from."""
    for hint in _all_hints(knowledge, stale):
        if within[0] <= hint.offset <= within[1]:
            yield hint


def _all_hints(knowledge: Knowledge, stale: Staleness | None) -> Iterator[Hint]:
    reading = knowledge.reading
    place = reading.offsets(("id",))
    if place and stale is not None and stale.level != "none":
        yield Hint(place[1] + 1, f"stale: {stale.level}", "\n".join(stale.reasons))
    for step in reading.workflow.all_steps:
        place = reading.offsets((*step.route, "id"))
        size = tokens_of_step(knowledge, step)
        if place and size:
            about = "Estimated tokens of the compiled prompt."
            yield Hint(place[1] + 1, f"≈ {size} tokens", about)
    yield from _sources(knowledge)


def _sources(knowledge: Knowledge) -> Iterator[Hint]:
    analysis = knowledge.reading.analysis
    for read in analysis.context.condition_reads if analysis else ():
        story = knowledge.keys.get(read.key)
        place = knowledge.reading.offsets(read.route)
        if story and place:
            setters = ", ".join(story.set_by) or "no step sets it"
            yield Hint(place[1] + 1, f"← {setters}", story.words)


def lenses(knowledge: Knowledge, users: Sequence[str], n_scenarios: int) -> Iterator[Lens]:
    """Yield the lenses of a file that the workflows *users* use and that has *n_scenarios* scenarios."""
    reading = knowledge.reading
    place = reading.offsets(("id",))
    if place is None:
        return
    yield Lens(place, "preview", "wfk.preview", ())
    yield Lens(place, "graph", "wfk.graph", ())
    if users:
        yield Lens(place, f"used by {counted(len(users), 'workflow')}", "wfk.users", ())
    title = f"run {counted(n_scenarios, 'scenario')}" if n_scenarios else "simulate"
    yield Lens(place, title, "wfk.runScenarios" if n_scenarios else "wfk.simulate", ())
    for step in reading.workflow.all_steps:
        at = reading.offsets((*step.route, "id"))
        if at and not step.is_loop:
            yield Lens(at, "preview prompt", "wfk.preview", (step.id,))


def lenses_of_scenario() -> Iterator[Lens]:
    """Yield the lens of a scenario file."""
    yield Lens((0, 0), "run scenario", "wfk.runScenarios", ())


def lenses_of_text(users: Sequence[str]) -> Iterator[Lens]:
    """Yield the lens of a ref or a feature that the files *users* insert."""
    if users:
        yield Lens((0, 0), f"used by {counted(len(users), 'file')}", "wfk.users", ())


_COMPILER_TOKEN = re.compile(r"\{\{wr\.[\w.-]+\}\}")
_CODE = re.compile(r"`([^`\n]+)`")


def meanings(reading: TextReading, keys: Sequence[str]) -> list[Meaning]:
    """Return the tokens, the code and the context *keys* in the prompts, in the order of the text and apart from each other."""
    found = sorted(
        (
            meaning
            for step in reading.workflow.all_steps
            for meaning in _meanings_of(reading, step, frozenset(keys))
        ),
        key=lambda meaning: meaning.offsets,
    )
    kept: list[Meaning] = []
    for meaning in found:
        is_apart = not kept or kept[-1].offsets[1] <= meaning.offsets[0]
        if is_apart and meaning.offsets[0] < meaning.offsets[1]:
            kept.append(meaning)
    return kept


def _meanings_of(reading: TextReading, step: Step, keys: frozenset[str]) -> Iterator[Meaning]:
    for route, text in step.texts():
        spans = [(match.span(), "variable") for match in TOKEN.finditer(text)]
        spans += [(match.span(), "macro") for match in _COMPILER_TOKEN.finditer(text)]
        for match in _CODE.finditer(text):
            name = re.match(r"\w*", match.group(1))
            is_key = name is not None and name.group() in keys
            spans.append((match.span(1), "variable" if is_key else "string"))
        for window, kind in spans:
            offsets = reading.offsets(route, window)
            if offsets is not None:
                yield Meaning(offsets, kind)
