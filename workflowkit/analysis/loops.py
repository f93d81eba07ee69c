"""Loops: the steps of their bodies, and the source of their decision (docs/engine/compiler.md#condition-source)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from workflowkit.analysis.data_flow.reads import condition_reads
from workflowkit.compiler.steps import CompiledStep
from workflowkit.format.reader import Step, Workflow
from workflowkit.records import dataclass
from workflowkit.text.json_values import as_fields, as_text
from workflowkit.text.routes import Route

LOOP_CONTROL = "wr.contracts.loop_control"
"""The contract of a step that decides whether a loop repeats."""


@dataclass(frozen=True)
class Loop:
    """One loop with its body, written inline or named by id."""

    step: Step
    body: tuple[Step, ...]
    nodes: tuple[CompiledStep, ...]
    """The compiled steps of the body, those of injected routines included."""

    @property
    def name(self) -> str:
        """The loop as messages name it."""
        return f"loop '{self.step.id}'"

    @property
    def is_open_ended(self) -> bool:
        """True for `while` and `until`, whose end a decision or condition determines."""
        return self.step.loop_type in ("while", "until")

    @property
    def is_counted(self) -> bool:
        """True for `for` and `forEach`, whose end is known when they begin."""
        return self.step.loop_type in ("for", "forEach")

    @cached_property
    def deciders(self) -> tuple[Step, ...]:
        """The steps of the body that return the decision of the loop."""
        return tuple(step for step in self.body if step.contract == LOOP_CONTROL)

    @cached_property
    def has_decider(self) -> bool:
        """True when a step of the body, injected ones included, returns the decision."""
        contracts = (as_fields(node.value.get("outputContract")) for node in self.nodes)
        return any(contract.get("contractRef") == LOOP_CONTROL for contract in contracts)

    @cached_property
    def takes_artifact(self) -> bool:
        """True when an artifact decides, not a context key; an explicit source takes precedence."""
        source = as_fields(self.step.config.get("conditionSource"))
        if not self.is_open_ended:
            return False
        return source.get("kind") == "artifact_contract" if source else self.has_decider

    @property
    def variables(self) -> Mapping[str, str]:
        """Fields that name a loop variable, with the effective name."""
        config = self.step.config
        names = {"iterationVar": as_text(config.get("iterationVar")) or "currentIteration"}
        if self.step.loop_type == "forEach":
            names["itemVar"] = as_text(config.get("itemVar")) or "currentItem"
            names["indexVar"] = as_text(config.get("indexVar")) or "currentIndex"
        return names

    @cached_property
    def words(self) -> str:
        """All texts of a pass: titles, prompts, fragments and tested keys, those of injected steps included."""
        parts = [as_text(node.value.get(key)) for node in self.nodes for key in ("title", "prompt")]
        for step in self.body:
            parts.append(step.title)
            parts.extend(text for _, text in step.texts())
            parts.extend(step.outputs)
            parts.extend(read.key for read in condition_reads(step))
        return "\n".join(parts)


def loops_of(
    workflow: Workflow, nodes: Mapping[Route, tuple[CompiledStep, ...]]
) -> tuple[Loop, ...]:
    """Return every loop of *workflow*; *nodes* are the compiled steps by the route of the authored step they became."""
    named = {step.id: step for step in reversed(workflow.steps)}
    found: list[Loop] = []
    for step in workflow.steps:
        if step.is_loop:
            target = named.get(step.body_id) if step.body_id else None
            body = (target,) if target and not target.is_loop else step.body
            compiled = tuple(node for inner in body for node in nodes.get(inner.route, ()))
            found.append(Loop(step, body, compiled))
    return tuple(found)
