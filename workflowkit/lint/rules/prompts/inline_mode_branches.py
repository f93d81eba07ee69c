from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from workflowkit.analysis.loops import LOOP_CONTROL
from workflowkit.analysis.passages import Passage
from workflowkit.analysis.reads import Read
from workflowkit.analysis.subject import Analysis
from workflowkit.diagnostics import Finding, Severity
from workflowkit.lint.rule import rule


@rule("P011", severity=Severity.WARNING, since="0.1.0")
def inline_mode_branches(analysis: Analysis) -> Iterator[Finding]:
    r"""A prompt spells out several modes inside one text.

    ## Why

    The agent reads the instructions of every mode and has to pick its own; the others compete with it.
    Prompt fragments with `when` show only the one that applies, and a program can check that the key is set.

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

    The step that decides on the mode describes all of them, and so does the decision of a loop.
    """
    modes = _modes(analysis.context.condition_reads)
    for step in analysis.workflow.prompt_steps:
        if step.contract == LOOP_CONTROL:
            continue
        own = analysis.context.captured_keys.get(step.route, frozenset())
        passages = [item for item in analysis.passages.of(step) if item.section != "outputRequired"]
        found = _condition(passages, modes, own) or _labels(passages, modes, own)
        if found:
            passage, window = found
            words = passage.text[slice(*window)].replace("`", "")
            yield Finding(
                passage.route,
                f"the prompt tells modes apart in its own text, at '{words}'",
                help="move each variant into a prompt fragment with 'when'",
                window=window,
            )


Place = tuple[Passage, tuple[int, int]]
Modes = Mapping[str, frozenset[str]]

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
    """Keys that conditions compare with words, with those words; under the empty key the usual names of rigor."""
    found: dict[str, set[str]] = {"": set(_RIGOR)}
    for read in reads:
        values = read.operand if isinstance(read.operand, list) else [read.operand]
        if read.use != "loop":
            found.setdefault(read.key, set()).update(v for v in values if isinstance(v, str))
    return {key: frozenset(values) for key, values in found.items()}


def _condition(passages: Sequence[Passage], modes: Modes, own: frozenset[str]) -> Place | None:
    """The first sentence that tests a mode key, unless its own step sets the key."""
    for passage in passages:
        text = passage.text
        if not any(
            key and key in text and any(value in text for value in values)
            for key, values in modes.items()
        ):
            continue
        for match in _TEST.finditer(passage.text):
            is_mode = match["key"] not in own and match["value"] in modes.get(match["key"], ())
            if is_mode and _IF.search(passage.text, max(0, match.start() - 100), match.start()):
                return passage, (match.start("key"), match.end("value"))
    return None


def _labels(passages: Sequence[Passage], modes: Modes, own: frozenset[str]) -> Place | None:
    """The first of two or more labels that are values of one mode key."""
    every = {value for values in modes.values() for value in values}
    labels = [
        (item, match)
        for item in passages
        if any(value in item.text for value in every)
        for match in _LABEL.finditer(item.text)
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
