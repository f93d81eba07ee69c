"""Captures: the context keys that a text tells the agent to set.

The format has no field for captures, so they are read from the prompts.
The structural spelling is a key of `promptBlocks.outputRequired`, its description beginning with a type:
`one of low | medium | high: …`, `boolean: …`, `number: …`, `text: …`, `list: …`, `object: …`.
Routines and older files use footers (`Capture:` with a list below or behind it) and prose (``set `key = true` ``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.data_flow.capture_grammar import captures_in
from workflowkit.analysis.data_flow.capture_lists import KEY_NAME, listed
from workflowkit.analysis.data_flow.capture_types import parse_type
from workflowkit.analysis.prompts.prose import has_identifier
from workflowkit.format.reader import Step
from workflowkit.records import dataclass
from workflowkit.text.routes import Route


@dataclass(frozen=True, slots=True)
class Capture:
    """One place that tells the agent to set one key."""

    key: str
    step: Step
    route: Route
    """The text that states it, or the entry of `outputRequired`."""
    window: tuple[int, int] | None
    """Range of the key in that text; None when the entry itself is meant."""
    form: str
    """`output` (a key of outputRequired), `section` (the same, rendered into a raw prompt), `list` (a footer), or `prose`."""
    type: str
    """The declared type, or empty."""
    values: tuple[str, ...] | None
    """The closed set of values; None when the values are open."""
    description: str
    """What the text states about the value; may be empty."""


NOT_CONTEXT = frozenset(
    {"notes", "notesMarkdown", "artifact", "artifacts", "context", "output", "handoff"}
)
"""Keys of outputRequired that name other outputs than context keys."""


def captures_of(step: Step, key: str | None = None) -> Iterator[Capture]:
    """Yield every capture that the texts of *step* ask for, or those of one *key*, in reading order."""
    if key is None:
        yield from _all_captures(step)
    elif key in step.outputs or any(has_identifier(text, key) for _, text in step.texts()):
        yield from (capture for capture in _all_captures(step, key) if capture.key == key)


def _all_captures(step: Step, key: str = "") -> Iterator[Capture]:
    """Yield the captures of the texts that contain *key*, or of which it is the output."""
    outputs = (*step.route, "promptBlocks", "outputRequired")
    stated = tuple(_rendered_outputs(step)) if "## Output Required" in step.prompt else ()
    rendered = {(capture.route, capture.key) for capture in stated}
    yield from stated
    for route, text in step.texts():
        name = str(route[-1]) if route[:-1] == outputs else ""
        if key and key != name and not has_identifier(text, key):
            continue
        if name and name not in NOT_CONTEXT:
            if _IDENTIFIER.fullmatch(name):
                type_, values = parse_type(text)
                yield Capture(name, step, route, None, "output", type_, values, text)
            continue
        spelled = list(captures_in(text))
        if name == "context" and not spelled:
            spelled = list(listed(text, 0, len(text), is_explicit=True))
        for found in spelled:
            if (route, found.key) in rendered:
                continue
            type_, values = parse_type(found.description)
            yield Capture(
                found.key, step, route, found.window, found.form, type_, values, found.description
            )


def _rendered_outputs(step: Step) -> Iterator[Capture]:
    """Yield the captures of a raw prompt that states its outputs in the section that `outputRequired` is rendered to."""
    for section in _SECTION.finditer(step.prompt):
        for entry in _ENTRY.finditer(step.prompt, *section.span("entries")):
            if entry["key"] not in NOT_CONTEXT:
                description = entry["description"]
                type_, values = parse_type(description)
                yield Capture(
                    entry["key"],
                    step,
                    (*step.route, "prompt"),
                    entry.span("key"),
                    "section",
                    type_,
                    values,
                    description,
                )


_SECTION = re.compile(r"^## Output Required\n(?P<entries>(?:- \*\*[^\n]*(?:\n|\Z))+)", re.MULTILINE)
_ENTRY = re.compile(rf"^- \*\*(?P<key>{KEY_NAME})\*\*: (?P<description>[^\n]*)", re.MULTILINE)
_IDENTIFIER = re.compile(KEY_NAME)
