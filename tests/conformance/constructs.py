"""What each construct of the format needs: hand-made from docs/engine/versions.md, never from the code.

A row is a construct, the document that uses it, the last version that refuses it and the first that accepts it.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Iterator
from typing import Any

from workflowkit.text.routes import Json

OLDEST, NEWEST = "3.66.0", "3.121.0"
NEVER = ""
"""Stands for the first version that accepts what no version does."""

STEP: dict[str, Any] = {"id": "abc", "title": "Read", "prompt": "Read the request."}
DELEGATION: dict[str, Any] = {"workflowId": "wr.research", "contextMapping": {"topic": "goal"}}
PARALLEL: dict[str, Any] = {
    "id": "fan-out",
    "type": "parallel",
    "title": "Ask",
    "parallelDelegations": [DELEGATION],
}
ASSESSMENTS: list[Json] = [
    {
        "id": name,
        "purpose": "p",
        "dimensions": [{"id": f"{name}-one", "purpose": "p", "levels": levels}],
    }
    for name, levels in (("risk", ["low", "high"]), ("fit", ["good", "bad"]))
]


def workflow(*steps: Json, **fields: Json) -> dict[str, Json]:
    base = {"id": "ab.cd", "name": "n", "description": "d", "version": "1.0.0"}
    return {**base, **fields, "steps": [*copy.deepcopy(steps)]}


def step(**fields: Json) -> dict[str, Json]:
    return workflow({**STEP, **fields})


def parallel(**fields: Json) -> dict[str, Json]:
    return workflow({**PARALLEL, **fields})


def delegation(**fields: Json) -> dict[str, Json]:
    return parallel(parallelDelegations=[{**DELEGATION, **fields}])


def without(value: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: member for name, member in value.items() if name != key}


def in_loop(*body: Json, **fields: Json) -> dict[str, Json]:
    config = {"type": "for", "count": 2, "maxIterations": 2}
    return workflow(
        {"id": "rounds", "type": "loop", "title": "Rounds", "loop": config, "body": [*body]}
        | fields
    )


def consequence(level: str, **when: Json) -> dict[str, Json]:
    effect = {"kind": "require_followup", "guidance": "Rate it again."}
    return {"when": {"anyEqualsLevel": level, **when}, "effect": effect}


def assessed(*consequences: Json, refs: Json = ("risk",), **fields: Json) -> dict[str, Json]:
    used = {"assessmentRefs": [*refs], "assessmentConsequences": [*consequences], **fields}
    return workflow({**STEP, **used}, assessments=ASSESSMENTS)


LEVELS = [f"level-{number}" for number in range(11)]


def many(count: int) -> dict[str, Json]:
    """A step with one consequence for each of *count* levels."""
    dimension = {"id": "one", "purpose": "p", "levels": LEVELS}
    made = assessed(*(consequence(level) for level in LEVELS[:count]))
    return {**made, "assessments": [{"id": "risk", "purpose": "p", "dimensions": [dimension]}]}


LOW, HIGH = consequence("low"), consequence("high")
Row = tuple[str, dict[str, Json], str]
"""Name, document, first version that accepts it; NEVER for none, OLDEST for all."""


def consequences() -> Iterator[Row]:
    yield "one consequence", assessed(LOW), OLDEST
    yield "two consequences", assessed(LOW, HIGH), "3.89.0"
    yield "ten consequences", many(10), "3.89.0"
    yield "eleven consequences", many(11), NEVER
    yield "no consequences", assessed(), NEVER
    yield "forAssessment", assessed(consequence("low", forAssessment="risk")), "3.89.0"
    yield "forAssessment of two", assessed(consequence("bad", forAssessment="fit"), refs=["risk", "fit"]), "3.89.0"  # fmt: skip
    yield "forAssessment that is no ref", assessed(consequence("low", forAssessment="fit")), NEVER
    yield "forAssessment that is undeclared", assessed(consequence("low", forAssessment="x")), NEVER
    yield "level of the other assessment", assessed(consequence("low", forAssessment="fit"), refs=["risk", "fit"]), NEVER  # fmt: skip
    yield "level of any assessment", assessed(consequence("bad"), refs=["risk", "fit"]), OLDEST
    yield "empty forAssessment", assessed(consequence("low", forAssessment="")), NEVER
    yield "forAssessment of 129", assessed(consequence("low", forAssessment="x" * 129)), NEVER
    yield "forAssessment as number", assessed(consequence("low", forAssessment=3)), NEVER
    yield "one level for two assessments", _two_assessments(), "3.89.0"
    yield "unknown effect", assessed({**LOW, "effect": {"kind": "stop", "guidance": "g"}}), NEVER
    yield "unknown level", assessed(consequence("huge")), NEVER
    yield "consequences without refs", workflow({**STEP, "assessmentConsequences": [LOW]}), NEVER
    yield "two in a loop body", in_loop({**STEP, "assessmentRefs": ["risk"], "assessmentConsequences": [LOW, HIGH]}) | {"assessments": ASSESSMENTS}, "3.89.0"  # fmt: skip


def _two_assessments() -> dict[str, Json]:
    shared = copy.deepcopy(ASSESSMENTS)
    shared[1]["dimensions"][0]["levels"] = ["low", "high"]
    pair = (consequence("low", forAssessment="risk"), consequence("low", forAssessment="fit"))
    return assessed(*pair, refs=["risk", "fit"]) | {"assessments": shared}


REPEATED: list[tuple[str, dict[str, Json]]] = [
    ("the same level twice", assessed(LOW, LOW)),
    (
        "the same level of one assessment twice",
        assessed(
            consequence("low", forAssessment="risk"), consequence("low", forAssessment="risk")
        ),
    ),
]
"""Accepted from 3.89.0 to 3.90.0, refused before and after."""


def gate(**fields: Json) -> dict[str, Json]:
    return step(requireConfirmation=fields)


def gates() -> Iterator[Row]:
    condition = {"var": "risk", "equals": "high"}
    yield "gate true", step(requireConfirmation=True), OLDEST
    yield "gate with a condition", step(requireConfirmation=condition), OLDEST
    yield "gate with an empty condition", step(requireConfirmation={}), OLDEST
    yield "gate as text", step(requireConfirmation="yes"), NEVER
    yield "human_approval", gate(kind="human_approval"), "3.92.0"
    yield "coordinator_eval", gate(kind="coordinator_eval"), "3.92.0"
    yield "unknown kind of gate", gate(kind="robot"), NEVER
    yield "kind of gate as number", gate(kind=1), NEVER
    yield "kind and condition", gate(kind="human_approval", condition=condition), "3.102.0"
    yield "coordinator and condition", gate(kind="coordinator_eval", condition=condition), "3.102.0"
    yield "kind and empty condition", gate(kind="human_approval", condition={}), "3.102.0"
    yield "condition without kind", gate(condition=condition), NEVER
    yield "kind and wrong condition", gate(kind="human_approval", condition={"varr": "x"}), NEVER
    yield "kind and var", gate(kind="human_approval", var="x"), NEVER
    yield "kind and null condition", gate(kind="human_approval", condition=None), NEVER
    yield "kind on a loop", in_loop(STEP, requireConfirmation={"kind": "human_approval"}), "3.92.0"
    yield "kind in a loop body", in_loop({**STEP, "requireConfirmation": {"kind": "human_approval"}}), "3.92.0"  # fmt: skip
    yield "kind on a parallel step", parallel(requireConfirmation={"kind": "human_approval"}), "3.117.0"  # fmt: skip
    yield "contains in a gate", gate(kind="human_approval", condition={"var": "x", "contains": "y"}), "3.118.0"  # fmt: skip


def parallel_steps() -> Iterator[Row]:
    yield "parallel step", parallel(), "3.117.0"
    yield "parallel step after another", workflow(STEP, PARALLEL), "3.117.0"
    yield "delegation without mapping", parallel(parallelDelegations=[{"workflowId": "x"}]), "3.117.0"  # fmt: skip
    yield "two delegations", parallel(parallelDelegations=[DELEGATION, {"workflowId": "x"}]), "3.117.0"  # fmt: skip
    yield "equal delegations", parallel(parallelDelegations=[DELEGATION, DELEGATION]), NEVER
    yield "no delegations", parallel(parallelDelegations=[]), NEVER
    yield "delegations missing", workflow(without(PARALLEL, "parallelDelegations")), NEVER
    yield "parallel without id", workflow(without(PARALLEL, "id")), NEVER
    yield "parallel without title", workflow(without(PARALLEL, "title")), NEVER
    yield "parallel without type", workflow(without(PARALLEL, "type")), NEVER
    yield "parallel with runCondition", parallel(runCondition={"var": "x"}), "3.117.0"
    yield "parallel with notesOptional", parallel(notesOptional=True), "3.117.0"
    yield "parallel with a gate", parallel(requireConfirmation=True), "3.117.0"
    yield "parallel with a prompt", parallel(prompt="p"), NEVER
    yield "parallel with blocks", parallel(promptBlocks={"goal": "g"}), NEVER
    yield "parallel with outputContract", parallel(outputContract={"contractRef": "wr.contracts.loop_control"}), NEVER  # fmt: skip
    yield "parallel with modelTier", parallel(modelTier="mid"), NEVER
    yield "parallel with audit", parallel(audit={"prompt": "p"}), NEVER
    yield "parallel with verification", parallel(verification={"command": "ls"}), NEVER
    yield "parallel with agentRole", parallel(agentRole="You are a potter."), NEVER
    yield "unknown type of step", step(type="sequential"), NEVER
    yield "parallel id of two", parallel(id="ab"), NEVER
    yield "parallel id with underscore", parallel(id="fan_out"), NEVER
    yield "parallel title of 128", parallel(title="t" * 128), "3.117.0"
    yield "parallel title of 129", parallel(title="t" * 129), NEVER
    yield "delegation without id", parallel(parallelDelegations=[{"contextMapping": {}}]), NEVER
    yield "workflowId of 128", delegation(workflowId="w" * 128), "3.117.0"
    yield "workflowId of 129", delegation(workflowId="w" * 129), NEVER
    yield "empty workflowId", delegation(workflowId=""), NEVER
    yield "mapping to a number", delegation(contextMapping={"topic": 3}), NEVER
    yield "mapping as list", delegation(contextMapping=["topic"]), NEVER
    yield "unknown key of a delegation", delegation(prompt="p"), NEVER
    yield "parallel in a body", in_loop(PARALLEL), "3.118.0"
    yield "parallel behind a step in a body", in_loop(STEP, PARALLEL), "3.118.0"
    yield "parallel body by id", in_loop(body="fan-out") | {"steps": [*in_loop(body="fan-out")["steps"], PARALLEL]}, "3.117.0"  # fmt: skip


def delegations() -> Iterator[Row]:
    yield "goal", delegation(goal="Find it."), "3.118.0"
    yield "goal as number", delegation(goal=3), NEVER
    yield "delegation runCondition", delegation(runCondition={"var": "x"}), "3.118.0"
    yield "delegation wrong runCondition", delegation(runCondition={"startsWith": "x"}), NEVER
    yield "args", delegation(args={"depth": "deep"}), "3.118.0"
    yield "args as number", delegation(args={"depth": 3}), NEVER
    yield "allowedTools", delegation(allowedTools=["read_file"]), "3.118.0"
    yield "tool with colon", delegation(allowedTools=["Bash:ls-la"]), "3.118.0"
    yield "no allowedTools", delegation(allowedTools=[]), NEVER
    yield "tool that begins with a digit", delegation(allowedTools=["1x"]), NEVER
    yield "tool with a dot", delegation(allowedTools=["read.file"]), NEVER
    yield "tool as number", delegation(allowedTools=[1]), NEVER
    for tier in ("lightweight", "mid", "heavy"):
        yield f"delegation modelTier {tier}", delegation(modelTier=tier), "3.118.0"
        yield f"workflow modelTier {tier}", workflow(STEP, modelTier=tier), "3.118.0"
        yield f"step modelTier {tier}", step(modelTier=tier), "3.118.0"
    yield "delegation modelTier light", delegation(modelTier="light"), NEVER
    yield "workflow modelTier light", workflow(STEP, modelTier="light"), NEVER
    yield "step modelTier light", step(modelTier="light"), NEVER
    yield "modelTier null", step(modelTier=None), NEVER
    yield "modelTier on a loop", in_loop(STEP, modelTier="mid"), NEVER
    yield "modelTier in a body", in_loop({**STEP, "modelTier": "mid"}), "3.118.0"


def virtual_steps() -> Iterator[Row]:
    contract = {"contractRef": "wr.contracts.review_verdict"}
    yield "audit prompt", step(audit={"prompt": "Look again."}), "3.118.0"
    yield "audit rubric", step(audit={"rubric": ["It is short."]}), "3.118.0"
    yield "audit of both", step(audit={"prompt": "p", "rubric": ["r"]}), "3.118.0"
    yield "audit blank prompt and rubric", step(audit={"prompt": " ", "rubric": ["r"]}), "3.118.0"
    yield "empty audit", step(audit={}), NEVER
    yield "audit of a blank prompt", step(audit={"prompt": "  "}), NEVER
    yield "audit of an empty prompt", step(audit={"prompt": ""}), NEVER
    yield "audit prompt of 4096", step(audit={"prompt": "p" * 4096}), "3.118.0"
    yield "audit prompt of 4097", step(audit={"prompt": "p" * 4097}), NEVER
    yield "audit without rubric items", step(audit={"prompt": "p", "rubric": []}), NEVER
    yield "audit of a blank rubric item", step(audit={"prompt": "p", "rubric": ["r", " "]}), NEVER
    yield "audit with another key", step(audit={"prompt": "p", "kind": "k"}), NEVER
    yield "audit as text", step(audit="p"), NEVER
    yield "audit in a body", in_loop({**STEP, "audit": {"prompt": "p"}}), "3.118.0"
    yield "empty audit in a body", in_loop({**STEP, "audit": {}}), NEVER
    yield "audit on a loop", in_loop(STEP, audit={"prompt": "p"}), NEVER
    yield "verification", step(verification={"command": "ls"}), "3.118.0"
    yield "verification with prompt", step(verification={"command": "ls", "prompt": "p"}), "3.118.0"
    yield "verification without command", step(verification={"prompt": "p"}), NEVER
    yield "verification blank command", step(verification={"command": " "}), NEVER
    yield "verification empty command", step(verification={"command": ""}), NEVER
    yield "verification command of 1024", step(verification={"command": "c" * 1024}), "3.118.0"
    yield "verification command of 1025", step(verification={"command": "c" * 1025}), NEVER
    yield "verification prompt of 4097", step(verification={"command": "c", "prompt": "p" * 4097}), NEVER  # fmt: skip
    yield "verification in a body", in_loop({**STEP, "verification": {"command": "ls"}}), "3.118.0"
    yield "audit and verification", step(audit={"prompt": "p"}, verification={"command": "ls"}), "3.118.0"  # fmt: skip
    yield "synthesis prompt", parallel(synthesis={"prompt": "Combine."}), "3.118.0"
    yield "synthesis contract", parallel(synthesis={"outputContract": contract}), "3.118.0"
    yield "synthesis of both", parallel(synthesis={"prompt": "p", "outputContract": contract}), "3.118.0"  # fmt: skip
    yield "empty synthesis", parallel(synthesis={}), NEVER
    yield "synthesis of a blank prompt", parallel(synthesis={"prompt": " "}), NEVER
    yield "synthesis prompt of 4097", parallel(synthesis={"prompt": "p" * 4097}), NEVER
    yield "synthesis with an unknown contract", parallel(synthesis={"outputContract": {"contractRef": "wr.contracts.none"}}), NEVER  # fmt: skip
    yield "synthesis with another key", parallel(synthesis={"prompt": "p", "audit": {}}), NEVER
    yield "synthesis on a step", step(synthesis={"prompt": "p"}), NEVER
    yield "synthesis in a body", in_loop({**PARALLEL, "synthesis": {"prompt": "p"}}), "3.118.0"
    yield "empty synthesis in a body", in_loop({**PARALLEL, "synthesis": {}}), NEVER
    for key, value in (("audit", {"prompt": "p"}), ("verification", {"command": "ls"})):
        named = in_loop(body="abc")["steps"]
        yield f"body by id with {key}", workflow({**STEP, key: value}, *named), NEVER


def conditions() -> Iterator[Row]:
    test = {"var": "areas", "contains": "billing"}
    yield "contains", step(runCondition=test), "3.118.0"
    yield "contains inside and", step(runCondition={"and": [test]}), "3.118.0"
    yield "contains inside not", step(runCondition={"not": {"or": [test]}}), "3.118.0"
    yield "contains in a fragment", step(promptFragments=[{"id": "late", "text": "t", "when": test}]), "3.118.0"  # fmt: skip
    yield "contains in a loop", in_loop(STEP, loop={"type": "while", "maxIterations": 2, "condition": test}), "3.118.0"  # fmt: skip
    yield "contains in a source", in_loop(STEP, loop={"type": "while", "maxIterations": 2, "conditionSource": {"kind": "context_variable", "condition": test}}), "3.118.0"  # fmt: skip
    yield "contains in a gate of a condition", step(requireConfirmation=test), "3.118.0"
    yield "contains in a rule", step(validationCriteria=[{"type": "contains", "value": "x", "message": "m", "condition": test}]), NEVER  # fmt: skip
    yield "contains a number", step(runCondition={"var": "x", "contains": 3}), NEVER
    for operator in ("startsWith", "endsWith", "matches"):
        yield operator, step(runCondition={"var": "x", operator: "y"}), NEVER


CONTRACTS = {
    "assessment": OLDEST,
    "coordinator_signal": OLDEST,
    "discovery_handoff": OLDEST,
    "loop_control": OLDEST,
    "review_verdict": OLDEST,
    "shaping_handoff": "3.76.0",
    "coding_handoff": "3.76.0",
    "gate_verdict": "3.88.0",
    "differentiation_handoff": "3.106.0",
    "handoff": NEVER,
}


def contracts() -> Iterator[Row]:
    for name, first in CONTRACTS.items():
        ref = {"contractRef": f"wr.contracts.{name}"}
        yield f"contract {name}", step(outputContract=ref), first
        yield f"contract {name} in a body", in_loop({**STEP, "outputContract": ref}), first


ROWS: list[Row] = [
    *consequences(),
    *gates(),
    *parallel_steps(),
    *delegations(),
    *virtual_steps(),
    *conditions(),
    *contracts(),
]

INFINITE = step(runCondition={"var": "x", "gt": math.inf})
"""Accepted up to 3.66.0 only."""
