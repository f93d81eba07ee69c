from __future__ import annotations

import json

from hypothesis import example, given
from hypothesis import strategies as st

from workflowkit.text import json_text
from workflowkit.text.document import parse

_PIECES = st.sampled_from(
    [b"a", b'"', b"\xef\xbf\xbd", b"\xf0\x9f\x98", b"\xf0\x9f\x98\x80", b"\xed\xa0\x80", b"\xff", b"\xc3"]
)  # fmt: skip


@given(st.binary() | st.lists(_PIECES).map(b"".join))
@example(b'"\xf0\x9f\x98"')
def test_a_faithful_document_is_written_back_as_the_same_bytes(content: bytes) -> None:
    item = parse(content, "a.json")
    assert item.is_faithful == (json_text.encode(item.text) == content)


def test_the_replacement_character_itself_is_faithful() -> None:
    assert parse(b'"\xef\xbf\xbd"', "a.json").is_faithful
    assert not parse(b'"\xf0\x9f\x98"', "a.json").is_faithful


def test_newer_decoders_point_at_the_comma() -> None:
    """Python 3.13 has an error of its own for it; the place that is told stays the bracket."""
    text = '{"a": 1, \n }'
    error = json.JSONDecodeError("Illegal trailing comma before end of object", text, 7)
    found = json_text._explain(text, error)
    assert (found.message, found.offset) == ("a comma is before the closing bracket", 11)
    assert json_text.parse(text) == found
