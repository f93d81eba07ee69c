"""Budgets of small workflows; the tokens are words here, so that they can be counted by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.analysis.small_workflows import analysis, equals, loop, step
from workflowkit.analysis.analysis import Analysis
from workflowkit.budget.elements import Passes
from workflowkit.budget.measure import Measured, TokenLimits, measure
from workflowkit.budget.program import passes_of
from workflowkit.budget.records import PathVisit, TokenRange
from workflowkit.rendering import engine_texts
from workflowkit.rendering.pinned import PinnedWorkflow, pin_workflow
from workflowkit.rendering.prompt import Moment, render
from workflowkit.rendering.provenance import Writer
from workflowkit.rendering.sizes import ESTIMATE, Tokenizer
from workflowkit.run.loading import Options
from workflowkit.run.pinning import runnable_files
from workflowkit.run.project import Project
from workflowkit.runtime.executable import ExecutableLoop
from workflowkit.runtime.interpreter import Instance

ROOT = Path(__file__).parents[2]
WORDS = Tokenizer("words", lambda text: len(text.split()))
LONG = WORDS.count(engine_texts.notes_section(has_notes=False))
SHORT = WORDS.count(engine_texts.notes_section(has_notes=True))
QUIET = {"notesOptional": True}


def pinned(facts: Analysis) -> PinnedWorkflow:
    found = pin_workflow(facts.compilation, facts.compile_context, facts.spec)
    assert found is not None, facts.compilation.errors
    return found


def measured(steps: list[Any], limits: TokenLimits | None = None, **fields: Any) -> Measured:
    facts = analysis(steps, **fields)
    return measure(pinned(facts), facts, WORDS, limits or TokenLimits(), "flow.json")


def tokens(found: Measured) -> tuple[int, int, int]:
    paths = found.budget.paths
    return paths.least, paths.typical, paths.most


def test_prompts_and_requests_for_notes() -> None:
    found = measured([step("one", "Do it."), step("two", "Do it well now.")])
    assert tokens(found) == (2 + LONG + 4 + SHORT,) * 3
    one, two = found.budget.steps
    assert one.visit == TokenRange(least=2 + LONG, typical=2 + LONG, most=2 + LONG)
    assert two.visit == TokenRange(least=4 + SHORT, typical=4 + SHORT, most=4 + SHORT)


def test_fragments_and_conditions() -> None:
    fragments = [
        {"id": "deep", "when": equals("mode", "deep"), "text": "Go deep into all of it."},
        {"id": "light", "when": equals("mode", "light"), "text": "Stay light."},
    ]
    ask = step("ask", "Ask. Capture: `mode` (deep or light).", **QUIET)
    act = step("act", "Act.", promptFragments=fragments, **QUIET)
    more = step("more", "Check it twice.", when=equals("mode", "deep"), **QUIET)
    found = measured([ask, act, more])
    assert found.budget.is_exact
    # ask 6; act 1, 3 or 7; more 0 or 3. Unset gives 7, light 9, deep 16.
    assert tokens(found) == (7, 13, 16)
    assert found.budget.most_path == tuple(
        PathVisit(step=name, times=1) for name in ("ask", "act", "more")
    )


def test_loops_and_their_banners() -> None:
    body = [step("inner", "Go on.", **QUIET)]
    repeat = loop("all", body, kind="for", count=3)
    found = measured([step("one", "Do it.", **QUIET), repeat])
    banners = sum(WORDS.count(engine_texts.banner(number, 3)) for number in range(3))
    assert tokens(found) == (2 + 3 * 2 + banners,) * 3
    assert found.budget.steps[1].loop == "all"


def test_sources() -> None:
    block = {
        "goal": "Do it.",
        "constraints": [[{"kind": "ref", "refId": "wr.refs.memory_query"}]],
    }
    facts = analysis(
        [{"id": "one", "title": "One", "promptBlocks": block, **QUIET}],
        features=["wr.features.capabilities"],
    )
    found = measure(pinned(facts), facts, WORDS, TokenLimits(), "flow.json")
    by_name = {(each.writer, each.name): each.tokens for each in found.budget.sources}
    ref = WORDS.count(facts.compile_context.refs["wr.refs.memory_query"])
    assert by_name[Writer.REF, "wr.refs.memory_query"] >= ref
    assert (Writer.FEATURE, "wr.features.capabilities") in by_name
    step_budget = found.budget.steps[0]
    assert step_budget.visit is not None
    assert sum(by_name.values()) == step_budget.visit.most


def test_repeated_paragraphs_are_counted() -> None:
    rule = "Every claim names the file that shows it, and its line."
    found = measured(
        [step(name, f"Do {name}.\n\n{rule}", **QUIET) for name in ("one", "two", "six")]
    )
    (repeated,) = found.budget.repeated
    assert (repeated.text, repeated.writer, repeated.name) == (rule, Writer.OWN, "")
    assert repeated.steps == ("one", "two", "six")
    # 11 words, twice more than needed.
    assert (repeated.tokens, repeated.repeated_tokens) == (11, 22)


def test_limits() -> None:
    steps = [step("one", "Do it.", **QUIET), step("two", "Do it well now.", **QUIET)]
    found = measured(steps, TokenLimits(max_step=3, max_path=5)).budget.exceeded
    assert [(each.limit, each.step, each.tokens, each.allowed) for each in found] == [
        ("max-step", "two", 4, 3),
        ("max-path", None, 6, 5),
    ]
    assert measured(steps, TokenLimits(max_step=4, max_path=6)).budget.exceeded == ()


LOOPS = [
    ({"type": "for", "count": 2}, Passes(2, 2, 2)),
    ({"type": "for", "count": 1.5}, Passes(2, 2, 2)),
    ({"type": "for", "count": 50}, Passes(4, 4, 4)),
    ({"type": "for", "count": "number"}, Passes(0, 3, 4)),
    ({"type": "forEach", "items": "things"}, Passes(0, 3, 4)),
    ({"type": "while", "condition": {"var": "open"}}, Passes(0, 2, 4)),
    ({"type": "while", "condition": {"var": "currentIteration", "lte": 3}}, Passes(3, 3, 3)),
    ({"type": "until", "condition": {"var": "n", "gte": 3}, "iterationVar": "n"}, Passes(2, 2, 2)),
]


@pytest.mark.parametrize(("config", "expected"), LOOPS)
def test_passes(config: dict[str, Any], expected: Passes) -> None:
    others = {key: value for key, value in config.items() if key != "type"}
    repeat = loop("all", [step("inner")], kind=config["type"], **{**others, "maxIterations": 4})
    found = pinned(analysis([step("one"), repeat])).executable.by_id["all"]
    assert isinstance(found, ExecutableLoop)
    assert passes_of(found) == expected


def test_a_decision_gives_at_least_one_pass_unless_another_loop_decided_before() -> None:
    decide = step("decide", outputContract={"contractRef": "wr.contracts.loop_control"})
    source = {
        "kind": "artifact_contract",
        "contractRef": "wr.contracts.loop_control",
        "loopId": "a",
    }
    found = pinned(
        analysis([step("one"), loop("all", [decide], conditionSource=source)])
    ).executable.by_id["all"]
    assert isinstance(found, ExecutableLoop)
    assert passes_of(found) == Passes(1, 2, 3)
    assert passes_of(found, is_later=True) == Passes(0, 2, 3)


@pytest.mark.parametrize("name", ["coding-task", "discovery", "mr-review", "relocation-us"])
def test_step_sizes_agree_with_previews(name: str) -> None:
    project = Project.load_workflows([str(ROOT / "workflows" / f"{name}.json")], Options())
    ((path, file),) = runnable_files(project).items()
    assert file.pinned is not None
    assert file.analysis is not None
    budget = measure(file.pinned, file.analysis, ESTIMATE, TokenLimits(), path).budget
    for number, row in enumerate(budget.steps):
        moment = Moment(Instance(row.step, row.loop), has_notes=number > 0)
        previewed = ESTIMATE.count(render(file.pinned, moment).text)
        assert row.visit is not None
        # The parts are counted on their own, which differs where two of them meet.
        assert previewed <= row.visit.most + 6
        # Without a context fewer fragments are shown than in a run.
        if not file.pinned.executable.by_id[row.step].definition.get("promptFragments"):
            assert row.visit.least - 6 <= previewed


def test_budgets_are_json(tmp_path: Path) -> None:
    from workflowkit.text.json_records import to_json

    found = measured([step("one", "Do it.")])
    assert json.loads(json.dumps(to_json(found.budget)))["paths"]["least"] == 2 + LONG
