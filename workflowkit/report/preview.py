"""Prompts as text, Markdown and records: what the agent reads, with sizes and provenance."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Literal

from workflowkit.records import dataclass
from workflowkit.rendering.prompt import RenderedPrompt
from workflowkit.rendering.provenance import Paragraph, PromptPiece, Provenance, Writer, paragraphs
from workflowkit.rendering.sizes import TextSize, Tokenizer, size_of
from workflowkit.report.cells import printable
from workflowkit.text.wording import counted


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewedStep:
    """What the agent reads at one step."""

    step: str
    """Id of the compiled step."""
    loop: str | None
    """Id of the loop; null outside loops."""
    iteration: int | None
    """Number of the pass, from 1; null outside loops."""
    title: str
    """The title, with its tokens replaced."""
    agent_role: str | None
    """The role, which the engine sends beside the prompt; null when there is none."""
    asks: bool
    """True when the step waits for a person."""
    prompt: str
    """The whole prompt."""
    paragraphs: tuple[Paragraph, ...]
    """The prompt in paragraphs, each with the places where it was written."""
    size: TextSize
    """Size of the whole prompt."""
    authored_size: TextSize
    """Size without the engine's own sections."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What the agent reads."""

    format_version: Literal[1] = 1
    """Version of this format."""
    workflow_id: str
    """Id of the workflow."""
    engine: str
    """Engine version whose behavior is shown."""
    tokenizer: str
    """Vocabulary that tokens are counted with, or `estimate`."""
    steps: tuple[PreviewedStep, ...]
    """The steps, in the order of the workflow."""


def is_engine(piece: PromptPiece) -> bool:
    """Return whether *piece* is the engine's."""
    return bool(piece.provenance) and piece.provenance[0].writer is Writer.ENGINE


def previewed(rendered: RenderedPrompt, tokenizer: Tokenizer) -> PreviewedStep:
    """Return the record of a prompt."""
    instance = rendered.instance
    authored = "".join(piece.text for piece in rendered.pieces if not is_engine(piece))
    return PreviewedStep(
        step=instance.step_id,
        loop=instance.loop_id,
        iteration=None if instance.loop_id is None else instance.iteration + 1,
        title=rendered.title,
        agent_role=rendered.agent_role or None,
        asks=rendered.asks,
        prompt=rendered.text,
        paragraphs=tuple(paragraphs(rendered.pieces)),
        size=size_of(rendered.text, tokenizer),
        authored_size=size_of(authored, tokenizer),
    )


def place_name(place: Provenance) -> str:
    """Return where a passage was written, for people."""
    at = f" ({place.route})" if place.route else ""
    match place.writer:
        case Writer.OWN:
            return f"own text{at}"
        case Writer.ENGINE:
            return f"engine: {place.name} (words of wfk)"
        case Writer.FRAGMENT if place.condition is not None:
            return f"fragment {place.name}{at}, when {json.dumps(place.condition)}"
        case writer:
            return f"{writer.value} {place.name}{at}"


def provenance_text(provenance: Sequence[Provenance]) -> str:
    """Return every place of a paragraph, for people."""
    return " + ".join(place_name(place) for place in provenance)


def preview_text(preview: Preview, *, with_provenance: bool = False) -> str:
    """Return *preview* for a terminal."""
    return "".join(
        f"{line}\n"
        for number, step in enumerate(preview.steps)
        for line in (*([""] if number else []), *_step_lines(step, preview, with_provenance))
    )


def _step_lines(step: PreviewedStep, preview: Preview, with_provenance: bool) -> Iterator[str]:
    where = f", pass {step.iteration} of {step.loop}" if step.loop else ""
    title = f": {step.title}" if step.title else ""
    yield printable(f"=== {step.step}{where}{title}")
    yield f"    {size_words(step, preview)}"
    if step.agent_role:
        yield printable(f"    role, sent beside the prompt: {step.agent_role}")
    if step.asks:
        yield "    gate: waits for a person"
    for is_label, line in _body(step, with_provenance):
        yield f"[{line}]" if is_label else line


def _body(step: PreviewedStep, with_provenance: bool) -> Iterator[tuple[bool, str]]:
    """Yield the lines of a prompt, and labels with true: of the engine's sections, and with provenance of every paragraph."""
    last: tuple[Provenance, ...] = ()
    for paragraph in step.paragraphs:
        is_labeled = with_provenance or _is_of_engine(paragraph)
        if paragraph.after_blank_line:
            yield False, ""
        if paragraph.provenance != last and is_labeled:
            yield True, provenance_text(paragraph.provenance)
        last = paragraph.provenance
        yield from ((False, line) for line in paragraph.text.split("\n"))


def _is_of_engine(paragraph: Paragraph) -> bool:
    return bool(paragraph.provenance) and paragraph.provenance[0].writer is Writer.ENGINE


def preview_markdown(preview: Preview, *, with_provenance: bool = False) -> str:
    """Return *preview* as Markdown: prompts are quoted, so that their headings stay theirs."""
    lines = [f"# Prompts of {preview.workflow_id}", "", f"Engine {preview.engine}."]
    for step in preview.steps:
        where = f", pass {step.iteration} of `{step.loop}`" if step.loop else ""
        lines += [
            "",
            f"## {step.title} (`{step.step}`{where})",
            "",
            size_words(step, preview) + ".",
        ]
        if step.agent_role:
            lines += ["", f"Role, sent beside the prompt: {step.agent_role}"]
        if step.asks:
            lines += ["", "Gate: the step waits for a person."]
        for is_label, line in _body(step, with_provenance):
            lines.append(f"*{line}*\n" if is_label else f"> {line}" if line else "")
    return "\n".join(lines) + "\n"


def size_words(step: PreviewedStep, preview: Preview) -> str:
    """Return the size of a prompt, for people."""
    about = "about " if preview.tokenizer == "estimate" else ""
    by = "estimated" if preview.tokenizer == "estimate" else preview.tokenizer
    engine = step.size.characters - step.authored_size.characters
    return (
        f"{counted(step.size.characters, 'character')}, {engine} of them the engine's; "
        f"{about}{step.size.tokens} tokens ({by})"
    )
