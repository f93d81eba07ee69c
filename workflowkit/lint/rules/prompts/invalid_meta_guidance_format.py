from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.lint.rule import Edit, Finding, Fix, Related, Severity, needs, rule
from workflowkit.text.json_values import as_items
from workflowkit.text.routes import Route


@needs("metaGuidance")
@rule("P041", severity=Severity.INFO, since="0.1.0", fix="safe")
def invalid_meta_guidance_format(analysis: Analysis) -> Iterator[Finding]:
    """An item of metaGuidance is a heading, a bullet or half a sentence.

    ## Why

    The items are shown one by one, and those of injected routines are copied one by one; a heading without its list, or half a sentence, has no meaning of its own.

    ## Bad

    ```json
    {
      "metaGuidance": ["**RULES:**", "- Cite files with line numbers."],
      "steps": [
        {"id": "first", "title": "First", "prompt": "Read the request."}
      ]
    }
    ```

    ## Good

    ```json
    {
      "metaGuidance": ["Every finding cites its file with line numbers."],
      "steps": [
        {"id": "first", "title": "First", "prompt": "Read the request."}
      ]
    }
    ```

    ## Fix

    Deletes list markers; headings and half sentences have to be rewritten.
    """
    items: list[tuple[Route, str]] = [
        (("metaGuidance", index), text)
        for index, text in enumerate(as_items(analysis.workflow.value.get("metaGuidance")))
        if isinstance(text, str)
    ]
    marked = [(route, _MARKER.sub("", text)) for route, text in items if _MARKER.match(text)]
    fix = Fix(
        "delete the list markers",
        tuple(Edit("set", route, text) for route, text in marked),
        safe=True,
        changes="the guidance has no list markers",
    )
    by_fault: dict[str, list[tuple[Route, str]]] = {}
    for route, text in items:
        by_fault.setdefault(_fault(text), []).append((route, text))
    by_fault.pop("", None)
    for fault, ((route, text), *others) in by_fault.items():
        yield Finding(
            route,
            f"the item {fault}",
            help="write complete sentences",
            related=tuple(Related(place, "the same here") for place, _ in others),
            fix=fix if _MARKER.match(text) else None,
        )


_MARKER = re.compile(r"(?:(?<!\s)\s++)?(?:[-*•]|\d{1,2}[.)])\s+(?=\S)")
_HEADING = re.compile(r"\s*+(?:#{1,6}\s.*|\*\*[^*]+\*\*:?\s*|[^.!?]*:\**\s*)$")
_HALF = re.compile(r"(?:[,;—–]|\b(?:and|or|the|of|to|with|for))\s*$")


def _fault(text: str) -> str:
    """Return what is wrong with one item; empty when nothing is."""
    if _HEADING.match(text):
        return "consists of a heading"
    if _MARKER.match(text):
        return "begins with a list marker"
    return "ends in the middle of a sentence" if _HALF.search(text) else ""
