from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.triggers.running_rules import DAEMON, TRIGGER_RULES, fix, found
from tests.triggers.test_yaml_differences import HEAD, TEXTS, yaml_view
from tests.work import calls_made
from workflowkit.lint.fixes import Fixed
from workflowkit.text.yaml_text import parse as parse_yaml
from workflowkit.triggers import editing
from workflowkit.triggers.trigger_file import parse

READING_RULES = [rule for rule in TRIGGER_RULES if "W017" <= rule.code <= "W029"]
LINES = st.lists(
    st.tuples(
        st.sampled_from(["    goal: ", "    source: ", "      repo: ", "    meta: ", "  - id: ", "    'x': "]),
        st.sampled_from(["a", "", '"q" # c', "'It''s'", "~", "|", "{a: b}", "- x", "a: b", "&a b", "*a", "a\\b"]),
    ).map("".join),
    max_size=6,
).map("\n".join)  # fmt: skip


@given(TEXTS | LINES.map(lambda lines: HEAD + lines))
def test_every_difference_is_reported_where_it_is(text: str) -> None:
    file = parse(text, DAEMON)
    reported = {item.span.start.line: item.code for item in found(text, rules=READING_RULES)}
    places = [(item.start, item.entry) for item in file.comparison.differences]
    places += [(item.start, item.entry) for item in file.comparison.broken]
    for start, entry in places:
        line = file.lines.position(start).line
        # What a block on the line of a dash does to its keys is told once, at its key.
        owner = file.lines.position(file.owner(entry)[0].item.dash).line if entry else line
        assert {line, owner} & set(reported)
    assert not file.reading.errors or reported


@given(TEXTS | LINES.map(lambda lines: HEAD + lines), st.booleans())
@example("triggers:\n  -\n    agentConfig:\n      maxTurns: 3\n", True)
@example('triggers:\n  - id: x\n    meta: "q"\n    - equals:`x', True)
def test_fixing_comes_to_an_end(text: str, include_unsafe: bool) -> None:
    fixed = fix(text, DAEMON, include_unsafe=include_unsafe)
    left = [
        item.code
        for item in found(fixed.text)
        if item.finding.fix and (item.finding.fix.safe or include_unsafe)
    ]
    assert left == []


@given(LINES.map(lambda lines: HEAD + lines))
@example("triggers:\n  - id: x\n    goal: 'It''s' # c\n    source: {a: b}\n")
def test_fixes_of_the_reading_keep_what_yaml_sees(text: str) -> None:
    file = parse(text, DAEMON)
    is_readable = not (file.reading.errors or file.comparison.broken)
    kinds = {item.kind.value for item in file.comparison.differences}
    if not is_readable or kinds & {"list", "reference", "null", "other"}:
        return
    rules = [rule for rule in READING_RULES if rule.code != "W026"]
    fixed = fix(text, DAEMON, rules=rules).text
    before, after = (yaml_view(parse_yaml(item).documents[0]) for item in (text, fixed))
    assert [sorted(item) for item in after] == [sorted(item) for item in before]


@given(st.text(max_size=20) | st.text(alphabet=" '\"#:\\-[]{}&*!|>%@`ab~", max_size=8))
def test_a_written_value_reads_the_same_both_ways(value: str) -> None:
    text = editing.written(value)
    if text is None:
        return
    file = parse(f"triggers:\n  - goal: {text}\n")
    assert file.comparison.broken == ()
    assert file.comparison.differences == ()
    assert file.triggers[0].text("goal") == value


def test_edits_are_made_from_the_end() -> None:
    edits = [editing.replacement(0, 1, "xx"), editing.replacement(2, 2, "-")]
    assert editing.apply("abc", edits) == "xxb-c"


def test_fixes_that_touch_are_made_one_after_the_other() -> None:
    text = HEAD + "    autocommit: yes # c\n    branchstrategy: worktree\n"
    fixed = fix(text, DAEMON, include_unsafe=True).text
    assert "    # c\n    autoCommit: true\n    branchStrategy: worktree\n" in fixed


MISTAKES = {
    "anchors": "  - id: &a{0} t{0}\n    goal: Go\n    workflowId: acme.one\n    provider: generic\n",
    "tags that hide findings": "  - id: t{0}\n    goal: Go\n    workflowId: acme.one\n    provider: !str generic\n",
    "anchors in one trigger": "    x{0}: &a{0} v\n",
}


@pytest.mark.parametrize("name", MISTAKES)
def test_hundreds_of_fixes_take_work_in_proportion_to_the_file(name: str) -> None:
    def fixed(n_mistakes: int) -> int:
        lines = "".join(MISTAKES[name].format(number) for number in range(n_mistakes))
        result: list[Fixed] = []
        head = HEAD if name == "anchors in one trigger" else "triggers:\n"
        n_calls = calls_made(lambda: result.append(fix(head + lines, DAEMON)))
        assert len(result[0].applied) >= n_mistakes
        return n_calls

    assert fixed(80) < 8 * fixed(20)
