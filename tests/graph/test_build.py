"""Nodes and edges of small workflows, each written down by hand."""

from __future__ import annotations

from typing import Any

import pytest

from tests.graph.graphs import BUNDLED, REVIEW, WHEN_FULL, bundled_graph, edges, graph_of
from workflowkit.graph.model import WorkflowGraph

LOOP = {"type": "for", "count": 2, "maxIterations": 4}


def test_steps_follow_each_other() -> None:
    graph = graph_of([{"id": "one"}, {"id": "two"}])
    assert edges(graph) == {"next: start -> one", "next: one -> two", "next: two -> end"}
    assert [node.key for node in graph.nodes] == ["start", "one", "two", "end"]


def test_a_condition_is_a_node_with_two_ways() -> None:
    graph = graph_of([{"id": "one"}, {"id": "two", "runCondition": WHEN_FULL}, {"id": "three"}])
    assert edges(graph) == {
        "next: start -> one",
        "next: one -> two?",
        "yes: two? -> two",
        "no: two? -> three",
        "next: two -> three",
        "next: three -> end",
    }
    assert graph.by_key["two?"].title == "only when mode is 'full'"


def test_the_condition_of_the_first_step_is_not_tested() -> None:
    graph = graph_of([{"id": "one", "runCondition": WHEN_FULL}, {"id": "two"}])
    assert edges(graph) == {"next: start -> one", "next: one -> two", "next: two -> end"}
    assert "runs first, whatever its condition" in [d.text for d in graph.by_key["one"].details]


def test_a_loop_contains_its_body_and_repeats() -> None:
    body = [{"id": "inner"}, {"id": "maybe", "runCondition": WHEN_FULL}]
    graph = graph_of([{"id": "one"}, {"id": "all", "type": "loop", "loop": LOOP, "body": body}])
    assert edges(graph) == {
        "next: start -> one",
        "next: one -> all",
        "enter: all -> inner",
        "next: inner -> maybe?",
        "yes: maybe? -> maybe",
        "no: maybe? -> all/end-of-pass",
        "next: maybe -> all/end-of-pass",
        "repeat: all/end-of-pass -> all",
        "next: all -> end",
    }
    inside = [node.key for node in graph.children("all")]
    assert inside == ["inner", "maybe?", "maybe", "all/end-of-pass"]
    assert "repeats 2 times, at most 4 times" in [d.text for d in graph.by_key["all"].details]


def test_a_body_named_by_id_is_in_the_loop_only() -> None:
    loop = {"id": "all", "type": "loop", "loop": LOOP, "body": "inner"}
    graph = graph_of([{"id": "one"}, {"id": "inner"}, loop])
    assert "next: one -> all" in edges(graph)
    assert [node.key for node in graph.children("all")] == ["all/inner", "all/end-of-pass"]
    assert "inner" not in graph.by_key


def test_a_loop_in_first_place_never_enters_its_body() -> None:
    loop = {"id": "all", "type": "loop", "loop": LOOP, "body": [{"id": "inner"}]}
    graph = graph_of([loop, {"id": "two"}])
    assert edges(graph) == {"next: start -> all", "next: all -> two", "next: two -> end"}


def test_a_step_that_can_run_late_has_an_edge_back() -> None:
    steps = [
        {"id": "one"},
        {"id": "repair", "runCondition": {"var": "broken", "equals": True}},
        {"id": "check", "prompt": "Check it. Capture: `broken` (true or false)."},
    ]
    assert "late: check -> repair" in edges(graph_of(steps))
    steps[0]["prompt"] = "Begin. Capture: `broken` (true or false)."
    steps[2]["prompt"] = "Check it."
    assert not any(edge.startswith("late") for edge in edges(graph_of(steps)))


