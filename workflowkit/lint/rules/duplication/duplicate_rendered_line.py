from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.prompts.texts import prompt_place
from workflowkit.format.reader import Step
from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.text.json_values import as_fields, as_items


@rule("D006", severity=Severity.INFO, since="0.1.0")
def duplicate_rendered_line(analysis: Analysis) -> Iterator[Finding]:
    """A compiled prompt contains the same line twice.

    ## Why

    The agent reads the line twice and has to find out whether the two differ.
    Usually a feature adds what the step already states in its own words, or two refs of the step overlap.

    ## Bad

    ```json
    {
      "steps": [
        {
          "id": "recall",
          "title": "Recall",
          "promptBlocks": {
            "goal": "Recall what is known.",
            "constraints": [
              [{"kind": "ref", "refId": "wr.refs.memory_usage"}],
              [{"kind": "ref", "refId": "wr.refs.memory_usage"}]
            ]
          }
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {
          "id": "recall",
          "title": "Recall",
          "promptBlocks": {
            "goal": "Recall what is known.",
            "constraints": [[{"kind": "ref", "refId": "wr.refs.memory_usage"}]]
          }
        }
      ]
    }
    ```

    ## When not

    The lines of a ref that a declared feature adds as well are reported by `duplicate-feature-ref` alone.
    """
    for step in analysis.workflow.prompt_steps:
        prompt = analysis.rendered(step)
        if not _may_repeat(prompt):
            continue
        counts = Counter(_lines(prompt))
        explained = _added_by_features(analysis, step)
        repeated = [line for line, count in counts.items() if count > 1 and line not in explained]
        if repeated:
            more = f" and {len(repeated) - 1} more" if len(repeated) > 1 else ""
            yield Finding(
                prompt_place(step),
                f"the compiled prompt of {step.name} repeats the line '{_short(repeated[0])}'{more}",
                help="delete one of the two",
                on_key=True,
            )


_SHORTEST = 40
_MARKER = re.compile(r"(?:[-*•]|\d{1,2}[.)])\s+")
_NO_PROSE = "|:>.=-#<$"
"""Tables, options, quotations, rules and commands begin with one of these."""

_FENCED = re.compile(r"^[ \t]*(```+|~~~+).*?(?:^[ \t]*\1[^\n]*$|\Z)", re.MULTILINE | re.DOTALL)


def _added_by_features(analysis: Analysis, step: Step) -> frozenset[str]:
    """Return the lines of those refs of *step* that a declared feature adds too."""
    refs = {ref for _, ref in step.refs()}
    features = [analysis.spec.features.get(name) for name in analysis.workflow.features]
    added = {
        as_fields(part).get("refId")
        for feature in features
        if feature is not None and refs
        for entry in (*feature.constraints, *feature.procedure, *feature.verify)
        for part in as_items(entry)
    }
    return frozenset(
        line for ref in refs & added for line in _lines(analysis.spec.refs.get(ref, ""))
    )


def _may_repeat(prompt: str) -> bool:
    """Return whether two long lines of *prompt* have the same ending; few prompts need the full comparison."""
    endings = [line.rstrip()[-_SHORTEST:] for line in prompt.split("\n") if len(line) >= _SHORTEST]
    return len(set(endings)) < len(endings)


def _lines(prompt: str) -> Iterator[str]:
    """Yield the long lines of *prompt* without their list markers; lines of code and tables are skipped."""
    for line in _FENCED.sub("", prompt).split("\n"):
        text = _MARKER.sub("", line.strip(), count=1)
        if len(text) >= _SHORTEST and text[0] not in _NO_PROSE and len(text.split()) > 4:
            yield text


def _short(line: str) -> str:
    return line if len(line) <= 60 else f"{line[:57].rstrip()}..."
