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
from workflowkit.format.compile_error import CompileError
from workflowkit.lint.rules import ALL
from workflowkit.lint.selection import check_selectors
from workflowkit.report.result import Result
from workflowkit.run import loading
from workflowkit.run.discovery import Paths
from workflowkit.run.options import Options, texts_of
from workflowkit.run.project import Project
from workflowkit.run.project_group import ProjectGroup
from workflowkit.text.document import parse
from workflowkit.text.json_check import foreign_part
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
    select: str | Sequence[str] = (),
    ignore: str | Sequence[str] = (),
    extend_select: str | Sequence[str] = (),
    options: Options | None = None,
) -> Result:
    """Lint the files and folders at *paths* (one, or several), as `wfk lint` does. Raises as `Project.load`, and UsageError for an unknown rule or profile.

    Rules of *select* run alone without a *profile*, and are added to it otherwise; those of *extend_select* are always added.
    """
    chosen, ignored = _selectors("select", select), _selectors("ignore", ignore)
    added = _selectors("extend_select", extend_select)
    if profile is not None and profile not in PROFILES:
        raise UsageError(f"unknown profile '{profile}'", help=did_you_mean(str(profile), PROFILES))
    group = ProjectGroup.load(paths, options)
    only = () if profile else chosen
    choice = RuleChoice(profile=profile, select=(*chosen, *added), ignore=ignored)
    alone = (*only, *added) if only else ()
    return group.mapped(lambda project: project.with_rules(choice, alone)).lint()


def _selectors(argument: str, value: str | Sequence[str]) -> tuple[str, ...]:
    """Return the selectors of rules that *argument* has, one or several. Raises UsageError for an unknown rule."""
    selectors = texts_of(argument, value)
    check_selectors(selectors, ALL)
    return selectors


def compile_workflow(
    workflow: Json | str | bytes, context: CompileContext | None = None
) -> Compilation:
    """Compile one workflow, given as JSON text or as a parsed value, with the bundled pack unless *context* is given.

    Text that is not JSON compiles like a value that is not an object: `schema_failed`; the error says why.
    Raises UsageError for a value that no JSON text could have.
    """
    if isinstance(workflow, str | bytes):
        content = (
            workflow.encode("utf-8", "surrogatepass") if isinstance(workflow, str) else workflow
        )
        document = parse(content, "<text>")
        if document.broken:
            place = document.lines.position(document.broken.offset)
            message = (
                f"not JSON: {document.broken.message} (line {place.line}, column {place.column})"
            )
            error = CompileError((), message, help=document.broken.help, rule="invalid-schema")
            return Compilation(None, shape=(error,))
        workflow = document.value
    elif problem := foreign_part(workflow):
        raise UsageError(
            f"the workflow {problem}", help="pass JSON text, or what json.loads returns"
        )
    if context is None:
        context = loading.load_context(Options(), Config()).compile
    return compile_value(workflow, context)
