"""The analysis of one file: every fact that rules ask for, computed when first asked for.

Facts that only rules outside the profile `core` ask for are imported then, too.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from workflowkit.analysis.conditions import Condition, conditions_of
from workflowkit.analysis.criteria import Criterion, criteria_of, unstated
from workflowkit.analysis.data_flow.context import Context
from workflowkit.analysis.data_flow.flow import Flow
from workflowkit.analysis.known_ids import KnownIds
from workflowkit.analysis.loops import Loop, loops_of
from workflowkit.analysis.prompts.examples import Example, examples_of
from workflowkit.analysis.prompts.texts import Passages
from workflowkit.compiler.context import CompileContext
from workflowkit.compiler.pipeline import Compilation
from workflowkit.compiler.steps import CompiledStep, every_step
from workflowkit.format.reader import Step, Workflow
from workflowkit.records import dataclass
from workflowkit.spec.pack import SpecPack
from workflowkit.text.document import Document
from workflowkit.text.json_values import as_fields, as_text, keys_in
from workflowkit.text.routes import Route

if TYPE_CHECKING:
    from workflowkit.analysis.data_flow.key_uses import KeyUse
    from workflowkit.analysis.data_flow.missing_values import Gap, Gaps
    from workflowkit.analysis.prompts.delegation import FanOut
    from workflowkit.analysis.prompts.phases import Phases


DocumentKind = Literal["workflow", "routine", "example", "fixture"]
"""What a workflow file is for."""


@dataclass(frozen=True)
class FileContext:
    """What is known of the project around one file."""

    kind: DocumentKind = "workflow"
    """What the file is for."""
    workflow_ids: KnownIds = field(default_factory=KnownIds)
    """Every workflow and routine id that can be named; none when the catalog is unknown."""
    is_bundled: bool = False
    """True for files of a source that may use the `wr.` namespace."""
    file_exists: Callable[[str], bool] | None = None
    """Whether a path relative to the package of the file exists; None when its package is not known."""
    has_own_rules: bool = True
    """True when the authoring rules of the run are those of the file's package; false when its stamp may mean others."""
    checks_bindings: bool = False
    """True when the bindings are linted in the same run, so that their mistakes are reported there."""
    is_published_with: Callable[[str], bool] | None = None
    """Whether a path is a file that is published in one package with this one; None when nothing is known of packages."""


