"""The fixes of lines that the reader of the engine rejects."""

from __future__ import annotations

import re

from workflowkit.diagnostics import Fix
from workflowkit.text.ecmascript import trim
from workflowkit.text.yaml_text import YamlShape, parse
from workflowkit.triggers import editing, fields
from workflowkit.triggers.line_reader import LineError, Stop
from workflowkit.triggers.trigger_file import TriggerFile


def suggested_fix(file: TriggerFile, error: LineError) -> Fix | None:
    """Return the fix after which the engine accepts the line of *error*; None when it is ambiguous."""
    match error.stop:
        case Stop.MARKER:
            return _without_marker(file, error)
        case Stop.NO_ROOT:
            return _with_root(file, error)
        case Stop.FLUSH_ITEM:
            return _indented(file, error)
        case Stop.BARE_DASH:
            return _joined(file, error)
        case Stop.COLLECTION:
            return _without_brackets(file, error)
        case _:
            return None


def _without_marker(file: TriggerFile, error: LineError) -> Fix | None:
    is_first = not any(item.line < error.line for item in file.reading.items)
    content = file.text[error.start : error.end]
    if not is_first or (content.startswith("---") and content != "---"):
        return None
    start = file.text.rfind("\n", 0, error.start) + 1
    end = file.text.find("\n", error.end) + 1 or len(file.text)
    return editing.offer("remove the line", (editing.replacement(start, end, ""),), safe=True)


def _with_root(file: TriggerFile, error: LineError) -> Fix | None:
    key, colon, _ = file.text[error.start : error.end].partition(":")
    is_same = trim(key).strip("\"'").lower() in ("triggers", "trigger")
    if not colon or not is_same or file.reading.root is not None:
        return None
    edit = editing.replacement(error.start, error.start + len(key), "triggers")
    return editing.offer("write 'triggers:'", (edit,), safe=True)


def _indented(file: TriggerFile, error: LineError) -> Fix | None:
    """Indent everything from the first item on, when all items have the same indentation and the file has no other errors."""
    if error is not file.reading.errors[0]:
        # One fix indents all triggers.
        return None
    indents = {item.indent for item in file.reading.items}
    is_only_that = all(line_error.stop is Stop.FLUSH_ITEM for line_error in file.reading.errors)
    if len(indents) != 1 or not is_only_that:
        return None
    missing = " " * (2 - indents.pop())
    start = file.text.rfind("\n", 0, file.reading.items[0].dash) + 1
    edits = [
        editing.replacement(start + match.start(), start + match.start(), missing)
        for match in _LINE.finditer(file.text[start:])
    ]
    return editing.offer("indent all triggers by two spaces", edits, safe=True)


_LINE = re.compile(r"^(?=[^\r\n])", re.MULTILINE)


def _joined(file: TriggerFile, error: LineError) -> Fix | None:
    found = file.item_at(error.start)
    first = found.entries[0] if found and found.entries else None
    if (
        found is None
        or first is None
        or first.is_block
        or trim(file.text[error.end : first.key_place[0]])
    ):
        return None
    room = first.indent - found.indent - 1
    edit = editing.replacement(error.end, first.key_place[0], " " * max(room, 1))
    return editing.offer("write the first key on the line of the dash", (edit,), safe=True)


def _without_brackets(file: TriggerFile, error: LineError) -> Fix | None:
    raw = file.text[error.start : error.end]
    line = file.text[file.text.rfind("\n", 0, error.start) + 1 : error.start]
    key = trim(line).removeprefix("- ").partition(":")[0].strip()
    yaml = parse(f"k: {raw}\n")
    root = yaml.documents[0] if yaml.documents else None
    if yaml.broken or root is None or not root.pairs or raw.startswith("{{"):
        return _with_text(error, raw)
    value = root.pairs[0][1]
    words = [node.text for node in value.items if node.shape is YamlShape.SCALAR]
    is_list_of_words = len(words) == len(value.items) and bool(words) and "#" not in raw
    takes_words = any(path[-1] == key for path in fields.SPACE_SEPARATED)
    if not takes_words or not is_list_of_words or any(" " in word for word in words):
        return None
    return _with_text(error, " ".join(words))


def _with_text(error: LineError, value: str) -> Fix | None:
    text = editing.written(value)
    if text is None:
        return None
    edit = editing.replacement(error.start, error.end, text)
    return editing.offer(f"write {text}", (edit,), safe=True)
