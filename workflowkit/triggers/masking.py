"""YAML that is broken in places: what cannot be read is masked, so that the rest can be.

A mask has as many characters as what it hides; offsets stay what they are.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from workflowkit.source.ecmascript import trim
from workflowkit.source.yaml_text import Broken, YamlText, parse
from workflowkit.triggers.reader import Entry, Refusal, Stop


@dataclass(frozen=True, slots=True)
class BrokenLine:
    """One place that stops a YAML parser, while the engine reads on."""

    message: str
    start: int
    end: int
    entry: Entry | None
    """The line as the engine reads it, when its value is what YAML cannot read."""


@dataclass(frozen=True, slots=True)
class Masked:
    """A text as YAML reads it when everything is hidden that YAML cannot read."""

    yaml: YamlText
    broken: tuple[BrokenLine, ...]
    hidden: frozenset[int]
    """Offsets of the keys whose values, or whose lines, are hidden."""


def mask(text: str, entries: Iterable[Entry], refusals: Iterable[Refusal]) -> Masked:
    """Read *text*, in which the engine's reader found *entries* and *refusals*, as YAML. Never raises."""
    shadow = _Recovery(text, tuple(entries), tuple(refusals))
    yaml = shadow.parse()
    broken = sorted(shadow.broken, key=lambda item: item.start)
    return Masked(yaml, tuple(broken), frozenset(shadow.hidden))


_MAX_MASKS = 12
"""Broken places that are looked behind; more in one file are left to the next run."""


class _Recovery:
    """The text with its masks so far."""

    def __init__(
        self, text: str, entries: tuple[Entry, ...], refusals: tuple[Refusal, ...]
    ) -> None:
        self.original = text
        self._characters = list(text)
        self.refused = {refusal.line for refusal in refusals}
        self.broken: list[BrokenLine] = []
        self.hidden: set[int] = set()
        self._entries = entries
        for refusal in refusals:
            # Without its markers and directives the text is one document, as it is for the engine.
            if refusal.stop is Stop.MARKER:
                self._cover(refusal.start, refusal.end, "#")

    @property
    def text(self) -> str:
        """The text with the masks so far."""
        return "".join(self._characters)

    def parse(self) -> YamlText:
        """Parse, mask what breaks, and parse again until it works or nothing more can be masked."""
        yaml = parse(self.text)
        for is_open_quote in (False, True):
            if yaml.broken:
                self._mask_values(is_open_quote)
                yaml = parse(self.text)
        for _ in range(_MAX_MASKS):
            if yaml.broken is None or not self._mask_line(yaml.broken):
                break
            yaml = parse(self.text)
        if yaml.broken and not self.broken:
            offset = min(yaml.broken.offset, len(self.original))
            self.broken.append(BrokenLine(yaml.broken.message, offset, offset, None))
        return yaml

    def _mask_values(self, is_open_quote: bool) -> None:
        """Mask the values that are not YAML on their own; open quotes last, as they may close on a later line."""
        for entry in self._entries:
            key, (start, end) = entry.key_place[0], entry.raw
            raw = self.original[start:end]
            if key in self.hidden or raw[:1] in ("|", ">", "&", "*", "!", ""):
                continue
            problem = parse(f"k: {raw}\n").broken
            if problem is None or (raw[0] in "\"'" and raw[0] not in raw[1:]) != is_open_quote:
                continue
            self.broken.append(BrokenLine(problem.message, start, end, entry))
            self.hidden.add(key)
            self._cover(start, end, "x")

    def _mask_line(self, broken: Broken) -> bool:
        """Make a comment of the line that stops the parser; False when that is no progress."""
        offset = broken.offset if broken.opened is None else broken.opened
        text = self.text
        start = text.rfind("\n", 0, offset) + 1
        end = text.find("\n", offset)
        end = len(text) if end < 0 else end
        line = text[start:end]
        if not trim(line) or trim(line).startswith("#"):
            return False
        is_refused = text.count("\n", 0, start) + 1 in self.refused
        # Behind a line that fits nowhere other lines fail for the same reason; the first one says it all.
        if not is_refused and all(item.entry for item in self.broken):
            content = trim(line)
            first = start + line.index(content)
            self.broken.append(BrokenLine(broken.message, first, first + len(content), None))
        keys = (entry.key_place[0] for entry in self._entries)
        self.hidden.update(key for key in keys if start <= key < end)
        self._cover(start, end, "#")
        return True

    def _cover(self, start: int, end: int, character: str) -> None:
        self._characters[start:end] = character * (end - start)
