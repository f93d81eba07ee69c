from __future__ import annotations

import json
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflowkit.sessions.metrics import SOURCES, Metrics, project

VECTORS = Path(__file__).parent.parent / "vectors"
CASES = json.loads((VECTORS / "runtime/metrics.json").read_text())["cases"]

WILD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["kind", "scope", "runId", "data", "context", "metrics_pr_numbers", "durationMs"]
            ),
            inner | st.sampled_from(["context_set", "run_completed", "r"]),
            max_size=4,
        )
    ),
    max_leaves=12,
)


def in_the_spelling_of_the_engine(metrics: Metrics | None) -> dict[str, object] | None:
    if metrics is None:
        return None
    spelled = {
        "".join(word.capitalize() if i else word for i, word in enumerate(name.split("_"))): (
            list(value) if isinstance(value, tuple) else value
        )
        for name, value in asdict(metrics).items()
    }
    spelled["agentCommitShas"] = spelled.pop("commitShas")
    if spelled["durationMs"] is None:
        del spelled["durationMs"]
    return spelled


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_metrics_are_projected_as_in_the_engine(case: dict[str, Any]) -> None:
    assert in_the_spelling_of_the_engine(project(case["events"])) == case["expected"]


@given(st.lists(WILD, max_size=5))
def test_no_event_breaks_the_projection(events: Any) -> None:
    assert isinstance(project(events), Metrics | None)


def test_every_figure_says_who_vouches_for_it() -> None:
    assert list(SOURCES) == [item.name for item in fields(Metrics)]


def test_an_integer_beyond_the_range_of_doubles_is_not_finite() -> None:
    event = {"kind": "run_completed", "scope": {"runId": "r"}, "data": {"durationMs": 10**400}}
    metrics = project([event])
    assert metrics is not None
    assert metrics.duration_ms is None


def test_a_completion_without_a_run_has_no_agent_figures() -> None:
    events = [
        {"kind": "context_set", "scope": {}, "data": {"context": {"metrics_outcome": "success"}}},
        {"kind": "run_completed", "data": None},
    ]
    metrics = project(events)
    assert metrics is not None
    assert metrics.outcome is None
