from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.data_flow.reads import Read
from workflowkit.analysis.loops import LOOP_CONTROL
from workflowkit.analysis.prompts.texts import Passage
from workflowkit.format.reader import Step
from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.text.json_values import as_fields
from workflowkit.text.routes import Json, value_at, walk


@rule("P011", severity=Severity.INFO, since="0.1.0")
def inline_mode_branches(analysis: Analysis) -> Iterator[Finding]:
    r"""A prompt describes several modes in one text.

    ## Why

    The agent reads the instructions of every mode and has to select those of its own.
    Prompt fragments with `when` show only what applies, and a program can check that the key is set.

    ## Bad

    ```json
    {
      "steps": [
        {
          "id": "size",
          "title": "Size",
          "prompt": "Judge the size.\n\nCapture:\n- `rigorMode`: one of QUICK | THOROUGH: the depth"
        },
        {
          "id": "audit",
          "title": "Audit",
          "prompt": "Audit the module.\n\n- QUICK: read the entry points\n- THOROUGH: read every file"
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {
          "id": "size",
          "title": "Size",
          "prompt": "Judge the size.\n\nCapture:\n- `rigorMode`: one of QUICK | THOROUGH: the depth"
        },
        {
          "id": "audit",
          "title": "Audit",
          "prompt": "Audit the module, starting at the entry points.",
          "promptFragments": [
            {
              "id": "audit-thorough",
              "when": {"var": "rigorMode", "equals": "THOROUGH"},
              "text": "Read every file."
            }
          ]
        }
      ]
    }
    ```

    ## When not

    The step that chooses the mode describes all of them, and so does the decision of a loop.
    A single short clause (`if the mode is QUICK, one round`) costs less than a fragment and is not reported.
    """
    modes = _modes(analysis.context.condition_reads)
    for step in analysis.workflow.prompt_steps:
        if step.contract == LOOP_CONTROL:
            continue
        own = analysis.context.captured_keys.get(step.route, frozenset())
        passages = [
            passage for passage in analysis.passages.of(step) if passage.section != "outputRequired"
        ]
        found = _condition(passages, modes, own) or _labels(passages, modes, own)
        if found:
            yield _finding(step, *found)


def _finding(step: Step, passage: Passage, window: tuple[int, int]) -> Finding:
    words = passage.text[slice(*window)].replace("`", "")
    if passage.section == "promptFragments" and _tested_key(words) in _fragment_keys(step, passage):
        return Finding(
            passage.route,
            f"the fragment tests '{words}' in its text, although its 'when' tests the same key",
            help="delete the condition from the text",
            window=window,
        )
    return Finding(
        passage.route,
        f"the prompt distinguishes modes in its own text, at '{words}'",
        help="move each variant into a prompt fragment with 'when'",
        window=window,
    )


def _tested_key(words: str) -> str:
    match = _TEST.match(words)
    return match["key"] if match else ""


def _fragment_keys(step: Step, passage: Passage) -> set[Json]:
    """Return the keys that the condition of the fragment of *passage* tests."""
    when = value_at(step.value, (*passage.route[len(step.route) : -1], "when"))
    return {as_fields(node).get("var") for _, node in walk(when)}


Place = tuple[Passage, tuple[int, int]]
Modes = Mapping[str, frozenset[str]]

_SHORTEST = 80
"""Characters; a shorter sentence is no variant of the work."""

_RIGOR = ("QUICK", "STANDARD", "THOROUGH")
_LABEL = re.compile(
    r"^[ \t]*[-*][ \t]+\**`?(?P<label>[A-Za-z_]+)`?\**[ \t]*(?::|—|->|→)"
    r"|(?:^|[.;][ \t])[ \t]*(?:[-*][ \t]+)?(?:For|In)[ \t]+`?(?P<case>[A-Za-z_]+)`?(?:[ \t]\w+)?[,:]",
    re.MULTILINE,
)
_TEST = re.compile(
    r"`?(?<!\w)(?P<key>[A-Za-z_]\w*)`?\s*(?:!=|==?|\bis(?: not)?\b|\bequals\b)\s*[`'\"]?(?P<value>[A-Za-z_]\w*)"
)
_IF = re.compile(r"\bif\b[^.\n]*$", re.IGNORECASE)


def _modes(reads: Sequence[Read]) -> Modes:
    """Return the keys that conditions compare with words, and these words; the empty key has the usual names of rigor."""
    found: dict[str, set[str]] = {"": set(_RIGOR)}
    for read in reads:
        values = read.operand if isinstance(read.operand, list) else [read.operand]
        if read.use != "loop":
            found.setdefault(read.key, set()).update(v for v in values if isinstance(v, str))
    return {key: frozenset(values) for key, values in found.items()}


def _condition(passages: Sequence[Passage], modes: Modes, own: frozenset[str]) -> Place | None:
    """Return the first sentence that tests a mode key, unless its own step sets the key."""
    for passage in passages:
        text = passage.text
        if not any(
            key and key in text and any(value in text for value in values)
            for key, values in modes.items()
        ):
            continue
        found = [
            match
            for match in _TEST.finditer(text)
            if match["key"] not in own
            and match["value"] in modes.get(match["key"], ())
            and _IF.search(text, max(0, match.start() - 100), match.start())
        ]
        if len(found) > 1 or any(_is_long(passage, match.start()) for match in found):
            return passage, (found[0].start("key"), found[0].end("value"))
    return None


def _is_long(passage: Passage, offset: int) -> bool:
    """Return whether the sentence at *offset* is long enough for a fragment of its own."""
    start, end = passage.sentence_at(offset)
    return end - start >= _SHORTEST


def _labels(passages: Sequence[Passage], modes: Modes, own: frozenset[str]) -> Place | None:
    """Return the first of two or more labels that are values of one mode key."""
    every = {value for values in modes.values() for value in values}
    labels = [
        (passage, match)
        for passage in passages
        if any(value in passage.text for value in every)
        for match in _LABEL.finditer(passage.text)
    ]
    for key, values in modes.items():
        if key in own or (not key and any(_SETS_RIGOR.search(name) for name in own)):
            continue
        mine = [(p, m) for p, m in labels if (m["label"] or m["case"]) in values]
        if len({m["label"] or m["case"] for _, m in mine}) > 1:
            passage, match = mine[0]
            return passage, match.span("label" if match["label"] else "case")
    return None


_SETS_RIGOR = re.compile(r"mode|rigor", re.IGNORECASE)
