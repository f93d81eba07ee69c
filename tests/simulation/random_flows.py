"""Small random workflows, for comparing the explorer with all runs of the player."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

KEYS = ("aaa", "bbb")
LISTS = {"aaa": "one of x | y: the first", "bbb": "boolean: the second"}
TESTS = st.sampled_from(
    [
        {"var": "aaa", "equals": "x"},
        {"var": "aaa", "not_equals": "y"},
        {"var": "bbb"},
        {"var": "bbb", "equals": False},
        {"or": [{"var": "aaa", "equals": "y"}, {"var": "bbb", "equals": True}]},
        {"and": [{"var": "aaa", "equals": "x"}, {"not": {"var": "bbb"}}]},
        {"var": "currentIteration", "lte": 1},
        {"var": "given", "equals": "z"},
    ]
)
CONTRACT = {"contractRef": "wr.contracts.loop_control"}


def _step(name: str, asked: list[str], condition: Any, extra: dict[str, Any]) -> dict[str, Any]:
    blocks: dict[str, Any] = {"goal": f"Do {name}."}
    if asked:
        blocks["outputRequired"] = {key: LISTS[key] for key in asked}
    step = {"id": name, "title": name, "promptBlocks": blocks, **extra}
    return step if condition is None else {**step, "runCondition": condition}


def steps(name: str) -> st.SearchStrategy[dict[str, Any]]:
    """Return steps called *name*."""
    return st.builds(
        _step,
        st.just(name),
        st.lists(st.sampled_from(KEYS), max_size=2, unique=True),
        st.none() | TESTS,
        st.just({}),
    )


def _loop(
    name: str, kind: str, test: Any, body: list[dict[str, Any]], bound: int
) -> dict[str, Any]:
    config: dict[str, Any] = {"type": kind, "maxIterations": bound}
    if kind in ("while", "until"):
        config["conditionSource"] = {"kind": "context_variable", "condition": test}
    elif kind == "for":
        config["count"] = "size"
    elif kind == "forEach":
        config["items"] = "entries"
    else:
        config["type"] = "while"
        config["conditionSource"] = {"kind": "artifact_contract", **CONTRACT, "loopId": name}
        body = [*body[:-1], {**body[-1], "outputContract": CONTRACT}]
    body = [{**step, "id": f"{name}-{index}"} for index, step in enumerate(body)]
    return {"id": name, "title": name, "type": "loop", "loop": config, "body": body}


def loops(name: str) -> st.SearchStrategy[dict[str, Any]]:
    """Return loops called *name*."""
    return st.builds(
        _loop,
        st.just(name),
        st.sampled_from(["while", "until", "for", "forEach", "artifact"]),
        TESTS,
        st.lists(steps("inner"), min_size=1, max_size=2),
        st.integers(1, 3),
    )


FLOWS = st.tuples(
    steps("s-one"),
    steps("s-two") | loops("l-two"),
    steps("s-three") | loops("l-three"),
    steps("s-four"),
).map(
    lambda listed: {
        "id": "acme.flow",
        "name": "Flow",
        "description": "For tests.",
        "version": "1.0.0",
        "steps": list(listed),
    }
)
