"""Edits of the text of a trigger file, which keep everything else byte for byte.

An edit replaces one range of text. Values are written so that YAML and the engine read the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from workflowkit.diagnostics import Edit, Fix
from workflowkit.text.ecmascript import trim
from workflowkit.text.edits import range_replacements, spliced
from workflowkit.text.routes import TextRange
from workflowkit.text.yaml_text import YamlShape, parse
from workflowkit.triggers.line_reader import LineEntry
from workflowkit.triggers.trigger import Trigger
from workflowkit.triggers.trigger_file import TriggerFile


def replacement(start: int, end: int, text: str) -> Edit:
    """Replace the characters from *start* up to *end* with *text*."""
    return Edit("replace", TextRange(start, end), text)


def offer(
    title: str, edits: Iterable[Edit], *, safe: bool = False, changes: str = ""
) -> Fix | None:
    """Return the fix with *edits*; None when there are none, because the place does not allow them."""
    made = tuple(edits)
    return Fix(title, made, safe, changes) if made else None


def written(value: str) -> str | None:
    """Return *value* on one line, quoted so that both readers read it; None when that is impossible."""
    if trim(value) != value or not value.isprintable():
        return None
    candidates = (value, f'"{value}"', f"'{value}'")
    return next((text for text in candidates if _is_read_alike(text, value)), None)


@lru_cache(maxsize=4096)  # Every fix of a file is tried by linting it again.
def _is_read_alike(candidate: str, value: str) -> bool:
    """Return true when YAML reads *candidate* as *value*; then so does the engine, which only removes outer quotes."""
    yaml = parse(f"k: {candidate}\n")
    root = yaml.documents[0] if yaml.documents else None
    if yaml.broken or root is None or len(root.pairs) != 1:
        return False
    node = root.pairs[0][1]
    is_whole = node.end == len("k: ") + len(candidate)
    is_plain_text = not (node.anchor or node.tag or node.is_null)
    return node.shape is YamlShape.SCALAR and node.text == value and is_whole and is_plain_text


def set_value(entry: LineEntry, value: str) -> list[Edit]:
    """Set the value of *entry* to *value*; no edits when it does not fit on one line."""
    text = written(value)
    if text is None:
        return []
    start, end = entry.raw
    return [replacement(start, end, f" {text}" if start == entry.colon + 1 else text)]


def rename_key(entry: LineEntry, key: str) -> list[Edit]:
    """Rename the key of *entry* to *key*."""
    return [replacement(*entry.key_place, key)]


def delete_entry(file: TriggerFile, trigger: Trigger, entry: LineEntry) -> list[Edit]:
    """Remove the lines of *entry*; when it is on the line of the dash, the next key moves there.

    No edits when that would remove a comment, leave a trigger without keys, or change the meaning of other lines.
    """
    if not file.is_well_formed:
        return []
    if entry.line == trigger.item.line:
        below = next((item for item in trigger.item.entries if item.line > entry.line), None)
        if below is None or below.is_block:
            return []
        between = file.text[_last_of(entry) : below.key_place[0]]
        return [] if trim(between) else [replacement(entry.key_place[0], below.key_place[0], "")]
    return [removal(file, entry)]


def removal(file: TriggerFile, entry: LineEntry) -> Edit:
    """Remove the lines of *entry*, wherever it is."""
    start = file.text.rfind("\n", 0, entry.key_place[0]) + 1
    return replacement(start, _next_line(file, _last_of(entry)), "")


def insert_keys(
    file: TriggerFile, trigger: Trigger, after: LineEntry | None, pairs: Sequence[tuple[str, str]]
) -> list[Edit]:
    """Add *pairs* of key and value to *trigger*, below the lines of *after* or at its end; no edits when the place is ambiguous."""
    if not trigger.item.entries:
        return []
    return _insert(file, after or trigger.item.entries[-1], _column(file, trigger), pairs)


def insert_in_block(
    file: TriggerFile, trigger: Trigger, block: str, pairs: Sequence[tuple[str, str]]
) -> list[Edit]:
    """Add *pairs* of key and value to the *block* of *trigger*, which is created when it is missing; no edits when the place is ambiguous."""
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
    """Insert *comment* on its own line above the line of *offset*, with the same indentation."""
    start = file.text.rfind("\n", 0, offset) + 1
    line = file.text[start : _line_end(file, offset)]
    indent = line[: len(line) - len(line.lstrip())]
    return replacement(start, start, f"{indent}{comment}{line_end(file)}")


def line_end(file: TriggerFile) -> str:
    """Return the line ending of *file*."""
    return "\r\n" if "\r\n" in file.text else "\n"


def apply(text: str, edits: Iterable[Edit]) -> str:
    """Return *text* with all *edits* applied, which must not overlap."""
    return spliced(text, range_replacements(edits))


def overlap(edits: Iterable[Edit], others: Iterable[Edit]) -> bool:
    """Return true when one of *edits* touches a range of one of *others*."""
    taken = range_replacements(others)
    return any(
        change.start <= other.end and other.start <= change.end
        for change in range_replacements(edits)
        for other in taken
    )


def _insert(
    file: TriggerFile,
    after: LineEntry,
    indent: int,
    pairs: Sequence[tuple[str, str]],
    inner: Sequence[tuple[str, str]] = (),
) -> list[Edit]:
    """Insert lines below those of *after*: *pairs* at *indent*, *inner* two columns deeper."""
    if not file.is_well_formed:
        return []
    end = _line_end(file, _last_of(after))
    lines = [(indent, *pair) for pair in pairs] + [(indent + 2, *pair) for pair in inner]
    new = "".join(
        f"{line_end(file)}{' ' * column}{key}: {value}".rstrip(" ") for column, key, value in lines
    )
    return [replacement(end, end, new)]


def _column(file: TriggerFile, trigger: Trigger) -> int:
    """Return the column of the keys of *trigger*, from 0."""
    start = trigger.item.entries[0].key_place[0]
    return start - file.text.rfind("\n", 0, start) - 1


def _last_of(entry: LineEntry) -> int:
    """Return the end of *entry*, its block included."""
    return max([entry.raw[1], *(inner.raw[1] for inner in entry.block)])


def _line_end(file: TriggerFile, offset: int) -> int:
    """Return the end of the line of *offset*, without its line ending."""
    end = file.text.find("\n", offset)
    end = len(file.text) if end < 0 else end
    return end - 1 if file.text[offset:end].endswith("\r") else end


def _next_line(file: TriggerFile, offset: int) -> int:
    end = file.text.find("\n", offset)
    return len(file.text) if end < 0 else end + 1