@dataclass(frozen=True)
class Analysis:
    """One workflow file and the facts about it."""

    document: Document
    workflow: Workflow
    compilation: Compilation
    compile_context: CompileContext
    spec: SpecPack
    file: FileContext

    @property
    def kind(self) -> DocumentKind:
        """`workflow`, `routine`, `example` or `fixture`."""
        return self.file.kind

    @property
    def has_own_rules(self) -> bool:
        """True when the stamp of the file means the authoring rules of the run."""
        return self.file.has_own_rules

    @property
    def known_ids(self) -> KnownIds:
        """Every workflow and routine id that can be named; none when the catalog is not known."""
        return self.file.workflow_ids

    def has(self, keys: Iterable[str], stems: Collection[str] = ()) -> bool:
        """Return true when the workflow has all of *keys*, and its prompts contain one of *stems* if there are any."""
        return self._keys.issuperset(keys) and (not stems or self.passages.mention(stems))

    @cached_property
    def _keys(self) -> frozenset[str]:
        """Every key of the workflow and of its compiled steps, at any depth; `type` with its value, too."""
        found = keys_in(self.workflow.value)
        if "templateCall" in found:
            found |= keys_in([step.value for step in every_step(self.compilation.steps)])
        return frozenset(found)

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """Every condition of every step that the format understands; what a malformed one decides is not known."""
        return tuple(
            condition
            for step in self.workflow.all_steps
            for condition in conditions_of(step)
            if not self._is_misread(condition.route)
        )

    @cached_property
    def _misread(self) -> tuple[tuple[str | int, ...], ...]:
        """The places of keys and values that the format does not allow."""
        shape = ("unknown-key", "invalid-schema")
        return tuple(error.route for error in self.compilation.errors if error.rule in shape)

    def _is_misread(self, route: tuple[str | int, ...]) -> bool:
        return any(place[: len(route)] == route for place in self._misread)

    @cached_property
    def context(self) -> Context:
        """Captures and reads of context keys."""
        engine = self.spec.engine
        return Context(
            self.workflow,
            self.compilation.steps,
            engine.given_context_keys,
            starts_with_onboarding=engine.starts_with_onboarding,
        )

    @cached_property
    def key_uses(self) -> Mapping[str, tuple[KeyUse, ...]]:
        """The places where prompts name what can be a key, by key."""
        from workflowkit.analysis.data_flow.key_uses import key_uses

        return key_uses(self.context)

    @cached_property
    def flow(self) -> Flow:
        """The order of steps for every value of the tested keys."""
        return Flow(self.context)

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        """Tests that a key decides by being missing on some runs."""
        return self._gaps.all

    @property
    def has_too_many_gaps(self) -> bool:
        """True when there are too many tests and runs to find gaps."""
        return self._gaps.are_too_many

    @cached_property
    def _gaps(self) -> Gaps:
        from workflowkit.analysis.data_flow.missing_values import Gaps

        return Gaps(self.context, self.flow, self.conditions)

    @cached_property
    def loops(self) -> tuple[Loop, ...]:
        """Every loop with its body."""
        return loops_of(self.workflow, self.compiled_prompts)

    @cached_property
    def examples(self) -> tuple[Example, ...]:
        """Every JSON example that a prompt shows."""
        return tuple(example for step in self.workflow.all_steps for example in examples_of(step))

    @cached_property
    def criteria(self) -> tuple[Criterion, ...]:
        """Every rule about notes."""
        return tuple(
            criterion for step in self.workflow.all_steps for criterion in criteria_of(step)
        )

    @cached_property
    def unstated_criteria(self) -> Mapping[Route, tuple[Criterion, ...]]:
        """The enforced rules about notes that no prompt states, by the route of their step."""
        return unstated(self.criteria, self.shown)

    def shown(self, step: Step) -> str:
        """Return the authored texts of *step* and its compiled prompt, as one text."""
        return "\n".join((self.rendered(step), *(text for _, text in step.texts())))

    @cached_property
    def passages(self) -> Passages:
        """The texts of all prompts, with their words apart from their code."""
        return Passages(self.workflow)

    @cached_property
    def phases(self) -> Phases:
        """The numbers of steps in their titles or ids, and the places that name them."""
        from workflowkit.analysis.prompts.phases import Phases

        return Phases(self.workflow, self.passages)

    @cached_property
    def fan_outs(self) -> tuple[FanOut, ...]:
        """The steps that send out several agents."""
        from workflowkit.analysis.prompts.delegation import fan_outs

        return tuple(fan_outs(self.workflow, self.passages, self.rendered))

    @cached_property
    def tags(self) -> tuple[str, ...]:
        """Tags of the workflow in the spec pack's tag file."""
        entry = self.spec.tags.workflows.get(self.workflow.id) if self.spec.tags else None
        return entry.tags if entry else ()

    @cached_property
    def compiled_prompts(self) -> Mapping[tuple[str | int, ...], tuple[CompiledStep, ...]]:
        """Route of an authored step to the compiled steps it became: itself, or those of the routine it calls."""
        by_route: dict[tuple[str | int, ...], list[CompiledStep]] = {}
        for node in every_step(self.compilation.steps):
            by_route.setdefault(node.origin.route, []).append(node)
        return {route: tuple(nodes) for route, nodes in by_route.items()}

    def rendered(self, step: Step) -> str:
        """Return the compiled prompt of an authored step; empty for loops and template calls."""
        nodes = self.compiled_prompts.get(step.route, ())
        own = [node for node in nodes if not node.origin.routine]
        return as_text(own[0].value.get("prompt")) if own else ""

    @cached_property
    def assessments(self) -> Mapping[str, tuple[tuple[str | int, ...], dict[str, object]]]:
        """Assessment id to its route and its definition; the first of a repeated id."""
        found: dict[str, tuple[tuple[str | int, ...], dict[str, object]]] = {}
        for route, entry in self.workflow.records("assessments"):
            found.setdefault(as_text(entry.get("id")), (route, as_fields(entry)))
        return found


def exit_steps(loop: Step) -> tuple[Step, ...]:
    """Return the steps of a loop's inline body that decide whether it repeats."""
    return tuple(step for step in loop.body if step.contract == "wr.contracts.loop_control")
