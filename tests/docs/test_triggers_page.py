"""The manual page says what the code does."""

from __future__ import annotations

import re
from pathlib import Path

from tests.engines import spec
from tests.triggers.running_rules import TRIGGER_RULES, found
from workflowkit.triggers import fields

PAGE = (Path(__file__).parents[2] / "docs" / "triggers.md").read_text("utf-8")


def test_the_example_of_the_page_is_in_order() -> None:
    example = re.search(r"```yaml\n(.*?)```", PAGE, re.DOTALL).group(1)
    text = example.replace("wr.mr-review", "demo.flow")
    assert found(text) == []


def test_every_key_is_on_the_page() -> None:
    keys = {*fields.TRIGGER_KEYS, *(key for keys in fields.BLOCK_KEYS.values() for key in keys)}
    assert {key for key in keys if f"{key}`" not in PAGE} == {"queueType", "queueLabel"}


def test_every_rule_that_the_page_names_exists() -> None:
    named = set(re.findall(r"W\d{3}", PAGE))
    assert named <= {rule.code for rule in TRIGGER_RULES}
    assert len(named) > 30


def test_every_paragraph_has_one_sentence_per_line() -> None:
    prose = re.sub(r"```.*?```", "", PAGE, flags=re.DOTALL)
    lines = [line for line in prose.splitlines() if line and line[0].isupper()]
    assert [line for line in lines if re.search(r"[.:;] [A-Z]", line)] == []


def test_every_key_of_a_later_engine_is_on_both_pages_with_its_version() -> None:
    reference = (Path(__file__).parents[2] / "docs/engine/triggers.md").read_text("utf-8")
    later = spec("3.66.0").later_trigger_keys
    assert len(later) > 7
    for path, changes in later.items():
        for version, _ in changes:
            for text in (PAGE, reference):
                rows = [line for line in text.splitlines() if line.startswith(f"| {version} |")]
                assert any(f"`{path}`" in row for row in rows), (version, path)
