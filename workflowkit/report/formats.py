"""The formats by name. A format's module is imported when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module
from typing import Final

from workflowkit.report.result import Result
from workflowkit.report.rule_text import Describe
from workflowkit.report.style import Style
from workflowkit.text.document import Document

FORMATS: Final = (
    "text",
    "concise",
    "json",
    "jsonl",
    "sarif",
    "github",
    "gitlab",
    "junit",
    "checkstyle",
    "markdown",
)

_WITH_RULES: Final = frozenset({"sarif"})
"""Formats that carry the texts of rules along."""

Render = Callable[[Result, Mapping[str, Document], Style], str]
"""Turns a result into text."""


def renderer(name: str, describe: Describe | None = None) -> Render:
    """Return the `render` function of the format *name*, one of FORMATS; *describe* returns the texts of rules."""
    render: Callable[..., str] = import_module(f"workflowkit.report.{name}").render
    return partial(render, describe=describe) if name in _WITH_RULES else render
