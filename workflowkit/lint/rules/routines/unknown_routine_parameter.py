from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from workflowkit.analysis.calls import placeholders
from workflowkit.analysis.reads import condition_reads
from workflowkit.analysis.subject import Analysis
from workflowkit.compiler.routines import Routine
from workflowkit.diagnostics import Finding, Severity
from workflowkit.lint.rule import rule
from workflowkit.model.suggest import listed
from workflowkit.model.view import Workflow


@rule("T010", severity=Severity.WARNING, since="0.1.0")
def unknown_routine_parameter(analysis: Analysis) -> Iterator[Finding]:
    """A prompt hands a routine a parameter that the routine does not know.

    ## Why

    Whoever runs the routine follows its prompts, and they say nothing of such a name.
    Two runs that were to differ by it do the same work twice.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "first", "title": "Read", "prompt": "Start a helper with `wr.routine-design-review` and focus=TIMING."}
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
    for step in analysis.workflow.all_steps:
        told: set[tuple[str, str]] = set()
        for route, text in step.texts():
            for match in _MENTION.finditer(text):
                routine = _find(match[1], analysis.environment.routines.by_id)
                known = _parameters(routine) if routine else frozenset()
                for given in _GIVEN.finditer(text, match.end(1), match.end()):
                    if routine is None or given[1] in known or (routine.id, given[1]) in told:
                        continue
                    told.add((routine.id, given[1]))
                    yield Finding(
                        route,
                        f"routine '{routine.id}' knows no parameter '{given[1]}'",
                        listed(item.name for item in placeholders(routine.steps)),
                        window=given.span(),
                    )


_MENTION = re.compile(r"\b((?:wr\.)?routine-[a-z0-9-]+)(?:[^.\n]|\.(?=\S))*")
_GIVEN = re.compile(r"\b([A-Za-z_][A-Za-z0-9_]*)=(?![=>])[^\s,;.)]+")


def _find(name: str, by_id: Mapping[str, Routine]) -> Routine | None:
    return by_id.get(name) or by_id.get(f"wr.{name}") or by_id.get(name.removeprefix("wr."))


def _parameters(routine: Routine) -> Collection[str]:
    """Names that the routine takes: arguments, tested keys, names in code, and words of what it asks for in advance."""
    found = {item.name for item in placeholders(routine.steps)}
    for step in Workflow(routine.definition).all_steps:
        found.update(read.key for read in condition_reads(step))
        found.update(name for _, text in step.texts() for name in _CODE.findall(text))
    workflow = Workflow(routine.definition)
    for key in ("preconditions", "clarificationPrompts"):
        found.update(word for text in workflow.texts(key) for word in _WORD.findall(text))
    return found


_CODE = re.compile(r"[`{]([A-Za-z_][A-Za-z0-9_]*)[`}=:]")
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
