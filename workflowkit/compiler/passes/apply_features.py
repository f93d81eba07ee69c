"""Apply features: the texts of a feature are added to every step with prompt blocks (docs/engine/compiler.md#features).

Before: the workflow lists feature ids.
After: each step with prompt blocks has the features' entries after its own; steps with a raw prompt are as before.
Reports: unknown-feature.
"""

from __future__ import annotations

from workflowkit.compiler.context import CompileContext
from workflowkit.compiler.passes.bind_slots import LIST_SECTIONS
from workflowkit.compiler.steps import CompiledStep, Steps, change_each
from workflowkit.compiler.suggested_fixes import write_closest
from workflowkit.format.compile_error import CompileError
from workflowkit.text.json_values import as_items, as_text
from workflowkit.text.routes import Json
from workflowkit.text.suggest import did_you_mean


def apply_features(
    steps: Steps, workflow: dict[str, Json], context: CompileContext
) -> tuple[Steps, list[CompileError]]:
    """Append the entries of the workflow's features, in list order."""
    listed = as_items(workflow.get("features"))
    errors = [
        _unknown(index, as_text(feature), context)
        for index, feature in enumerate(listed)
        if as_text(feature) not in context.features
    ]
    texts = [
        context.features[as_text(name)] for name in listed if as_text(name) in context.features
    ]

    def apply(step: CompiledStep) -> CompiledStep:
        blocks = step.value.get("promptBlocks")
        if not isinstance(blocks, dict):
            return step
        changed = dict(blocks)
        for section in LIST_SECTIONS:
            added = [entry for feature in texts for entry in getattr(feature, section)]
            if added:
                changed[section] = [*as_items(blocks.get(section)), *added]
        return step.with_fields(promptBlocks=changed)

    return (change_each(steps, apply) if texts else steps), errors


def _unknown(index: int, name: str, context: CompileContext) -> CompileError:
    return CompileError(
        ("features", index),
        f"no feature is called '{name}'",
        help=did_you_mean(name, context.features),
        fix=write_closest(name, ("features", index), context.features),
        rule="unknown-feature",
        is_unknown=True,
        kind="FEATURE_RESOLVE_ERROR",
        detail={"causeCode": "UNKNOWN_FEATURE", "errorTag": "InvalidState"},
    )
