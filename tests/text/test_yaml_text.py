from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflowkit.text.yaml_text import YamlNode, YamlShape, parse


def root(text: str) -> YamlNode:
    node = parse(text).documents[0]
    assert node is not None
    return node


def test_every_scalar_knows_its_characters() -> None:
    text = "\ufeffa: 'x'\r\n# 🙂\r\nb:\r\n  - é\r\n  - \"z\"\r\n"
    scalars = sorted(
        (node for node in root(text).walk() if node.shape is YamlShape.SCALAR),
        key=lambda x: x.start,
    )
    assert [text[node.start : node.end] for node in scalars] == ["a", "'x'", "b", "é", '"z"']
    assert [node.text for node in scalars] == ["a", "x", "b", "é", "z"]


def test_repeated_keys_are_all_there() -> None:
    assert [key.text for key, _ in root("a: 1\na: 2\n").pairs] == ["a", "a"]


def test_anchors_aliases_and_tags_are_not_resolved() -> None:
    (_, first), (_, second), (_, third) = root("a: &x 1\nb: *x\nc: !t 2\n").pairs
    assert (first.anchor, first.text) == ("x", "1")
    assert (second.shape, second.text) == (YamlShape.ALIAS, "x")
    assert third.tag == "!t"


def test_every_document_is_there() -> None:
    assert [node.text for node in parse("a\n---\nb\n").documents if node] == ["a", "b"]


def test_an_empty_text_has_no_document() -> None:
    assert parse("# nothing\n").documents == ()


@pytest.mark.parametrize(
    ("text", "message", "offset", "opened"),
    [
        ("a: b: c\n", "a plain value contains a second ': '", 4, None),
        ('a: "b\n', "a quoted text has no closing quote", 6, 3),
        ('a: "\\q"\n', "this escape does not exist", 5, 3),
        ("a: @b\n", "this character cannot start a value", 3, None),
        ("a: b\n c: d\n", "a plain value contains a second ': '", 7, None),
        ("a: \x01\n", "YAML does not allow this character", 3, None),
        ("a: !x!y z\n", "this tag is not declared", 3, 3),
    ],
)
def test_what_is_not_yaml_says_why_and_where(
    text: str, message: str, offset: int, opened: int | None
) -> None:
    broken = parse(text).broken
    assert (broken.message, broken.offset, broken.opened) == (message, offset, opened)


def test_what_was_read_before_the_break_is_kept() -> None:
    yaml = parse("a: 1\nb: c: d\n")
    assert yaml.broken
    assert [(key.text, value.text) for key, value in yaml.documents[0].pairs] == [
        ("a", "1"),
        ("b", "c"),
    ]


@pytest.mark.parametrize(
    ("text", "is_string", "is_null"),
    [
        ("a", True, False),
        ("yes", True, False),
        ("'7'", True, False),
        ("7", False, False),
        ("0x1E", False, False),
        ("1e2", False, False),
        ("1.5", False, False),
        ("true", False, False),
        ("~", False, True),
        ("null", False, True),
        ("'null'", True, False),
        ("2024-01-01", True, False),
    ],
)
def test_plain_scalars_have_the_types_of_yaml_1_2(
    text: str, is_string: bool, is_null: bool
) -> None:
    node = root(text)
    assert (node.is_string, node.is_null) == (is_string, is_null)


FRAGMENTS = ["a", ": ", "- ", "\n", "\n  ", "#", '"', "'", "[", "]", "{", "}", ",", "&a ", "*a", "!", "|", ">",
             "---\n", "...\n", "? ", "%YAML 1.2\n", "\t", "\\", "\x00", "\ud800", "\u2028", "\ufeff", "🙂", "<<: "]  # fmt: skip


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=20).map("".join) | st.text(max_size=30))
def test_any_text_is_read(text: str) -> None:
    yaml = parse(text)
    for document in yaml.documents:
        for node in document.walk() if document else ():
            assert 0 <= node.start <= node.end <= len(text) + 1
    if yaml.broken:
        assert 0 <= yaml.broken.offset <= len(text)


def test_brackets_that_are_nested_too_deep_are_refused_at_once() -> None:
    broken = parse("a: " + "[" * 100_000).broken
    assert (broken.message, broken.offset) == (
        "brackets are nested more than 200 levels deep",
        203,
    )


def test_blocks_may_be_nested_deep() -> None:
    assert parse("- " * 1000 + "a").broken is None
