"""Completion: what can be written at a place, with what each is for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import field, replace
from typing import Final

from workflowkit.analysis.calls import placeholders
from workflowkit.language_server.completed_keys import key_suggestions, snippets
from workflowkit.language_server.completed_values import context_keys, value_suggestions
from workflowkit.language_server.format_places import Cursor, cursor_at, schemas_at
from workflowkit.language_server.knowledge import Knowledge
from workflowkit.language_server.reading import Offsets
from workflowkit.language_server.suggestion import Suggestion
from workflowkit.records import dataclass
from workflowkit.text.json_values import as_text


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
    written = tree.nodes.get(cursor.route)
    found = [
        each
        for each in value_suggestions(knowledge, cursor.route, places)
        # What is written there, and nowhere else, is no suggestion.
        if each.is_known or written is None or each.label != written.value
    ]
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
    """Return what a token, a placeholder or a citation takes that is open before *offset*; None outside of one."""
    text = knowledge.reading.text
    found = _OPEN.search(text, cursor.start, offset)
    if found is None or (found["open"] == "`" and text.count("`", cursor.start, offset) % 2 == 0):
        return None
    end = offset
    while end < cursor.end and (text[end].isalnum() or text[end] in "_.-"):
        end += 1
    closing = _CLOSING[found["open"]]
    closing = "" if text.startswith(closing, end) else closing
    written = text[found.end("open") : end]
    names = list(_NAMES_IN[found["open"]](knowledge))
    return [
        _placed(replace(each, text=f"{each.label}{closing}"), (found.end("open"), end))
        for each in names
        if each.label != written or each.is_known
    ]


_OPEN: Final = re.compile(r"(?P<open>\{\{|(?<!\{)\{|`)[\w.-]*\Z")
"""Of a search that ends at the cursor: the token, the placeholder or the citation that is open there."""

_CLOSING: Final = {"{{": "}}", "{": "}", "`": "`"}


def _in_token(knowledge: Knowledge) -> Iterator[Suggestion]:
    yield from context_keys(knowledge)
    for _, entry in knowledge.reading.workflow.records("extensionPoints"):
        name = f"wr.bindings.{as_text(entry.get('slotId'))}"
        yield Suggestion(name, "name", "a slot of the workflow", "", name)


def _in_placeholder(knowledge: Knowledge) -> Iterator[Suggestion]:
    """Yield the arguments that the routine in the file already asks for."""
    steps = knowledge.reading.workflow.value.get("steps")
    for name in dict.fromkeys(each.name for each in placeholders(steps)):
        yield Suggestion(name, "name", "an argument of the routine", "", name)


_NAMES_IN: Final[Mapping[str, Callable[[Knowledge], Iterator[Suggestion]]]] = {
    "{{": _in_token,
    "{": _in_placeholder,
    "`": context_keys,
}
