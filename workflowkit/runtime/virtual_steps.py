"""Virtual steps: the steps that the compiler of later engines adds behind those that declare them (docs/engine/interpreter.md#virtual-steps).

They are no part of the resolved workflow, and so of no hash.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from workflowkit.text.routes import Json

VERIFICATION = "verification"
AUDIT = "audit"
SYNTHESIS = "synthesis"


def with_virtual_steps(steps: Sequence[Json]) -> list[Json]:
    """Return *steps* with the virtual steps behind those that declare them, in inline bodies as well."""
    added: list[Json] = []
    for step in steps:
        body = step.get("body") if isinstance(step, dict) else None
        added.append({**step, "body": with_virtual_steps(body)} if isinstance(body, list) else step)
        if isinstance(step, dict):
            added.extend(virtual_steps(step))
    return added


def virtual_steps(step: Mapping[str, Json]) -> Iterator[dict[str, Json]]:
    """Yield the virtual steps of *step* in their order."""
    for key, virtual in virtual_ids(step).items():
        yield _virtual(step, key, virtual)


def virtual_ids(step: Mapping[str, Json]) -> dict[str, str]:
    """Return the keys of *step* that become virtual steps, to the ids of these, in their order."""
    is_parallel = step.get("type") == "parallel"
    keys = (SYNTHESIS,) if is_parallel else (VERIFICATION, AUDIT)
    return {key: f"{step.get('id')}__{key}" for key in keys if isinstance(step.get(key), dict)}


def _virtual(step: Mapping[str, Json], key: str, virtual_id: str) -> dict[str, Json]:
    """Return one virtual step. The engine's own words for a prompt that is not written are left out."""
    declared = step[key]
    made: dict[str, Json] = {
        "id": virtual_id,
        "title": step.get("title", ""),
        "prompt": declared.get("prompt", ""),
        "notesOptional": True,
    }
    if "runCondition" in step:
        made["runCondition"] = step["runCondition"]
    if key == SYNTHESIS and "outputContract" in declared:
        made["outputContract"] = declared["outputContract"]
    return made
