"""Artifact contracts: the shape that each kind of artifact must have (docs/engine/contracts.md).

Objects are closed and text is measured in UTF-16 code units, as the engine does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from workflowkit.diagnostics import Finding
from workflowkit.runtime.javascript import is_number
from workflowkit.text.routes import Json, Route

LOOP_CONTROL = "wr.contracts.loop_control"
"""The contract of the artifact that continues or stops a loop."""

ASSESSMENT = "wr.contracts.assessment"
"""The contract of the artifact that answers an assessment."""

Shape = Callable[[Json, Route], Iterator[Finding]]
"""Yields the errors of a value at a route."""


@dataclass(frozen=True, slots=True)
class ArtifactContract:
    """The requirements of an output contract."""

    reference: str
    kind: str
    """Of the artifact."""
    shape: Shape
    is_checkable: bool = True
    """False when the engine has no check for it at run time: a step with it as output contract can never be completed."""


def check_artifact(contract: ArtifactContract, artifact: Json) -> list[Finding]:
    """Return every error that keeps *artifact* from satisfying *contract*; routes begin at the artifact."""
    return list(contract.shape(artifact, ()))


def of_kind(artifacts: Sequence[Json], kind: str) -> list[Json]:
    """Return the *artifacts* that declare *kind*, in their order."""
    return [
        artifact
        for artifact in artifacts
        if isinstance(artifact, dict) and artifact.get("kind") == kind
    ]


def loop_decision(artifacts: Sequence[Json]) -> str | None:
    """Return `continue` or `stop`, from the last well-formed loop-control artifact; None when there is none."""
    contract = CONTRACTS[LOOP_CONTROL]
    for artifact in reversed(of_kind(artifacts, contract.kind)):
        if next(contract.shape(artifact, ()), None) is None:
            return str(artifact["decision"])
    return None


def _record(required: Mapping[str, Shape], optional: Mapping[str, Shape] | None = None) -> Shape:
    """Return the check of a closed object."""
    known = {**required, **(optional or {})}

    def check(value: Json, route: Route) -> Iterator[Finding]:
        if not isinstance(value, dict):
            yield _wrong(value, route, "an object")
            return
        for key, shape in known.items():
            if key in value:
                yield from shape(value[key], (*route, key))
            elif key in required:
                yield Finding((*route, key), f"'{key}' is missing", help=f"add '{key}'")
        for key in value:
            if key not in known:
                listed = ", ".join(f"'{name}'" for name in sorted(known))
                yield Finding(
                    route, f"unknown key '{key}'", help=f"use one of {listed}", on_key=True
                )

    return check


def _list_of(shape: Shape) -> Shape:
    def check(value: Json, route: Route) -> Iterator[Finding]:
        if not isinstance(value, list):
            yield _wrong(value, route, "a list")
            return
        for index, member in enumerate(value):
            yield from shape(member, (*route, index))

    return check


def _text(least: int = 0, most: int | None = None, pattern: str | None = None) -> Shape:
    def check(value: Json, route: Route) -> Iterator[Finding]:
        if not isinstance(value, str):
            yield _wrong(value, route, "a text")
            return
        length = utf16_length(value)
        if length < least:
            yield Finding(route, f"the text has {length} characters, at least {least} are needed")
        if most is not None and length > most:
            yield Finding(route, f"the text has {length} characters, at most {most} fit")
        if pattern and not re.fullmatch(pattern, value):
            yield Finding(route, f"the text '{value[:80]}' does not match {pattern}")

    return check


def _word(*words: str) -> Shape:
    def check(value: Json, route: Route) -> Iterator[Finding]:
        if not isinstance(value, str) or value not in words:
            yield _wrong(value, route, " or ".join(f"'{word}'" for word in words))

    return check


def _integer(most: int | None = None) -> Shape:
    def check(value: Json, route: Route) -> Iterator[Finding]:
        if not is_number(value) or value != value // 1:
            yield _wrong(value, route, "a whole number")
        elif value < 0:
            yield Finding(route, "the number is negative")
        elif most is not None and value > most:
            yield Finding(route, f"the number is over {most}")

    return check


def _one(value: Json, route: Route) -> Iterator[Finding]:
    if not is_number(value) or value != 1:
        yield _wrong(value, route, "the number 1")


def _any_object(value: Json, route: Route) -> Iterator[Finding]:
    if not isinstance(value, dict):
        yield _wrong(value, route, "an object")


_RATED = _record({"level": _text(1)}, {"rationale": _text(1, 512)})


def _dimensions(value: Json, route: Route) -> Iterator[Finding]:
    if not isinstance(value, dict):
        yield _wrong(value, route, "an object")
        return
    if not value:
        yield Finding(route, "no dimension is given", help="give a level for each dimension")
    for name, rating in value.items():
        shape = _RATED if isinstance(rating, dict) else _text(1)
        yield from shape(rating, (*route, name))


_BAND = _word("high", "medium", "low")
_METADATA = _record(
    {},
    {
        "reason": _text(0, 1024),
        "issuesFound": _integer(),
        "iterationIndex": _integer(),
        "confidence": _integer(100),
    },
)
_REVIEW_FINDING = _record(
    {"severity": _word("critical", "major", "minor", "nit"), "summary": _text(1)},
    {
        "findingCategory": _word(
            "correctness",
            "security",
            "architecture",
            "ux",
            "performance",
            "testing",
            "style",
        )
    },
)

_ALL = (
    ArtifactContract(
        ASSESSMENT,
        "wr.assessment",
        _record(
            {"kind": _word("wr.assessment"), "dimensions": _dimensions},
            {"assessmentId": _text(1, 64), "summary": _text(0, 1024)},
        ),
        is_checkable=False,
    ),
    ArtifactContract(
        LOOP_CONTROL,
        "wr.loop_control",
        _record(
            {"kind": _word("wr.loop_control"), "decision": _word("continue", "stop")},
            {"loopId": _text(1, 64, "[a-z0-9_-]+"), "metadata": _METADATA},
        ),
    ),
    ArtifactContract(
        "wr.contracts.coordinator_signal",
        "wr.coordinator_signal",
        _record(
            {
                "kind": _word("wr.coordinator_signal"),
                "signalKind": _word(
                    "progress", "finding", "data_needed", "approval_needed", "blocked"
                ),
                "payload": _any_object,
            },
            {"sessionId": _text()},
        ),
    ),
    ArtifactContract(
        "wr.contracts.review_verdict",
        "wr.review_verdict",
        _record(
            {
                "kind": _word("wr.review_verdict"),
                "verdict": _word("clean", "minor", "blocking"),
                "confidence": _BAND,
                "findings": _list_of(_REVIEW_FINDING),
                "summary": _text(1),
            }
        ),
    ),
    ArtifactContract(
        "wr.contracts.discovery_handoff",
        "wr.discovery_handoff",
        _record(
            {
                "kind": _word("wr.discovery_handoff"),
                "version": _one,
                "selectedDirection": _text(1),
                "designDocPath": _text(),
                "confidenceBand": _BAND,
                "keyInvariants": _list_of(_text(1)),
            }
        ),
        is_checkable=False,
    ),
)

CONTRACTS: Mapping[str, ArtifactContract] = {contract.reference: contract for contract in _ALL}
"""Every contract of the reference engine, by reference."""


def utf16_length(text: str) -> int:
    """Return the length of *text* as the engine counts it: characters beyond U+FFFF count twice."""
    return len(text) + sum(char > "\uffff" for char in text)


def _wrong(value: Json, route: Route, expected: str) -> Finding:
    return Finding(route, f"found {_shown(value)} where {expected} is needed")


def _shown(value: Json) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            return f"'{value[:80]}'"
        case list():
            return "a list"
        case dict():
            return "an object"
        case _:
            return f"the number {value}"
