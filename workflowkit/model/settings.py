"""The keys of `[tool.wfk]`, for the JSON Schema that editors complete them by.

`project.config` reads the file without this module, because reading must be fast; a test keeps the two alike.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from workflowkit.model.authored import Authored
from workflowkit.model.vocabulary import Maybe

Profile = Literal["core", "catalog", "style", "routine", "fixture", "import"]
Level = Literal["error", "warning", "info", "off"]
Name = Annotated[str, Field(pattern=r"[^ \t\n\r]")]
Date = Annotated[str, Field(json_schema_extra={"format": "date"})]


class RuleSettings(Authored):
    """Which rules look at a file and how bad their findings are. A rule is named by its code, the beginning of its code, or its name."""

    profile: Maybe[Profile] = None
    """The set of rules to start from."""
    select: Maybe[list[Name]] = None
    """Rules to add."""
    ignore: Maybe[list[Name]] = None
    """Rules to leave out."""
    severity: Maybe[dict[str, Level]] = None
    """Rule to how bad its findings are."""


class SuppressionSettings(Authored):
    """Findings that are known and accepted."""

    rule: Name
    """Code or name of the rule."""
    reason: Name
    """Why they are accepted."""
    path: Maybe[Name] = None
    """Glob of the files meant; all when left out."""
    step: Maybe[Name] = None
    """Id of the step meant; all when left out."""
    route: Maybe[Name] = None
    """Route of the place meant, as in `steps[2].prompt`; all when left out."""
    expires: Maybe[Date] = None
    """The last day on which it holds."""


class LintSettings(RuleSettings):
    """How `wfk lint` works."""

    per_file: Annotated[Maybe[dict[str, RuleSettings]], Field(alias="per-file")] = None
    """Glob to what differs for the files that it means; the last that fits wins."""
    baseline: Maybe[Name] = None
    """File with findings that were there before and are not shown."""
    suppress: Maybe[list[SuppressionSettings]] = None
    """Findings that are known and accepted."""


class Settings(Authored):
    """Settings of wfk for one project. Paths are relative to the file they stand in."""

    spec: Maybe[Name] = None
    """Folder of texts, contracts and tags to use instead of the bundled ones."""
    routines: Maybe[list[Name]] = None
    """Folders of routines."""
    bindings: Maybe[Name] = None
    """File that puts routines into extension points."""
    engine: Maybe[Name] = None
    """Engine version to follow."""
    out: Maybe[Name] = None
    """Folder that compiled workflows are written to."""
    paths: Maybe[list[Name]] = None
    """Files and folders to work on when none are named."""
    lint: Maybe[LintSettings] = None
    """How `wfk lint` works."""
