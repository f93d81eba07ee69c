from __future__ import annotations

import pytest

from workflowkit.rendering.sizes import ESTIMATE, Tokenizer, estimated_tokens, size_of


@pytest.mark.parametrize(
    ("text", "tokens"),
    # Words of up to 13 letters count once, signs by twos, digits by threes, line ends together.
    [
        ("", 0),
        ("a word", 2),
        ("extraordinarily", 2),
        ("12345", 2),
        ("a, b", 3),
        ("a\n\nb", 3),
        ("——", 1),
    ],
)
def test_tokens_are_estimated_by_words_and_signs(text: str, tokens: int) -> None:
    assert estimated_tokens(text) == tokens


def test_a_size_is_counted_by_the_given_tokenizer() -> None:
    size = size_of("abc def", Tokenizer("words", lambda text: len(text.split())))
    assert (size.characters, size.tokens) == (7, 2)
    assert ESTIMATE.is_estimate
