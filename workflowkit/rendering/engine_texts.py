"""The engine's own sections of a prompt, in the words of wfk: they convey what the engine's sections convey (docs/engine/prompt-rendering.md#texts-of-the-engine)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from workflowkit.runtime.contracts import LOOP_CONTROL
from workflowkit.runtime.javascript import is_number, to_string
from workflowkit.text.json_values import as_fields, as_items, as_text
from workflowkit.text.routes import Json

MAX_CRITERIA = 5
"""Criteria that a prompt lists; more are enforced, and not shown."""

_LONG_NOTES = """

## Notes for this step
Send notes in Markdown as `output.notesMarkdown` when you complete the step. Without notes the step is blocked.

What belongs into them:
- what you did and found in this step, and nothing of earlier ones
- decisions, each with the reason, and what you rejected
- files, commands and results, exactly enough that someone else can continue
- open questions, risks and what remains to be verified

How to write them: headings or short lists, in a few sentences each, for a reader who has seen nothing of this session.

Too little: "Read the code and fixed the error."
Enough: "The reader dropped the last line of a file without a line end (`reader.py`, `lines()`). Added a test with such a file, which failed, then the check for a remainder, and the test passes. Not tested: files above 2 GB."
"""

_SHORT_NOTES = """

## Notes for this step
Send notes as `output.notesMarkdown`: what you did, decided and found in this step only. Without notes the step is blocked."""

_SCOPE_SECOND = "Search for what the first pass missed."
_SCOPE_LAST = "This is the last pass: verify, and begin nothing new."
_SCOPE_LATER = "Expect less with every pass: continue only with what matters."


ONBOARDING = (
    "This session runs a workflow. The engine gives you one step at a time; complete each step "
    "before you ask for the next one."
)
"""The step that later engines put in front of a workflow; their text is not known."""


def banner(iteration: int, bound: int | None) -> str:
    """Return the text in front of a step of a loop, in the pass *iteration*, counted from 0; *bound* is None when it is not known."""
    if iteration == 0:
        most = f" of up to {bound} passes" if bound is not None else ""
        return f"> This step is part of a loop{most}; a later step decides whether it repeats.\n"
    number = iteration + 1
    progress = f"Pass {number}"
    if bound is not None:
        done = min(number, bound)
        progress = f"`{'#' * done}{'.' * (bound - done)}` pass {number} of {bound}"
    if iteration <= 1:
        scope = _SCOPE_SECOND
    else:
        scope = _SCOPE_LAST if bound is not None and number >= bound else _SCOPE_LATER
    return f"---\n{progress}\n\n{scope}\n\nThe notes of earlier passes are above; do not repeat that work.\n---\n"


def criteria_section(criteria: Json) -> str:
    """Return the requirements that the engine lists of *criteria*; empty when it lists none."""
    listed = [line for rule in _rules(criteria) for line in _requirement(rule)][:MAX_CRITERIA]
    return _section("Requirements for the output", listed)


def _rules(criteria: Json) -> Iterator[Mapping[str, Json]]:
    # A list of rules is enforced, but the engine does not list it.
    pending = [criteria]
    while pending:
        part = pending.pop(0)
        if not isinstance(part, dict):
            continue
        if isinstance(part.get("and"), list):
            pending = [*part["and"], *pending]
        elif part.get("type") and part.get("message"):
            yield part


def _requirement(rule: Mapping[str, Json]) -> Iterator[str]:
    match rule["type"]:
        case "contains" if rule.get("value"):
            yield f'contains "{to_string(rule["value"])}"'
        case "regex" if rule.get("pattern"):
            flags = f" with the flags {to_string(rule['flags'])}" if rule.get("flags") else ""
            yield f"matches `{to_string(rule['pattern'])}`{flags}"
        case "length":
            limits = [
                f"{words} {to_string(rule[key])}"
                for key, words in (("min", "at least"), ("max", "at most"))
                if is_number(rule.get(key))
            ]
            if limits:
                yield f"has {' and '.join(limits)} characters"


def delegation_section(delegations: Sequence[Mapping[str, Json]]) -> str:
    """Return the workflows that a parallel step delegates to."""
    lines = [
        f"`{as_text(entry.get('workflowId'))}`: {as_text(entry.get('goal'))}".rstrip(": ")
        for entry in delegations
    ]
    return _section("Delegated workflows", lines)


def contract_section(contract: Json) -> str:
    """Return the requirements of an output contract; empty when there is none."""
    reference = as_text(as_fields(contract).get("contractRef"))
    if not reference:
        return ""
    if reference != LOOP_CONTROL:
        lines = [f"contract: `{reference}`", "send an artifact that matches its schema"]
        return _section("Required artifact", lines)
    example = {"output": {"artifacts": [{"kind": "wr.loop_control", "decision": "stop"}]}}
    return _section(
        "Required artifact",
        [
            f"contract: `{reference}`",
            "kind of the artifact: `wr.loop_control`",
            "`decision`: `continue` for another pass, `stop` to leave the loop",
            "do not send a loop id",
            f"example: `{json.dumps(example)}`",
        ],
    )


def assessment_section(definitions: Sequence[Mapping[str, Json]]) -> str:
    """Return the requirements of the assessments of a step, in the order in which the workflow declares them."""
    return "".join(
        _section("Required assessment", list(_assessment(definition, len(definitions) > 1)))
        for definition in definitions
    )


def _assessment(definition: Mapping[str, Json], is_named: bool) -> Iterator[str]:
    identity = as_text(definition.get("id"))
    yield "kind of the artifact: `wr.assessment`"
    if is_named:
        yield f"set `assessmentId` to `{identity}`"
    yield f"assessment: `{identity}`"
    yield f"purpose: {as_text(definition.get('purpose'))}"
    yield "dimensions, each with its levels:"
    dimensions = [as_fields(each) for each in as_items(definition.get("dimensions"))]
    for dimension in dimensions:
        levels = " | ".join(to_string(level) for level in as_items(dimension.get("levels")))
        yield f"{as_text(dimension.get('id'))}: {levels}: {as_text(dimension.get('purpose'))}"
    if dimensions:
        first = [to_string(level) for level in as_items(dimensions[0].get("levels"))]
        example = {
            "kind": "wr.assessment",
            "assessmentId": identity,
            "dimensions": {as_text(dimensions[0].get("id")): first[0] if first else ""},
        }
        yield f"example: `{json.dumps({'output': {'artifacts': [example]}})}`"
    yield "use declared levels only"


def notes_section(*, has_notes: bool) -> str:
    """Return the request for notes: long, or a reminder when the run *has_notes* already."""
    return _SHORT_NOTES if has_notes else _LONG_NOTES.rstrip("\n")


_EVERY_STEP: Mapping[str, Sequence[str]] = {
    "coding": ("`metrics_commit_shas`: the full list of commits of this run, every time",)
}
_LAST_STEP: Mapping[str, Sequence[str]] = {
    "coding": (
        "`metrics_outcome`: success, partial, abandoned or error",
        "`metrics_pr_numbers`: a list of numbers",
        "`metrics_files_changed`, `metrics_lines_added`, `metrics_lines_removed`: numbers",
    ),
    "review": (
        "`metrics_pr_numbers`: a list of numbers",
        "`metrics_outcome`: success, partial, abandoned or error",
    ),
    **dict.fromkeys(
        ("research", "design", "ticket"),
        ("`metrics_outcome`: success, partial, abandoned or error",),
    ),
}


def metrics_section(profile: str, *, is_last: bool) -> str:
    """Return the request for metrics keys of a *profile*; empty when it asks for none at this step."""
    last = _LAST_STEP.get(profile, ()) if is_last else ()
    return _section("Metrics to set in the context", [*_EVERY_STEP.get(profile, ()), *last])


def _section(title: str, lines: Sequence[str]) -> str:
    if not lines:
        return ""
    return f"\n\n## {title}\n" + "\n".join(f"- {line}" for line in lines)
