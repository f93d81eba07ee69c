from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.calls import placeholders
from workflowkit.analysis.data_flow.reads import condition_reads
from workflowkit.compiler.routines import Routine
from workflowkit.format.reader import Workflow
from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.text.routes import Route
from workflowkit.text.suggest import closest


@rule("T010", severity=Severity.INFO, since="0.1.0")
def unknown_routine_parameter(analysis: Analysis) -> Iterator[Finding]:
    """A prompt misspells a parameter of a routine.

    ## Why

    An agent that runs the routine follows its prompts, which do not contain the misspelled name.
    The value has no effect.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "first", "title": "Read", "prompt": "Start a helper with `wr.routine-design-review` and desingSource=plan.md."}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "first", "title": "Read", "prompt": "Start a helper with `wr.routine-design-review` and designSource=plan.md."}
      ]
    }
    ```
    """
    reported: set[tuple[Route, str, str]] = set()
    for step in analysis.workflow.all_steps:
        for route, text in step.texts():
            for name, key, window in _given(text):
                routine = _find(name, analysis.compile_context.routines.by_id)
                if routine is None or (step.route, routine.id, key) in reported:
                    continue
                known = _parameters(routine)
                guess = None if key in known else closest(key, known)
                if guess is not None:
                    reported.add((step.route, routine.id, key))
                    yield Finding(
                        route,
                        f"routine '{routine.id}' has no parameter '{key}'",
                        f"did you mean '{guess}'?",
                        window=window,
                    )


def _given(text: str) -> Iterator[tuple[str, str, tuple[int, int]]]:
    """Yield routine, parameter and place of every `name=value` in a sentence after the name of a routine."""
    if "routine-" not in text or "=" not in text:
        return
    for mention in _MENTION.finditer(text):
        for given in _PARAMETER.finditer(text, mention.end(1), mention.end()):
            yield mention[1], given[1], given.span()


_MENTION = re.compile(r"\b((?:wr\.)?routine-[a-z0-9-]+)(?:[^.\n]|\.(?=\S))*")
_PARAMETER = re.compile(r"\b([A-Za-z_][A-Za-z0-9_]*)=(?![=>])[^\s,;.)]+")


def _find(name: str, by_id: Mapping[str, Routine]) -> Routine | None:
    return by_id.get(name) or by_id.get(f"wr.{name}") or by_id.get(name.removeprefix("wr."))


def _parameters(routine: Routine) -> Collection[str]:
    """Return the names that the routine uses: arguments, tested keys, names in code, and words of its preconditions and clarification prompts."""
    workflow = Workflow(routine.definition)
    found = {placeholder.name for placeholder in placeholders(routine.steps)}
    for step in workflow.all_steps:
        found.update(read.key for read in condition_reads(step))
        found.update(name for _, text in step.texts() for name in _CODE.findall(text))
    for key in ("preconditions", "clarificationPrompts"):
        found.update(word for text in workflow.texts(key) for word in _WORD.findall(text))
    return found


_CODE = re.compile(r"[`{]([A-Za-z_][A-Za-z0-9_]*)[`}=:]")
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
