"""The one layout of workflow files: keys in the order of the models, two spaces, short containers on one line.

Works on the text: numbers and escapes stay as they are written, only order and white space change, so the hash does not.
Objects with free keys (`outputRequired`, `args`, `schema`) keep their order, which can matter.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from workflowkit.format.workflow_schema import KEY_ORDER
from workflowkit.text.positions import scan
from workflowkit.text.routes import Route

WIDTH = 100
"""Characters that a container on one line may reach to."""

_KIND_BY_KEY = {
    "steps": "step",
    "body": "step",
    "loop": "loopConfig",
    "conditionSource": "contextSource",
    "promptBlocks": "promptBlocks",
    "templateCall": "templateCall",
    "outputContract": "outputContract",
    "assessments": "assessmentDefinition",
    "dimensions": "assessmentDimension",
    "assessmentConsequences": "assessmentConsequence",
    "effect": "consequenceEffect",
    "extensionPoints": "extensionPoint",
    "references": "workflowReference",
    "recommendedPreferences": "recommendedPreferences",
    "promptFragments": "promptFragment",
    "functionDefinitions": "functionDefinition",
    "parameters": "functionParameter",
    "functionCalls": "functionCall",
    "validationCriteria": "validationRule",
    "runCondition": "condition",
    "requireConfirmation": "condition",
    "condition": "condition",
    "when": "condition",
    "and": "condition",
    "or": "condition",
    "not": "condition",
}
"""The kind of object that stands at a key, or in the list at it."""


@dataclass(slots=True)
class _Node:
    """One value of the text: a scalar as it is written, or a container with its members."""

    route: Route
    text: str = ""
    key: str = ""
    """The key as it is written, quotes included; empty for items."""
    brackets: str = ""
    """Empty for scalars."""
    members: list[_Node] = field(default_factory=list)


def format_text(text: str) -> str:
    """The canonical layout of a valid JSON *text* without repeated keys; idempotent."""
    return "".join(_write(_tree(text), "", "")) + "\n"


def _tree(text: str) -> _Node:
    """The text as nodes. The scanner gives children before their parents."""
    waiting: dict[int, list[_Node]] = {}
    node = _Node(())
    for item in scan(text):
        start, end = item.value
        node = _Node(item.route, key=text[slice(*item.key)] if item.key else "")
        if text[start] in "{[":
            node.brackets = text[start] + text[end - 1]
            node.members = waiting.pop(start, [])
        else:
            node.text = text[start:end]
        waiting.setdefault(item.parent, []).append(node)
    return node


def _write(node: _Node, indent: str, head: str) -> Iterator[str]:
    """Pieces of text; *head* is what stands before the value on its line, indentation included."""
    if not node.brackets:
        yield node.text
        return
    line = _one_line(node)
    if line is not None and len(head) + len(line) <= WIDTH:
        yield line
        return
    deeper = indent + "  "
    yield node.brackets[0]
    for position, member in enumerate(_ordered(node)):
        key = f"{member.key}: " if member.key else ""
        yield f"{',' if position else ''}\n{deeper}{key}"
        yield from _write(member, deeper, deeper + key)
    yield f"\n{indent}{node.brackets[1]}"


def _one_line(node: _Node) -> str | None:
    """The container on one line; None for those that are spread: with containers inside, or steps."""
    if not node.members:
        return node.brackets
    if not node.route or any(member.brackets for member in node.members):
        return None
    if node.brackets == "{}" and (len(node.members) > 3 or not _is_small_kind(node.route)):
        return None
    members = (
        f"{member.key}: {member.text}" if member.key else member.text for member in _ordered(node)
    )
    inner = ", ".join(members)
    return f"{{ {inner} }}" if node.brackets == "{}" else f"[{inner}]"


_SMALL_KINDS = frozenset({"condition", "outputContract", "promptPart", "recommendedPreferences"})


def _is_small_kind(route: Route) -> bool:
    return kind_at(route) in _SMALL_KINDS


def _ordered(node: _Node) -> list[_Node]:
    """Members in the order of the model; keys that it does not know come last, as they are written."""
    known = KEY_ORDER.get(_model(node), []) if node.brackets == "{}" else []
    place = {key: position for position, key in enumerate(known)}
    return sorted(node.members, key=lambda item: place.get(str(item.route[-1]), len(place)))


def _model(node: _Node) -> str:
    kind = kind_at(node.route)
    if kind != "step":
        return kind
    is_loop = any(item.route[-1] == "type" and item.text == '"loop"' for item in node.members)
    return "loopStep" if is_loop else "standardStep"


def kind_at(route: Route) -> str:
    """The kind of object that a workflow has at *route*; empty where keys are free."""
    if not route:
        return "workflow"
    free = {"outputRequired", "args", "schema", "default", "equals", "not_equals", "in"}
    if any(part in free for part in route):
        return ""
    names = [part for part in route if isinstance(part, str)]
    if len(route) >= 2 and isinstance(route[-1], int) and isinstance(route[-2], int):
        return "promptPart"
    if not names:
        return ""
    if names[-1] == "goal" and isinstance(route[-1], int):
        return "promptPart"
    if names[-1] == "when" and "assessmentConsequences" in names:
        return "consequenceTrigger"
    return _KIND_BY_KEY.get(names[-1], "")
