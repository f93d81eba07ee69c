"""The terms of docs/glossary.md: sorted, defined once, and none that docs/style.md refuses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from tests.docs.test_style import ROOT, cells, entries

GLOSSARY = ROOT / "docs" / "glossary.md"

CLASSES = ("CompileContext", "DaemonContext", "FileContext", "ProjectGroup", "RunContext")
"""Terms that are names of classes."""


def rows() -> Iterator[tuple[str, str]]:
    """Yield the term and the meaning of each row."""
    for line in GLOSSARY.read_text("utf-8").splitlines():
        if line.startswith("| ") and not line.startswith(("| word |", "| --- |")):
            term, meaning = cells(line)
            yield re.sub(r"\[(.*?)\]\(.*?\)", r"\1", term), meaning


def refused(terms: Iterable[str]) -> list[str]:
    """Return the *terms* with a word that the style page refuses."""
    return [term for term in terms if any(entry.pattern.search(term) for entry in entries())]


def test_terms_are_sorted_and_defined_once() -> None:
    terms = [term for term, _ in rows()]
    assert len(terms) > 50
    assert terms == sorted(set(terms), key=str.casefold)


def test_no_term_is_refused() -> None:
    assert refused(["safe fix", "catalogue", "fate of a trigger"]) == [
        "catalogue",
        "fate of a trigger",
    ]
    assert refused(term for term, _ in rows()) == []


def test_every_term_has_a_meaning() -> None:
    assert [term for term, meaning in rows() if not meaning] == []


def test_terms_that_are_classes_exist() -> None:
    sources = "\n".join(
        path.read_text("utf-8") for path in sorted((ROOT / "workflowkit").rglob("*.py"))
    )
    named = [term for term, _ in rows() if re.fullmatch(r"(?:[A-Z][a-z]+){2,}", term)]
    assert named == sorted(CLASSES)
    assert [name for name in named if not re.search(rf"^class {name}\b", sources, re.M)] == []
