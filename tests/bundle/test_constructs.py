"""Every construct of the format is used at least twice over the bundled files, so that the catalogue proves the compiler on each."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
FILES = [
    path for folder in ("workflows", "routines") for path in sorted((ROOT / folder).rglob("*.json"))
]
EXPECTED = {
    *(f"loop {kind}" for kind in ("while", "until", "for", "forEach")),
    *(f"condition source {kind}" for kind in ("artifact_contract", "context_variable")),
    *(f"contract {name}" for name in ("loop_control", "review_verdict", "coordinator_signal")),
    *(f"feature {name}" for name in ("memory_context", "capabilities", "subagent_guidance")),
    *(f"ref {path.stem}" for path in (ROOT / "spec" / "refs").glob("*.md")),
    *(f"metrics {name}" for name in ("coding", "review", "research", "design", "ticket", "none")),
    "template call with arguments", "extension point with default", "prompt fragment",
    "assessment of one dimension", "assessment of several dimensions", "two levels", "three levels",
    "consequence", "condition of a step", "conditional gate", "gate", "reference", "preferences",
    "optional notes",
}  # fmt: skip
"""Contracts that the engine cannot validate at a step are left out: no step with one could ever be completed."""


def _of_file(workflow: dict[str, Any]) -> Iterator[str]:
    yield f"metrics {workflow['metricsProfile']}"
    for name in workflow.get("features", []):
        yield f"feature {name.removeprefix('wr.features.')}"
        feature = json.loads(
            (ROOT / f"spec/features/{name.split('.')[-1]}.json").read_text("utf-8")
        )
        yield from _refs(feature)
    yield from ("reference" for _ in workflow.get("references", []))
    yield from ("extension point with default" for _ in workflow.get("extensionPoints", []))
    if "recommendedPreferences" in workflow:
        yield "preferences"
    for assessment in workflow.get("assessments", []):
        dimensions = assessment["dimensions"]
        yield f"assessment of {'one dimension' if len(dimensions) == 1 else 'several dimensions'}"
        for dimension in dimensions:
            yield f"{({2: 'two', 3: 'three'})[len(dimension['levels'])]} levels"
    for step in workflow["steps"]:
        yield from _of_step(step)


def _of_step(step: dict[str, Any]) -> Iterator[str]:
    loop = step.get("loop", {})
    if loop:
        yield f"loop {loop['type']}"
    if "conditionSource" in loop:
        yield f"condition source {loop['conditionSource']['kind']}"
    if step.get("templateCall", {}).get("args"):
        yield "template call with arguments"
    if "outputContract" in step:
        yield f"contract {step['outputContract']['contractRef'].removeprefix('wr.contracts.')}"
    if step.get("requireConfirmation"):
        yield "gate" if step["requireConfirmation"] is True else "conditional gate"
    for key, name in (
        ("promptFragments", "prompt fragment"),
        ("assessmentConsequences", "consequence"),
        ("runCondition", "condition of a step"),
        ("notesOptional", "optional notes"),
    ):
        if key in step:
            yield name
    yield from _refs(step.get("promptBlocks"))
    for inner in step.get("body", []):
        yield from _of_step(inner)


def _refs(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if value.get("kind") == "ref":
            yield f"ref {value['refId'].removeprefix('wr.refs.')}"
        for item in value.values():
            yield from _refs(item)
    elif isinstance(value, list):
        for item in value:
            yield from _refs(item)


def test_every_construct_is_used_at_least_twice() -> None:
    used = Counter(name for path in FILES for name in _of_file(json.loads(path.read_text("utf-8"))))
    assert {name: used[name] for name in EXPECTED if used[name] < 2} == {}


def test_what_never_reaches_the_agent_carries_no_instructions() -> None:
    silent = {
        "guidance",
        "functionDefinitions",
        "functionCalls",
        "functionReferences",
        "askForFiles",
    }
    for path in FILES:
        workflow = json.loads(path.read_text("utf-8"))
        steps = [inner for step in workflow["steps"] for inner in (step, *step.get("body", []))]
        assert not silent & {key for step in steps for key in step}, path
        assert not any(isinstance(step.get("validationCriteria"), list) for step in steps), path


def test_prompts_are_blocks_in_workflows_and_raw_in_routines() -> None:
    for path in FILES:
        workflow = json.loads(path.read_text("utf-8"))
        steps = [inner for step in workflow["steps"] for inner in (step, *step.get("body", []))]
        raw = path.parent.name == "routines"
        assert all(
            ("prompt" in step) == raw
            for step in steps
            if "loop" not in step and "templateCall" not in step
        ), path
