"""Examples: the JSON in fences and code spans of prompts, and the artifacts in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.format.reader import Step
from workflowkit.records import dataclass
from workflowkit.text.json_text import BrokenJson, parse
from workflowkit.text.routes import Json, Route, walk


@dataclass(frozen=True, slots=True)
class Example:
    """One fenced block, or one code span that contains an object."""

    step: Step
    route: Route
    """The text that it is in."""
    language: str
    """The word after the opening fence; empty for none and for code spans."""
    block: tuple[int, int]
    """Start and end in the text, fences included."""
    content: str
    start: int
    """Start of the content in the text."""
    value: Json | BrokenJson
    """The content as JSON."""

    @property
    def is_fenced(self) -> bool:
        """False for code spans."""
        return self.start - self.block[0] > 1

    @property
    def artifacts(self) -> list[tuple[Route, dict[str, Json]]]:
        """The objects that are artifacts: those with a `wr.` kind, and those listed under `artifacts`."""
        if isinstance(self.value, BrokenJson):
            return []
        return [
            (route, part)
            for route, part in walk(self.value)
            if isinstance(part, dict) and isinstance(part.get("kind"), str)
            if part["kind"].startswith("wr.") or route[-2:-1] == ("artifacts",)
        ]

    def window_of(self, word: str) -> tuple[int, int]:
        """Return the start and end of *word* in the text; the whole block when it is not found."""
        offset = self.content.find(word)
        if offset < 0:
            return self.block
        return self.start + offset, self.start + offset + len(word)


def examples_of(step: Step) -> Iterator[Example]:
    """Yield every example in the texts of *step*."""
    for route, text in step.texts():
        if "`" not in text:
            continue
        for match in _CODE.finditer(text):
            group = "fenced" if match.group("fenced") is not None else "span"
            content = match.group(group)
            yield Example(
                step,
                route,
                (match.group("language") or "").lower(),
                match.span(),
                content,
                match.start(group),
                parse(content.strip()),
            )


_CODE = re.compile(
    r"^[ \t]*(?P<fence>```++)[ \t]*+(?P<language>[\w+-]*+)[^\n]*+\n(?P<fenced>.*?)^[ \t]*(?P=fence)[ \t]*$"
    r"|(?<!`)`(?P<span>\s*[\[{][^`\n]*[\]}]\s*)`(?!`)",
    re.MULTILINE | re.DOTALL,
)
