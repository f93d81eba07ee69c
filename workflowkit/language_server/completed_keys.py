"""The keys that a place takes, and snippets for steps, loops, gates and fragments."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final

from workflowkit.language_server.file_kinds import kind_of
from workflowkit.language_server.format_places import PlaceSchema
from workflowkit.language_server.knowledge import Knowledge
from workflowkit.language_server.suggestion import Suggestion
from workflowkit.text.json_values import as_fields, as_text
from workflowkit.text.routes import Route, value_at


def key_suggestions(
    knowledge: Knowledge, route: Route, places: Sequence[PlaceSchema]
) -> Iterator[Suggestion]:
    """Yield the keys of the object at *route*, which *places* of the schema describe."""
    seen: set[str] = set()
    for place in places:
        required = place.schema.get("required", ())
        for key, schema in place.schema.get("properties", {}).items():
            if key in seen:
                continue
            seen.add(key)
            target = _target(knowledge, schema)
            about = schema.get("description") or target.get("description", "")
            detail = "required" if key in required else _type_words(target)
            text = f"{json.dumps(key)}: {_value_snippet(target)}"
            yield Suggestion(key, "key", detail, about, text, is_snippet=True)
    yield from _free_keys(knowledge, route)


def _free_keys(knowledge: Knowledge, route: Route) -> Iterator[Suggestion]:
    """Yield the names for objects whose keys are free: arguments of a call, and context keys of `outputRequired`."""
    if route[-1:] == ("args",):
        call = as_fields(_value(knowledge, route[:-1]))
        template = as_text(call.get("templateId"))
        for name in knowledge.arguments_of(template):
            text = f'{json.dumps(name)}: "$1"'
            yield Suggestion(name, "name", f"argument of {template}", "", text, is_snippet=True)
    elif route[-1:] == ("outputRequired",):
        for key, story in knowledge.keys.items():
            if key and not story.is_given:
                text = f'{json.dumps(key)}: "$1"'
                yield Suggestion(key, "name", story.words, story.description, text, is_snippet=True)
    elif route == ("workflows",) and kind_of(knowledge.reading.path, "") == "workflow-tags":
        for name in knowledge.workflow_ids:
            text = f'{json.dumps(name)}: {{"tags": ["$1"]}}'
            title = knowledge.title_of(name)
            yield Suggestion(name, "name", title, "", text, is_snippet=True)


def _value(knowledge: Knowledge, route: Route) -> Any:
    try:
        return value_at(knowledge.reading.tree.value, route)
    except (KeyError, IndexError, TypeError):
        return None


def _target(knowledge: Knowledge, schema: Any) -> dict[str, Any]:
    """Return the definition that *schema* refers to, or itself."""
    name = str(schema.get("$ref", "")).rpartition("/")[2]
    found: dict[str, Any] = knowledge.schema.get("$defs", {}).get(name, schema)
    return found


def _type_words(schema: dict[str, Any]) -> str:
    if "enum" in schema:
        return " or ".join(map(str, schema["enum"]))
    return str(schema.get("type", ""))


def _value_snippet(schema: dict[str, Any]) -> str:
    """Return a value of *schema* with a place for the cursor."""
    if "const" in schema:
        return json.dumps(schema["const"])
    if "enum" in schema:
        return '"${1|' + ",".join(map(str, schema["enum"])) + '|}"'
    match schema.get("type"):
        case "string":
            return '"$1"'
        case "boolean":
            return "${1|true,false|}"
        case "array":
            inner = as_fields(schema.get("items"))
            return '["$1"]' if inner.get("type") == "string" else "[$1]"
        case "object":
            return "{$1}"
        case _:
            return "$1"


_STEP = '{\n  "id": "${1:step}",\n  "title": "${2:Title}",\n  "prompt": "$0"\n}'
_BLOCKS = (
    '{\n  "id": "${1:step}",\n  "title": "${2:Title}",\n  "promptBlocks": {\n    "goal": "${3:Goal}",\n'
    '    "procedure": ["$0"],\n    "outputRequired": {"${4:key}": "${5:text: what it holds}"},\n'
    '    "verify": ["${6:Check}"]\n  }\n}'
)
_LOOP = (
    '{\n  "id": "${1:loop}",\n  "type": "loop",\n  "title": "${2:Title}",\n  "loop": {\n    "type": "while",\n'
    '    "maxIterations": ${3:3},\n    "condition": {"var": "${4:key}", "equals": ${5:true}}\n  },\n'
    '  "body": [\n    {\n      "id": "${6:pass}",\n      "title": "${7:Title}",\n      "prompt": "$0"\n    }\n  ]\n}'
)
_GATE = (
    '{\n  "id": "${1:approve}",\n  "title": "${2:Title}",\n  "prompt": "$0",\n'
    '  "requireConfirmation": true\n}'
)
_FRAGMENT = '{\n  "id": "${1:fragment}",\n  "when": {"var": "${2:key}", "equals": ${3:true}},\n  "text": "$0"\n}'

_SNIPPETS: Final = {
    "step": (_STEP, "a step with a prompt"),
    "step with blocks": (_BLOCKS, "a step with prompt blocks"),
    "loop": (_LOOP, "a loop with one step in its body"),
    "gate": (_GATE, "a step that waits for a person"),
}


def snippets(route: Route, places: Sequence[PlaceSchema]) -> Iterator[Suggestion]:
    """Yield snippets for the item at *route* of a list of steps or fragments."""
    kinds = {place.kind for place in places}
    if route and isinstance(route[-1], int) and kinds & {"standardStep", "loopStep"}:
        for label, (text, words) in _SNIPPETS.items():
            if label != "loop" or route[-2:-1] == ("steps",):
                yield Suggestion(label, "snippet", words, "", text, is_snippet=True)
    if "promptFragment" in kinds:
        words = "text that is shown under a condition"
        yield Suggestion("fragment", "snippet", words, "", _FRAGMENT, is_snippet=True)
