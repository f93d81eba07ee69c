"""Submissions: whether the step may be completed, and what blocks it (docs/engine/interpreter.md#the-gate)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from workflowkit.diagnostics import Finding
from workflowkit.records import dataclass
from workflowkit.runtime.assessments import (
    Assessed,
    FollowUp,
    Recorded,
    assess,
    follow_ups,
    references,
)
from workflowkit.runtime.contracts import ASSESSMENT, ArtifactContract, check_artifact, of_kind
from workflowkit.runtime.criteria import CriteriaResult, check_criteria
from workflowkit.runtime.executable import Executable, ExecutableStep, is_plain_id
from workflowkit.text.ecmascript import trim
from workflowkit.text.routes import Json

CRITERIA = "wr.validationCriteria"
"""The name of the contract when a step has validation criteria only."""

MAX_GUIDANCE_BYTES = 950
"""Longer guidance of a follow-up does not fit into a blocker: the engine fails instead of blocking.

A blocker has 1,024 bytes for it, of which the engine's own words in front take 74."""

MAX_NAME_BYTES = 438
"""A longer assessment id and level do not fit into the message of a follow-up, which has 512 bytes."""

MAX_BLOCKERS = 10
"""More reasons are not told."""


class Code(StrEnum):
    """Why a step is blocked, by the engine's names."""

    FOLLOW_UP = "ASSESSMENT_FOLLOWUP_REQUIRED"
    INVALID_OUTPUT = "INVALID_REQUIRED_OUTPUT"
    BROKEN_CRITERIA = "INVARIANT_VIOLATION"
    MISSING_NOTES = "MISSING_REQUIRED_NOTES"
    MISSING_OUTPUT = "MISSING_REQUIRED_OUTPUT"


@dataclass(frozen=True, slots=True)
class Blocker:
    """One reason why a step is not completed."""

    code: Code
    pointer: str
    """The kind of what blocks: `output_contract`, `workflow_step`, `assessment_dimension` or `context_budget`."""
    id: str
    """The id of that; for a dimension, the assessment and the dimension, joined by a dot."""
    message: str
    help: str = ""
    """The guidance of a follow-up."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result of a submission."""

    blockers: tuple[Blocker, ...] = ()
    """In the engine's order; empty when the step is completed."""
    recorded: tuple[Recorded, ...] = ()
    """Assessments that are kept, also when the step is blocked."""
    keeps_notes: bool = True
    """False when notes are dropped although the step is completed: they fail criteria that are not enforced."""
    internal_error: str = ""
    """Why the engine fails instead of blocking; empty when it does not."""

    @property
    def is_completed(self) -> bool:
        """True when the run goes on."""
        return not self.blockers

    @property
    def is_terminal(self) -> bool:
        """True when no retry can succeed."""
        return any(blocker.code is Code.BROKEN_CRITERIA for blocker in self.blockers)


def check_submission(
    executable: Executable,
    step: ExecutableStep,
    notes: str | None,
    artifacts: Sequence[Json],
    context: Mapping[str, Json],
) -> Verdict:
    """Check a submission against the requirements of *step*; *context* is the merged one."""
    definition = step.definition
    text = notes or ""
    criteria = definition.get("validationCriteria")
    result = None if criteria is None else check_criteria(criteria, text, context)
    # White space is a text for the criteria, but not for the requirement of notes.
    if result is not None and result.error is not None and text:
        message = f"the validation criteria cannot be evaluated ({result.error})"
        broken = Blocker(Code.BROKEN_CRITERIA, "context_budget", step.id, message)
        return Verdict((broken,), keeps_notes=False)

    blockers: list[Blocker] = []
    internal_error = ""
    asked = references(definition)
    assessed = assess(asked, executable.assessments, artifacts) if asked else Assessed((), ())
    behavior = executable.behavior
    if definition.get("outputContract") is not None:
        blockers.extend(_contract_blockers(step, artifacts, behavior.contracts))
    elif asked:
        blockers.extend(_assessment_blockers(assessed.findings))
    elif result is not None:
        blockers.extend(_criteria_blockers(result, text))
    # Only one requirement counts, but a given level has its consequence beside any of them.
    triggered = follow_ups(definition, assessed.recorded)
    for demanded in triggered if behavior.reports_every_consequence else triggered[:1]:
        blockers.append(_follow_up_blocker(demanded))
        internal_error = internal_error or _follow_up_error(demanded)
    if not trim(text) and _needs_notes(definition):
        blockers.append(Blocker(Code.MISSING_NOTES, "workflow_step", step.id, "notes are missing"))
        if not is_plain_id(step.id):
            internal_error = f"the step id '{step.id}' fits no blocker"
    return Verdict(
        blockers=tuple(
            sorted(blockers, key=lambda blocker: (blocker.code, blocker.pointer, blocker.id))
        )[:MAX_BLOCKERS],
        recorded=assessed.recorded,
        keeps_notes=result is None or result.is_valid,
        internal_error=internal_error,
    )


