"""The places of a workflow that name a context key: conditions, loops, delegations, tokens, captures and prose."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from workflowkit.analysis.data_flow.captures import NOT_CONTEXT
from workflowkit.analysis.data_flow.context import Context
from workflowkit.compiler.passes.expand_routines import PLACEHOLDER
from workflowkit.format.reader import Workflow
from workflowkit.records import dataclass
from workflowkit.refactoring.texts import is_compound, texts_in, words
from workflowkit.runtime.tokens import TOKEN
from workflowkit.text.json_values import as_fields
from workflowkit.text.routes import Route, walk

Window = tuple[int, int]


@dataclass(frozen=True, slots=True)
class KeyPlaces:
    """The places that name one key."""

    strings: tuple[Route, ...]
    """Strings that are the key: `var` of conditions, fields of loops, sources of delegations."""
    keys: tuple[Route, ...]
    """Entries of `outputRequired` that are called like it."""
    windows: tuple[tuple[Route, Window], ...]
    """Parts of texts."""
    left: tuple[Route, ...]
    """Texts with the word that may be something else."""


_LOOP_FIELDS = ("items", "count", "itemVar", "indexVar", "iterationVar")
_VALUES = frozenset(
    (
        *("outputRequired", "args", "schema", "default", "equals", "not_equals", "in"),
        "contextMapping",
    )
)
"""Keys whose values are no conditions."""


def key_places(context: Context, key: str, *, is_ambiguous: bool) -> KeyPlaces:
    """Return the places of the workflow of *context* that name *key*; with *is_ambiguous* something else is called like it, so that prose is left."""
    workflow = context.workflow
    outputs = tuple(
        (*step.route, "promptBlocks", "outputRequired", key)
        for step in workflow.all_steps
        if key in step.outputs and key not in NOT_CONTEXT
    )
    captured = {
        (capture.route, capture.window)
        for capture in context.captures
        if capture.key == key and capture.window
    }
    windows: list[tuple[Route, Window]] = []
    left: list[Route] = []
    for route, text in texts_in(workflow.value):
        if key not in text:
            continue
        certain = {window for place, window in captured if place == route}
        certain.update(_in_tokens(text, key))
        if not is_ambiguous:
            certain.update(_in_code(text, key))
        if is_compound(key) and not is_ambiguous:
            certain.update(_in_prose(text, key))
        certain -= set(_arguments(text, key)) - set(_in_tokens(text, key))
        windows += ((route, window) for window in sorted(certain))
        rest = [window for window in words(text, key) if window not in certain]
        if rest and (is_compound(key) or set(rest) & set(_in_code(text, key))):
            left.append(route)
    return KeyPlaces(tuple(_strings(workflow, key)), outputs, tuple(windows), tuple(left))


def _strings(workflow: Workflow, key: str) -> Iterator[Route]:
    for step in workflow.all_steps:
        for route, part in walk(step.value, step.route):
            inside = [name for name in route[len(step.route) :] if isinstance(name, str)]
            is_body = inside[:1] == ["body"]
            is_variable = inside[-1:] == ["var"] and not _VALUES.intersection(inside)
            if part == key and is_variable and not is_body:
                yield route
        for name in _LOOP_FIELDS:
            if step.config.get(name) == key:
                yield (*step.route, "loop", name)
        for route, delegation in step.delegations:
            for name, source in as_fields(delegation.get("contextMapping")).items():
                if source == key:
                    yield (*route, "contextMapping", name)


def _in_tokens(text: str, key: str) -> Iterator[Window]:
    for match in TOKEN.finditer(text) if "{{" in text else ():
        if match.group(1).partition(".")[0] == key:
            yield match.start(1), match.start(1) + len(key)


def _in_code(text: str, key: str) -> Iterator[Window]:
    """Yield where *text* has the key in backticks: alone, as `context.key`, or before a field, an index, a comparison or a value."""
    after = rf"(?=`|(?!\.(?:{_EXTENSIONS})\b)[.\[][^`\n]*`|\s*(?:=|:|!=|<|>)[^`\n]*`)"
    pattern = rf"`(?:context\.)?(?P<key>{re.escape(key)}){after}"
    for match in re.finditer(pattern, text) if "`" in text else ():
        yield match.span("key")


_EXTENSIONS = "md|json|jsonl|ya?ml|toml|txt|csv|html?|xml|log|sh|py|[jt]sx?|kt|java|go|rs|sql"
"""Of files, which may have the name of a key."""


def _in_prose(text: str, key: str) -> Iterator[Window]:
    """Yield where *text* has the key as a word, unless it is quoted as in JSON, or a part of a path, of a call or of a qualified name."""
    for start, end in words(text, key):
        before, after = text[max(0, start - 1) : start], text[end : end + 2]
        is_part = before in ("/", "\\", "@", '"', "'") or after[:1] in ("/", "(", '"', "'")
        is_field = before == "." and not text[:start].endswith("context.")
        if not is_part and not is_field and not re.match(r"\.[A-Za-z]", after):
            yield start, end


def _arguments(text: str, key: str) -> Iterable[Window]:
    """Return where *text* has the key as the name of an argument, `{key}`."""
    return [match.span(1) for match in PLACEHOLDER.finditer(text) if match.group(1) == key]
