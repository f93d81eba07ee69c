"""`wfk lint`: the findings in the files of a project."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from workflowkit.cache import recording
from workflowkit.cli import (
    changed,
    choosing,
    executing,
    fixing,
    options,
    reporting,
    sharding,
    stdin,
)
from workflowkit.cli.changed import ChangeChoice
from workflowkit.cli.choosing import ChosenFiles
from workflowkit.cli.fixing import FixOptions
from workflowkit.cli.reading import report_read
from workflowkit.cli.reporting import Reporting, statistics_rendering, streamed_rendering
from workflowkit.cli.rewriting import Rewriter
from workflowkit.cli.sharding import ShardChoice
from workflowkit.cli.targets import require_folder_target
from workflowkit.cli.terminal import print_line, progress_for, show, style_for
from workflowkit.config.settings import RuleChoice
from workflowkit.diagnostics import Severity
from workflowkit.errors import UsageError
from workflowkit.report.result import Result
from workflowkit.run.discovery import ReadMode
from workflowkit.run.lint_stream import lint_streamed
from workflowkit.run.loading import Options
from workflowkit.run.project_group import ProjectGroup
from workflowkit.text import files
from workflowkit.text.wording import counted

if TYPE_CHECKING:
    from workflowkit.run.dask_cluster import ClusterAddress


@click.command(
    epilog="""\b
Examples:
  wfk lint .                              all files of a project
  wfk lint workflows/ triggers.yml        a folder and a file
  wfk lint --profile style flow.json      with style findings
  wfk lint --select P,C --ignore P035     only these groups, without a rule
  wfk lint --extend-select P,C            these groups in addition
  wfk lint --profile import old/          files written elsewhere
  wfk lint --fix workflows/               apply safe fixes
  wfk lint --only unknown-key --fix       apply the fixes of one rule
  wfk lint --unsafe-fixes                 print what all fixes would change
  wfk lint --fix --fingerprint 0c96c5e58c8690fd    fix one finding
  wfk lint --write-baseline               accept all findings of today
  wfk lint --prune-baseline               remove fixed findings from it
  wfk lint --witness scenarios/findings   write runs that show the findings
  wfk lint --format github                annotations for a pull request
  wfk lint --output sarif=wfk.sarif       a report in a file as well
  wfk lint --max-findings 20              the worst findings; all are counted
  wfk lint --statistics                   the number of findings by rule
  wfk lint --changed-since main           what the changes since a commit touch
  wfk lint --staged                       what the next commit touches
  wfk lint --show-settings                the effective settings, and their origin
  wfk lint --exclude 'vendor/**' .        skip files
  wfk lint --shard 1/4 --save 1.wfkpart   the first of four shards, for wfk merge
  wfk lint --executor dask://node1:8786   on the workers of a Dask cluster
  wfk lint - --stdin-filename flow.json   the unsaved text of an editor

