"""The Python API: the operations of `wfk` as functions (docs/api.md).

import workflowkit

result = workflowkit.lint(["workflows"])
for built in workflowkit.Project.load(["workflows"]).compile().files:
    print(built.path, built.compilation.hash)
"""

from __future__ import annotations

from collections.abc import Sequence

from workflowkit.compiler.context import CompileContext
from workflowkit.compiler.pipeline import Compilation
from workflowkit.compiler.pipeline import compile_workflow as compile_value
from workflowkit.config.settings import PROFILES, Config, Profile, RuleChoice
from workflowkit.diagnostics import Diagnostic, Severity
from workflowkit.errors import UsageError
from workflowkit.lint.rules import ALL
from workflowkit.lint.selection import check_selectors
from workflowkit.report.result import Result
from workflowkit.run import loading
from workflowkit.run.discovery import Paths
from workflowkit.run.loading import Options
from workflowkit.run.project import Project
from workflowkit.run.project_group import ProjectGroup
from workflowkit.text.document import parse
from workflowkit.text.routes import Json
from workflowkit.text.suggest import did_you_mean

__all__ = (
    "Compilation",
    "Diagnostic",
    "Options",
    "Project",
    "ProjectGroup",
    "Result",
    "Severity",
    "compile_workflow",
    "lint",
)


def lint(
    paths: Paths = (),
    *,
    profile: Profile | None = None,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    extend_select: Sequence[str] = (),
    options: Options | None = None,
) -> Result:
    """Lint the files and folders at *paths* (one, or several), as `wfk lint` does. Raises as `Project.load`, and UsageError for an unknown rule or profile.

    Rules of *select* run alone without a *profile*, and are added to it otherwise; those of *extend_select* are always added.
    """
    check_selectors((*select, *ignore, *extend_select), ALL)
    if profile is not None and profile not in PROFILES:
        raise UsageError(f"unknown profile '{profile}'", help=did_you_mean(profile, PROFILES))
    group = ProjectGroup.load(paths, options)
    chosen, added = tuple(select), tuple(extend_select)
    only = () if profile else chosen
    choice = RuleChoice(profile=profile, select=(*chosen, *added), ignore=tuple(ignore))
    alone = (*only, *added) if only else ()
    return group.mapped(lambda project: project.with_rules(choice, alone)).lint()


def compile_workflow(
    workflow: Json | str | bytes, context: CompileContext | None = None
) -> Compilation:
    """Compile one workflow, given as JSON text or as a parsed value, with the bundled pack unless *context* is given.

    Text that is not JSON compiles like a value that is not an object: `schema_failed`.
    """
    if isinstance(workflow, str | bytes):
        content = (
            workflow.encode("utf-8", "surrogatepass") if isinstance(workflow, str) else workflow
        )
        workflow = parse(content, "<text>").value
    if context is None:
        context = loading.load_context(Options(), Config()).compile
    return compile_value(workflow, context)
