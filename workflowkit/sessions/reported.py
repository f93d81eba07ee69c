"""Reported figures: the malformed metrics of a context snapshot (docs/engine/sessions.md#metrics)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from workflowkit.sessions.metrics import OUTCOMES, is_count
from workflowkit.text.routes import Json
from workflowkit.text.wording import spelled

_COUNTS = ("metrics_files_changed", "metrics_lines_added", "metrics_lines_removed")


def malformed(event: Mapping[str, Json]) -> Iterator[str]:
    """Yield a message for each malformed figure in *event*; null removes a figure."""
    data = event.get("data") if event.get("kind") == "context_set" else None
    context = data.get("context") if isinstance(data, dict) else None
    if not isinstance(context, dict):
        return
    for key, value in context.items():
        expected = _expected(key, value)
        if expected and value is not None:
            yield f"'{key}' is {spelled(value)}; expected {expected}"


def _expected(key: str, value: Json) -> str:
    """Return the form that *key* must have; empty when *value* has it."""
    match key:
        case "metrics":
            return "flat keys such as 'metrics_outcome'"
        case "metrics_outcome":
            is_right = isinstance(value, str) and value in OUTCOMES
            return "" if is_right else f"one of {', '.join(OUTCOMES)}"
        case "metrics_pr_numbers":
            is_right = isinstance(value, list) and all(map(is_count, value))
            return "" if is_right else "a list of numbers"
        case "metrics_commit_shas":
            is_right = isinstance(value, list) and all(isinstance(sha, str) for sha in value)
            return "" if is_right else "a list of SHAs"
    return "a whole number" if key in _COUNTS and not is_count(value) else ""
