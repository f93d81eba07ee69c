"""The words that docs/style.md refuses, in the texts that users see.

`python -m tests.docs.test_style` lists every place with the word to use instead.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]
STYLE = ROOT / "docs" / "style.md"

GENERATED = {ROOT / "docs" / "catalog.md"}
"""Made from the bundled workflows, whose texts address agents."""

TEXTS = {
    "lint rules": ("workflowkit/lint/rules/**/*.py",),
    "trigger rules": ("workflowkit/lint/rules/triggers/*.py",),
    "commands": ("workflowkit/cli/**/*.py",),
    "project": tuple(
        f"workflowkit/{name}"
        for name in (
            "budget/*.py",
            "catalog/*.py",
            "config/*.py",
            "graph/*.py",
            "report/*.py",
            "run/*.py",
            "schemas/*.py",
            "sessions/*.py",
            "*.py",
        )
    ),
    "pages": (
        "README.md",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "SECURITY.md",
        "docs/*.md",
        "docs/engine/*.md",
    ),
    "spec pack": ("spec/*.json", "spec/contracts/*.json"),
}
"""Name of each group to its files. Features and refs are missing: they are parts of prompts, and compiled files depend on them."""


class Entry(NamedTuple):
    """One refused expression."""

    pattern: re.Pattern[str]
    use: str


class Text(NamedTuple):
    """One line that users see."""

    path: Path
    line: int
    text: str


class Offence(NamedTuple):
    """One refused word in one place."""

    path: Path
    line: int
    word: str
    use: str
    text: str

    def __str__(self) -> str:
        place = f"{self.path.relative_to(ROOT).as_posix()}:{self.line}"
        return f"{place}: {self.word!r}, use {self.use}: {self.text.strip()[:120]}"


def cells(row: str) -> list[str]:
    """Return the cells of a row of a Markdown table, where `\\|` is no border."""
    return [cell.strip().replace(r"\|", "|") for cell in re.split(r"(?<!\\)\|", row)[1:-1]]


@cache
def entries() -> tuple[Entry, ...]:
    """Return what the tables below `## Refused words` refuse."""
    section = STYLE.read_text("utf-8").split("\n## Refused words\n")[1].split("\n## ")[0]
    rows = [cells(line) for line in section.splitlines() if line.startswith("| `")]
    return tuple(
        Entry(re.compile(rf"\b(?:{expression})(?!\w)", re.IGNORECASE), use)
        for refused, use, _ in rows
        for expression in re.findall(r"`([^`]+)`", refused)
    )


def prose(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Yield the *lines* outside fenced blocks with their offsets, code in backticks blanked."""
    is_code = False
    for offset, line in enumerate(lines):
        if line.lstrip().startswith("```"):
            is_code = not is_code
        elif not is_code:
            yield offset, re.sub(r"`[^`]*`", "``", line)


def page_texts(path: Path) -> Iterator[Text]:
    for offset, line in prose(path.read_text("utf-8").splitlines()):
        yield Text(path, offset + 1, line)


def module_texts(path: Path) -> Iterator[Text]:
    """Yield the lines of docstrings and of sentences in string literals, without regular expressions."""
    tree = ast.parse(path.read_text("utf-8"))
    patterns = {
        id(literal)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and ast.unparse(call.func).startswith("re.")
        for literal in ast.walk(call)
    }
    for literal in ast.walk(tree):
        if (
            isinstance(literal, ast.Constant)
            and isinstance(literal.value, str)
            and " " in literal.value
            and id(literal) not in patterns
        ):
            for offset, line in prose(literal.value.split("\n")):
                yield Text(path, literal.lineno + offset, line)


def data_texts(path: Path) -> Iterator[Text]:
    """Yield the sentences of a JSON file: keys and ids have no blanks."""
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        for text in re.findall(r'"((?:[^"\\]|\\.)*)"', line):
            if " " in text:
                yield from (Text(path, number, part) for _, part in prose([text]))


READERS = {".py": module_texts, ".md": page_texts, ".json": data_texts}


def texts(group: str) -> Iterator[Text]:
    """Yield every line of *group* that users see."""
    for glob in TEXTS[group]:
        for path in sorted(ROOT.glob(glob)):
            if path != STYLE and path not in GENERATED:
                yield from READERS[path.suffix](path)


def offences(found: Iterator[Text]) -> list[Offence]:
    """Return every refused word in the lines *found*."""
    return [
        Offence(text.path, text.line, match[0], entry.use, text.text)
        for text in found
        for entry in entries()
        for match in entry.pattern.finditer(text.text)
    ]


@pytest.mark.parametrize("group", TEXTS)
def test_no_refused_word_is_used(group: str) -> None:
    found = [str(offence) for offence in offences(texts(group))]
    assert found == []


@pytest.mark.parametrize("group", list(TEXTS))
def test_every_group_has_texts(group: str) -> None:
    """A pattern that matches no file would let its group pass."""
    assert sum(1 for _ in texts(group)) > 30


def test_the_page_refuses_what_it_should() -> None:
    lines = [
        "Mend what can be mended without a look.",
        "workflow 'x' bears 4 tags",
        "asks for something that cannot be",
        "summarised in the catalogue",
    ]
    found = offences(Text(STYLE, number, line) for number, line in enumerate(lines, 1))
    assert [(offence.line, offence.word) for offence in found] == [
        (1, "Mend"),
        (1, "mended"),
        (1, "without a look"),
        (1, "a look"),
        (2, "bears"),
        (3, "cannot be"),
        (4, "catalogue"),
        (4, "summarised"),
    ]


def test_whole_words_are_refused_only() -> None:
    lines = ["recommend", "intelligent", "bearer", "it cannot be read", "the catalog", "handoff"]
    lines += ["it tells the agent to stop", "one cannot tell which", "it stands in for another"]
    assert offences(Text(STYLE, 1, line) for line in lines) == []


def test_code_is_not_searched(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text('Call `told`.\n\n```json\n{"told": 1}\n```\nIt told.\n', "utf-8")
    assert [offence.line for offence in offences(page_texts(page))] == [6]


def test_of_data_only_sentences_are_searched(tmp_path: Path) -> None:
    data = tmp_path / "data.json"
    data.write_text('{"id": "told",\n"told": "It is told."}\n', "utf-8")
    assert [offence.line for offence in offences(data_texts(data))] == [2]


def test_of_a_module_only_sentences_are_searched(tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text(
        '"""It told\n\nand told."""\n\nX = re.compile("they told us")\nY = {"told"}\nZ = f"{Y} is told"\n',
        "utf-8",
    )
    assert [offence.line for offence in offences(module_texts(module))] == [1, 3, 7]


def test_what_the_page_recommends_is_not_refused() -> None:
    recommended = [Text(STYLE, 1, re.sub(r"`[^`]*`|\(.*?\)", "", entry.use)) for entry in entries()]
    assert offences(iter(recommended)) == []


if __name__ == "__main__":
    everything = [offence for group in TEXTS for offence in offences(texts(group))]
    print(*everything, sep="\n")
    print(f"{len(everything)} refused words", file=sys.stderr)
    sys.exit(1 if everything else 0)
