"""Warnings and notes of the engine's validator (docs/engine/structure-checks.md#loop-warnings).

The engine computes and discards them; wfk keeps them for callers that want the validator's full answer.
Slugs only: the lint rules report the same in more detail.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.compiler.steps import CompiledStep, Steps
from workflowkit.text.ecmascript import trim
from workflowkit.text.json_values import as_fields, as_items, as_text
from workflowkit.text.routes import Json

_QUOTED_JSON = re.compile(r"[\"'`]\s*[{\[]")
_OPENING = r"(?:\A|(?<=\}))(?:[^{}]|\{(?!\{))*+\{\{"
"""Up to the first `{{` behind a `}`: when no token begins there, none begins at a later one before the next `}`, so that a text is read once."""
_NESTED_TERNARY = re.compile(rf"{_OPENING}[^}}?]*+\?[^}}?]*+\?[^}}:]*+:[^}}:]*+:[^}}]*+\}}\}}")
_TERNARY = re.compile(rf"{_OPENING}[^}}?]*+\?[^}}:]*+:[^}}]*+\}}\}}")
_CONDITIONAL = re.compile(rf"{_OPENING}(?P<token>[^}}?]*+\?[^}}]*+)\}}\}}")
_LITERAL = re.compile(r"'([^']*)'|\"([^\"]*)\"")
_TOKEN = re.compile(rf"{_OPENING}(?P<token>[^}}]++)\}}\}}")
_LEADING_NAME = re.compile(r"[A-Za-z0-9_$]+")


def warnings_and_notes(steps: Steps) -> tuple[list[str], list[str]]:
    """Return the slugs of the validator's warnings and of its notes, each in its order."""
    warnings: list[str] = []
    notes: list[str] = []
    for step in steps:
        if step.is_loop:
            for slug in _loop_slugs(step):
                (notes if slug in _NOTES else warnings).append(slug)
        elif any(map(_looks_like_quoted_json, _messages(step.value.get("validationCriteria")))):
            warnings.append("quoted-json-message")
    return warnings, notes


_NOTES = {"loop-pattern-progressive-analysis", "loop-pattern-multi-conditional"}


def _messages(criteria: Json) -> Iterator[str]:
    if isinstance(criteria, list):
        for entry in criteria:
            yield from _messages(entry)
        return
    record = as_fields(criteria)
    if isinstance(record.get("message"), str):
        yield record["message"]
    for key in ("and", "or"):
        yield from _messages(as_items(record.get(key)))
    if "not" in record:
        yield from _messages(record["not"])


def _looks_like_quoted_json(message: str) -> bool:
    return bool(_QUOTED_JSON.search(trim(message)))


def _loop_slugs(loop: CompiledStep) -> Iterator[str]:
    config = as_fields(loop.value.get("loop"))
    known = _loop_variables(config)
    for step in loop.body or ():
        yield from _step_slugs(step, known)
    yield from _patterns(loop, config)
    limit = config.get("maxIterations")
    if isinstance(limit, int | float) and limit > 100:
        yield "loop-max-iterations-high"


def _loop_variables(config: dict[str, Json]) -> set[str]:
    known = {"context", "workflowId", as_text(config.get("iterationVar")) or "currentIteration"}
    if config.get("type") == "forEach":
        known.add(as_text(config.get("itemVar")) or "currentItem")
        known.add(as_text(config.get("indexVar")) or "currentIndex")
    return known


def _step_slugs(step: CompiledStep, known: set[str]) -> Iterator[str]:
    shown = [as_text(step.value.get(key)) for key in ("prompt", "title", "agentRole")]
    for value in shown:
        if _NESTED_TERNARY.search(value):
            yield "loop-nested-ternary"
        elif _TERNARY.search(value) and value.count("?") >= 2:
            yield "loop-complex-conditional"
    length = _utf16_length(_prompt_text(step))
    if length > 1500:
        yield "loop-prompt-very-long" if length > 2000 else "loop-prompt-long"
    literals = (
        match.group(1) if match.group(1) is not None else match.group(2)
        for token in _CONDITIONAL.finditer(shown[0])
        for match in _LITERAL.finditer(token["token"])
    )
    if sum(map(_utf16_length, literals)) > 2000:
        yield "loop-conditional-content-long"
    for value in shown:
        for token in _TOKEN.finditer(value):
            name = _LEADING_NAME.match(trim(token["token"]))
            if name and name.group() not in known:
                yield "loop-unknown-variable"


def _patterns(loop: CompiledStep, config: dict[str, Json]) -> Iterator[str]:
    body = loop.body or ()
    if config.get("type") == "for" and body:
        prompt = _prompt_text(body[0])
        title = as_text(body[0].value.get("title"))
        is_progressive = any(word in prompt for word in ("analysis", "Step 1", "Structure"))
        if is_progressive or "analysis" in title.lower():
            yield "loop-pattern-progressive-analysis"
    if any("===" in _prompt_text(step) and "?" in _prompt_text(step) for step in body):
        yield "loop-pattern-multi-conditional"


def _prompt_text(step: CompiledStep) -> str:
    prompt = as_text(step.value.get("prompt"))
    if prompt:
        return prompt
    blocks = as_fields(step.value.get("promptBlocks"))
    lists = (blocks.get(key) for key in ("constraints", "procedure", "verify"))
    values = [blocks.get("goal"), *(value for entry in lists for value in as_items(entry))]
    return "\n".join(value for value in values if isinstance(value, str))


def _utf16_length(value: str) -> int:
    return len(value) + sum(char > "\uffff" for char in value)
