"""Changes of a trigger file: edits of its text that leave everything else byte for byte.

An edit replaces one range of text. Values are written so that YAML and the engine's reader see the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from workflowkit.diagnostics import Edit, Fix
from workflowkit.source.ecmascript import trim
from workflowkit.source.edits import range_replacements, spliced
from workflowkit.source.routes import TextRange
from workflowkit.source.yaml_text import Shape, parse
from workflowkit.triggers.reader import Entry
from workflowkit.triggers.trigger import Trigger
from workflowkit.triggers.trigger_file import TriggerFile


def replacement(start: int, end: int, text: str) -> Edit:
    """Write *text* in place of the characters from *start* up to *end*."""
    return Edit("replace", TextRange(start, end), text)


def offer(
    title: str, edits: Iterable[Edit], *, safe: bool = False, changes: str = ""
) -> Fix | None:
    """The fix that makes *edits*; None when there are none, because the place does not allow them."""
    made = tuple(edits)
    return Fix(title, made, safe, changes) if made else None


def written(value: str) -> str | None:
    """*value* as it can be written on one line so that both readers see it; None when it cannot."""
    if trim(value) != value or not value.isprintable():
        return None
    candidates = (value, f'"{value}"', f"'{value}'")
    return next((text for text in candidates if _is_read_alike(text, value)), None)


def _is_read_alike(candidate: str, value: str) -> bool:
    """True when YAML makes *value* of *candidate*; the engine's reader then does so too, as it only takes outer quotes off."""
    yaml = parse(f"k: {candidate}\n")
    root = yaml.documents[0] if yaml.documents else None
    if yaml.broken or root is None or len(root.pairs) != 1:
        return False
    node = root.pairs[0][1]
    is_whole = node.end == len("k: ") + len(candidate)
    is_plain_text = not (node.anchor or node.tag or node.is_null)
    return node.shape is Shape.SCALAR and node.text == value and is_whole and is_plain_text


def set_value(entry: Entry, value: str) -> list[Edit]:
    """Write *value* behind the key of *entry*; nothing when it cannot be written on one line."""
    text = written(value)
    if text is None:
        return []
    start, end = entry.raw
    return [replacement(start, end, f" {text}" if start == entry.colon + 1 else text)]


def rename_key(entry: Entry, key: str) -> list[Edit]:
    """Write *key* in place of the key of *entry*."""
    return [replacement(*entry.key_place, key)]


def delete_entry(file: TriggerFile, trigger: Trigger, entry: Entry) -> list[Edit]:
    """Remove the lines of *entry*; when it stands behind the dash, the next key moves up.

    Nothing when that would take a comment along, leave a trigger without keys, or change the meaning of other lines.
    """
    if not file.is_well_built:
        return []
    if entry.line == trigger.item.line:
        below = next((item for item in trigger.item.entries if item.line > entry.line), None)
        if below is None or below.is_block:
            return []
        between = file.text[_last_of(entry) : below.key_place[0]]
        return [] if trim(between) else [replacement(entry.key_place[0], below.key_place[0], "")]
    return [removal(file, entry)]


def removal(file: TriggerFile, entry: Entry) -> Edit:
    """Remove the lines of *entry*, wherever it stands."""
    start = file.text.rfind("\n", 0, entry.key_place[0]) + 1
    return replacement(start, _next_line(file, _last_of(entry)), "")


def insert_keys(
    file: TriggerFile, trigger: Trigger, after: Entry | None, pairs: Sequence[tuple[str, str]]
) -> list[Edit]:
    """Add *pairs* of key and value to *trigger*, below the lines of *after* or at its end; nothing when the place is not clear."""
    if not trigger.item.entries:
        return []
    return _insert(file, after or trigger.item.entries[-1], _column(file, trigger), pairs)


def insert_in_block(
    file: TriggerFile, trigger: Trigger, block: str, pairs: Sequence[tuple[str, str]]
) -> list[Edit]:
    """Add *pairs* of key and value to the *block* of *trigger*, which is made when it is missing; nothing when the place is not clear."""
    column = _column(file, trigger)
    entry = trigger.entries.get((block,))
    if entry is None:
        return _insert(file, trigger.item.entries[-1], column, [(block, "")], pairs)
    if not entry.is_block or not entry.is_empty:
        return []
    if entry.block:
        return _insert(file, entry, entry.block[0].indent, pairs)
    return _insert(file, entry, entry.indent, [], pairs)


def comment_above(file: TriggerFile, offset: int, comment: str) -> Edit:
    """Write *comment* on a line of its own above the line of *offset*, indented alike."""
    start = file.text.rfind("\n", 0, offset) + 1
    line = file.text[start : _line_end(file, offset)]
    indent = line[: len(line) - len(line.lstrip())]
    return replacement(start, start, f"{indent}{comment}{line_end(file)}")


def line_end(file: TriggerFile) -> str:
    """How lines end in *file*."""
    return "\r\n" if "\r\n" in file.text else "\n"


def apply(text: str, edits: Iterable[Edit]) -> str:
    """*text* with all *edits* made, which must not overlap."""
    return spliced(text, range_replacements(edits))


def overlap(edits: Iterable[Edit], others: Iterable[Edit]) -> bool:
    """True when one of *edits* touches a place that one of *others* touches."""
    taken = range_replacements(others)
    return any(
        change.start <= other.end and other.start <= change.end
        for change in range_replacements(edits)
        for other in taken
    )


def _insert(
    file: TriggerFile,
    after: Entry,
    indent: int,
    pairs: Sequence[tuple[str, str]],
    inner: Sequence[tuple[str, str]] = (),
) -> list[Edit]:
    """Add lines below those of *after*: *pairs* at *indent*, *inner* two columns deeper."""
    if not file.is_well_built:
        return []
    end = _line_end(file, _last_of(after))
    lines = [(indent, *pair) for pair in pairs] + [(indent + 2, *pair) for pair in inner]
    new = "".join(
        f"{line_end(file)}{' ' * column}{key}: {value}".rstrip(" ") for column, key, value in lines
    )
    return [replacement(end, end, new)]


def _column(file: TriggerFile, trigger: Trigger) -> int:
    """The column in which the keys of *trigger* start, from 0."""
    start = trigger.item.entries[0].key_place[0]
    return start - file.text.rfind("\n", 0, start) - 1


def _last_of(entry: Entry) -> int:
    """Where the text of *entry*, its block included, ends."""
    return max([entry.raw[1], *(inner.raw[1] for inner in entry.block)])


def _line_end(file: TriggerFile, offset: int) -> int:
    """Where the line of *offset* ends, before its line end."""
    end = file.text.find("\n", offset)
    end = len(file.text) if end < 0 else end
    return end - 1 if file.text[offset:end].endswith("\r") else end


def _next_line(file: TriggerFile, offset: int) -> int:
    end = file.text.find("\n", offset)
    return len(file.text) if end < 0 else end + 1
