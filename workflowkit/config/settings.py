"""The settings of a project.

`config` reads them from TOML and takes keys, types and limits from here; so does the JSON Schema for editors.
"""

from __future__ import annotations

import datetime
import posixpath
from collections.abc import Mapping
from dataclasses import field, replace
from typing import Annotated, Final, Literal, get_args

from workflowkit.config.globs import matches
from workflowkit.format.fields import Number, Text
from workflowkit.records import dataclass

Profile = Literal["core", "catalog", "style", "routine", "fixture", "import"]
Level = Literal["error", "warning", "info", "off"]
PROFILES: Final[tuple[Profile, ...]] = get_args(Profile)
LEVELS: Final[tuple[Level, ...]] = get_args(Level)

Name = Annotated[str, Text(pattern=r"[^ \t\n\r]")]
"""A text that is not blank."""
Percent = Annotated[float, Number(0, 100)]
"""A number from 0 to 100."""
TokenLimit = Annotated[int, Number(1, integral=True)]
"""A number of tokens."""
LocalPath = Annotated[Name, "a path"]
"""A path that is relative to the folder of the configuration file; `config` joins it with that folder."""

Glob = Annotated[Name, "a glob"]
"""A pattern for paths without unsupported syntax."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleChoice:
    """The rules for a file and the severities of their findings. Rules are named by code, by a prefix of a code, or by name."""

    profile: Profile | None = None
    """The set of rules to start from."""
    select: tuple[Name, ...] = ()
    """Rules to add."""
    ignore: tuple[Name, ...] = ()
    """Rules to skip."""
    severity: Mapping[str, Level] = field(default_factory=dict)
    """Rule to the severity of its findings."""

    def refined(self, other: RuleChoice) -> RuleChoice:
        """Return this choice combined with *other*, which takes precedence."""
        return RuleChoice(
            profile=other.profile or self.profile,
            select=_without(self.select, other.ignore) + other.select,
            ignore=_without(self.ignore, other.select) + other.ignore,
            severity={**self.severity, **other.severity},
        )


def _without(names: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in names if name not in others)


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppression:
    """Findings that are accepted, with the reason."""

    rule: Name
    """Code or name of the rule."""
    reason: Name
    """Why they are accepted."""
    path: Name = "**"
    """Glob of files; all by default."""
    step: Name = ""
    """Id of a step; all by default."""
    route: Name = ""
    """Route of a place, such as `steps[2].prompt`; all by default."""
    expires: datetime.date | None = None
    """The last day on which it applies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LintConfig(RuleChoice):
    """How `wfk lint` works."""

    per_file: Mapping[str, RuleChoice] = field(default_factory=dict)
    """Glob to the changes for matching files; the last match takes precedence."""
    baseline: LocalPath | None = None
    """File with known findings, which are not shown."""
    suppress: tuple[Suppression, ...] = ()
    """Findings that are accepted."""

    @property
    def rules(self) -> RuleChoice:
        """The choice for all files."""
        return RuleChoice(
            profile=self.profile, select=self.select, ignore=self.ignore, severity=self.severity
        )

    def with_rules(self, choice: RuleChoice) -> LintConfig:
        """Return the same with *choice* for all files."""
        return replace(
            self,
            profile=choice.profile,
            select=choice.select,
            ignore=choice.ignore,
            severity=choice.severity,
        )

    def rules_for(self, path: str) -> RuleChoice:
        """Return the choice for the file at *path*, relative to the configuration; the last matching glob takes precedence."""
        choice = self.rules
        for pattern, other in self.per_file.items():
            if matches(pattern, path):
                choice = choice.refined(other)
        return choice


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetConfig:
    """The limits of `wfk budget`, in tokens."""

    max_step: TokenLimit | None = None
    """Most tokens of one visit of a step."""
    max_path: TokenLimit | None = None
    """Most tokens of all prompts of a path."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageThresholds:
    """The coverage that scenarios must reach in every workflow, in percent of what is feasible."""

    total: Percent | None = None
    """Of everything but paths."""
    steps: Percent | None = None
    """Of the steps."""
    conditions: Percent | None = None
    """Of the conditions, each way."""
    fragments: Percent | None = None
    """Of the prompt fragments."""
    loops: Percent | None = None
    """Of the ways in which loops end."""
    gates: Percent | None = None
    """Of the gates."""
    consequences: Percent | None = None
    """Of the consequences of assessments."""
    contracts: Percent | None = None
    """Of the contracts, accepted and refused."""
    paths: Percent | None = None
    """Of the paths; not checked where they are not counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioConfig:
    """How `wfk test` works."""

    coverage: CoverageThresholds = CoverageThresholds()
    """The coverage below which `wfk test --coverage` fails."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Settings of wfk for one project. Paths are relative to the configuration file."""

    spec: LocalPath | None = None
    """Spec pack that extends and overrides the bundled one."""
    routines: tuple[LocalPath, ...] = ()
    """Folders of routines that extend and override the bundled ones."""
    bindings: LocalPath | None = None
    """File that binds extension points to routines."""
    engine: Name | None = None
    """Engine version to follow: a version, `latest` or `project`."""
    engines: Name | None = None
    """Range of engine versions to follow, such as `>=3.68,<3.110`; findings say for which of them they hold."""
    out: LocalPath | None = None
    """Folder that compiled workflows are written to."""
    paths: tuple[LocalPath, ...] = ()
    """Files and folders to work on when none are named."""
    exclude: tuple[Glob, ...] = ()
    """Globs of files and folders to skip in searched folders."""
    lint: LintConfig = LintConfig()
    """How `wfk lint` works."""
    test: ScenarioConfig = ScenarioConfig()
    """How `wfk test` works."""
    budget: BudgetConfig = BudgetConfig()
    """The limits of `wfk budget`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config(Settings):
    """The settings of one configuration file; paths are joined with its folder already."""

    path: str = ""
    """The file; empty when there is none."""

    @property
    def folder(self) -> str:
        """The folder of the file, as written in *path*."""
        return posixpath.dirname(self.path)
