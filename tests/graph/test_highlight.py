"""Runs on a graph: which steps they visit, which edges they take."""

from __future__ import annotations

from typing import Any

import pytest

from tests.graph.graphs import REVIEW, WHEN_FULL, analysis_of, graph_of, late_steps
from workflowkit.errors import UsageError
from workflowkit.graph.highlight import highlighted
from workflowkit.graph.model import WorkflowGraph
from workflowkit.graph.run_file import RunPath, read_run
from workflowkit.rendering.pinned import pin_workflow


def shown(graph: WorkflowGraph, *run: str, is_complete: bool = False) -> WorkflowGraph:
    return highlighted(graph, run, is_complete=is_complete)


def taken(graph: WorkflowGraph) -> set[str]:
    return {f"{edge.source} -> {edge.target}" for edge in graph.edges if edge.is_highlighted}


def visits(graph: WorkflowGraph) -> dict[str, int]:
    return {node.key: node.visits for node in graph.nodes if node.visits}


FORK: list[dict[str, Any]] = [
    {"id": "one"},
    {"id": "two", "runCondition": WHEN_FULL},
    {"id": "three"},
]


def test_a_run_past_a_condition() -> None:
    graph = shown(graph_of(FORK), "one", "three")
    assert taken(graph) == {"start -> one", "one -> two?", "two? -> three"}
    assert visits(graph) == {"start": 1, "one": 1, "two?": 1, "three": 1}
    assert graph.has_run
    assert graph.notes == ()


def test_a_complete_run_leads_to_the_end() -> None:
    graph = shown(graph_of(FORK), "one", "two", "three", is_complete=True)
    expected = {"start -> one", "one -> two?", "two? -> two", "two -> three", "three -> end"}
    assert taken(graph) == expected


def test_the_passes_of_a_loop_are_counted() -> None:
    body = [{"id": "inner"}, {"id": "maybe", "runCondition": WHEN_FULL}]
    loop = {"id": "all", "type": "loop", "loop": {"type": "for", "count": 9}, "body": body}
    base = graph_of([{"id": "one"}, loop, {"id": "last"}])
    graph = shown(base, "one", "all@0::inner", "all@1::inner", "all@1::maybe", "last")
    assert visits(graph) == {
        "start": 1,
        "one": 1,
        "all": 2,
        "inner": 2,
        "maybe?": 2,
        "maybe": 1,
        "all/end-of-pass": 2,
        "last": 1,
    }
    past = shown(base, "one", "last")
    assert visits(past) == {"start": 1, "one": 1, "last": 1}
    assert taken(past) == {"start -> one", "one -> all", "all -> last"}


def test_a_folded_routine_is_visited_once_for_all_its_steps() -> None:
    base = graph_of([{"id": "one"}, {"id": "call", "templateCall": REVIEW}, {"id": "last"}])
    run = ("one", "call.restate-design", "call.test-tradeoffs", "last")
    assert visits(shown(base, *run)) == {"start": 1, "one": 1, "call": 1, "last": 1}


def test_an_unfolded_routine_is_entered_and_left() -> None:
    steps = [{"id": "one"}, {"id": "call", "templateCall": REVIEW}, {"id": "last"}]
    inside = ("restate-design", "test-tradeoffs", "trace-failures", "weigh-alternatives")
    names = [f"call.{name}" for name in (*inside, "write-review")]
    graph = shown(graph_of(steps, fold=False), "one", *names, "last")
    assert visits(graph) == {"start": 1, "one": 1, "call": 1, "last": 1, **dict.fromkeys(names, 1)}
    assert graph.notes == ()


def test_a_late_step_is_reached_and_left() -> None:
    graph = shown(late_steps(), "first", "check-a", "repair-a", "check-b")
    assert "check-a -> repair-a" in taken(graph)
    # Back at the scan, the step that is done is passed and not visited again.
    assert visits(graph)["check-a"] == 1
    assert graph.notes == ()


def test_a_jump_that_the_graph_does_not_have_is_noted() -> None:
    graph = shown(graph_of(FORK), "three", "one")
    assert graph.notes == (
        "no edge leads from 'start' to 'three' in this run",
        "no edge leads from 'three' to 'one' in this run",
    )
    assert taken(graph) == set()


def test_an_unknown_step_is_an_error_with_a_guess() -> None:
    with pytest.raises(UsageError) as error:
        shown(graph_of(FORK), "one", "thre")
    assert error.value.message == "the workflow has no step 'thre'"
    assert "'three'" in error.value.help


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('["one", "two"]', RunPath(("one", "two"), is_complete=False)),
        ("- one\n- two\n", RunPath(("one", "two"), is_complete=False)),
        ("path: [one]\ncomplete: true\n", RunPath(("one",), is_complete=True)),
        (
            "answers:\n  - context: {mode: full}\n",
            RunPath(("one", "two", "three"), is_complete=True),
        ),
        ("{context: {}, answers: []}", RunPath(("one", "three"), is_complete=True)),
        ("{strict: true}", RunPath(("one",), is_complete=False)),
    ],
)
def test_files_of_runs(text: str, expected: RunPath) -> None:
    facts = analysis_of([dict(step) for step in FORK])
    pinned = pin_workflow(facts.compilation, facts.compile_context, facts.spec)
    assert read_run(text, "run.yaml", pinned) == expected


def test_both_names_of_a_step_in_a_pass() -> None:
    loop = {"id": "all", "type": "loop", "loop": {"type": "for"}, "body": [{"id": "inner"}]}
    base = graph_of([{"id": "one"}, loop])
    for names in (("all@0::inner", "all@1::inner"), ("all@1/inner", "all@2/inner")):
        assert visits(shown(base, "one", *names))["inner"] == 2


@pytest.mark.parametrize(
    "text", ["", "one", "{}", "path: one", "- 1\n", "- [a]\n", "[", "a: b: c", "anwers: []"]
)
def test_files_without_a_run(text: str) -> None:
    with pytest.raises(UsageError):
        read_run(text, "run.yaml", None)


def test_a_scenario_needs_a_workflow_that_runs() -> None:
    with pytest.raises(UsageError, match="the engine refuses the workflow"):
        read_run("answers: []", "run.yaml", None)
