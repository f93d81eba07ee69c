"""The effective settings of a run as JSON and as text: `wfk lint --show-settings`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Literal

from workflowkit.diagnostics import Severity
from workflowkit.records import dataclass
from workflowkit.report.cells import printable
from workflowkit.report.style import BOLD, Style
from workflowkit.text.routes import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectiveSetting:
    """One setting."""

    name: str
    """Its key in the configuration, such as `lint.profile`."""
    value: Json
    """The value in effect."""
    origin: str
    """Where it comes from: an option, the configuration file, or `default`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectiveRule:
    """One rule."""

    code: str
    """Code of the rule."""
    name: str
    """Name of the rule."""
    severity: Severity | None
    """The severity of its findings; null when it does not run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectSettings:
    """The settings of the files that one configuration governs."""

    config: str
    """The configuration file; empty when there is none."""
    files: int
    """How many files it governs in this run."""
    settings: tuple[EffectiveSetting, ...]
    """Every setting."""
    rules: tuple[EffectiveRule, ...]
    """Every rule, for a file that no pattern of `per-file` matches."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectiveSettings:
    """The settings of one run."""

    format_version: Literal[1] = 1
    """Version of this format."""
    projects: tuple[ProjectSettings, ...]
    """One for each configuration that governs files of the run."""


def settings_text(settings: EffectiveSettings, style: Style) -> str:
    """Return *settings* as text."""
    blocks = ("".join(f"{row}\n" for row in _rows(each, style)) for each in settings.projects)
    return "\n".join(blocks)


def _rows(project: ProjectSettings, style: Style) -> Iterator[str]:
    yield style.paint(f"configuration: {printable(project.config) or 'none'}", BOLD)
    width = max(len(setting.name) for setting in project.settings)
    values = [printable(_value(setting.value)) for setting in project.settings]
    room = min(40, max(map(len, values)))
    for setting, value in zip(project.settings, values, strict=True):
        yield f"  {setting.name:<{width}}  {value:<{room}}  {printable(setting.origin)}"
    running = [rule for rule in project.rules if rule.severity]
    stopped = [rule for rule in project.rules if not rule.severity]
    yield ""
    yield style.paint(f"rules: {len(running)} on, {len(stopped)} off", BOLD)
    for rule in (*running, *stopped):
        yield f"  {rule.severity or 'off':<7}  {rule.code} {rule.name}"


def _value(value: Json) -> str:
    if isinstance(value, str):
        return value
    return "none" if value is None else json.dumps(value, ensure_ascii=False)
