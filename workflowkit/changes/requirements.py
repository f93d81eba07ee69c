"""Requirements of a step: what its output must have, as what can be compared between two versions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Final

from workflowkit.changes.version import VersionStep
from workflowkit.compiler.canonical import NotFiniteError, canonical_json
from workflowkit.text.json_values import as_fields, as_items, as_text
from workflowkit.text.routes import Json

_CONSTRAINT: Final = re.compile(
    r"\b(?:must|never|always|do not|don't|may not|cannot|only|required?|forbidden|at least|at most|no more than|unless|without)\b",
    re.IGNORECASE,
)
_SENTENCE: Final = re.compile(r"[^.!?\n]+(?:[.!?](?=\s|$)|\n|$|[.!?])")
_WORD: Final = re.compile(r"\w+")
_SHORTEST: Final = 4
"""Words from which a sentence is compared."""
_ALIKE: Final = 0.6
"""The share of neighboring words from which one sentence stands for another."""

_VERIFICATION: Final = re.compile(
    r"\b(?:verif\w*|validat\w*|reviews?|audits?|checks?|tests?|testing|challenge|proofs?|acceptance|quality gate)\b",
    re.IGNORECASE,
)


def confirmation(step: VersionStep) -> Json:
    """Return the gate of *step*: False without one, True for one that always asks, else its condition or kind."""
    gate = step.value.get("requireConfirmation")
    return gate if isinstance(gate, dict) and gate else gate is True


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


def consequences(step: VersionStep) -> Mapping[str, Json]:
    """Return the triggers of the consequences of *step* by their text."""
    triggers = (
        as_fields(entry).get("when") for entry in as_items(step.value.get("assessmentConsequences"))
    )
    return {_text(trigger): trigger for trigger in triggers}


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


def lost_constraints(before: str, after: str, elsewhere: str) -> list[str]:
    """Return the sentences of *before* that demand or forbid something and that neither *after* nor *elsewhere* has, in these or similar words."""
    if before == after:
        return []
    kept = [words for text in (after, elsewhere) for _, words in _sentences(text)]
    known = {" ".join(words) for words in kept}
    pairs = [set(pairwise(words)) for words in kept]
    return [
        sentence
        for sentence, words in _sentences(before)
        if _CONSTRAINT.search(sentence)
        and " ".join(words) not in known
        and not _is_said(set(pairwise(words)), pairs)
    ]


def _is_said(wanted: set[tuple[str, str]], sentences: Iterable[set[tuple[str, str]]]) -> bool:
    return any(len(wanted & said) >= _ALIKE * len(wanted) for said in sentences)


def _sentences(text: str) -> Iterator[tuple[str, list[str]]]:
    for match in _SENTENCE.finditer(text):
        words = _WORD.findall(match[0].lower())
        if len(words) >= _SHORTEST:
            yield match[0].strip().lstrip("-*#> ").strip(), words


def _text(value: Json) -> str:
    try:
        return canonical_json(value)
    except NotFiniteError:
        return repr(value)
