"""The parts of a workflow, and the changes that plant a mistake in one of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

Workflow = dict[str, Any]
Step = dict[str, Any]
Plant = Callable[[], object]
"""Makes one mistake in the workflow that the place belongs to."""


def steps(workflow: Workflow) -> list[Step]:
    """Return every step with its own prompt or call, those of loop bodies included, in order."""
    found: list[Step] = []
    for step in workflow["steps"]:
        body = step.get("body")
        found.extend(
            body if isinstance(body, list) else [] if step.get("type") == "loop" else [step]
        )
    return found


def loops(workflow: Workflow) -> list[Step]:
    """Return the loops whose body is written in place."""
    return [step for step in workflow["steps"] if isinstance(step.get("body"), list)]


def texts(step: Step) -> list[tuple[Any, Any]]:
    """Return where the texts of the prompt of *step* are: each a container and the key or index in it."""
    found: list[tuple[Any, Any]] = [(step, "prompt")] if "prompt" in step else []
    blocks = step.get("promptBlocks", {})
    found += [(blocks, "goal")] if "goal" in blocks else []
    for section in ("constraints", "procedure", "verify"):
        items = blocks.get(section, [])
        found += [(items, i) for i, text in enumerate(items) if isinstance(text, str)]
    found += [(fragment, "text") for fragment in step.get("promptFragments", [])]
    return found


def outputs(step: Step) -> dict[str, str]:
    """Return what the prompt of *step* asks for, by key."""
    required: dict[str, str] = step.get("promptBlocks", {}).get("outputRequired", {})
    return required


def conditions(workflow: Workflow) -> Iterator[dict[str, Any]]:
    """Yield every comparison of a run condition, a fragment or a loop."""
    owners: list[Any] = [workflow["steps"]]
    while owners:
        owner = owners.pop()
        if isinstance(owner, dict):
            if "var" in owner:
                yield owner
            owners += owner.values()
        elif isinstance(owner, list):
            owners += owner


def values(description: str) -> list[str]:
    """Return the values that the description of an output lists."""
    listed = re.match(r"one of ([\w-]+(?: \| [\w-]+)+)", description)
    return listed.group(1).split(" | ") if listed else []


def captured(workflow: Workflow) -> dict[str, str]:
    """Return the description of each key that a step is asked for."""
    return {key: text for step in steps(workflow) for key, text in outputs(step).items()}


def reads(step: Step, key: str) -> list[tuple[Any, Any]]:
    """Return the texts of *step* that name *key*."""
    named = re.compile(rf"`{key}`|\{{\{{{key}\}}\}}")
    return [(owner, at) for owner, at in texts(step) if named.search(owner[at])]


def put(owner: Any, at: Any, value: Any) -> Plant:
    """Return what writes *value* at one place."""

    def plant() -> None:
        owner[at] = value

    return plant


def dropped(owner: Any, at: Any) -> Plant:
    """Return what deletes the value at one place, if there is one."""

    def plant() -> None:
        if at in owner or isinstance(owner, list):
            del owner[at]

    return plant


def moved(owner: Any, at: Any, to: Any) -> Plant:
    """Return what moves a value to another key, or to another index of its list."""

    def plant() -> None:
        if isinstance(owner, list):
            owner.insert(to, owner.pop(at))
        else:
            owner[to] = owner.pop(at)

    return plant


def all_of(*plants: Plant) -> Plant:
    """Return what makes several changes, one after the other."""

    def plant() -> None:
        for each in plants:
            each()

    return plant


def replaced(owner: Any, at: Any, old: str, new: str) -> Plant:
    """Return what replaces *old* by *new* in one text."""
    return put(owner, at, owner[at].replace(old, new))


def appended(step: Step, text: str) -> Plant:
    """Return what adds a sentence to the prompt of *step*."""
    owner, at = texts(step)[-1] if "promptBlocks" not in step else (step["promptBlocks"], "goal")
    return put(owner, at, f"{owner[at]} {text}")


def misspelled(key: str) -> str:
    """Return *key* with two letters swapped."""
    return key[:2] + key[3] + key[2] + key[4:] if key[2] != key[3] else key[:-2] + key[-1] + key[-2]


def decisions(workflow: Workflow) -> Iterator[tuple[Step, Step]]:
    """Yield each loop with the step of its body that decides whether it goes on."""
    for loop in loops(workflow):
        for step in loop["body"]:
            if step.get("outputContract", {}).get("contractRef") == "wr.contracts.loop_control":
                yield loop, step
