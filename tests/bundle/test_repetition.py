"""How much of a bundled workflow is text that the agent has read in a step before.

What the agent reads is the compiled prompt of every step in order, with the texts of features, refs and routines in place, followed by the texts of its fragments.
The texts that the engine adds during a run are not part of the file and are not counted.

A line without its list mark is repeated when it has at least 40 characters and an earlier step has the same line.
In a line that is not repeated as a whole, a sentence is repeated under the same two conditions.
The share is the number of characters of repeated lines and sentences, divided by all characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

from workflowkit.compiler.steps import every_step
from workflowkit.run.project import Project

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "workflows").glob("*.json"))
MIN_CHARACTERS = 40
MAX_SHARE = 0.15

_LIST_MARK = re.compile(r"^\s*(?:[-*]|\d+\.|#+)\s+")
_SENTENCE_END = re.compile(r"(?<=[.;:?!])\s+")


def repeated_share(steps: Iterable[str]) -> float:
    """Return the share of characters in *steps* that an earlier step has already shown."""
    seen: set[str] = set()
    n_repeated = n_characters = 0
    for text in steps:
        lines = [_LIST_MARK.sub("", line).strip() for line in text.splitlines()]
        n_characters += len(text)
        n_repeated += sum(len(part) for line in lines for part in _repeated(line, seen))
        seen.update(lines, *(_SENTENCE_END.split(line) for line in lines))
    return n_repeated / n_characters


def _repeated(line: str, seen: set[str]) -> Iterator[str]:
    parts = [line] if line in seen else _SENTENCE_END.split(line)
    return (part for part in parts if len(part) >= MIN_CHARACTERS and part in seen)


@cache
def _project() -> Project:
    return Project.load([ROOT / "workflows", ROOT / "routines"])


def _texts(path: Path) -> Iterator[str]:
    for node in every_step(_project().analysis(path.as_posix()).compilation.steps):
        fragments = node.value.get("promptFragments", [])
        yield "\n".join([node.value.get("prompt", ""), *(part["text"] for part in fragments)])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_at_most_15_percent_of_a_workflow_is_repeated(path: Path) -> None:
    assert repeated_share(_texts(path)) <= MAX_SHARE


def test_a_line_and_a_sentence_of_an_earlier_step_count() -> None:
    sentence = "Write each number with the file that it came from."  # 50 characters
    first = f"- {sentence}\n- Short line."
    same_line = f"1. {sentence}"  # 53 characters
    same_sentence = f"Begin. {sentence}"  # 57 characters
    assert repeated_share([first, same_line]) == 50 / (len(first) + 53)
    assert repeated_share([first, same_sentence]) == 50 / (len(first) + 57)


def test_short_lines_and_repetition_within_a_step_do_not_count() -> None:
    sentence = "Write each number with the file that it came from."
    assert repeated_share([f"{sentence}\n{sentence}", "- Short line."]) == 0
    assert repeated_share(["- Short line.", "- Short line."]) == 0
