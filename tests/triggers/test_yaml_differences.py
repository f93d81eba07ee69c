from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from workflowkit.text.ecmascript import trim
from workflowkit.text.yaml_text import YamlNode, YamlShape, parse
from workflowkit.triggers.line_reader import BLOCKS, Reading, read
from workflowkit.triggers.yaml_differences import compare
from workflowkit.triggers.yaml_recovery import mask

VECTORS = Path(__file__).parent.parent / "vectors/runtime/triggers"

HEAD = "triggers:\n  - id: x\n"

DIFFERENCES = {
    "a trailing comment": ("    goal: g # why\n", "comment", "g # why"),
    "a comment in place of a value": ("    goal: # why\n", "comment", "# why"),
    "a list below a key": ("    referenceUrls:\n      - https://a.example\n", "list", "referenceUrls"),
    "a list flush with its key": ("    events:\n    - a\n", "list", "events"),
    "a flow mapping behind a block key": ("    source: {repo: a/b}\n", "inline", "{repo: a/b}"),
    "a text behind a block key": ("    source: a\n", "inline", "a"),
    "a quoted key": ('    "goal": g\n', "quoted-key", '"goal"'),
    "a doubled quote": ("    goal: 'It''s'\n", "escape", "'It''s'"),
    "an escape": ('    goal: "a\\tb"\n', "escape", '"a\\tb"'),
    "a literal block": ("    goal: |\n      a: b\n", "multiline", "|"),
    "a folded block": ("    goal: >-\n      a: b\n", "multiline", ">-"),
    "a quoted text over two lines": ('    goal: "a\n      b: c"\n', "multiline", '"a'),
    "a value on the next line": ('    goal:\n      "a: b"\n', "multiline", "goal"),
    "a tilde": ("    goal: ~\n", "null", "~"),
    "a null": ("    goal: null\n", "null", "null"),
    "an anchor": ("    goal: &g a\n", "reference", "&g"),
    "a tag": ("    goal: !!str a\n", "reference", "!!str"),
    "a nested key": ("    meta:\n      id: y\n", "leak", "id"),
    "a doubly nested key": ("    source:\n      a:\n        repo: y\n", "leak", "repo"),
}  # fmt: skip


@pytest.mark.parametrize("case", DIFFERENCES.values(), ids=DIFFERENCES)
def test_a_difference_is_found(case: tuple[str, str, str]) -> None:
    lines, kind, shown = case
    text = HEAD + lines
    found = compare(text, read(text)).differences
    assert [(item.kind, text[item.start : item.end]) for item in found] == [(kind, shown)]


def test_an_alias_and_its_anchor_are_both_found() -> None:
    text = HEAD + "    goal: &g a\n    workflowId: *g\n"
    found = compare(text, read(text)).differences
    assert [text[item.start : item.end] for item in found] == ["&g", "*g"]


def test_a_block_key_on_the_line_of_the_dash_leaks_its_keys() -> None:
    text = "triggers:\n  - agentConfig:\n      maxTurns: 9\n    id: x\n"
    found = compare(text, read(text)).differences
    assert [item.kind for item in found] == ["dash-block", "leak"]
    assert found[1].path == ("agentConfig", "maxTurns")


def test_a_list_of_triggers_on_the_line_of_the_root_key_is_lost() -> None:
    text = "triggers: [{id: x}]\n"
    found = compare(text, read(text)).differences
    assert [(item.kind, text[item.start : item.end]) for item in found] == [("inline", "[{id: x}]")]


@pytest.mark.parametrize("rest", ["", " []", " # none yet", "\n"])
def test_an_empty_list_is_the_same_for_both_readers(rest: str) -> None:
    text = f"triggers:{rest}"
    assert compare(text, read(text)).differences == ()


def test_what_yaml_cannot_read_hides_nothing_behind_it() -> None:
    text = HEAD + "    goal: Check: it\n    branchPrefix: @x\n    baseBranch: main # b\n"
    comparison = compare(text, read(text))
    assert [text[item.start : item.end] for item in comparison.broken] == ["Check: it", "@x"]
    assert [item.kind for item in comparison.differences] == ["comment"]


def test_an_open_quote_is_found_on_its_own_line() -> None:
    text = HEAD + '    goal: "half\n    workflowId: a\n  - id: y\n    goal: "whole"\n'
    comparison = compare(text, read(text))
    assert [(item.message, text[item.start : item.end]) for item in comparison.broken] == [
        ("a quoted text has no closing quote", '"half')
    ]


FRAGMENTS = [
    "triggers:", "  - ", "    ", "      ", "  ", "- ", "-", "\n", "\n", "\n    ", "\n  - ", "\r\n",
    "id: ", "goal: ", "agentConfig:", "source:", "contextMapping: ", "maxTurns: ", "meta:", "a", "b c",
    "7", "~", "null", "true", "#", " # c", '"', "'", "''", '"x"', "'y'", ": ", ":", "[", "]", "{", "}",
    ", ", "&a ", "*a", "!t ", "<<: ", "|", ">-", "---", "...", "?", "? ", "\t", "\\", "%", "@", "é", "\u00a0",
    "\u2028", "\ufeff", "\r", "🙂",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(FRAGMENTS), max_size=25).map("".join)


@given(TEXTS | TEXTS.map(lambda text: HEAD + "    goal: " + text))
@example("triggers:\n  - id: a\n\u00a0   goal: b\n")
@example("triggers:\n  - id: a\rgoal: b\n")
def test_readings_that_differ_in_nothing_are_equal(text: str) -> None:
    reading = read(text)
    comparison = compare(text, reading)
    if reading.errors or comparison.broken or comparison.differences:
        return
    assert engine_view(reading) == yaml_view(parse(text).documents[0])


def engine_view(reading: Reading) -> Any:
    """Paths and values as the engine reads them; keys without a value left out."""
    view = []
    for item in reading.items:
        pairs: list[tuple[tuple[str, ...], str]] = []
        for entry in item.entries:
            pairs.append(((entry.key,), trim(entry.value)))
            pairs.extend(((entry.key, inner.key), trim(inner.value)) for inner in entry.block)
        view.append([pair for pair in pairs if pair[1]])
    return view


def yaml_view(root: YamlNode) -> Any:
    """The same of YAML's reading."""
    found = [value for key, value in root.pairs if key.text == "triggers"]
    view = []
    for item in found[0].items:
        pairs: list[tuple[tuple[str, ...], str]] = []
        stack: list[tuple[tuple[str, ...], YamlNode]] = [((), item)]
        while stack:
            path, node = stack.pop(0)
            assert not node.items
            if node.shape is YamlShape.SCALAR:
                pairs.append((path, trim(node.text)))
            stack[:0] = [((*path, key.text), value) for key, value in node.pairs]
        view.append([pair for pair in pairs if pair[1]])
    return view


@pytest.mark.parametrize("path", sorted(VECTORS.glob("*.yml")), ids=lambda path: path.name)
def test_masking_leaves_nothing_unread(path: Path) -> None:
    text = path.read_bytes().decode()
    reading = read(text)
    entries = [entry for item in reading.items for entry in item.entries]
    assert mask(text, entries, reading.errors).yaml.broken is None


def test_block_keys_are_those_of_the_reader() -> None:
    text = HEAD + "".join(f"    {key}:\n      a: b\n" for key in BLOCKS)
    assert [len(entry.block) for entry in read(text).items[0].entries] == [0, 1, 1, 1, 1, 1]
