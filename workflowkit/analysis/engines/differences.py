"""Differences: places of a valid workflow at which versions of the engine behave differently (docs/engine/versions.md#loading-and-running).

Each trait says which places it concerns, what it depends on, and what a version does there.
Versions themselves are data: nothing here compares their numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from workflowkit.analysis.analysis import Analysis
from workflowkit.compiler.steps import every_step
from workflowkit.format.reader import Step
from workflowkit.records import dataclass
from workflowkit.runtime.gates import gate_of
from workflowkit.runtime.tokens import token_paths
from workflowkit.spec.pack import SpecPack
from workflowkit.text.json_values import as_fields, as_items, as_text
from workflowkit.text.routes import Json, Route


class TraitUse(NamedTuple):
    """One place that a trait concerns."""

    route: Route
    about: str = ""
    """What versions are asked about: the id of a contract, ref or feature, for the traits of these."""


@dataclass(frozen=True, slots=True)
class Trait:
    """One way in which the behavior of versions differs."""

    name: str
    uses: Callable[[Analysis], Iterator[TraitUse]]
    """Returns the places in a workflow that it concerns."""
    of: Callable[[SpecPack, str], object]
    """Returns what it depends on: equal for two versions that behave alike."""
    behaviors: Mapping[object, str]
    """What a version does, by that value. `{}` is what the use is about."""
    otherwise: str = ""
    """What a version with any other value has that the compared one has not."""
    changes_hash: bool = False
    """True when it is the hash that changes, by a text that this data does not have."""

    def behavior(self, value: object, about: str) -> str:
        """Return what a version with this *value* does; empty for a value without words."""
        known = self.behaviors.get(value, "") if isinstance(value, str | bool) else ""
        return known.format(about)


@dataclass(frozen=True, slots=True)
class EngineDifference:
    """What some versions do at one place, other than the version that they are compared with."""

    trait: str
    route: Route
    versions: tuple[str, ...]
    """Those versions, oldest first."""
    behavior: str
    """What they do."""
    compared: str
    """What the other one does; empty when there are no words for it."""
    changes_hash: bool
    """True when the hash changes as well, to one that this data cannot compute."""


def differences(
    analysis: Analysis, packs: Mapping[str, SpecPack], compared: SpecPack
) -> list[EngineDifference]:
    """Return how the versions of *packs*, oldest first, differ from *compared* for the workflow of *analysis*, in the order of its steps."""
    found = [
        difference
        for trait in TRAITS
        for use in dict.fromkeys(trait.uses(analysis))
        for difference in _at(trait, use, packs, compared)
    ]
    return sorted(found, key=lambda each: [str(part).rjust(6) for part in each.route])


def has_unknown_text(analysis: Analysis, pack: SpecPack) -> bool:
    """Return whether the hash in the version of *pack* depends on a text that this data does not have."""
    return any(use.about in pack.engine.text_changes for use in _texts(analysis))


def _at(
    trait: Trait, use: TraitUse, packs: Mapping[str, SpecPack], compared: SpecPack
) -> Iterator[EngineDifference]:
    usual = trait.of(compared, use.about)
    others: list[tuple[object, list[str]]] = []
    for version, pack in packs.items():
        value = trait.of(pack, use.about)
        if value == usual:
            continue
        known = next((versions for other, versions in others if other == value), None)
        if known is None:
            others.append((value, [version]))
        else:
            known.append(version)
    for value, versions in others:
        yield EngineDifference(
            trait=trait.name,
            route=use.route,
            versions=tuple(versions),
            behavior=trait.behavior(value, use.about) or trait.otherwise.format(use.about),
            compared=trait.behavior(usual, use.about),
            changes_hash=trait.changes_hash,
        )


def _steps(analysis: Analysis) -> Iterator[Step]:
    """Yield every step, each of a routine at the place of the call."""
    yield from analysis.workflow.all_steps
    for node in every_step(analysis.compilation.steps):
        if node.origin.routine:
            yield Step(node.value, node.origin.route)


def _whole(_analysis: Analysis) -> Iterator[TraitUse]:
    yield TraitUse(("steps",))


def _start(analysis: Analysis) -> Iterator[TraitUse]:
    compiled = {node.id for node in analysis.compilation.steps}
    for step in analysis.workflow.steps[:1]:
        if step.id not in compiled:
            yield TraitUse(step.route)


def _gates(analysis: Analysis) -> Iterator[TraitUse]:
    for step in _steps(analysis):
        if gate_of(step.value) is not None:
            yield TraitUse(_inside(analysis, step, "requireConfirmation"))


def _conditional_gates(analysis: Analysis) -> Iterator[TraitUse]:
    for step in _steps(analysis):
        gate = gate_of(step.value)
        if gate is not None and gate.condition is not None:
            yield TraitUse(_inside(analysis, step, "requireConfirmation"))


def _inside(analysis: Analysis, step: Step, *keys: str) -> Route:
    """Return the place of a key of *step*, or the call of the routine that the step comes from."""
    is_own = step in analysis.workflow.all_steps
    return (*step.route, *keys) if is_own else step.route


def _decisions(analysis: Analysis) -> Iterator[TraitUse]:
    for loop in analysis.loops:
        if loop.takes_artifact:
            key = "conditionSource" if "conditionSource" in loop.step.config else "type"
            yield TraitUse((*loop.step.route, "loop", key))


def _last_loop(analysis: Analysis) -> Iterator[TraitUse]:
    if analysis.workflow.metrics_profile in ("", "none"):
        return
    for step in analysis.workflow.steps[-1:]:
        if step.is_loop:
            yield TraitUse((*step.route, "type"))


def _item_fields(analysis: Analysis) -> Iterator[TraitUse]:
    for loop in analysis.loops:
        # Only inline bodies have the variables of their loop.
        name = loop.variables.get("itemVar")
        if name is None or not loop.step.body:
            continue
        paths = (path for node in loop.nodes for path in token_paths(node.value))
        if any(path.startswith(f"{name}.") for path in paths):
            yield TraitUse((*loop.step.route, "loop", "items"))


def _contracts(analysis: Analysis) -> Iterator[TraitUse]:
    for step in _steps(analysis):
        for keys in (("outputContract",), ("synthesis", "outputContract")):
            owner: Json = step.value
            for key in keys:
                owner = as_fields(owner).get(key)
            contract = as_text(as_fields(owner).get("contractRef"))
            if contract:
                yield TraitUse(_inside(analysis, step, *keys, "contractRef"), contract)


def _consequences(analysis: Analysis) -> Iterator[TraitUse]:
    for step in _steps(analysis):
        if len(as_items(step.value.get("assessmentConsequences"))) > 1:
            yield TraitUse(_inside(analysis, step, "assessmentConsequences"))


def _texts(analysis: Analysis) -> Iterator[TraitUse]:
    for index, feature in enumerate(as_items(analysis.workflow.value.get("features"))):
        if isinstance(feature, str):
            yield TraitUse(("features", index), feature)
    for step in analysis.workflow.all_steps:
        for route, ref in step.refs():
            yield TraitUse(route, ref)
        routine = analysis.compile_context.routines.by_template.get(step.template_id)
        for inner in routine.steps if routine else ():
            for _, ref in Step(as_fields(inner), ()).refs():
                yield TraitUse(step.route, ref)


def _contract_schema(pack: SpecPack, contract: str) -> object:
    known = pack.contracts.get(contract)
    return known.schema if known else None


TRAITS: Sequence[Trait] = (
    Trait(
        "onboarding-step",
        _whole,
        lambda pack, _: pack.engine.starts_with_onboarding,
        {
            True: "a start puts a step of the engine in front, so the hash of a session is not that of the file",
            False: "a run starts with the first step of the file",
        },
    ),
    Trait(
        "unstartable",
        _start,
        lambda pack, _: pack.engine.starts_with_onboarding,
        {
            True: "the workflow can be started",
            False: "the workflow cannot be started, because its first step is a template call",
        },
    ),
    Trait(
        "gate-condition",
        _conditional_gates,
        lambda pack, _: pack.engine.has_conditional_gates,
        {
            True: "the condition of the gate is evaluated",
            False: "the gate asks every time, whatever its condition",
        },
    ),
    Trait(
        "repeated-gate",
        _gates,
        lambda pack, _: pack.engine.decides_gates_again,
        {
            True: "an unattended session decides the gate again when the step is completed",
            False: "an unattended session decides the gate once, before the step",
        },
    ),
    Trait(
        "loop-decision",
        _decisions,
        lambda pack, _: pack.engine.loop_decision_scope,
        {
            "session": "the loop finds its decision among the artifacts of the whole session",
            "submission": "the loop finds its decision among the artifacts of the last submission only",
        },
    ),
    Trait(
        "item-fields",
        _item_fields,
        lambda pack, _: pack.engine.checks_item_fields,
        {
            True: "the loop is refused when it is entered with plain values, because its body reads fields of the items",
            False: "the loop runs with plain values, and the fields that its body reads are unset",
        },
    ),
    Trait(
        "several-consequences",
        _consequences,
        lambda pack, _: pack.engine.reports_every_consequence,
        {
            True: "every consequence that matches blocks the step",
            False: "only the first consequence that matches is reported",
        },
    ),
    Trait(
        "final-footer",
        _last_loop,
        lambda pack, _: pack.engine.final_footer_needs_decision,
        {
            True: "the outcome is asked for in the decision step of the last loop only",
            False: "the outcome is asked for in a step of the last loop that does not decide",
        },
    ),
    Trait(
        "missing-validator",
        _contracts,
        lambda pack, contract: contract in pack.engine.contracts_without_validator,
        {
            True: "contract '{}' has no validator, so the step can never be completed",
            False: "contract '{}' is checked when the step is completed",
        },
    ),
    Trait(
        "contract-schema",
        _contracts,
        _contract_schema,
        {},
        otherwise="contract '{}' has another schema",
    ),
    Trait(
        "text",
        _texts,
        lambda pack, name: pack.engine.text_changes.get(name, ""),
        {},
        otherwise="'{}' has another text",
        changes_hash=True,
    ),
)
"""Every trait; a new flag of engine profiles that concerns runs needs one."""