def test_a_routine_is_one_node_or_a_container() -> None:
    steps: list[dict[str, Any]] = [{"id": "one"}, {"id": "call", "templateCall": REVIEW}]
    folded = graph_of(steps)
    assert folded.by_key["call"].kind == "routine"
    assert not folded.is_container(folded.by_key["call"])
    assert edges(folded) == {"next: start -> one", "next: one -> call", "next: call -> end"}
    unfolded = graph_of(steps, fold=False)
    steps_inside = [n.step for n in unfolded.children("call") if n.kind == "step"]
    # The ids that the routine's file has, behind the id of the call.
    assert steps_inside == [
        f"call.{name}"
        for name in (
            "restate-design",
            "test-tradeoffs",
            "trace-failures",
            "weigh-alternatives",
            "write-review",
        )
    ]


def test_what_newer_engines_add_is_shown() -> None:
    delegations = [{"workflowId": name, "contextMapping": {}} for name in ("wr.a", "wr.b")]
    contract = {"contractRef": "wr.contracts.review_verdict"}
    ask = {
        "id": "ask",
        "type": "parallel",
        "parallelDelegations": delegations,
        "synthesis": {"outputContract": contract},
    }
    proof = {"verification": {"command": "make"}, "audit": {"prompt": "Audit it."}}
    graph = graph_of([{"id": "one", **proof}, {**ask, "runCondition": WHEN_FULL}])
    assert edges(graph) == {
        "next: start -> one",
        "next: one -> one__verification",
        "next: one__verification -> one__audit",
        "next: one__audit -> ask?",
        "yes: ask? -> ask",
        "enter: ask -> ask/1",
        "enter: ask -> ask/2",
        "next: ask/1 -> ask/all-done",
        "next: ask/2 -> ask/all-done",
        "next: ask -> ask__synthesis",
        "no: ask? -> end",
        "next: ask__synthesis -> end",
    }
    assert graph.by_key["one__audit"].is_virtual
    submitted = [detail.text for detail in graph.by_key["ask__synthesis"].details]
    assert submitted == ["submits wr.contracts.review_verdict"]


def test_facts_about_a_step() -> None:
    level = {"when": {"anyEqualsLevel": "low", "forAssessment": "quality"}}
    step = {
        "id": "one",
        "prompt": "Do it. Capture: `mode`.",
        "requireConfirmation": WHEN_FULL,
        "outputContract": {"contractRef": "wr.contracts.loop_control", "required": False},
        "assessmentRefs": ["quality"],
        "assessmentConsequences": [{**level, "effect": {"kind": "require_followup"}}],
        "promptFragments": [{"id": "more", "when": WHEN_FULL, "text": "More."}],
    }
    facts = [(detail.kind, detail.text) for detail in graph_of([step]).by_key["one"].details]
    assert facts == [
        ("gate", "waits for you when mode is 'full'"),
        ("contract", "submits wr.contracts.loop_control or nothing"),
        ("assessment", "judged by quality"),
        ("consequence", "low in quality: follow-up required"),
        ("text", "1 conditional text"),
        ("capture", "sets mode"),
    ]


def test_steps_with_one_id_are_different_nodes() -> None:
    graph = graph_of([{"id": "one"}, {"id": "one"}, {"id": "start"}])
    assert [node.key for node in graph.nodes] == ["start", "one", "one#2", "start#2", "end"]


@pytest.mark.parametrize("path", BUNDLED, ids=lambda path: path.stem)
@pytest.mark.parametrize("fold", [True, False], ids=["folded", "unfolded"])
def test_every_node_of_a_bundled_workflow_is_between_start_and_end(path: Any, fold: bool) -> None:
    graph = bundled_graph(path, fold=fold)
    assert _reached(graph, "start") == set(graph.by_key)


def _reached(graph: WorkflowGraph, key: str) -> set[str]:
    found = {key}
    pending = [key]
    while pending:
        here = pending.pop()
        for edge in graph.edges:
            if edge.source == here and edge.target not in found:
                found.add(edge.target)
                pending.append(edge.target)
    return found
