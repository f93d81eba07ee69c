"""Requirements of a step: what its output must have, as what can be compared between two versions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from workflowkit.changes.version import VersionStep
from workflowkit.compiler.canonical import NotFiniteError, canonical_json
from workflowkit.text.json_values import as_fields, as_items, as_text
from workflowkit.text.routes import Json

_VERIFICATION: Final = re.compile(
    r"\b(?:(?:re)?verif\w*|(?:re)?validat\w*|reviews?|audits?|checks?|tests?|testing|challenge|proofs?|acceptance|quality gate)\b",
    re.IGNORECASE,
)


def contract(step: VersionStep) -> str:
    """Return the contract of the artifact that *step* submits; empty when it submits none."""
    return as_text(as_fields(step.value.get("outputContract")).get("contractRef"))


def is_contract_required(step: VersionStep) -> bool:
    """Return true when *step* does not end without its artifact."""
    return (
        bool(contract(step))
        and as_fields(step.value["outputContract"]).get("required") is not False
    )


def assessments(step: VersionStep) -> list[str]:
    """Return the assessments that *step* must give."""
    return [ref for ref in as_items(step.value.get("assessmentRefs")) if isinstance(ref, str)]


def consequences(step: VersionStep) -> list[tuple[str, str]]:
    """Return the assessments of *step*, each with a level that has a consequence; one that names no assessment is for each of them."""
    found: list[tuple[str, str]] = []
    for entry in as_items(step.value.get("assessmentConsequences")):
        trigger = as_fields(as_fields(entry).get("when"))
        level, only = as_text(trigger.get("anyEqualsLevel")), trigger.get("forAssessment")
        found += [(ref, level) for ref in assessments(step) if only in (None, ref)]
    return found


def criteria(step: VersionStep) -> Mapping[str, dict[str, Json]]:
    """Return the rules about the notes of *step* by their text; of a composition, those that all must hold."""
    return {
        _text({**rule, "message": None}): rule
        for rule in _rules(step.value.get("validationCriteria"))
    }


def _rules(value: Json) -> Iterator[dict[str, Json]]:
    pending = [value]
    while pending:
        node = pending.pop(0)
        if isinstance(node, list):
            pending[:0] = node
        elif isinstance(node, dict) and isinstance(node.get("and"), list):
            pending[:0] = node["and"]
        elif isinstance(node, dict):
            yield node


def loosened(before: Mapping[str, Json], after: Mapping[str, Json]) -> bool:
    """Return true when the rule *after* is *before* with wider limits."""
    if before.get("type") != after.get("type") or before.get("type") != "length":
        return False
    lower = [_number(rule.get("min"), 0.0) for rule in (before, after)]
    upper = [_number(rule.get("max"), float("inf")) for rule in (before, after)]
    is_wider = lower[1] <= lower[0] and upper[1] >= upper[0]
    return is_wider and (lower[0], upper[0]) != (lower[1], upper[1])


def _number(value: Json, default: float) -> float:
    return (
        float(value) if isinstance(value, int | float) and not isinstance(value, bool) else default
    )


def is_verification(step: VersionStep) -> bool:
    """Return true when *step* checks what others did, by its title or id."""
    return bool(_VERIFICATION.search(step.title) or _VERIFICATION.search(step.id.replace("-", " ")))


def _text(value: Json) -> str:
    try:
        return canonical_json(value)
    except NotFiniteError:
        return repr(value)
