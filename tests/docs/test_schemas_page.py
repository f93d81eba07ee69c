"""docs/schemas.md: the associations are those that `wfk init` writes, and the snippets those that the schemas have."""

from __future__ import annotations

import json
import re
from pathlib import Path

from workflowkit.scaffold.project import editor_settings
from workflowkit.schemas.editor import KEYWORDS
from workflowkit.schemas.editor_snippets import SNIPPETS

PAGE = (Path(__file__).parents[2] / "docs" / "schemas.md").read_text("utf-8")


def test_the_associations_are_those_of_init() -> None:
    (shown,) = re.findall(r"^```json\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    assert json.loads(shown) == json.loads(editor_settings(["workflows"], []))


def test_the_keywords_are_listed() -> None:
    assert set(re.findall(r"^- `(\w+)`:", PAGE, re.MULTILINE)) == KEYWORDS


def test_the_snippets_of_steps_are_listed() -> None:
    (listed,) = re.findall(r"^- `defaultSnippets`: (.*)$", PAGE, re.MULTILINE)
    for snippet in SNIPPETS["workflow.steps"]:
        words = snippet.label.replace("with contract", "with a contract")
        assert re.search(rf"an? {words}\b", listed), snippet.label
