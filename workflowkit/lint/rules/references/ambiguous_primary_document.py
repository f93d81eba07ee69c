from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.prompts.texts import Passage
from workflowkit.lint.rule import Finding, Related, Severity, rule


@rule("R016", severity=Severity.INFO, since="0.1.0", kinds=frozenset({"workflow"}))
def ambiguous_primary_document(analysis: Analysis) -> Iterator[Finding]:
    """Several documents are written, and none is authoritative.

    ## Why

    Two files about one task soon differ.
    Without a statement which one is authoritative, the next step may read the wrong one.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "specify", "title": "Specify", "prompt": "Write the behavior to `spec.md`."},
        {"id": "plan", "title": "Plan", "prompt": "Write the steps to `plan.md`."}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "specify", "title": "Specify", "prompt": "Write the behavior to `spec.md`."},
        {"id": "plan", "title": "Plan", "prompt": "Write the steps to `plan.md`; `spec.md` owns the behavior."}
      ]
    }
    ```

    ## When not

    Files that one prompt offers as alternatives are one document.
    """
    written: dict[str, tuple[Passage, tuple[int, int]]] = {}
    for passage in analysis.passages:
        if ".md" in passage.text:
            for match in _FILE.finditer(passage.text):
                if _is_written(passage, match):
                    written.setdefault(match.group(1), (passage, match.span(1)))
    said = [passage.text for passage in analysis.passages] if len(written) > 1 else []
    if said and not any(
        _OWNER.search(text) for text in (*said, *analysis.workflow.texts("metaGuidance"))
    ):
        names = sorted(written)
        (passage, window), *others = written.values()
        yield Finding(
            passage.route,
            f"{len(names)} documents are written ({', '.join(names[:4])}), and no text states which one is authoritative",
            help="state what each document is authoritative for",
            window=window,
            related=tuple(Related(other.route, "written here") for other, _ in others[:4]),
        )


_FILE = re.compile(
    r"(?<![\w/.-])([A-Za-z][\w-]*\.md)\b(?!\s*(?:`\s*)?(?:,|or)\s+(?:or\s+)?`?[\w-]+\.md)"
)
_WRITES = re.compile(
    r"\b(?:write|create|update|save|produce|maintain|rewrite|record|append|add|put|draft|keep)s?\b",
    re.IGNORECASE,
)
_ALTERNATIVE = re.compile(r"\.md`?,?\s+(?:or\s+)?`?$")
_OWNER = re.compile(
    r"\b(?:owns?|owned|owner|wins?|canonical|authoritative|source of truth|supersedes?|takes? precedence|prevails?|holds the truth|decides? what|in case of doubt|counts as)\b"
    r"|\b(?:only|one) (?:plan|document|record|place)\b",
    re.IGNORECASE,
)


def _is_written(passage: Passage, match: re.Match[str]) -> bool:
    lead = passage.text[passage.sentence_at(match.start())[0] : match.start()]
    return (
        _WRITES.search(lead) is not None
        and not passage.is_forbidden(match.start())
        and not _ALTERNATIVE.search(lead)
    )
