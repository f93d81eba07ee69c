"""Every citation leads somewhere: the pages of docs/engine, their headings, and the links between pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]
READ = ("workflowkit", "scripts", "tests", "docs", "spec")
"""Folders whose texts may cite the reference of the engine."""
SUFFIXES = {".py", ".md", ".json", ".jsonc", ".yml", ".toml"}
WITH_EXAMPLES = ("workflowkit/lint/rules/", "workflowkit/triggers/rules/")
"""Folders whose documentation shows workflows, which name documents of invented projects."""

CITATION = re.compile(r"docs/engine/(?P<page>[\w.-]+\.md)(?:#(?P<anchor>[\w-]*))?")
OUTSIDE = re.compile(r"(?<![\w/.-])(?:format|runtime)/[a-z-]+\.md")
"""The form of citations of documents that never were part of the repository."""
MARKDOWN_PATH = re.compile(r"(?<![\w/.-])(?:[\w-]+/)+[\w-]+\.md")
LINK = re.compile(r"(?<!\!)\[[^\]\n]*\]\((?P<target>[^()\s:]+\.md)?(?:#(?P<anchor>[^()\s]*))?\)")


class Citation(NamedTuple):
    """One mention of a page."""

    where: str
    """`file:line`."""
    page: Path
    anchor: str
    """Empty when the whole page is meant."""


def slug(heading: str) -> str:
    """Return the anchor that GitHub gives to a heading."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


@cache
def anchors(page: Path) -> frozenset[str]:
    """Return the anchors of all headings of *page*, those of repeated headings numbered."""
    found: dict[str, int] = {}
    is_code = False
    for line in page.read_text("utf-8").splitlines():
        is_code ^= line.startswith("```")
        heading = re.match(r"#{1,6} (.+)", line)
        if heading and not is_code:
            name = slug(heading[1])
            found[name] = found.get(name, 0) + 1
    numbered = {f"{name}-{n}" for name, count in found.items() for n in range(1, count)}
    return frozenset(found) | numbered


def texts() -> Iterator[tuple[Path, int, str]]:
    """Yield every line of every text file below the folders that are read."""
    for folder in READ:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in SUFFIXES and path.is_file() and path != Path(__file__):
                lines = path.read_text("utf-8", errors="replace").splitlines()
                yield from ((path, number, line) for number, line in enumerate(lines, 1))


def where(path: Path, number: int) -> str:
    return f"{path.relative_to(ROOT).as_posix()}:{number}"


def citations() -> Iterator[Citation]:
    """Yield every citation of the form `docs/engine/page.md` or `docs/engine/page.md#anchor`."""
    for path, number, line in texts():
        for match in CITATION.finditer(line):
            page = ROOT / "docs" / "engine" / match["page"]
            yield Citation(where(path, number), page, match["anchor"] or "")


def links(page: Path) -> Iterator[Citation]:
    """Yield the links of a Markdown *page* to pages of the repository and to its own headings."""
    is_code = False
    for number, line in enumerate(page.read_text("utf-8").splitlines(), 1):
        is_code ^= line.lstrip().startswith("```")
        for match in () if is_code else LINK.finditer(re.sub(r"`[^`]*`", "``", line)):
            target = (page.parent / match["target"]).resolve() if match["target"] else page
            yield Citation(where(page, number), target, match["anchor"] or "")


def broken(found: Iterator[Citation]) -> list[str]:
    """Return a line for every citation without a page or a heading."""
    lines = []
    for citation in found:
        if not citation.page.is_file():
            lines.append(f"{citation.where}: no page {citation.page.name}")
        elif citation.anchor and citation.anchor not in anchors(citation.page):
            lines.append(f"{citation.where}: {citation.page.name} has no #{citation.anchor}")
    return lines


def test_slugs_are_those_of_github() -> None:
    assert slug("The line reader") == "the-line-reader"
    assert slug("`steps[0]`: what's first?") == "steps0-whats-first"


def test_there_are_citations() -> None:
    """An empty search would let every other test pass."""
    assert sum(1 for _ in citations()) > 30


def test_citations_of_the_engine_resolve() -> None:
    assert broken(citations()) == []


def test_no_document_outside_the_repository_is_cited() -> None:
    found = [where(path, number) for path, number, line in texts() if OUTSIDE.search(line)]
    assert found == []


def test_modules_cite_existing_pages_only() -> None:
    missing = [
        f"{where(path, number)}: {match[0]}"
        for path, number, line in texts()
        if path.suffix == ".py"
        and path.is_relative_to(ROOT / "workflowkit")
        and not path.relative_to(ROOT).as_posix().startswith(WITH_EXAMPLES)
        for match in MARKDOWN_PATH.finditer(line)
        if not (ROOT / match[0]).is_file()
    ]
    assert missing == []


PAGES = [*sorted((ROOT / "docs").glob("**/*.md")), ROOT / "README.md", ROOT / "CONTRIBUTING.md"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_of_pages_resolve(page: Path) -> None:
    assert broken(links(page)) == []
