from __future__ import annotations

import pytest

from workflowkit.runtime.executable import ExecutableLoop
from workflowkit.runtime.tokens import fragments, loop_variables, substitute

CONTEXT = {
    "a": 1,
    "b": None,
    "arr": [1, [2, 3], None],
    "o": {"k": "v", "n": None, "z": {"y": False}},
    "s": "str",
    "token": "{{a}}",
    "dollar": "$& $1 \\1",
    "big": 1e21,
    "half": 1.50,
}


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{{a}}", "1"),
        ("{{missing}} {{b}}", "[unset: missing] [unset: b]"),
        ("{{o.k}} {{o.z.y}} {{o.n}}", "v false [unset: o.n]"),
        ("{{o.k.x}} {{s.length}}", "[unset: o.k.x] [unset: s.length]"),
        ("{{arr}}", "1,2,3,"),
        ("{{o}}", "[object Object]"),
        ("{{arr.length}} {{arr.length.x}}", "3 [unset: arr.length.x]"),
        ("{{{a}}} {{{{a}}}}", "{1} {{1}}"),
        ("{{token}}", "{{a}}"),
        ("{{dollar}}", "$& $1 \\1"),
        ("{{wr}} {{WR.x}} {{wrx.y}}", "[unset: wr] [unset: WR.x] [unset: wrx.y]"),
        ("{{big}} {{half}}", "1e+21 1.5"),
        ("{{toString}}", "[unset: toString]"),
    ],
)
def test_tokens_are_filled_in_as_by_the_engine(template: str, expected: str) -> None:
    assert substitute(template, CONTEXT) == expected


@pytest.mark.parametrize(
    "template",
    [
        "{{ a }}",
        "{{a }}",
        "{{arr.0}}",
        "{{a-b}}",
        "{{é}}",
        "{{9a}}",
        "{{a.}}",
        "{{a..b}}",
        "{{a + 1}}",
        "{{wr.x}}",
        "{{a\n}}",
    ],
)
def test_what_is_no_token_stays(template: str) -> None:
    assert substitute(template, CONTEXT) == template


def loop(**config: str) -> ExecutableLoop:
    return ExecutableLoop("l", {"loop": config}, (), True, None)


def test_a_loop_gives_the_pass_number() -> None:
    assert loop_variables(loop(type="while"), 2, {}) == {"currentIteration": 3}
    assert loop_variables(loop(type="for", iterationVar="n"), 0, {}) == {"n": 1}


def test_a_loop_over_a_list_gives_item_and_index() -> None:
    each = loop(type="forEach", items="files", itemVar="file")
    assert loop_variables(each, 1, {"files": ["x", "y"]}) == {
        "currentIteration": 2,
        "file": "y",
        "currentIndex": 1,
    }
    assert loop_variables(each, 0, {}) == {"currentIteration": 1}


def test_fragments_that_hold_are_joined_by_blank_lines() -> None:
    definition = {
        "promptFragments": [
            {"id": "x", "text": "Always {{a}}."},
            {"id": "y", "text": "Never.", "when": {"var": "b"}},
            {"id": "z", "text": "Also.", "when": {"var": "a", "gte": 1}},
        ]
    }
    assert fragments(definition, CONTEXT) == "Always 1.\n\nAlso."
    assert fragments({"promptFragments": "x"}, CONTEXT) == ""