\b
Exit codes: 0 no finding at or above the threshold, 1 findings,
with --diff, or --unsafe-fixes without --fix: 0 no change, 1 a change,
2 usage or configuration, or no file, 3 a shared input could not be read,
a file could not be written or has changed during the run, or a cluster failed."""
)
@stdin.paths
@options.project
@choosing.options
@options.rule_choice
@options.fixes
@options.known_findings
@click.option(
    "--write-baseline",
    is_flag=True,
    help="Write all findings to the baseline file, and exit.",
)
@click.option(
    "--prune-baseline",
    is_flag=True,
    help="Remove fixed findings from the baseline file, and exit.",
)
@click.option(
    "--witness",
    metavar="DIR",
    help="Write the shortest runs that show findings as scenarios.",
)
@options.fail_on(Severity.WARNING)
@options.jobs
@options.cache
@executing.option
@sharding.options
@changed.options
@click.option(
    "--statistics", is_flag=True, help="Print the number of findings by rule, as text or JSON."
)
@click.option(
    "--profile-time", is_flag=True, help="Print how long each stage and rule takes, not findings."
)
@click.option("--show-settings", is_flag=True, help="Print the effective settings, and exit.")
@reporting.options
@options.terminal
@click.pass_context
def lint(
    context: click.Context,
    paths: tuple[str, ...],
    stdin_filename: str | None,
    given: Options,
    chosen: ChosenFiles,
    choice: RuleChoice,
    only: tuple[str, ...],
    fix: bool,
    unsafe_fixes: bool,
    diff: bool,
    fingerprints: tuple[str, ...],
    baseline: str | None,
    write_baseline: bool,
    prune_baseline: bool,
    witness: str | None,
    fail_on: str,
    jobs: int | None,
    executor: ClusterAddress | None,
    shard: ShardChoice | None,
    change: ChangeChoice,
    statistics: bool,
    profile_time: bool,
    show_settings: bool,
    reports: Reporting,
    color: str,
    quiet: bool,
) -> None:
    """Lint workflows, routines, triggers, bindings, authoring rules and suppressions.

    PATHS are files and folders; without any, those of the configuration, or the current folder.
    In folders, JSON files with a workflow are linted, and files called triggers.yml, triggers.yaml, bindings.json and authoring-rules.json; other JSON files are skipped. The path - is standard input; with --fix, the fixed text goes to standard output and findings to standard error.
    """
    _check_options(fix, diff, write_baseline, prune_baseline)
    reporting.check_format(reports, statistics=statistics or show_settings)
    fixes = FixOptions.of(unsafe_fixes, fingerprints, is_used=fix or diff)
    if change.is_given and (write_baseline or prune_baseline):
        raise UsageError("a baseline is written for all files", help="omit the choice of changes")
    is_stdin = stdin.is_given(paths, stdin_filename)
    if change.is_given and is_stdin:
        raise UsageError("'-' is standard input, and git knows no changes of it")
    if change.staged and fix:
        raise UsageError(
            "--fix changes the work tree, and --staged checks the index",
            help="fix and stage the files first, or omit --staged",
        )
    sharding.require_alone(context, shard, is_stdin=is_stdin)
    executing.prepare(context, executor, is_stdin=is_stdin)
    context.with_resource(change.files())
    content = stdin.read() if is_stdin else b""
    if is_stdin:
        group = ProjectGroup.of_content(content, stdin_filename or stdin.NAME, given)
    else:
        streams = not (fix or diff or unsafe_fixes or witness)
        mode = ReadMode(streams, jobs, recording.folder_beside, is_elsewhere=executor is not None)
        group = ProjectGroup.load(paths, given, chosen.choice, mode)
    group = group.mapped(
        lambda project: (
            project.with_rules(choice, only)
            .with_jobs(jobs)
            .with_progress(progress_for(len(project.documents), quiet))
        )
    )
    recording.keep_beside(group.folder)
    choosing.report(group.skipped, group.notes, chosen, quiet=quiet)
    if chosen.verbose and not quiet and not is_stdin:
        report_read(group, paths, given, baseline)
    if show_settings:
        from workflowkit.cli import settings

        found = settings.effective_settings(group, settings.given_options(given, choice, only))
        style, as_json = style_for(color), reports.format_name == "json"
        show(settings.rendered(found, as_json=as_json, style=style), style)
        return
    choosing.require_files(group.n_files, paths, chosen)
    if shard is not None:
        task = sharding.lint_task(write_baseline=write_baseline, prune_baseline=prune_baseline)
        request = sharding.request_of(task, paths, given, chosen, (choice, only), baseline)
        sharding.save(shard, group, request, style_for(color), quiet=quiet)
        return
    if change.is_given:
        group, taken = changed.focused(group, given, change)
        if not quiet or not taken:
            changed.report(taken, group.n_files, change, verbose=chosen.verbose)
    if profile_time:
        _print_times(group)
        return
    if write_baseline or prune_baseline:
        from workflowkit.cli import baselines  # Few runs change one.

        for project in group.projects:
            baselines.change(project, baseline, prune=prune_baseline)
        return
    for project in group.projects:
        project.known_findings(baseline)  # Raises before the first write.
    if diff or (unsafe_fixes and not fix):
        context.exit(fixing.show_fixes(group, fixes, style_for(color), baseline))
    summary, rewriter = "", Rewriter()
    if fix:
        reports.require_targets()
        if witness is not None:
            require_folder_target(witness, "--witness")
        group, summary, rewriter = (
            fixing.print_fixed(group, content, fixes, baseline)
            if is_stdin
            else fixing.apply_fixes(group, fixes, baseline)
        )
    style = style_for(color, quiet=quiet)
    formats = reports.formats(style)
    mapper = executing.mapper_on(context, executor)
    cache = None if executor else group.cache
    result = lint_streamed(
        group.projects, formats, baseline=baseline, cache=cache, outcomes_of=mapper
    )
    tally = result.tally
    tally.maximum = reports.maximum
    render = streamed_rendering(result, formats)
    printed = statistics_rendering(tally) if statistics else render
    if reports.format_name == "text" and not (quiet or statistics):
        recording.note_duration(tally.seconds)
    reports.publish(render, style, printed=printed, err=is_stdin and fix)
    if summary and not quiet:
        click.echo(summary, err=True)
    if witness is not None:
        _write_witnesses(witness, group.lint(baseline=baseline), group, quiet=quiet)
    context.exit(rewriter.exit_code(tally.exit_code(Severity(fail_on))))


def _print_times(group: ProjectGroup) -> None:
    """Print how long each stage and rule takes on the files of *group*."""
    from workflowkit.run.timing import Times, timed

    times = Times()
    for project in group.projects:
        timed(project, times=times)
    for line in times.lines():
        print_line(line)


def _write_witnesses(folder: str, result: Result, group: ProjectGroup, *, quiet: bool) -> None:
    """Write the witnesses of the findings in *result* to *folder*."""
    from workflowkit.run.witnesses import witness_files

    found = list(witness_files(result.shown, group.projects))
    for witness in found:
        path = Path(folder, witness.name)
        path.parent.mkdir(parents=True, exist_ok=True)
        text = witness.text(folder).encode("utf-8", "backslashreplace")
        files.write(path, text)
    if not quiet:
        click.echo(f"{counted(len(found), 'scenario')} written to {folder}", err=True)


def _check_options(fix: bool, diff: bool, write_baseline: bool, prune_baseline: bool) -> None:
    """Raise UsageError for options that exclude each other."""
    if write_baseline and prune_baseline:
        raise UsageError("--write-baseline and --prune-baseline exclude each other")
    for name, is_given in (("--fix", fix), ("--diff", diff)):
        for other, stops in (
            ("--write-baseline", write_baseline),
            ("--prune-baseline", prune_baseline),
        ):
            if is_given and stops:
                raise UsageError(f"{name} and {other} exclude each other", help="run them in turn")
