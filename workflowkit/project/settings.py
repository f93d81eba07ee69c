"""Settings: what a project asks for, once for everybody who works on it. `config` reads them from TOML."""

from __future__ import annotations

import datetime
import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from workflowkit.project.globs import matches

PROFILES: Final = ("core", "catalog", "style", "routine", "fixture", "import")
LEVELS: Final = ("error", "warning", "info", "off")


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleChoice:
    """Which rules look at a file and how bad their findings are. Rules are named by code, by the beginning of a code, or by name."""

    profile: str | None = None
    """One of PROFILES; None when it is not chosen here."""
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, str] = field(default_factory=dict)
    """Rule to one of LEVELS."""

    def __hash__(self) -> int:
        return hash((self.profile, self.select, self.ignore, frozenset(self.severity.items())))

    def refined(self, other: RuleChoice) -> RuleChoice:
        """This choice with *other* on top: both hold, and where they contradict each other, *other* does."""
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
    """Findings that are known and accepted, with the reason."""

    rule: str
    """A code or a name."""
    reason: str
    path: str = "**"
    """Glob of the files meant."""
    step: str = ""
    """Id of the step meant; empty for all."""
    route: str = ""
    """Route of the place meant, as in `steps[2].prompt`; empty for all."""
    expires: datetime.date | None = None
    """The last day on which it holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LintConfig:
    """What `[tool.wfk.lint]` says."""

    rules: RuleChoice = RuleChoice()
    per_file: Mapping[str, RuleChoice] = field(default_factory=dict)
    """Glob to what differs for the files that it means."""
    baseline: str | None = None
    suppress: tuple[Suppression, ...] = ()

    def rules_for(self, path: str) -> RuleChoice:
        """The choice for the file at *path*, relative to the configuration; of several globs the last one wins."""
        choice = self.rules
        for pattern, other in self.per_file.items():
            if matches(pattern, path):
                choice = choice.refined(other)
        return choice


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Everything one configuration file says; paths are joined with its folder already."""

    path: str = ""
    """The file; empty when there is none."""
    spec: str | None = None
    routines: tuple[str, ...] = ()
    bindings: str | None = None
    engine: str | None = None
    out: str | None = None
    paths: tuple[str, ...] = ()
    """Files and folders to work on when none are named."""
    lint: LintConfig = LintConfig()

    @property
    def folder(self) -> str:
        """The folder of the file, as written in *path*."""
        return posixpath.dirname(self.path)
