"""Assessments: the results of an agent's ratings, and the follow-up that they may require (docs/engine/interpreter.md#assessments)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from workflowkit.diagnostics import Finding
from workflowkit.records import dataclass
from workflowkit.runtime.contracts import ASSESSMENT, NATIVE_CONTRACTS, check_artifact, of_kind
from workflowkit.text.ecmascript import trim
from workflowkit.text.routes import Json, Route


@dataclass(frozen=True, slots=True)
class Recorded:
    """One assessment that was answered."""

    id: str
    level_by_dimension: Mapping[str, str]
    """In the order of the declaration, levels as declared."""
    normalized: tuple[str, ...]
    """Dimensions whose level was given in another spelling."""


@dataclass(frozen=True, slots=True)
class Assessed:
    """The results of the assessments of a step."""

    recorded: tuple[Recorded, ...]
    """Empty unless all of them are answered."""
    findings: tuple[Finding, ...]
    """Routes begin at the list of artifacts."""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What a consequence requires before the step may be completed."""

    assessment: str
    dimension: str
    level: str
    guidance: str


def references(definition: Mapping[str, Json]) -> list[str]:
    """Return the ids of the assessments that a step asks for."""
    listed = definition.get("assessmentRefs")
    return [ref for ref in listed if isinstance(ref, str)] if isinstance(listed, list) else []


def assess(
    asked: Sequence[str],
    declared: Mapping[str, Mapping[str, Json]],
    artifacts: Sequence[Json],
) -> Assessed:
    """Check the *artifacts* of a submission against the assessments *asked* for; *declared* is by id."""
    recorded: list[Recorded] = []
    findings: list[Finding] = []
    for identity in asked:
        answer = _find_answer(identity, len(asked) == 1, artifacts)
        if isinstance(answer, Finding):
            findings.append(answer)
            continue
        index, artifact = answer
        rated = _rate(identity, _dimensions(declared.get(identity)), artifact, (index,))
        if isinstance(rated, Recorded):
            recorded.append(rated)
        else:
            findings.extend(rated)
    return Assessed((), tuple(findings)) if findings else Assessed(tuple(recorded), ())


def follow_ups(definition: Mapping[str, Json], recorded: Sequence[Recorded]) -> list[FollowUp]:
    """Return the consequences of a step that its *recorded* assessments trigger, each with the first level that does."""
    consequences = definition.get("assessmentConsequences")
    found = (
        _follow_up(consequence, recorded)
        for consequence in (consequences if isinstance(consequences, list) else ())
        if isinstance(consequence, dict)
    )
    return [demanded for demanded in found if demanded is not None]


def _follow_up(consequence: Mapping[str, Json], recorded: Sequence[Recorded]) -> FollowUp | None:
    trigger, effect = (consequence.get(key) for key in ("when", "effect"))
    if not isinstance(trigger, dict) or not isinstance(effect, dict):
        return None
    guidance = effect.get("guidance")
    for assessment in recorded:
        if trigger.get("forAssessment", assessment.id) != assessment.id:
            continue
        for dimension, level in assessment.level_by_dimension.items():
            if level == trigger.get("anyEqualsLevel"):
                text = guidance if isinstance(guidance, str) else ""
                return FollowUp(assessment.id, dimension, level, text)
    return None


def _find_answer(
    identity: str, is_only: bool, artifacts: Sequence[Json]
) -> tuple[int, Mapping[str, Json]] | Finding:
    """Return the artifact that answers an assessment, with its index. The only assessment of a step need not be named."""
    contract = NATIVE_CONTRACTS[ASSESSMENT]
    for index, artifact in enumerate(artifacts):
        if not of_kind([artifact], contract.kind):
            continue
        wrong = check_artifact(contract, artifact)
        given = artifact.get("assessmentId")
        if is_only and wrong:
            return wrong[0].under((index,))
        if is_only and given is not None and given != identity:
            return Finding(
                (index, "assessmentId"),
                f"the artifact answers '{given}' where '{identity}' is asked for",
                help=f"set the id to '{identity}' or leave it out",
            )
        if is_only or (not wrong and given == identity):
            return index, artifact
    return Finding(
        (), f"the assessment '{identity}' has no answer", help="submit an artifact for it"
    )


def _rate(
    identity: str,
    dimensions: Mapping[str, Mapping[str, Json]],
    artifact: Mapping[str, Json],
    route: Route,
) -> Recorded | list[Finding]:
    ratings: Mapping[str, Json] = artifact["dimensions"]
    findings = [
        Finding(
            (*route, "dimensions", name),
            f"'{name}' is no dimension of '{identity}'",
            help=_listing(dimensions),
            on_key=True,
        )
        for name in ratings
        if name not in dimensions
    ]
    levels: dict[str, str] = {}
    normalized: list[str] = []
    for name, dimension in dimensions.items():
        if name not in ratings:
            if dimension.get("required") is not False:
                message = f"the dimension '{name}' of '{identity}' has no level"
                findings.append(Finding((*route, "dimensions"), message))
            continue
        rating = ratings[name]
        given: str = rating["level"] if isinstance(rating, dict) else rating
        level = _declared_level(given, dimension)
        if isinstance(level, Finding):
            findings.append(level.under((*route, "dimensions", name)))
            continue
        levels[name] = level
        if level != given:
            normalized.append(name)
    return findings or Recorded(identity, levels, tuple(normalized))


def _declared_level(given: str, dimension: Mapping[str, Json]) -> str | Finding:
    """Return the declared level that *given* means: itself, or the only one that differs in case and outer space."""
    listed = dimension.get("levels")
    levels = (
        [level for level in listed if isinstance(level, str)] if isinstance(listed, list) else []
    )
    if given in levels:
        return given
    alike = [level for level in levels if level.lower() == trim(given).lower()]
    if len(alike) == 1:
        return alike[0]
    fact = "means several levels" if alike else "is no level"
    return Finding((), f"'{given[:80]}' {fact} of this dimension", help=_listing(alike or levels))


def _dimensions(assessment: Mapping[str, Json] | None) -> dict[str, Mapping[str, Json]]:
    listed = (assessment or {}).get("dimensions")
    return {
        assessment["id"]: assessment
        for assessment in (listed if isinstance(listed, list) else ())
        if isinstance(assessment, dict) and isinstance(assessment.get("id"), str)
    }


def _listing(names: Mapping[str, Json] | Sequence[str]) -> str:
    return "use one of " + ", ".join(f"'{name}'" for name in sorted(names))
