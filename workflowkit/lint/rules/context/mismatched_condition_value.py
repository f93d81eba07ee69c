from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.data_flow.captures import Capture
from workflowkit.analysis.data_flow.mentions import texts_that_may_set
from workflowkit.analysis.data_flow.reads import Read
from workflowkit.lint.rule import Edit, Finding, Fix, Related, Severity, rule
from workflowkit.runtime.conditions import lenient_equals
from workflowkit.text.json_values import as_items
from workflowkit.text.routes import Json, Route
from workflowkit.text.suggest import closest
from workflowkit.text.wording import quoted, spelled


@rule("C005", severity=Severity.ERROR, since="0.1.0", fix="safe")
def mismatched_condition_value(analysis: Analysis) -> Iterator[Finding]:
    """A condition compares a key with a value that it never has.

    ## Why

    The step that captures the key lists its values or declares its type, and the agent keeps to that.
    A literal outside of the list never matches: the branch behind it is dead, or always taken.
    `gt`, `gte`, `lt` and `lte` compare numbers; with a word, a list, an object or a boolean they are always false.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "size-up", "title": "Size up", "promptBlocks": {"goal": "Judge the size.", "outputRequired": {"taskSize": "one of small | large"}}},
        {"id": "split", "title": "Split", "prompt": "Split the task.", "runCondition": {"var": "taskSize", "equals": "huge"}}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "size-up", "title": "Size up", "promptBlocks": {"goal": "Judge the size.", "outputRequired": {"taskSize": "one of small | large"}}},
        {"id": "split", "title": "Split", "prompt": "Split the task.", "runCondition": {"var": "taskSize", "equals": "large"}}
      ]
    }
    ```

    ## Fix

    A literal that differs from one listed value only in case, blanks, hyphens or underscores is written as listed.

    ## When not

    A list in prose is incomplete when a text that may set the key has the other value as a word, as in *for a broken message, set it to quarantine instead*.
    A list in `outputRequired` is always complete.
    """
    for read in analysis.context.condition_reads:
        captures = analysis.context.captures_of_key(read.key)
        if read.operator in _OF_NUMBERS and _is_never_number(captures):
            yield Finding(
                (*read.route[:-1], read.operator),
                f"'{read.operator}' compares numbers, but {quoted(read.key)} is captured as {_kind(captures)}",
                help="use 'equals' or 'in', or capture a number",
                related=(Related(captures[0].route, "captured here"),),
                on_key=True,
            )
            continue
        is_closed = captures and all(capture.values for capture in captures)
        if not is_closed or read.key in analysis.context.inputs:
            continue
        listed = list(dict.fromkeys(v for capture in captures for v in capture.values or ()))
        for route, literal in _literals(read):
            is_listed = any(lenient_equals(literal, value) for value in _values(captures))
            if not is_listed and not _may_be_offered(analysis, captures, literal):
                guess = closest(str(literal), listed)
                yield Finding(
                    route,
                    f"{quoted(read.key)} is compared with {spelled(literal)}, which is not among its values",
                    help=f"did you mean '{guess}'?"
                    if guess
                    else "use one of: " + ", ".join(listed),
                    related=(Related(captures[0].route, "the values are listed here"),),
                    fix=_respelled(route, literal, listed),
                )


def _may_be_offered(analysis: Analysis, captures: Sequence[Capture], literal: Json) -> bool:
    """Return whether a text that may set the key has the word *literal*; a declared output offers what it lists."""
    if not isinstance(literal, str) or any(capture.form in _DECLARED for capture in captures):
        return False
    word = re.compile(rf"(?<![\w-]){re.escape(literal)}(?![\w-])", re.IGNORECASE)
    key = captures[0].key
    texts = texts_that_may_set(key, analysis.context.mentions(key))
    return any(word.search(text) for text in texts)


def _is_never_number(captures: Sequence[Capture]) -> bool:
    """Return whether every one of *captures* declares a type that is no number."""
    return bool(captures) and all(
        capture.type in _NO_NUMBER
        or (capture.type == "one of" and not any(map(_is_numeric, capture.values or ())))
        for capture in captures
    )


def _is_numeric(value: str) -> bool:
    return re.search(r"[0-9]", value) is not None


def _kind(captures: Sequence[Capture]) -> str:
    """Return the type that *captures* declare first, in words."""
    first = captures[0]
    if first.type == "one of":
        return "one of " + ", ".join(first.values or ())
    return _NO_NUMBER[first.type]


_DECLARED = ("output", "section")
_OF_NUMBERS = frozenset({"gt", "gte", "lt", "lte"})
_NO_NUMBER = {"text": "a text", "list": "a list", "object": "an object", "boolean": "a boolean"}


def _literals(read: Read) -> Iterator[tuple[Route, Json]]:
    node = read.route[:-1]
    if read.operator in ("equals", "not_equals"):
        members = [((*node, read.operator), read.operand)]
    elif read.operator == "in":
        members = [((*node, "in", i), member) for i, member in enumerate(as_items(read.operand))]
    else:
        members = []
    for route, literal in members:
        if isinstance(literal, str | int | float):
            yield route, literal


def _values(captures: Sequence[Capture]) -> Iterator[Json]:
    for capture in captures:
        yield from capture.values or ()
        if capture.type == "boolean":
            yield from (True, False)


def _respelled(route: Route, literal: Json, listed: Sequence[str]) -> Fix | None:
    same = [value for value in listed if _folded(value) == _folded(str(literal))]
    if len(same) != 1:
        return None
    return Fix(
        f"write '{same[0]}'",
        (Edit("set", route, same[0]),),
        safe=True,
        changes="the condition matches the listed value",
    )


def _folded(value: str) -> str:
    return re.sub(r"[-_\s]", "", value).lower()
