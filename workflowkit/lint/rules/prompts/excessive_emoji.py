from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from workflowkit.analysis.analysis import Analysis
from workflowkit.lint.rule import Edit, Finding, Fix, Severity, rule
from workflowkit.text.routes import Route


@rule("P028", severity=Severity.INFO, since="0.1.0", fix="safe")
def excessive_emoji(analysis: Analysis) -> Iterator[Finding]:
    """A prompt contains pictographs.

    ## Why

    Pictographs are no instruction, cost tokens and set a tone that the agent copies into its answers.

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

    Pictographs at the start or end of a line are deleted.
    Those inside a line (`✅/❌`), marks of status such as ✅ and ⚠, and what a validation criterion requires remain.
    """
    for step in analysis.workflow.prompt_steps:
        required = json.dumps(step.value.get("validationCriteria"), ensure_ascii=False)
        texts = [(passage.route, passage.text) for passage in analysis.passages.of(step)]
        texts.append(((*step.route, "title"), step.title))
        found = [
            (route, match)
            for route, text in texts
            if not text.isascii()
            for match in [_EMOJI.search(text)]
            if match and match[0].strip() not in required
        ]
        if found:
            route, match = found[0]
            yield Finding(
                route,
                f"the text contains the pictograph '{match[0].strip()}'",
                help="delete it, or write in words what it stands for",
                window=match.span(),
                fix=_without_decoration(texts),
            )


_PICTOGRAPH = (
    "[\U0001f000-\U0001faff\u2600-\u2604\u2607-\u2612\u2614-\u26ff\u2705\u270a-\u270d\u2728\u274c\u274e\u2753-\u2757\u2764\u2795-\u2797\u2b50\u2b55]"
    "[\ufe0f\u200d\U0001f3fb-\U0001f3ff]*"
)
_EMOJI = re.compile(rf"(?:{_PICTOGRAPH})+[ ]?")
_STATUS = "[\u2610-\u2612\u2622\u2623\u26a0\u26d4\u2705\u274c\u274e\u2753-\u2757\u2b50\u2b55\U0001f534\U0001f535\U0001f7e0-\U0001f7eb\U0001f44d\U0001f44e]"
"""Pictographs that stand for a result or a level; what they mean has to be written by an author."""
_DECORATION = re.compile(
    rf"^([ \t]*(?:#{{1,6}}[ \t]+|(?:[-*•]|\d{{1,2}}[.)])[ \t]+)?\**)(?:(?!{_STATUS}){_PICTOGRAPH})+[ ]+(?=[\w*])|(?<![ ])[ ]++(?:(?!{_STATUS}){_PICTOGRAPH})+[ ]*$",
    re.MULTILINE,
)
"""Pictographs before the first or after the last word of a line, where no word refers to them."""


def _without_decoration(texts: Sequence[tuple[Route, str]]) -> Fix | None:
    """Return the fix that deletes the decorative pictographs of *texts*; None without any."""
    changed = [
        (route, text, _DECORATION.sub(lambda match: match[1] or "", text)) for route, text in texts
    ]
    edits = tuple(Edit("set", route, new) for route, text, new in changed if new and new != text)
    if not edits:
        return None
    return Fix(
        "delete the decorative pictographs",
        edits,
        safe=True,
        changes="the pictographs are deleted from the prompts",
    )
