"""Artifact contracts: the shape that each kind of artifact must have (docs/engine/contracts.md).

The interpreter reads two of them itself; the shapes of all others are data of the engine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from workflowkit.diagnostics import Finding
from workflowkit.records import dataclass
from workflowkit.runtime import shapes
from workflowkit.runtime.artifact_schemas import shape_of
from workflowkit.runtime.shapes import Shape
from workflowkit.text.routes import Json

LOOP_CONTROL: Final = "wr.contracts.loop_control"
"""The contract of the artifact that continues or stops a loop."""

ASSESSMENT: Final = "wr.contracts.assessment"
"""The contract of the artifact that answers an assessment."""


@dataclass(frozen=True, slots=True)
class ArtifactContract:
    """The requirements of an output contract."""

    reference: str
    kind: str
    """Of the artifact."""
    shape: Shape
    is_checkable: bool = True
    """False when the engine has no check for it at run time: a step with it as output contract can never be completed."""


def contract_of(reference: str, kind: str, schema: Json, *, is_checkable: bool) -> ArtifactContract:
    """Return the contract whose artifacts the JSON Schema *schema* describes."""
    return ArtifactContract(reference, kind, shape_of(schema), is_checkable)


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
    contract = NATIVE_CONTRACTS[LOOP_CONTROL]
    for artifact in reversed(of_kind(artifacts, contract.kind)):
        if next(contract.shape(artifact, ()), None) is None:
            return str(artifact["decision"])
    return None


_RATED = shapes.record(
    {"level": shapes.text(1), "rationale": shapes.text(1, 512)},
    ("level",),
)
_METADATA = shapes.record(
    {
        "reason": shapes.text(0, 1024),
        "issuesFound": shapes.integer(),
        "iterationIndex": shapes.integer(),
        "confidence": shapes.integer(most=100),
    },
    (),
)

_ASSESSMENT = ArtifactContract(
    ASSESSMENT,
    "wr.assessment",
    shapes.record(
        {
            "kind": shapes.word("wr.assessment"),
            "dimensions": shapes.record(
                {}, (), shapes.by_type(((dict, _RATED), (str, shapes.text(1)))), least=1
            ),
            "assessmentId": shapes.text(1, 64),
            "summary": shapes.text(0, 1024),
        },
        ("kind", "dimensions"),
    ),
    is_checkable=False,
)
_LOOP_CONTROL = ArtifactContract(
    LOOP_CONTROL,
    "wr.loop_control",
    shapes.record(
        {
            "kind": shapes.word("wr.loop_control"),
            "decision": shapes.word("continue", "stop"),
            "loopId": shapes.text(1, 64, "[a-z0-9_-]+"),
            "metadata": _METADATA,
        },
        ("kind", "decision"),
    ),
)

NATIVE_CONTRACTS: Final[Mapping[str, ArtifactContract]] = {
    contract.reference: contract for contract in (_ASSESSMENT, _LOOP_CONTROL)
}
"""The contracts whose artifacts the interpreter reads, by reference; they are the same in every version."""
