"""`wfk merge`: what one run over all files would report or write, made of the parts of its shards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import click

from workflowkit.catalog.build import Build
from workflowkit.cli import baselines, choosing, compiling, options, reporting, sharding
from workflowkit.cli.choosing import ChosenFiles
from workflowkit.cli.output_folder import OutputFolder
from workflowkit.cli.reporting import Rendering, Reporting, statistics_rendering, streamed_rendering
from workflowkit.cli.terminal import style_for
from workflowkit.config.settings import PROFILES, Profile, RuleChoice
from workflowkit.diagnostics import Severity
from workflowkit.errors import UsageError
from workflowkit.report.style import PLAIN, Style
from workflowkit.run.discovery import Choice, ReadMode
from workflowkit.run.lint_stream import StreamedResult, lint_streamed
from workflowkit.run.loading import Options
from workflowkit.run.merging import PartSet
from workflowkit.run.project import Project
from workflowkit.run.project_group import ProjectGroup

if TYPE_CHECKING:
    from workflowkit.run.part_file import Request


@click.command(
    epilog="""\b
Examples:
  wfk merge 1.wfkpart 2.wfkpart           the report of a run in two shards
  wfk merge parts/*                       of all parts in a folder
  wfk merge parts/* --format github       annotations for a pull request
  wfk merge parts/* --output sarif=wfk.sarif    a report in a file as well
  wfk merge parts/* --out dist            the files that two shards have compiled

\b
Exit codes: 0 no finding at or above the threshold, and all files compile, 1 findings,
a file does not compile or, with --check, is out of date,
2 usage or configuration, or a part that is missing, given twice or of another run,
3 a part is damaged, a file has changed since the shards ran or could not be written."""
)
@click.argument("parts", nargs=-1, required=True, type=options.ExistingPath())
@options.fail_on(Severity.WARNING)
@options.jobs
@click.option(
    "--statistics", is_flag=True, help="Print the number of findings by rule, as text or JSON."
)
@reporting.options
@compiling.folder_options
@options.terminal
@click.pass_context
def merge(
    context: click.Context,
    parts: tuple[str, ...],
    fail_on: str,
    jobs: int | None,
    statistics: bool,
    reports: Reporting,
    out: str | None,
    check: bool,
    prune: bool,
    color: str,
    quiet: bool,
) -> None:
    """Report or write what the shards of a run found, as wfk lint and wfk compile do for all files at once.

    PARTS are the files that wfk lint or wfk compile with --shard I/N --save FILE has written, all N of them.
    The source files are read again, and have to be those of the shards.

    Parts of wfk lint become reports, and with --write-baseline or --prune-baseline given to the shards the baseline. Parts of wfk compile become the output folder with its manifest.
    """
    reporting.check_format(reports, statistics=statistics)
    compiling.require_consistent(check, prune)
    found = PartSet.opened(parts, context.with_resource(ExitStack()))
    request = found.header.request
    _require_options_of(context, request)
    group = _group_of(request, jobs).mapped(found.of_day)
    chosen = ChosenFiles(_choice(request), request.allow_empty, verbose=False)
    choosing.report(group.skipped, group.notes, chosen, quiet=quiet)
    found.require_projects(group.projects)
    style = style_for(color, quiet=quiet)
    if request.task == "compile":
        folders = [
            OutputFolder(place, project, _build(found, project), is_pruned=prune)
            for place, project in compiling.places(group.projects, out).items()
        ]
        context.exit(compiling.publish(folders, style, check=check))
    if request.task != "lint":
        for project in group.projects:
            is_pruned = request.task == "prune-baseline"
            baselines.change(
                project, request.baseline, prune=is_pruned, outcomes_of=found.outcomes_of
            )
        return
    formats = [(each.name, each.style) for each in found.header.formats]
    result = lint_streamed(
        group.projects, formats, baseline=request.baseline, outcomes_of=found.outcomes_of
    )
    result.tally.maximum = reports.maximum
    style = _style(style, formats, is_asked=color == "always")
    render = _rendering(result, formats)
    printed = statistics_rendering(result.tally) if statistics else render
    reports.publish(render, style, printed=printed)
    context.exit(result.tally.exit_code(Severity(fail_on)))


def _require_options_of(context: click.Context, request: Request) -> None:
    """Raise UsageError for options about reports when there are none, and about an output folder when nothing was compiled."""
    for command, parameters in sharding.AT_MERGE.items():
        for parameter, option in parameters.items():
            if command != request.task and sharding.is_given(context, parameter):
                raise UsageError(
                    f"{option} has no effect: {_MADE[request.task]}",
                    help=f"{option} is for parts of wfk {command}",
                )


_MADE: Final[Mapping[str, str]] = {
    "lint": "these parts become reports",
    "write-baseline": "these parts become a baseline",
    "prune-baseline": "these parts become a baseline",
    "compile": "these parts become compiled files",
}


def _build(found: PartSet, project: Project) -> Build:
    return Build(found.compiled(project), project.context.compile, project.context.spec)


def _choice(request: Request) -> Choice:
    return Choice(exclude=request.exclude, with_ignored=request.with_ignored)


def _group_of(request: Request, jobs: int | None) -> ProjectGroup:
    """Load the files that *request* asks for. Raises UsageError and UnreadableFile."""
    given = Options(
        spec=request.spec,
        routines=request.routines,
        bindings=request.bindings,
        engine=request.engine,
    )
    mode = ReadMode(streams=True, jobs=jobs)
    if request.task == "compile":
        group = ProjectGroup.load_workflows(request.paths, given, _choice(request), mode)
        return group.mapped(lambda project: project.with_jobs(jobs))
    profiles: dict[str | None, Profile] = {profile: profile for profile in PROFILES}
    rules = RuleChoice(
        profile=profiles.get(request.profile), select=request.select, ignore=request.ignore
    )
    return ProjectGroup.load(request.paths, given, _choice(request), mode).mapped(
        lambda project: project.with_rules(rules, request.only).with_jobs(jobs)
    )


def _style(style: Style, formats: Sequence[tuple[str, Style]], *, is_asked: bool) -> Style:
    """Return *style* when the findings are rendered in it, or else the plain one. Raises UsageError when color *is_asked* for."""
    if ("text", replace(style, quiet=False)) in formats:
        return style
    if is_asked:
        raise UsageError(
            "the shards have rendered the findings without color, or for another terminal",
            help="give --color always to the shards, too, or omit it",
        )
    return replace(PLAIN, quiet=style.quiet)


def _rendering(result: StreamedResult, formats: Sequence[tuple[str, Style]]) -> Rendering:
    """Return the function that renders *result*, whose findings do not depend on whether the style is quiet."""

    def render(name: str, style: Style) -> Iterable[str]:
        number = formats.index((name, replace(style if name == "text" else PLAIN, quiet=False)))
        return streamed_rendering(result, [*formats[:number], (name, style)])(name, style)

    return render
