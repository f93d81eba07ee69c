"""The baseline file: what is written is read back, and what is damaged is refused."""

from __future__ import annotations

import json

import pytest

from workflowkit.errors import UsageError
from workflowkit.lint.baseline import BaselineEntry, parse, to_text

KNOWN = (
    BaselineEntry(
        path="a.json",
        workflow="acme.a",
        rule="unknown-key",
        fingerprint="0123456789abcdef",
        message="unknown key 'x'",
    ),
    BaselineEntry(
        path="b.json", rule="empty-prompt", fingerprint="fedcba9876543210", message="Grüße \ud800"
    ),
)


def test_a_baseline_reads_back_as_it_was_written_and_is_sorted() -> None:
    text = to_text(reversed(KNOWN))
    assert parse(text, "wfk-baseline.json") == KNOWN
    assert json.loads(text)["findings"][0] == {
        "path": "a.json",
        "workflow": "acme.a",
        "rule": "unknown-key",
        "fingerprint": "0123456789abcdef",
        "message": "unknown key 'x'",
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "b.json: the text ends too early"),
        ("[]", "b.json: not a baseline of format version 2"),
        ('{"formatVersion": 1, "findings": []}', "b.json: not a baseline of format version 2"),
        ('{"formatVersion": 2}', "b.json: the baseline is damaged"),
        ('{"formatVersion": 2, "findings": {}}', "b.json: the baseline is damaged"),
        ('{"formatVersion": 2, "findings": [1]}', "b.json: the baseline is damaged"),
        (
            '{"formatVersion": 2, "findings": [{"path": "a", "rule": "b", "fingerprint": 1, "message": ""}]}',
            "b.json: the baseline is damaged",
        ),
        ('{"formatVersion": true, "findings": []}', "b.json: not a baseline of format version 2"),
    ],
)
def test_a_damaged_baseline_is_refused(text: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse(text, "b.json")
    assert (caught.value.message, caught.value.help) == (
        message,
        "delete it and write it anew with --write-baseline",
    )
