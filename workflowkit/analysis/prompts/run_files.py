"""Files of the run: which step is the first to write or to mention a file, as far as the texts state it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from workflowkit.compiler.steps import CompiledStep
from workflowkit.format.reader import Step
from workflowkit.records import dataclass
from workflowkit.text.json_values import as_text
from workflowkit.text.routes import Route

FILE = r"[A-Za-z0-9_./-]*[A-Za-z0-9_-]\.(?:md|json|txt|csv|ya?ml|html)"
"""The path of a document, as a pattern."""

ENDINGS = (".md", ".json", ".txt", ".csv", ".yaml", ".yml", ".html")
"""One of these is in every text that matches `FILE`."""

_NAME = re.compile(rf"(?<![\w./-]){FILE}\b(?![\w/-])")
_WRITE = re.compile(
    r"(?:\b(?:write|create|save|produce|generate|draft|record|store|export|put|collect|append)\b[^.\n`]{0,60}?"
    r"|\b(?:file ?name|deliverable(?:Name)?|output file)\b[`:= ]{0,4})"
    rf"[`'\"*]*(?<![\w./-])(?P<file>{FILE})\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class RunFiles:
    """The files that the texts of one workflow name, by their base names."""

    writers: Mapping[str, Step]
    """The first step that writes the file."""
    all_writers: Mapping[str, Sequence[Step]]
    mentions: Mapping[str, Sequence[Step]]
    """Every step that names the file, in order."""
    positions: Mapping[Route, int]
    paths: Mapping[str, str]
    """The path by which the file is named first."""

    def is_beside(self, name: str, other: str) -> bool:
        """Return whether both files have the same ending and are in the same folder, which their paths name."""
        folder, _, base = self.paths[name].rpartition("/")
        other_folder, _, other_base = self.paths[other].rpartition("/")
        return (
            folder == other_folder != ""
            and base.rpartition(".")[2] == other_base.rpartition(".")[2]
        )

    def is_first_mention(self, step: Step, name: str) -> bool:
        """Return whether no step before *step* names the file."""
        return self.mentions[name][0].route == step.route

    def is_later(self, step: Step, other: Step) -> bool:
        """Return whether *step* first runs after *other*."""
        return self.positions[step.route] > self.positions[other.route]

    def is_after(self, step: Step, other: Step) -> bool:
        """Return whether *step* comes after *other* in every run: not in another iteration of the same loop."""
        return self.is_later(step, other) and (
            step.loop is None or other.loop is None or step.loop != other.loop
        )

    def is_unread(self, name: str) -> bool:
        """Return whether a routine writes the file and no step of the workflow names it."""
        return self.writers[name].calls_template and len(self.mentions[name]) == 1


def run_files(steps: Sequence[Step], compiled: Mapping[Route, Sequence[CompiledStep]]) -> RunFiles:
    """Return the files that *steps* and the routines they call name; *compiled* has the steps that became of them."""
    writers: dict[str, Step] = {}
    all_writers: dict[str, list[Step]] = {}
    mentions: dict[str, list[Step]] = {}
    paths: dict[str, str] = {}
    for step in steps:
        called = list(_called(step, compiled))
        texts = [*(text for _, text in step.texts()), *called]
        for text in texts:
            folded = text.casefold()
            if not any(ending in folded for ending in ENDINGS):
                continue
            for match in _NAME.finditer(text):
                named = mentions.setdefault(base_name(match[0]), [])
                paths.setdefault(base_name(match[0]), match[0])
                if step not in named:
                    named.append(step)
            # A call writes what it names: the texts of routines are not the author's.
            pattern = _NAME if text in called else _WRITE
            for match in pattern.finditer(text):
                path = match[0] if pattern is _NAME else match["file"]
                writers.setdefault(base_name(path), step)
                all_writers.setdefault(base_name(path), []).append(step)
    positions = {step.route: index for index, step in enumerate(steps)}
    return RunFiles(writers, all_writers, mentions, positions, paths)


def _called(step: Step, compiled: Mapping[Route, Sequence[CompiledStep]]) -> Iterator[str]:
    """Yield the arguments and the compiled prompts of a routine call."""
    if step.calls_template:
        yield from (value for value in step.arguments.values() if isinstance(value, str))
        yield from (as_text(node.value.get("prompt")) for node in compiled.get(step.route, ()))


def base_name(path: str) -> str:
    """Return *path* without its folders."""
    return path.rpartition("/")[2]
