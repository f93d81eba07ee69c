"""What a node says about its step: gate, contract, assessments with their consequences, texts, captures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from workflowkit.analysis.condition_words import in_words
from workflowkit.graph.model import Detail
from workflowkit.text.json_values import as_fields, as_items, as_text
from workflowkit.text.routes import Json
from workflowkit.text.wording import counted


def details_of(step: Mapping[str, Json], captured: Iterable[str] = ()) -> Iterator[Detail]:
    """Yield the facts about the compiled *step*, which asks the agent for the *captured* keys."""
    yield from _gate(step.get("requireConfirmation"))
    yield from _contract(step.get("outputContract"))
    refs = [as_text(ref) for ref in as_items(step.get("assessmentRefs"))]
    if refs:
        yield Detail("assessment", f"judged by {', '.join(refs)}")
    for consequence in as_items(step.get("assessmentConsequences")):
        yield Detail("consequence", _consequence(as_fields(consequence)))
    if fragments := as_items(step.get("promptFragments")):
        yield Detail("text", counted(len(fragments), "conditional text"))
    if keys := sorted(captured):
        yield Detail("capture", f"sets {', '.join(keys)}")


def _gate(gate: Json) -> Iterator[Detail]:
    rule = as_fields(gate)
    if gate is True:
        yield Detail("gate", "waits for you")
    elif rule.get("kind") == "coordinator_eval":
        yield Detail("gate", "waits for the coordinator" + _when(rule.get("condition")))
    elif rule.get("kind") == "human_approval":
        yield Detail("gate", "waits for you" + _when(rule.get("condition")))
    elif rule:
        yield Detail("gate", "waits for you" + _when(rule))


def _when(condition: Json) -> str:
    return f" when {in_words(condition)}" if as_fields(condition) else ""


def _contract(contract: Json) -> Iterator[Detail]:
    fields = as_fields(contract)
    if ref := as_text(fields.get("contractRef")):
        optional = " or nothing" if fields.get("required") is False else ""
        yield Detail("contract", f"submits {ref}{optional}")


def _consequence(consequence: Mapping[str, Json]) -> str:
    when, effect = as_fields(consequence.get("when")), as_fields(consequence.get("effect"))
    level = as_text(when.get("anyEqualsLevel")) or "a level"
    scope = as_text(when.get("forAssessment"))
    kind = as_text(effect.get("kind"))
    result = "follow-up required" if kind == "require_followup" else kind or "no effect"
    return f"{level}{f' in {scope}' if scope else ''}: {result}"
