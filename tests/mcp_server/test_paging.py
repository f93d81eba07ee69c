"""Pages fit their limit, and together they are the whole answer."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflowkit.mcp_server import paging
from workflowkit.mcp_server.refusal import CallRefused

TEXTS = st.text(
    alphabet=st.sampled_from('ab \n\t"\\{}é漢🧪\u2028') | st.characters(exclude_categories=["Cs"]),
    max_size=3000,
)


@given(text=TEXTS, limit=st.integers(60, 500))
@settings(max_examples=150, deadline=None)
def test_pages_of_a_text_are_the_text(text: str, limit: int) -> None:
    parts: list[str] = []
    cursor = None
    while True:
        page = paging.text_page(text, cursor, limit)
        assert paging.tokens(page.part) + paging.tokens(paging.compact(page.part)) <= limit
        assert page.part or page.cursor is None
        parts.append(page.part)
        cursor = page.cursor
        if cursor is None:
            break
    assert "".join(parts) == text


@given(
    items=st.lists(st.dictionaries(st.sampled_from("abc"), TEXTS | st.lists(TEXTS, max_size=5)), max_size=20),
    limit=st.integers(100, 2000),
)  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_pages_of_entries_are_the_entries(items: list[object], limit: int) -> None:
    kept: list[object] = []
    cursor, is_cut = None, False
    while True:
        page = paging.item_page(items, lambda _: "a line", cursor, limit)
        assert paging.tokens(paging.compact(page.part)) <= limit
        kept += page.part
        is_cut = is_cut or page.is_cut
        cursor = page.cursor
        if cursor is None:
            break
    assert len(kept) == len(items)
    assert is_cut or kept == items


@pytest.mark.parametrize("cursor", ["", "x", "-1-000000000000", "1-00", "5-000000000000", "9" * 40])
def test_cursors_of_other_answers_are_refused(cursor: str) -> None:
    with pytest.raises(CallRefused, match="cursor"):
        paging.text_page("some text\n" * 100, cursor, 100)


def test_a_cursor_of_an_answer_that_changed_is_refused() -> None:
    cursor = paging.text_page("some text\n" * 100, None, 100).cursor
    with pytest.raises(CallRefused, match="have changed since"):
        paging.text_page("some test\n" * 100, cursor, 100)


def test_tokens_are_never_far_below_the_bytes() -> None:
    # Spaces cost the estimate nothing.
    assert paging.tokens(" " * 4000) == 1000
    assert paging.tokens("x" * 4000) == 1000
    assert paging.tokens("one two three") == 3
