"""Files by versions of the engine, with the versions of docs/engine/versions.md."""

from __future__ import annotations

import json
import re
from dataclasses import fields, replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from workflowkit.analysis.engines.differences import TRAITS
from workflowkit.analysis.engines.relevance import RUN_ONLY
from workflowkit.compiler.pipeline import compile_workflow
from workflowkit.config.settings import Config
from workflowkit.report.compat_records import CompatFile
from workflowkit.run import compatibility, engine_ranges, spec_folder
from workflowkit.run.loading import Options
from workflowkit.run.project import Project
from workflowkit.spec.pack import Engine
from workflowkit.text.document import parse

ROOT = Path(__file__).parents[2]
NEWEST = sorted((ROOT / "tests/lint/newest_engine").glob("*.json"))
EXAMPLES = sorted((ROOT / "workflows/examples").glob("*.json"))

STEP: dict[str, Any] = {"id": "read", "title": "Read", "prompt": "Read the request."}
DECISION: dict[str, Any] = {
    **STEP,
    "id": "decide",
    "outputContract": {"contractRef": "wr.contracts.loop_control"},
}


def workflow(*steps: dict[str, Any], **more: Any) -> dict[str, Any]:
    head = {"id": "acme.flow", "name": "Flow", "description": "d", "version": "1.0.0"}
    return {**head, **more, "steps": [*steps]}


def loop(**config: Any) -> dict[str, Any]:
    return {"id": "loop", "type": "loop", "title": "Loop", "loop": {"maxIterations": 3, **config}}


@cache
def engines(chosen: str = "3.68.0") -> compatibility.Engines:
    context = Project.of_content(b"{}", "/acme/x.json", Options(engine=chosen)).context
    versions, _ = spec_folder.versions_in_range(None, Config())
    return compatibility.engines_of(context, spec_folder.load_specs(None, versions))


def judged(value: Any, path: str = "workflows/flow.json", chosen: str = "3.68.0") -> CompatFile:
    content = value if isinstance(value, bytes) else json.dumps(value).encode()
    return compatibility.compatibility(parse(content, path), engines(chosen))


def spans(file: CompatFile) -> list[tuple[str, str, bool]]:
    """Return the first version, the verdict and the hash of each span of equal versions."""
    found: list[tuple[str, str, bool]] = []
    for cell in file.cells:
        if not found or found[-1][1:] != (cell.verdict, cell.hash_changed):
            found.append((cell.engine, cell.verdict, cell.hash_changed))
    return found


def facts(file: CompatFile) -> list[tuple[str, str, str]]:
    """Return what differs where and when, without the step of a start, which every file has."""
    return [
        (each.trait, each.route, each.words)
        for each in file.differences
        if each.trait != "onboarding-step"
    ]


def test_a_plain_workflow_differs_by_the_step_of_a_start_only() -> None:
    file = judged(workflow(STEP))
    assert spans(file) == [("3.66.0", "accepted", False), ("3.119.0", "differs", False)]
    assert [(each.trait, each.words) for each in file.differences] == [
        ("onboarding-step", "engines since 3.119.0")
    ]
    assert (file.oldest, file.compared_with, file.older) == ("3.66.0", "3.68.0", ())


PARALLEL = {
    "id": "fan",
    "type": "parallel",
    "title": "Fan out",
    "parallelDelegations": [{"workflowId": "acme.review", "goal": "Review it."}],
}


def test_what_an_engine_refuses_is_named_with_its_place_and_what_must_change() -> None:
    file = judged(
        workflow(STEP, {**PARALLEL, "synthesis": {"prompt": "Sum up."}}, STEP | {"id": "end"})
    )
    assert spans(file) == [
        ("3.66.0", "refused", False),
        ("3.118.0", "accepted", False),
        ("3.119.0", "differs", False),
    ]
    refused = [(each.construct, each.route, each.words) for each in file.refusals]
    assert sorted(refused, key=lambda each: each[1]) == [
        ("parallelDelegation.goal", "steps[1].parallelDelegations[0].goal", "engines from 3.117.0 to before 3.118.0"),
        ("parallelStep.synthesis", "steps[1].synthesis", "engines from 3.117.0 to before 3.118.0"),
        ("parallelStep", "steps[1].type", "engines before 3.117.0"),
    ]  # fmt: skip
    assert (file.oldest, file.compared_with) == ("3.118.0", "3.118.0")
    older = [
        (step.oldest, sorted(file.refusals[index].construct or "" for index in step.changes))
        for step in file.older
    ]
    inside = ["parallelDelegation.goal", "parallelStep.synthesis"]
    assert older == [("3.117.0", inside), ("3.66.0", sorted([*inside, "parallelStep"]))]


