"""`wfk merge`: the report of a lint run that was divided into shards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from workflowkit.cli import choosing, options, reporting
from workflowkit.cli.choosing import ChosenFiles
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

\b
Exit codes: 0 no finding at or above the threshold, 1 findings,
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
@options.terminal
@click.pass_context
def merge(
    context: click.Context,
    parts: tuple[str, ...],
    fail_on: str,
    jobs: int | None,
    statistics: bool,
    reports: Reporting,
    color: str,
    quiet: bool,
) -> None:
    """Report what the shards of a lint run found, as wfk lint reports it for all files at once.

    PARTS are the files that wfk lint --shard I/N --save FILE has written, all N of them.
    The linted files are read again, and have to be those of the shards.
    """
    reporting.check_format(reports, statistics=statistics)
    found = PartSet.opened(parts, context.with_resource(ExitStack()))
    request = found.header.request
    group = _group_of(request, jobs).mapped(found.of_day)
    chosen = ChosenFiles(_choice(request), request.allow_empty, verbose=False)
    choosing.report(group.skipped, group.notes, chosen, quiet=quiet)
    found.require_projects(group.projects)
    formats = [(each.name, each.style) for each in found.header.formats]
    result = lint_streamed(
        group.projects, formats, baseline=request.baseline, outcomes_of=found.outcomes_of
    )
    result.tally.maximum = reports.maximum
    style = _style(style_for(color, quiet=quiet), formats, is_asked=color == "always")
    render = _rendering(result, formats)
    printed = statistics_rendering(result.tally) if statistics else render
    reports.publish(render, style, printed=printed)
    context.exit(result.tally.exit_code(Severity(fail_on)))


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
