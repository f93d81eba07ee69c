"""Recovery from invalid YAML: unreadable parts are masked, so that the rest can be parsed.

A mask is as long as the text that it hides, so that offsets do not change.
"""

from __future__ import annotations

from collections.abc import Iterable

from workflowkit.records import dataclass
from workflowkit.text.ecmascript import trim
from workflowkit.text.yaml_text import BrokenYaml, YamlText, parse
from workflowkit.triggers.line_reader import LineEntry, LineError, Stop


@dataclass(frozen=True, slots=True)
class BrokenLine:
    """One place at which a YAML parser stops and the engine does not."""

    message: str
    start: int
    end: int
    entry: LineEntry | None
    """The line as the engine reads it, when only its value is invalid YAML."""


@dataclass(frozen=True, slots=True)
class Masked:
    """The YAML of a text whose invalid parts are masked."""

    yaml: YamlText
    broken: tuple[BrokenLine, ...]
    hidden: frozenset[int]
    """Offsets of the keys whose values, or whose lines, are hidden."""


def mask(text: str, entries: Iterable[LineEntry], errors: Iterable[LineError]) -> Masked:
    """Read *text*, in which the engine's reader found *entries* and *errors*, as YAML. Never raises."""
    shadow = _Recovery(text, tuple(entries), tuple(errors))
    yaml = shadow.parse()
    broken = sorted(shadow.broken, key=lambda line: line.start)
    return Masked(yaml, tuple(broken), frozenset(shadow.hidden))


_MAX_MASKS = 12
"""Maximum of masked lines in one file; the next run finds further ones."""


class _Recovery:
    """A text and its masks."""

    def __init__(
        self, text: str, entries: tuple[LineEntry, ...], errors: tuple[LineError, ...]
    ) -> None:
        self.original = text
        self._characters = list(text)
        self.refused = {error.line for error in errors}
        self.broken: list[BrokenLine] = []
        self.hidden: set[int] = set()
        self._entries = entries
        for error in errors:
            # Without markers and directives the text is one document, as for the engine.
            if error.stop is Stop.MARKER:
                self._cover(error.start, error.end, "#")

    @property
    def text(self) -> str:
        """The text with the masks so far."""
        return "".join(self._characters)

    def parse(self) -> YamlText:
        """Parse and mask alternately until the text is valid or nothing more can be masked."""
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
        """Mask the values that are invalid YAML by themselves; open quotes last, as they may close on a later line."""
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

    def _mask_line(self, broken: BrokenYaml) -> bool:
        """Turn the line at which the parser stops into a comment. Return False when that makes no progress."""
        offset = broken.offset if broken.opened is None else broken.opened
        text = self.text
        start = text.rfind("\n", 0, offset) + 1
        end = text.find("\n", offset)
        end = len(text) if end < 0 else end
        line = text[start:end]
        if not trim(line) or trim(line).startswith("#"):
            return False
        is_refused = text.count("\n", 0, start) + 1 in self.refused
        # Lines after a misplaced line fail for the same reason, so only the first one is reported.
        if not is_refused and all(line.entry for line in self.broken):
            content = trim(line)
            first = start + line.index(content)
            self.broken.append(BrokenLine(broken.message, first, first + len(content), None))
        keys = (entry.key_place[0] for entry in self._entries)
        self.hidden.update(key for key in keys if start <= key < end)
        self._cover(start, end, "#")
        return True

    def _cover(self, start: int, end: int, character: str) -> None:
        self._characters[start:end] = character * (end - start)