@pytest.mark.parametrize(
    ("steps", "found"),
    [
        (
            [{**loop(type="while", conditionSource={"kind": "artifact_contract", "contractRef": "wr.contracts.loop_control", "loopId": "loop"}), "body": [DECISION]}],
            [("loop-decision", "steps[0].loop.conditionSource", "engines since 3.71.1")],
        ),
        (
            [{**loop(type="while", condition={"var": "isOpen", "equals": True}), "body": [DECISION]}],
            [("loop-decision", "steps[0].loop.type", "engines since 3.71.1")],
        ),
        (
            [{**loop(type="while", condition={"var": "isOpen", "equals": True}), "body": [STEP]}],
            [],
        ),
        (
            [{**loop(type="forEach", items="pages", itemVar="page"), "body": [STEP | {"prompt": "Read {{page.url}}."}]}],
            [("item-fields", "steps[0].loop.items", "engines since 3.74.2")],
        ),
        (
            [{**loop(type="forEach", items="pages", itemVar="page"), "body": [STEP | {"prompt": "Read {{page}}."}]}],
            [],
        ),
        (
            [STEP | {"requireConfirmation": True}],
            [("repeated-gate", "steps[0].requireConfirmation", "engines since 3.92.0")],
        ),
        ([STEP | {"requireConfirmation": False}], []),
        (
            [STEP | {"requireConfirmation": {"var": "isRisky", "equals": True}}],
            [
                ("gate-condition", "steps[0].requireConfirmation", "engines since 3.102.0"),
                ("repeated-gate", "steps[0].requireConfirmation", "engines since 3.92.0"),
            ],
        ),
        (
            [STEP | {"outputContract": {"contractRef": "wr.contracts.review_verdict"}}],
            [("contract-schema", "steps[0].outputContract.contractRef", "engines since 3.94.0")],
        ),
        (
            [STEP | {"outputContract": {"contractRef": "wr.contracts.discovery_handoff"}}],
            [
                ("contract-schema", "steps[0].outputContract.contractRef", "engines from 3.76.0 to before 3.78.0"),
                ("contract-schema", "steps[0].outputContract.contractRef", "engines since 3.78.0"),
                ("missing-validator", "steps[0].outputContract.contractRef", "engines since 3.76.0"),
            ],
        ),
        ([STEP | {"outputContract": {"contractRef": "wr.contracts.assessment"}}], []),
        (
            [{"id": "call", "title": "Call", "templateCall": {"templateId": "wr.templates.routine.design-review", "args": {"designSource": "a.md", "deliverableName": "b.md"}}}],
            [("unstartable", "steps[0]", "engines since 3.119.0")],
        ),
    ],
)  # fmt: skip
def test_where_versions_differ(
    steps: list[dict[str, Any]], found: list[tuple[str, str, str]]
) -> None:
    file = judged(workflow(*steps))
    assert not file.refusals
    assert sorted(facts(file)) == found


def test_the_outcome_is_asked_for_elsewhere_in_a_last_loop() -> None:
    last = {**loop(type="for", count=2), "body": [STEP]}
    assert facts(judged(workflow(last, metricsProfile="coding"))) == [
        ("final-footer", "steps[0].type", "engines since 3.69.0")
    ]
    assert facts(judged(workflow(last, metricsProfile="none"))) == []


def test_a_hash_that_depends_on_an_unknown_text_is_unknown() -> None:
    ref = {"kind": "ref", "refId": "wr.refs.adversarial_challenge_rules"}
    step = {
        "id": "read",
        "title": "Read",
        "promptBlocks": {"goal": "Read.", "constraints": [[ref]]},
    }
    file = judged(workflow(step))
    assert facts(file) == [
        ("text", "steps[0].promptBlocks.constraints[0][0]", "engines since 3.78.0")
    ]
    by_engine = {cell.engine: cell for cell in file.cells}
    assert (
        by_engine["3.76.0"].hash == compile_workflow(workflow(step), engines().chosen.compile).hash
    )
    assert (by_engine["3.78.0"].hash, by_engine["3.78.0"].hash_changed) == (None, True)
    newest = judged(workflow(step), chosen="3.121.0")
    assert [(cell.engine, cell.hash_changed) for cell in newest.cells if cell.engine in ("3.76.0", "3.78.0")] == [
        ("3.76.0", True),
        ("3.78.0", False),
    ]  # fmt: skip


def assessed(*levels: tuple[str, str]) -> dict[str, Any]:
    assessment = {
        "id": "risk",
        "purpose": "Says how risky it is.",
        "dimensions": [{"id": "size", "purpose": "How large it is.", "levels": ["low", "high"]}],
    }
    consequences = [
        {
            "when": {"anyEqualsLevel": level},
            "effect": {"kind": "require_followup", "guidance": text},
        }
        for level, text in levels
    ]
    step = {**STEP, "assessmentRefs": ["risk"], "assessmentConsequences": consequences}
    return workflow(step, assessments=[assessment])


