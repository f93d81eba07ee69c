"""Whether a key can be set where it is looked at: only what is proved is called unset or late."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.analysis.small_workflows import analysis, equals, loop, step
from workflowkit.analysis.data_flow.captures import Capture
from workflowkit.analysis.data_flow.context import Context
from workflowkit.analysis.data_flow.reads import token_reads
from workflowkit.text.routes import Json

DECIDE: dict[str, Json] = {
    **step("decide", "Continue or stop."),
    "outputContract": {"contractRef": "wr.contracts.loop_control"},
}


BUNDLED = Path(__file__).resolve().parents[2]


def context(*steps: Json, **fields: Json) -> Context:
    return analysis(list(steps), **fields).context


def definedness(*steps: Json, **fields: Json) -> list[str]:
    """What is known of each key that a condition or loop field looks at, in step order."""
    found = context(*steps, **fields)
    return [f"{read.key} {found.definedness(read).value}" for read in found.condition_reads]


def tokens(*steps: Json, **fields: Json) -> list[str]:
    found = context(*steps, **fields)
    return [f"{read.key} {found.definedness(read).value}" for read in found.token_reads]


@pytest.mark.parametrize(
    "path",
    sorted([*BUNDLED.glob("workflows/*.json"), *BUNDLED.glob("routines/*.json")]),
    ids=lambda path: path.stem,
)
def test_captures_of_one_key_are_among_those_of_all(path: Path) -> None:
    value = json.loads(path.read_text("utf-8"))
    every, single = analysis(**value).context, analysis(**value).context
    words = {word for step in every.workflow.all_steps for word in step.prompt.split()}
    for key in [*every.captures_by_key, *sorted(words)[:50]]:
        own = [capture for capture in every.captures if capture.key == key]
        assert _plain(single.own_captures_of_key(key)) == _plain(own)
        assert _plain(single.captures_of_key(key)) == _plain(every.captures_by_key.get(key, ()))


def _plain(captures: Iterable[Capture]) -> list[tuple[object, ...]]:
    """What can be compared between two compilations, whose steps are other objects."""
    return [
        (each.key, each.step.value, each.route, each.window, each.form, each.type, each.values)
        for each in captures
    ]


def test_a_key_that_nothing_sets_and_no_text_names_is_unset() -> None:
    assert definedness(step("a"), step("b", when=equals("path", "x"))) == ["path unset"]


@pytest.mark.parametrize(
    "fields",
    [
        {"preconditions": ["The caller gives `path`."]},
        {"clarificationPrompts": ["Which `path` is it?"]},
    ],
)
def test_declared_inputs_are_fine(fields: dict[str, Json]) -> None:
    assert definedness(step("a"), step("b", when=equals("path", "x")), **fields) == ["path fine"]


def test_inputs_are_declared_in_backticks_or_by_a_shape_that_is_no_word() -> None:
    found = context(
        step("a"), preconditions=["You know `mode`, the ticketUrl, the base_ref and the budget.", 3]
    )
    assert {"mode", "ticketUrl", "base_ref"} <= found.inputs
    assert not {"budget", "ticket", "base"} & found.inputs


def test_keys_that_the_engine_gives_are_fine() -> None:
    assert definedness(step("a"), step("b", when={"var": "is_autonomous"})) == [
        "is_autonomous fine"
    ]


def test_a_capture_before_that_always_runs_is_fine() -> None:
    assert definedness(step("a", "Set `path = x`."), step("b", when=equals("path", "x"))) == [
        "path fine"
    ]


def test_a_capture_before_that_may_be_skipped_is_a_maybe() -> None:
    assert definedness(
        step("a"),
        step("b", "Set `path = x`.", when={"var": "goal"}),
        step("c", when=equals("path", "x")),
    ) == ["goal fine", "path maybe"]


def test_the_first_step_always_runs_whatever_its_condition_says() -> None:
    assert definedness(
        step("a", "Set `path = x`.", when={"var": "goal"}), step("b", when=equals("path", "x"))
    ) == ["goal fine", "path fine"]


def test_a_capture_of_the_same_step_or_a_later_one_is_late() -> None:
    assert definedness(step("a"), step("b", "Set `path = x`.", when=equals("path", "x"))) == [
        "path late"
    ]
    assert definedness(
        step("a"), step("b", when=equals("path", "x")), step("c", "Set `path = x`.")
    ) == ["path late"]


def test_late_is_not_proved_when_a_text_before_names_the_key() -> None:
    assert definedness(
        step("a", "Think of the path."),
        step("b", when=equals("path", "x")),
        step("c", "Set `path = x`."),
    ) == ["path maybe"]


def test_a_text_anywhere_that_names_the_key_makes_it_a_maybe() -> None:
    assert definedness(
        step("a"), step("b", when=equals("path", "x")), step("c", "Choose a path.")
    ) == ["path maybe"]
    assert definedness(step("a", title="Choose a path"), step("b", when={"var": "path"})) == [
        "path maybe"
    ]


def test_part_of_a_word_or_a_token_does_not_name_a_key() -> None:
    steps = (step("a", "Paths, pathTo {{path}}."), step("b", when=equals("path", "x")))
    assert definedness(*steps) == ["path unset"]
    assert tokens(*steps) == ["path unset"]


def test_texts_that_reach_the_agent_by_another_way_name_a_key_too() -> None:
    gate: Json = {
        "id": "gate",
        "purpose": "Grades the path.",
        "dimensions": [{"id": "d", "purpose": "One of two.", "levels": ["low", "high"]}],
    }
    reader = step("b", when=equals("path", "x"))
    assert definedness(step("a", assessmentRefs=["gate"]), reader, assessments=[gate]) == [
        "path maybe"
    ]
    rule: Json = {"type": "contains", "value": "path", "message": "name it"}
    assert definedness(step("a", validationCriteria={"and": [rule]}), reader) == ["path maybe"]


def test_texts_that_the_agent_never_sees_name_nothing() -> None:
    hidden = step("a", agentRole="You set the path.", guidance=["Set `path`."])
    assert definedness(
        hidden, step("b", when=equals("path", "x")), metaGuidance=["Choose a path early."]
    ) == ["path unset"]


def test_captures_of_an_injected_routine_count_for_the_step_that_calls_it() -> None:
    call: Json = {
        "id": "gather",
        "title": "Gather",
        "templateCall": {
            "templateId": "wr.templates.routine.hypothesis-challenge",
            "args": {"deliverableName": "doubts.md"},
        },
    }
    found = context(step("a"), call, step("b", when=equals("challengeDepth", "quick")))
    assert found.unread_calls == ()
    assert [found.definedness(read).value for read in found.condition_reads] == ["fine"]
    assert found.captured_keys[("steps", 1)] >= {"claimRecord", "challengeDepth"}


def test_nothing_is_proved_beside_a_routine_that_cannot_be_read() -> None:
    call: Json = {
        "id": "call",
        "title": "Call",
        "templateCall": {"templateId": "wr.templates.routine.nowhere"},
    }
    reader = step("b", when=equals("path", "x"))
    assert definedness(step("a"), reader, call) == ["path maybe"]
    assert definedness(step("a"), call, reader, step("c", "Set `path = x`.")) == ["path maybe"]
    assert definedness(step("a"), reader, call, step("c", "Set `path = x`.")) == ["path late"]


def test_loop_variables_are_set_inside_the_loop_only() -> None:
    body = [step("in", "Pass {{round}}.", when={"var": "round", "gt": 1})]
    config: dict[str, Json] = {"iterationVar": "round", "condition": {"var": "round", "lt": 3}}
    steps = (step("a"), loop("rounds", body, **config), step("b", "{{round}}"))
    assert definedness(*steps) == ["round fine", "round fine"]
    assert tokens(*steps) == ["round fine", "round unset"]


def test_a_custom_name_takes_the_default_away() -> None:
    body = [step("in", "{{currentItem}} {{page}} {{currentIndex}}")]
    each = loop("pages", body, kind="forEach", items="list", itemVar="page")
    assert tokens(step("a", "Set `list = []`."), each) == [
        "currentItem unset",
        "page fine",
        "currentIndex fine",
    ]


def test_a_body_named_by_id_sees_loop_variables_in_conditions_and_not_in_its_prompt() -> None:
    each = loop("pages", "in", kind="forEach", items="list")
    inner = step("in", "{{currentItem}}", when={"var": "currentIndex", "lt": 2})
    steps = (step("a", "Set `list = []`."), each, inner)
    assert definedness(*steps) == ["list fine", "currentIndex fine"]
    assert tokens(*steps) == ["currentItem unset"]


def test_odd_names_of_loop_variables_are_survived() -> None:
    body = [step("in", "{{currentItem}}")]
    each = loop("pages", body, kind="forEach", items=["a"], itemVar=[], indexVar={"a": 1})
    assert tokens(step("a"), each) == ["currentItem fine"]


def test_a_key_that_the_loop_sets_for_its_next_pass_is_a_maybe() -> None:
    body = [
        step("in", "{{left}}", when={"var": "left", "gt": 0}),
        step("out", "Set `left = 1`."),
    ]
    whole = loop("rounds", body, condition={"var": "left", "gt": 0})
    assert definedness(step("a"), whole) == ["left maybe", "left maybe"]
    assert tokens(step("a"), whole) == ["left maybe"]


def test_what_a_loop_sets_is_fine_behind_it_only_if_it_begins_a_pass() -> None:
    body = [step("in", "Set `left = 1`."), DECIDE]
    reader = step("b", when={"var": "left", "gt": 0})
    assert definedness(step("a"), loop("rounds", body), reader) == ["left fine"]
    assert definedness(step("a"), loop("rounds", body, when={"var": "goal"}), reader) == [
        "goal fine",
        "left maybe",
    ]
    each = loop("rounds", body, kind="forEach", items="goal")
    assert definedness(step("a"), each, reader) == ["goal fine", "left maybe"]
    assert definedness(loop("rounds", body), reader) == ["left maybe"]


def test_a_body_named_by_id_runs_where_its_loop_stands() -> None:
    steps = (
        step("a"),
        loop("rounds", "in", kind="for", count=2),
        step("b", when=equals("left", 1)),
        step("in", "Set `left = 1`."),
    )
    found = context(*steps)
    assert [found.definedness(read).value for read in found.condition_reads] == ["maybe"]
    order = sorted(found.workflow.all_steps, key=found.position)
    assert [item.id for item in order] == ["a", "rounds", "in", "b"]


def test_mentions_and_captures_come_in_the_order_of_first_runs() -> None:
    found = context(
        step("a"),
        loop("rounds", "in", kind="for", count=2),
        step("b", "Set `left = 1`."),
        step("in", "Set `left = 2`."),
    )
    assert [item.step.id for item in found.captures_by_key["left"]] == ["in", "b"]
    assert [item.id for item in found.mentions("left")] == ["in", "b"]
    assert found.captured_keys == {("steps", 3): {"left"}, ("steps", 2): {"left"}}


def test_ignored_parts_of_a_condition_are_no_reads() -> None:
    condition: Json = {"var": "path", "equals": 1, "gt": 3, "and": [{"var": "other"}]}
    found = context(step("a"), step("b", when=condition))
    assert [(read.key, read.operator) for read in found.condition_reads] == [("path", "equals")]
    assert found.condition_reads[0].route == ("steps", 1, "runCondition", "var")


def test_counts_and_lists_of_loops_are_reads() -> None:
    found = context(
        step("a"),
        loop("one", [step("x")], kind="forEach", items="pages"),
        loop("two", [step("y")], kind="for", count="times"),
        loop("three", [step("z")], kind="for", count=2),
    )
    assert [(read.key, read.use) for read in found.condition_reads] == [
        ("pages", "items"),
        ("times", "count"),
    ]


def test_tokens_are_read_where_the_engine_renders_them() -> None:
    (only,) = analysis(
        [
            step(
                "a",
                "{{one.two}} {{ no }} {{wr.refs.x}}",
                title="{{three}}",
                agentRole="{{never}}",
                promptFragments=[{"id": "f", "text": "{{four}}"}],
            )
        ]
    ).workflow.steps
    assert [(read.key, read.route[2:], read.window) for read in token_reads(only)] == [
        ("one", ("prompt",), (2, 9)),
        ("four", ("promptFragments", 0, "text"), (2, 6)),
        ("three", ("title",), (2, 7)),
    ]


def test_a_key_is_used_by_tests_tokens_and_words_of_other_steps() -> None:
    found = context(
        step(
            "a",
            "Set `k = 1`. Set `m = 1`. Set `t = 1`. Set `own = 1` when own is due. Set `no = 1`.",
        ),
        step("b", "Print {{t}}, weigh m.", when={"var": "k"}),
        step("c", "Set `no = 2`."),
    )
    assert {key: found.is_used(key) for key in ("k", "m", "t", "own", "no")} == {
        "k": True,
        "m": True,
        "t": True,
        "own": False,
        "no": False,
    }


def test_a_step_that_sets_a_key_anew_may_use_what_was_there() -> None:
    found = context(step("a", "Set `k = 1`."), step("b", "Look at k once more, then set `k = 2`."))
    assert found.is_used("k")
