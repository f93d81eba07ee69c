"""The effective settings of a run, and where each value comes from."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path

from workflowkit.config.settings import Config, RuleChoice
from workflowkit.lint.rules import ALL
from workflowkit.lint.selection import DEFAULT_PROFILE, Selection
from workflowkit.report.settings_records import (
    EffectiveRule,
    EffectiveSetting,
    EffectiveSettings,
    ProjectSettings,
    settings_text,
)
from workflowkit.report.style import Style
from workflowkit.run.loading import Options, read_text
from workflowkit.run.project import Project
from workflowkit.run.project_group import ProjectGroup
from workflowkit.text.json_records import record_text, to_json
from workflowkit.text.json_values import as_fields
from workflowkit.text.routes import Json

GivenOptions = Mapping[str, tuple[str, object]]
"""Name of a setting to the option that sets it, and its value."""

DEFAULT = "default"
"""The origin of what nobody has set."""


def effective_settings(group: ProjectGroup, given: GivenOptions) -> EffectiveSettings:
    """Return the settings of *group*, which *given* options change."""
    return EffectiveSettings(
        projects=tuple(
            ProjectSettings(
                config=project.config.path,
                files=project.n_files,
                settings=tuple(_settings(project, given)),
                rules=tuple(_rules(project)),
            )
            for project in group.projects
        )
    )


def rendered(settings: EffectiveSettings, *, as_json: bool, style: Style) -> str:
    """Return *settings* as text, or as JSON."""
    return record_text(settings) if as_json else settings_text(settings, style)


def given_options(options: Options, choice: RuleChoice, only: Collection[str]) -> GivenOptions:
    """Return the settings that options have set, each with the option."""
    options_by_name: Mapping[str, tuple[str, object]] = {
        "spec": ("--spec", options.spec),
        "routines": ("--routines", options.routines),
        "bindings": ("--bindings", options.bindings),
        "engine": ("--engine", options.engine),
        "lint.profile": ("--profile", choice.profile),
        "lint.select": ("--select", choice.select),
        "lint.ignore": ("--ignore", choice.ignore),
        "only": ("--only", only),
    }
    return {name: given for name, given in options_by_name.items() if given[1]}


def _settings(project: Project, given: GivenOptions) -> Iterator[EffectiveSetting]:
    configured = _configured(project.config)
    for name, value_of in _VALUES.items():
        origins = [project.config.path] if name in configured else []
        value = value_of(project)
        if name in given:
            option, own = given[name]
            if name in _REPLACED:
                origins, value = [], own
            elif name == "routines" and isinstance(own, tuple):
                value = (*project.config.routines, *own)
            origins.append(option)
        yield EffectiveSetting(
            name=name, value=to_json(value), origin=" and ".join(origins) or DEFAULT
        )


_REPLACED = frozenset({"spec", "bindings"})
"""Settings whose configured value an option replaces, and which only the loader combines."""

_VALUES: Mapping[str, Callable[[Project], object]] = {
    "engine": lambda project: project.context.spec.engine.version,
    "paths": lambda project: project.config.paths,
    "exclude": lambda project: project.config.exclude,
    "spec": lambda project: project.config.spec,
    "routines": lambda project: project.config.routines,
    "bindings": lambda project: project.config.bindings,
    "out": lambda project: project.config.out,
    "lint.profile": lambda project: project.context.lint.profile or DEFAULT_PROFILE,
    "lint.select": lambda project: project.context.lint.select,
    "lint.ignore": lambda project: project.context.lint.ignore,
    "lint.severity": lambda project: project.context.lint.severity,
    "lint.per-file": lambda project: project.context.lint.per_file,
    "lint.baseline": lambda project: project.config.lint.baseline,
    "lint.suppress": lambda project: project.context.lint.suppress,
    "only": lambda project: project.context.only,
}
"""Each setting, with its value."""


def _configured(config: Config) -> Collection[str]:
    """Return the names of the settings that the file of *config* has."""
    if not config.path:
        return ()
    # It was parsed before, so that it is valid.
    table: Json = tomllib.loads(read_text(config.path).text.removeprefix("\ufeff"))
    if Path(config.path).name == "pyproject.toml":
        table = as_fields(as_fields(table).get("tool")).get("wfk")
    top = as_fields(table)
    return {*top, *(f"lint.{name}" for name in as_fields(top.get("lint")))}


def _rules(project: Project) -> Iterator[EffectiveRule]:
    selection = Selection(project.context.lint, ALL, project.context.only)
    chosen = {
        rule.code: severity
        for pairs in selection.rules_for("", "").values()
        for rule, severity in pairs
    }
    for rule in ALL:
        yield EffectiveRule(code=rule.code, name=rule.name, severity=chosen.get(rule.code))
