"""Steps as JSON text, in the style of the file that they are put in."""

from __future__ import annotations

import json
from collections.abc import Sequence

from workflowkit.format.formatter import format_text
from workflowkit.text.json_text import escape_surrogates
from workflowkit.text.routes import Json


def formatted(value: Json) -> str:
    """Return the text of a file with *value*, a workflow, in the canonical format."""
    text = json.dumps(value, ensure_ascii=False)
    return format_text(escape_surrogates(text).decode("utf-8"))


def steps_text(steps: Sequence[dict[str, Json]], text: str, offset: int) -> str:
    """Return *steps*, entries of a list, as they are written at *offset* of *text*: formatted as there, without what is around them."""
    line_start = text.rfind("\n", 0, offset) + 1
    indent = text[line_start:offset]
    if "\n" not in text or indent.strip(" \t"):
        pieces = (json.dumps(step, ensure_ascii=False) for step in steps)
        return escape_surrogates(", ".join(pieces)).decode("utf-8")
    lines = formatted({"steps": list(steps)}).split("\n")[2:-3]
    unit = _unit(text)
    written = [indent + unit * _depth(line) + line.lstrip(" ") for line in lines]
    newline = "\r\n" if "\r\n" in text else "\n"
    return newline.join(written).removeprefix(indent)


def _depth(line: str) -> int:
    """Return how deep *line* is inside its step: the formatter writes steps behind four spaces, and two more for each level."""
    return (len(line) - len(line.lstrip(" ")) - 4) // 2


def _unit(text: str) -> str:
    """Return one level of indentation as *text* uses it."""
    for line in text.splitlines()[1:]:
        blank = line[: len(line) - len(line.lstrip(" \t"))]
        if blank:
            return "\t" if blank[0] == "\t" else blank
    return "  "
