from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.lint.rule import Finding, Fix, Severity, rule
from workflowkit.text.wording import quoted
from workflowkit.triggers import editing
from workflowkit.triggers.payload import is_supported, tokens
from workflowkit.triggers.trigger import Trigger


@rule("W048", severity=Severity.ERROR, since="0.1.0", fix="safe")
def unresolved_payload_path(trigger: Trigger) -> Iterator[Finding]:
    """A payload path or token never has a value.

    ## Why

    A path is a sequence of keys joined by dots, with list indexes such as `list.0`.
    Brackets are not supported: a goal template falls back to the static goal, a condition is always false, and a mapping omits the value.
    An unclosed token stays in the goal literally.

    ## Bad

    ```yaml
    triggers:
      - id: review
        provider: generic
        workflowId: demo.flow
        workspacePath: /srv/shop
        goal: Review the newest change
        goalTemplate: "Review {{$.pulls[0].title}}"
    ```

    ## Good

    ```yaml
    triggers:
      - id: review
        provider: generic
        workflowId: demo.flow
        workspacePath: /srv/shop
        goal: Review the newest change
        goalTemplate: "Review {{$.pulls.0.title}}"
    ```

    ## Fix

    Brackets become dots.
    """
    yield from _template(trigger)
    paths = [("dispatchCondition", "payloadPath")]
    paths += [("contextMapping", key) for key in trigger.context_mapping]
    for path in paths:
        value = trigger.text(*path)
        if value and not is_supported(value):
            yield Finding(
                place=trigger.route(*path),
                message=f"the path {quoted(value)} never has a value",
                help=_HELP,
                fix=_fix(trigger, path, 0, len(trigger.entries[path].value)),
            )


_HELP = "write keys joined by dots, as in 'pulls.0.title'"


def _template(trigger: Trigger) -> Iterator[Finding]:
    entry = trigger.entries.get(("goalTemplate",))
    if entry is None:
        return
    found = list(tokens(entry.value))
    for token in found:
        if not is_supported(token.written) or "{" in token.path:
            shown = entry.value[token.start : token.end]
            yield Finding(
                place=trigger.route("goalTemplate"),
                window=(token.start, token.end),
                message=f"the token {quoted(shown)} never has a value; the goal is always the static one",
                help=_HELP,
                fix=_fix(trigger, ("goalTemplate",), token.start + 2, token.end - 2),
            )
    for match in _OPEN.finditer(entry.value):
        if not any(token.start <= match.start() < token.end for token in found):
            yield Finding(
                place=trigger.route("goalTemplate"),
                window=match.span(),
                message="unclosed token, which stays in the goal literally",
                help="write '{{', a path and '}}'",
            )


def _fix(trigger: Trigger, path: tuple[str, ...], start: int, end: int) -> Fix | None:
    entry = trigger.entries[path]
    dotted = _BRACKETS.sub(r".\1\2", entry.value[start:end])
    if dotted == entry.value[start:end] or not is_supported(dotted) or "{" in dotted:
        return None
    offset = entry.value_place[0]
    edit = editing.replacement(offset + start, offset + end, dotted)
    return editing.offer(
        "write dots instead of brackets", (edit,), safe=True, changes="the path has a value"
    )


_OPEN = re.compile(r"\{\{")
_BRACKETS = re.compile(r"\[(?:([0-9]+)|'([\w-]+)')\]")
