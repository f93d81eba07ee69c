from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.prompts.examples import Example
from workflowkit.lint.rule import Edit, Finding, Fix, Severity, rule
from workflowkit.text.json_text import BrokenJson, parse
from workflowkit.text.routes import value_at


@rule("R012", severity=Severity.WARNING, since="0.1.0", fix="safe")
def invalid_json_example(analysis: Analysis) -> Iterator[Finding]:
    r"""A block marked as JSON is invalid JSON.

    ## Why

    An agent that copies the block sends invalid JSON.
    Comments and ellipses belong in a block marked otherwise.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "first", "title": "First", "prompt": "Write the report:\n\n```json\n{\"level\": \"high\" // or low\n}\n```\n"}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "first", "title": "First", "prompt": "Write the report:\n\n```json\n{\"level\": \"high\"}\n```\n"}
      ]
    }
    ```

    ## Fix

    Marks the block as `jsonc` when only comments keep it from being JSON.

    ## When not

    Tokens that the engine replaces count as values.
    """
    for example in analysis.examples:
        problem = example.value
        if example.language != "json" or not isinstance(problem, BrokenJson):
            continue
        if not isinstance(parse(_TOKEN.sub("0", example.content).strip()), BrokenJson):
            continue
        text = value_at(analysis.workflow.value, example.route)
        blank = len(example.content) - len(example.content.lstrip())
        offset = min(example.start + blank + problem.offset, example.block[1] - 1)
        line = text.count("\n", 0, offset) + 1
        yield Finding(
            example.route,
            f"a block marked as JSON is invalid at line {line} of its text: {problem.message}",
            help="write JSON, or mark the block as 'jsonc' or 'text'",
            window=(offset, offset + 1),
            fix=_mark_as_jsonc(text, example),
        )


_TOKEN = re.compile(r"\{\{[^{}\n]+\}\}")
_COMMENT = re.compile(r"(\"(?:[^\"\\\n]|\\.)*\")|//[^\n]*|/\*.*?\*/", re.DOTALL)


def _mark_as_jsonc(text: str, example: Example) -> Fix | None:
    bare = _COMMENT.sub(lambda match: match.group(1) or "", example.content)
    if isinstance(parse(bare.strip()), BrokenJson):
        return None
    at = text.lower().index("json", example.block[0])
    return Fix(
        "mark the block as 'jsonc'",
        (Edit("set", example.route, f"{text[:at]}jsonc{text[at + 4 :]}"),),
        safe=True,
        changes="a block of the prompt is marked as 'jsonc'",
    )