class ContractErrorKind(StrEnum):
    """The kinds of errors of an output with a contract, by the engine's names."""

    UNKNOWN = "UNKNOWN_CONTRACT_REF"
    """The contract is unknown, or the engine has no check for it: nothing can satisfy it."""
    MISSING = "MISSING_REQUIRED_ARTIFACT"
    INVALID = "INVALID_ARTIFACT_SCHEMA"


def check_contract(
    contract: Json, artifacts: Sequence[Json], contracts: Mapping[str, ArtifactContract]
) -> tuple[ContractErrorKind | None, list[Finding]]:
    """Check *artifacts* against an `outputContract`, one of *contracts*; the findings are those of the first of its kind."""
    config = contract if isinstance(contract, dict) else {}
    reference = config.get("contractRef")
    known = contracts.get(reference) if isinstance(reference, str) else None
    if known is None or not known.is_checkable:
        return ContractErrorKind.UNKNOWN, []
    found = of_kind(artifacts, known.kind)
    if not found:
        return None if config.get("required") is False else ContractErrorKind.MISSING, []
    findings = check_artifact(known, found[0])
    return (ContractErrorKind.INVALID if findings else None), findings


def _contract_blockers(
    step: ExecutableStep, artifacts: Sequence[Json], contracts: Mapping[str, ArtifactContract]
) -> list[Blocker]:
    kind, findings = check_contract(step.definition["outputContract"], artifacts, contracts)
    if kind is None:
        return []
    reference = step.contract or ""
    if kind is ContractErrorKind.INVALID:
        message = "; ".join(finding.message for finding in findings)
        return [Blocker(Code.INVALID_OUTPUT, "output_contract", reference, message)]
    message = f"no artifact satisfies '{reference}'"
    return [Blocker(Code.MISSING_OUTPUT, "output_contract", reference, message)]


def _assessment_blockers(findings: Sequence[Finding]) -> list[Blocker]:
    """Return the blockers of the assessments; a missing answer counts as an invalid one."""
    if not findings:
        return []
    message = "; ".join(finding.message for finding in findings)
    return [Blocker(Code.INVALID_OUTPUT, "output_contract", ASSESSMENT, message)]


def _follow_up_blocker(demanded: FollowUp) -> Blocker:
    return Blocker(
        Code.FOLLOW_UP,
        "assessment_dimension",
        f"{demanded.assessment}.{demanded.dimension}",
        f"'{demanded.dimension}' is at '{demanded.level}'",
        demanded.guidance,
    )


def _follow_up_error(demanded: FollowUp) -> str:
    if not is_plain_id(demanded.dimension):
        return f"the dimension id '{demanded.dimension}' fits no blocker"
    if _n_bytes(demanded.guidance) > MAX_GUIDANCE_BYTES:
        return f"the guidance takes more than {MAX_GUIDANCE_BYTES} bytes"
    if _n_bytes(demanded.assessment + demanded.level) > MAX_NAME_BYTES:
        return f"the assessment id and the level take more than {MAX_NAME_BYTES} bytes"
    return ""


def _n_bytes(text: str) -> int:
    return len(text.encode("utf-8", "replace"))


def _criteria_blockers(result: CriteriaResult, text: str) -> list[Blocker]:
    if not text:
        return [Blocker(Code.MISSING_OUTPUT, "output_contract", CRITERIA, "notes are missing")]
    if result.is_valid:
        return []
    message = "; ".join(issue.message for issue in result.issues)
    return [Blocker(Code.INVALID_OUTPUT, "output_contract", CRITERIA, message)]


def _needs_notes(definition: Mapping[str, Json]) -> bool:
    has_contract = definition.get("outputContract") is not None
    return not has_contract and definition.get("notesOptional") is not True
