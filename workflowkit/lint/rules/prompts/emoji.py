from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.subject import Analysis
from workflowkit.diagnostics import Edit, Finding, Fix, Severity
from workflowkit.lint.rule import rule


@rule("P028", severity=Severity.INFO, since="0.1.0", fix="safe")
def emoji(analysis: Analysis) -> Iterator[Finding]:
    """A prompt holds pictographs.

    ## Why

    They carry no instruction, cost tokens and set a tone that the agent copies into its answers.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "pick", "title": "Pick", "prompt": "🚀 Pick the fast path."}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "pick", "title": "Pick", "prompt": "Pick the fast path."}
      ]
    }
    ```

    ## Fix

    The pictographs are deleted, each with the blank behind it.
    """
    for step in analysis.workflow.prompt_steps:
        texts = [(item.route, item.text) for item in analysis.passages.of(step)]
        texts.append(((*step.route, "title"), step.title))
        found = [
            (route, text, match)
            for route, text in texts
            if not text.isascii() and (match := _EMOJI.search(text))
        ]
        if found:
            route, _, match = found[0]
            edits = tuple(
                Edit("set", place, _EMOJI.sub("", text).rstrip(" ")) for place, text, _ in found
            )
            yield Finding(
                route,
                f"the text holds the pictograph '{match[0].strip()}'",
                help="delete it, or say in words what it stands for",
                window=match.span(),
                fix=Fix(
                    "delete the pictographs",
                    edits,
                    safe=True,
                    changes="the pictographs leave the prompts",
                ),
            )


_EMOJI = re.compile(
    "(?:[\U0001f000-\U0001faff\u2600-\u2604\u2607-\u2612\u2614-\u26ff\u2705\u270a-\u270d\u2728\u274c\u274e\u2753-\u2757\u2764\u2795-\u2797\u2b50\u2b55]"
    "[\ufe0f\u200d\U0001f3fb-\U0001f3ff]*)+[ ]?"
)
