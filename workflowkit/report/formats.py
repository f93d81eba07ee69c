"""The formats by name. A format's module is imported when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Final

from workflowkit.report.result import Result
from workflowkit.report.style import Style
from workflowkit.text.document import Document

FORMATS: Final = ("text", "concise", "json", "github", "sarif")


Render = Callable[[Result, Mapping[str, Document], Style], str]
"""Turns a result into text."""


def renderer(name: str) -> Render:
    """Return the `render` function of the format *name*, one of FORMATS."""
    render: Render = import_module(f"workflowkit.report.{name}").render
    return render
