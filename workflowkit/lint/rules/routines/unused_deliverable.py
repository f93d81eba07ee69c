from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.format.reader import Step
from workflowkit.lint.rule import Finding, Severity, rule


@rule("T014", severity=Severity.INFO, since="0.1.0", kinds=frozenset({"workflow", "example"}))
def unused_deliverable(analysis: Analysis) -> Iterator[Finding]:
    """A file is written that no other step mentions.

    ## Why

    An agent opens the files that a prompt names.
    A file that no other prompt names is not read, and a later step may repeat the work.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "first", "title": "Read", "prompt": "Read the request."},
        {"id": "ideas", "title": "Ideas", "templateCall": {"templateId": "wr.templates.routine.ideation", "args": {"deliverableName": "ideas.md", "quantity": 8}}},
        {"id": "second", "title": "Choose", "prompt": "Choose what to build."},
        {"id": "third", "title": "Build", "prompt": "Build it."}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "first", "title": "Read", "prompt": "Read the request."},
        {"id": "ideas", "title": "Ideas", "templateCall": {"templateId": "wr.templates.routine.ideation", "args": {"deliverableName": "ideas.md", "quantity": 8}}},
        {"id": "second", "title": "Choose", "prompt": "Choose from ideas.md what to build."},
        {"id": "third", "title": "Build", "prompt": "Build it."}
      ]
    }
    ```

    ## When not

    Files of the last two steps are results for people, as are files that the prompt describes so: 'the human-readable brief'.
    """
    elements = list(analysis.flow.elements)
    late = {step.route for step in elements[-2:]}
    for step in analysis.workflow.all_steps:
        if step.loop is not None or step.is_loop:
            continue
        for route, window, name in _written(step):
            is_last = step.route in late if window else step == elements[-1]
            if not is_last and not _is_named_elsewhere(analysis, step, name):
                yield Finding(
                    route,
                    f"no other step mentions '{name}'",
                    "name the file in the step that needs it, or do not write it",
                    window=window,
                )


_FILE = r"[A-Za-z0-9_./-]*[A-Za-z0-9_-]\.(?:md|json|txt|csv|ya?ml|html)"
_FILE_NAME = re.compile(_FILE)
_ORDER = re.compile(
    rf"\b(?:create|write|produce|save|draft)\b[^.\n`]{{0,60}}`({_FILE})`", re.IGNORECASE
)
_QUOTED = re.compile(rf"`{_FILE}`")
_FOR_PEOPLE = re.compile(
    r"\bhuman\b|\bfor (?:me|us|people|readers?|(?:the|our|my) (?:user|team|reader|reviewer|stakeholder)s?)\b",
    re.IGNORECASE,
)
_DELIVERABLE = re.compile(r"deliverable|output|artifact|report", re.IGNORECASE)

Written = tuple[tuple[str | int, ...], tuple[int, int] | None, str]


def _written(step: Step) -> Iterator[Written]:
    """Yield the files that *step* writes: named by an argument of its call, or by an order in its texts."""
    for name, value in step.arguments.items() if step.calls_template else ():
        if _DELIVERABLE.search(name) and isinstance(value, str) and _FILE_NAME.fullmatch(value):
            yield (*step.route, "templateCall", "args", name), None, value
    reported: set[str] = set()
    for route, text in step.texts():
        # Few texts have the name of a file, and the search for the order is slower.
        if not _QUOTED.search(text):
            continue
        for match in _ORDER.finditer(text):
            if match[1] not in reported and not _FOR_PEOPLE.search(match[0]):
                reported.add(match[1])
                yield route, match.span(1), match[1]


def _is_named_elsewhere(analysis: Analysis, writer: Step, name: str) -> bool:
    base = name.rpartition("/")[2]
    for step in analysis.workflow.all_steps:
        if step == writer:
            continue
        texts = [text for _, text in step.texts()]
        texts += [value for value in step.arguments.values() if isinstance(value, str)]
        texts += step.outputs
        if any(base in text for text in texts):
            return True
    return False
