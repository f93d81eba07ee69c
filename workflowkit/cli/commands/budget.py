"""`wfk budget`: the tokens of steps and paths, and what they come from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

import click

from workflowkit.budget.changes import change_between
from workflowkit.budget.measure import Measured, TokenLimits, measure
from workflowkit.budget.records import BudgetReport, WorkflowBudget
from workflowkit.changes.version import Version
from workflowkit.cli import choosing, completing, options
from workflowkit.cli.choosing import ChosenFiles
from workflowkit.cli.runnables import report_refused
from workflowkit.cli.terminal import late_progress, print_line, progress_for
from workflowkit.errors import UsageError
from workflowkit.rendering.pinned import pin_workflow
from workflowkit.rendering.sizes import Tokenizer
from workflowkit.run import loading
from workflowkit.run.comparison import LoadedCatalog, load
from workflowkit.run.loading import Options
from workflowkit.run.pinning import RunnableFile, runnable
from workflowkit.run.project_group import ProjectGroup
from workflowkit.run.vocabulary import tokenizer
from workflowkit.text.json_records import record_text


@click.command(
    epilog="""\b
Examples:
  wfk budget workflows/release.json
  wfk budget --against main --format markdown       for a pull request
  wfk budget --max-step 2000 --max-path 30000       fail above these

\b
Exit codes: 0 fine, 1 a size is above its limit, or a workflow is refused or could not be read,
2 usage or configuration, or no file, 3 a commit or another file could not be read."""
)
@options.paths
@options.project
@choosing.options
@click.option(
    "--against",
    callback=options.filled,
    shell_complete=completing.commits,
    metavar="REF|DIR",
    help="Compare with a branch, tag, commit or folder.",
)
@click.option(
    "--max-step", type=click.IntRange(1), metavar="N", help="Most tokens of one visit of a step."
)
@click.option(
    "--max-path", type=click.IntRange(1), metavar="N", help="Most tokens of the prompts of a path."
)
@options.output_format("text", "markdown", "json")
@click.option("-q", "--quiet", is_flag=True, help="Print only what is above a limit.")
@click.pass_context
def budget(
    context: click.Context,
    paths: tuple[str, ...],
    given: Options,
    chosen: ChosenFiles,
    against: str | None,
    max_step: int | None,
    max_path: int | None,
    format_name: str,
    quiet: bool,
) -> None:
    """Count the tokens of every step, and of the shortest, typical and longest path.

    Tokens are counted with tiktoken when the extra 'tokens' is installed and its vocabulary is on this machine, else estimated. The limits of [tool.wfk.budget] apply unless they are given.
    """
    group = ProjectGroup.load_workflows(paths, given, chosen.choice)
    choosing.report(group.skipped, group.notes, chosen, quiet=quiet)
    choosing.require_files(group.n_workflows, paths, chosen)
    counter = tokenizer()
    limits = TokenLimits(max_step, max_path)
    measured, refused = _measured(group, counter, limits, progress_for(group.n_workflows, quiet))
    report = BudgetReport(
        tokenizer=counter.name,
        against=None,
        workflows=tuple(each.budget for each in measured.values()),
        refused=tuple(refused),
        removed=(),
    )
    if against is not None:
        if not against:
            raise UsageError("--against needs a commit or a path")
        # An absolute path would name the current file in the earlier version, too.
        places = [loading.relative(path) for path in paths]
        report = _compared(
            report, measured, load(against, places, given, late_progress(quiet)), counter
        )
    for line in _lines(report, format_name, quiet):
        print_line(line)
    for file in refused.values():
        report_refused(file)
    is_fine = not refused and not any(workflow.exceeded for workflow in report.workflows)
    context.exit(0 if is_fine else 1)


def _measured(
    group: ProjectGroup,
    counter: Tokenizer,
    limits: TokenLimits,
    progress: Callable[[int, int], None] | None,
) -> tuple[dict[str, Measured], dict[str, RunnableFile]]:
    """Return the budgets of the files by path, and the files that the engine refuses."""
    measured: dict[str, Measured] = {}
    refused: dict[str, RunnableFile] = {}
    for project in group.projects:
        configured = project.config.budget
        applied = TokenLimits(
            configured.max_step if limits.max_step is None else limits.max_step,
            configured.max_path if limits.max_path is None else limits.max_path,
        )
        for document in project.documents:
            path, file = document.path, runnable(project, document)
            if file.pinned is None or file.analysis is None:
                refused[path] = file
            else:
                measured[path] = measure(file.pinned, file.analysis, counter, applied, path)
            if progress is not None:
                progress(len(measured) + len(refused), group.n_workflows)
    return measured, refused


def _compared(
    report: BudgetReport,
    measured: Mapping[str, Measured],
    earlier: LoadedCatalog,
    counter: Tokenizer,
) -> BudgetReport:
    """Return *report* with the differences to *earlier*: to the file of the same name, else to one of the same id that is gone."""
    current = {loading.relative(path): path for path in (*measured, *report.refused)}
    before = {version.place: _earlier(version, counter) for version in earlier.versions}
    gone = {
        version.id: version.place for version in earlier.versions if version.place not in current
    }
    workflows: list[WorkflowBudget] = []
    for name, path in current.items():
        if path in measured:
            each = measured[path]
            place = name if name in before else gone.pop(each.budget.workflow, "")
            change = change_between(before.get(place), each)
            workflows.append(replace(each.budget, change=change))
    removed = tuple(sorted(gone.values()))
    return replace(report, against=earlier.name, workflows=tuple(workflows), removed=removed)


def _earlier(version: Version, counter: Tokenizer) -> Measured | None:
    """Return the budget of an earlier *version*; None when the engine refused it."""
    analysis = version.analysis
    pinned = pin_workflow(analysis.compilation, analysis.compile_context, analysis.spec)
    if pinned is None:
        return None
    return measure(pinned, analysis, counter, TokenLimits(), version.place)


def _lines(report: BudgetReport, format_name: str, quiet: bool) -> Iterable[str]:
    if format_name == "json":
        return record_text(report).splitlines()
    if format_name == "markdown":
        from workflowkit.report.budget_markdown import markdown_lines

        return markdown_lines(report)
    from workflowkit.report.budget_text import budget_lines

    return budget_lines(report, is_quiet=quiet)
