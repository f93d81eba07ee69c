"""Completion: what can be written at a place, with what each is for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field

from workflowkit.language_server.completed_keys import key_suggestions, snippets
from workflowkit.language_server.completed_values import value_suggestions
from workflowkit.language_server.format_places import Cursor, cursor_at, schemas_at
from workflowkit.language_server.knowledge import Knowledge
from workflowkit.language_server.reading import Offsets
from workflowkit.language_server.suggestion import Suggestion
from workflowkit.records import dataclass


@dataclass(frozen=True, slots=True)
class Completion:
    """One suggestion with the range that it replaces."""

    label: str
    kind: str
    """`key`, `value`, `name`, or `snippet`."""
    detail: str
    documentation: str
    text: str
    is_snippet: bool
    offsets: Offsets
    filter_text: str
    more: tuple[tuple[int, str], ...] = field(default=())
    """What is inserted elsewhere: offset and text."""


def complete(knowledge: Knowledge, offset: int) -> list[Completion]:
    """Return what can be written at *offset*."""
    reading = knowledge.reading
    tree = reading.tree
    if tree.root is None:
        return [_placed(_WORKFLOW, (0, len(reading.text)))]
    cursor = cursor_at(tree, offset)
    if cursor is None:
        return []
    if cursor.is_key:
        return list(_keys(knowledge, cursor))
    if cursor.is_quoted:
        token = _open_token(knowledge, cursor, offset)
        if token is not None:
            return token
    places = schemas_at(knowledge.schema, tree.value, cursor.route)
    found = [*value_suggestions(knowledge, cursor.route, places)]
    if not cursor.is_quoted:
        found += snippets(cursor.route, places)
    return [_value(cursor, each) for each in found]


_WORKFLOW = Suggestion(
    "workflow",
    "snippet",
    "a new workflow",
    "A workflow with one step.",
    '{\n  "id": "${1:acme.workflow}",\n  "name": "${2:Name}",\n  "description": "${3:What it is for}",\n'
    '  "version": "1.0.0",\n  "steps": [\n    {\n      "id": "${4:first}",\n      "title": "${5:Title}",\n'
    '      "prompt": "$0"\n    }\n  ]\n}\n',
    is_snippet=True,
)


def _placed(suggestion: Suggestion, offsets: Offsets) -> Completion:
    return Completion(
        suggestion.label,
        suggestion.kind,
        suggestion.detail,
        suggestion.documentation,
        suggestion.text,
        suggestion.is_snippet,
        offsets,
        suggestion.label,
    )


def _keys(knowledge: Knowledge, cursor: Cursor) -> Iterator[Completion]:
    tree = knowledge.reading.tree
    places = schemas_at(knowledge.schema, tree.value, cursor.route)
    node = tree.nodes.get(cursor.route)
    own = {
        str(child.route[-1])
        for child in (node.children if node else ())
        if child.key and child.key[0] != cursor.start
    }
    after = knowledge.reading.text[cursor.end :].lstrip()
    has_colon = after.startswith(":")
    comma = "," if after.startswith('"') else ""
    for each in key_suggestions(knowledge, cursor.route, places):
        if each.label in own:
            continue
        text = f'"{each.label}"' if has_colon else each.text + comma
        yield Completion(
            each.label,
            each.kind,
            each.detail,
            each.documentation,
            text,
            each.is_snippet and not has_colon,
            (cursor.start, cursor.end),
            f'"{each.label}"' if cursor.is_quoted else each.label,
        )


def _value(cursor: Cursor, each: Suggestion) -> Completion:
    """Return the suggestion for a value; in a string only its inside is replaced."""
    if not cursor.is_quoted or each.kind == "snippet":
        return _placed(each, (cursor.start, cursor.end))
    more = tuple((cursor.end, text) for text in each.behind)
    return Completion(
        each.label,
        each.kind,
        each.detail,
        each.documentation,
        each.text,
        each.is_snippet,
        (cursor.start, cursor.end),
        each.text,
        more,
    )


def _open_token(knowledge: Knowledge, cursor: Cursor, offset: int) -> list[Completion] | None:
    """Return the context keys and slots for a token that is open before *offset*; None outside of one."""
    text = knowledge.reading.text
    start = text.rfind("{{", cursor.start, offset)
    if start < 0 or "}}" in text[start:offset]:
        return None
    end = offset
    while end < cursor.end and (text[end].isalnum() or text[end] in "_.-"):
        end += 1
    closing = "" if text.startswith("}}", end) else "}}"
    slots = [
        each.get("slotId") for _, each in knowledge.reading.workflow.records("extensionPoints")
    ]
    found = [
        Suggestion(key, "name", story.words, story.description, f"{key}{closing}")
        for key, story in knowledge.keys.items()
    ]
    found += [
        Suggestion(
            f"wr.bindings.{slot}",
            "name",
            "a slot of the workflow",
            "",
            f"wr.bindings.{slot}{closing}",
        )
        for slot in slots
        if isinstance(slot, str)
    ]
    return [_placed(each, (start + 2, end)) for each in found]