def test_a_later_engine_may_refuse_what_an_earlier_one_accepts() -> None:
    file = judged(assessed(("high", "Look again."), ("high", "Look twice.")))
    assert [span[:2] for span in spans(file)] == [
        ("3.66.0", "refused"),
        ("3.89.0", "accepted"),
        ("3.90.1", "refused"),
    ]
    assert (file.oldest, file.compared_with) == ("3.89.0", "3.89.0")
    assert [step.oldest for step in file.older] == ["3.66.0"]
    assert file.refusals[file.older[0].changes[0]].construct == "maxConsequences"


def test_a_number_that_is_not_finite_is_accepted_by_the_oldest_engine_only() -> None:
    step = {**STEP, "runCondition": {"var": "size", "gt": 7}}
    text = json.dumps(workflow(step)).replace("7", "1e999")
    file = judged(text.encode())
    assert [span[:2] for span in spans(file)] == [("3.66.0", "accepted"), ("3.67.0", "refused")]


@pytest.mark.parametrize(
    ("content", "rule"),
    [(b"{", "invalid-json"), (b"[]", "invalid-schema"), (b"\xff\xfe", "invalid-json"), (b"", "invalid-json")],
)  # fmt: skip
def test_what_is_no_workflow_is_refused_by_all(content: bytes, rule: str) -> None:
    file = judged(content)
    assert [span[:2] for span in spans(file)] == [("3.66.0", "refused")]
    assert [(each.rule, each.words) for each in file.refusals] == [(rule, "")]
    assert (file.oldest, file.compared_with, file.differences) == (None, None, ())


def test_bundled_routines_are_called_alike_in_all_engines() -> None:
    call = {"templateId": "wr.templates.routine.design-review", "args": {"designSource": "a.md", "deliverableName": "b.md"}}  # fmt: skip
    file = judged(workflow(STEP, {"id": "call", "title": "Call", "templateCall": call}))
    assert (file.oldest, file.refusals) == ("3.66.0", ())
    wrong = {**call, "templateId": "wr.templates.routine.wr.routine-design-review"}
    assert (
        judged(workflow(STEP, {"id": "call", "title": "Call", "templateCall": wrong})).oldest
        is None
    )


@pytest.mark.parametrize("path", [*NEWEST, *EXAMPLES], ids=lambda path: path.stem)
def test_one_compilation_for_equal_versions_is_enough(path: Path) -> None:
    document = parse(path.read_bytes(), "workflows/flow.json")
    file = compatibility.compatibility(document, engines())
    for cell in file.cells:
        compiled = compile_workflow(document.value, engines().contexts[cell.engine].compile)
        assert (cell.verdict != "refused") == compiled.is_valid, cell.engine
        if cell.hash is not None:
            assert cell.hash == compiled.hash, cell.engine


def test_a_range_finds_what_its_versions_find_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    paths = [ROOT / "tests/lint/newest_engine", ROOT / "workflows/examples", ROOT / "workflows/discovery.json"]  # fmt: skip
    project = Project.load(paths, Options(engine=">=3.66"))
    project = project.with_rules(replace(project.context.lint.rules, profile="style"))
    merged = project.lint(baseline="")
    monkeypatch.setattr(
        engine_ranges,
        "representatives",
        lambda packs, _uses: {version: version for version in packs},
    )
    assert project.lint(baseline="").shown == merged.shown
    assert any("(engines " in diagnostic.message for diagnostic in merged.shown)


def test_every_flag_in_which_versions_differ_is_a_trait_or_concerns_no_run() -> None:
    profiles = list(engines().chosen.spec.history.profiles.values())
    differing = {
        each.name
        for each in fields(Engine)
        if any(getattr(one, each.name) != getattr(profiles[0], each.name) for one in profiles)
    }
    sources = (ROOT / "workflowkit/analysis/engines/differences.py").read_text("utf-8")
    told = {name for name in differing if re.search(rf"engine\.{name}\b", sources)}
    compiled = {"constructs", "max_consequences", "contracts", "checks_duplicate_consequences", "routine_prefixes"}  # fmt: skip
    through_contracts = {"contract_changes"}
    only_later_files = {"adds_virtual_steps"}
    no_single_workflow = {"version", "bundled_ids", "has_bundled_namespace", "bundled_namespace_wins", "skips_internal_folders", "checks_delegation_cycles", "trigger_keys"}  # fmt: skip
    assert differing - told == compiled | through_contracts | only_later_files | no_single_workflow
    assert len({trait.name for trait in TRAITS}) == len(TRAITS)


def test_what_only_runs_depend_on_is_read_by_no_rule() -> None:
    read = [
        (path.name, name)
        for room in ("lint", "analysis", "compiler", "catalog")
        for path in (ROOT / "workflowkit" / room).rglob("*.py")
        if path.parent.name != "engines"
        for name in RUN_ONLY
        if name in path.read_text("utf-8")
    ]
    assert read == []
