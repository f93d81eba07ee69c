"""The formatter of workflow files: keys in the order of the models, two spaces, short containers on one line.

Works on the text: numbers and escapes stay as they are written, only order and white space change, so the hash does not.
Objects with free keys (`outputRequired`, `args`, `schema`) keep their order, which can matter.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field

from workflowkit.format.workflow_schema import KEY_ORDER
from workflowkit.records import dataclass
from workflowkit.text.positions import scan
from workflowkit.text.routes import Route

WIDTH = 100
"""Maximum width of a container on one line."""

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
    "parallelDelegations": "parallelDelegation",
    "synthesis": "synthesis",
    "audit": "audit",
    "verification": "verification",
    "condition": "condition",
    "when": "condition",
    "and": "condition",
    "or": "condition",
    "not": "condition",
}
"""The kind of object at a key, or in the list at it."""


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
    """Return the canonical format of a valid JSON *text* without repeated keys; idempotent."""
    return "".join(_write(_tree(text), "", "")) + "\n"


def _tree(text: str) -> _Node:
    """Return the text as nodes. The scanner gives children before their parents."""
    waiting: dict[int, list[_Node]] = {}
    node = _Node(())
    for scanned in scan(text):
        start, end = scanned.value
        node = _Node(scanned.route, key=text[slice(*scanned.key)] if scanned.key else "")
        if text[start] in "{[":
            node.brackets = text[start] + text[end - 1]
            node.members = waiting.pop(start, [])
        else:
            node.text = text[start:end]
        waiting.setdefault(scanned.parent, []).append(node)
    return node


def _write(node: _Node, indent: str, head: str) -> Iterator[str]:
    """Yield pieces of text; *head* is what precedes the value on its line, indentation included."""
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
    """Return the container on one line; None for those that are spread: with containers inside, or steps."""
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


_FREE = frozenset(
    (
        *("outputRequired", "args", "contextMapping", "schema", "default"),
        *("equals", "not_equals", "in"),
    )
)
"""Keys whose values may have any keys."""

_SMALL_KINDS = frozenset({"condition", "outputContract", "promptPart", "recommendedPreferences"})


def _is_small_kind(route: Route) -> bool:
    return kind_at(route) in _SMALL_KINDS


def _ordered(node: _Node) -> list[_Node]:
    """Return members in the order of the model; unknown keys come last, as they are written."""
    known = KEY_ORDER.get(_model(node), []) if node.brackets == "{}" else []
    place = {key: position for position, key in enumerate(known)}
    return sorted(node.members, key=lambda member: place.get(str(member.route[-1]), len(place)))


def _model(node: _Node) -> str:
    kind = kind_at(node.route)
    if node.route[-1:] == ("requireConfirmation",):
        is_gate = any(member.route[-1] == "kind" for member in node.members)
        return "confirmationGate" if is_gate else kind
    if kind != "step":
        return kind
    types = [member.text for member in node.members if member.route[-1] == "type"]
    return _STEP_KINDS.get(types[-1] if types else "", "standardStep")


_STEP_KINDS = {'"loop"': "loopStep", '"parallel"': "parallelStep"}


def kind_at(route: Route) -> str:
    """Return the kind of object that a workflow has at *route*; empty where any key is allowed."""
    if not route:
        return "workflow"
    if any(part in _FREE for part in route):
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
