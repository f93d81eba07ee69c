"""`wfk budget`: the tokens of steps and paths, and what they come from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import click

from workflowkit.budget.changes import change_between
from workflowkit.budget.measure import Limits, Measured, measure
from workflowkit.budget.records import BudgetReport, WorkflowBudget
from workflowkit.cli import choosing, options
from workflowkit.cli.choosing import ChosenFiles
from workflowkit.cli.runnables import report_refused
from workflowkit.cli.terminal import print_line
from workflowkit.rendering.sizes import Tokenizer
from workflowkit.run import loading
from workflowkit.run.earlier import EarlierRun, earlier_run
from workflowkit.run.loading import Options
from workflowkit.run.pinning import RunnableFile, runnable_files
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
Exit codes: 0 fine, 1 a size is above its limit or a workflow is refused,
2 usage or configuration, or no file, 3 a file or commit could not be read."""
)
@options.paths
@options.project
@choosing.options
@click.option("--against", metavar="REF", help="Compare with the files of this commit.")
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
    limits = Limits(max_step, max_path)
    measured, refused = _measured(group, counter, limits)
    report = BudgetReport(
        tokenizer=counter.name,
        against=None,
        workflows=tuple(each.budget for each in measured.values()),
        refused=tuple(refused),
        removed=(),
    )
    if against is not None:
        with earlier_run(against, paths, given) as earlier:
            report = _compared(report, measured, earlier, counter)
    for line in _lines(report, format_name, quiet):
        print_line(line)
    for file in refused.values():
        report_refused(file)
    is_fine = not refused and not any(workflow.exceeded for workflow in report.workflows)
    context.exit(0 if is_fine else 1)


def _measured(
    group: ProjectGroup, counter: Tokenizer, limits: Limits
) -> tuple[dict[str, Measured], dict[str, RunnableFile]]:
    """Return the budgets of the files by path, and the files that the engine refuses."""
    measured: dict[str, Measured] = {}
    refused: dict[str, RunnableFile] = {}
    for project in group.projects:
        configured = project.config.budget
        applied = Limits(
            configured.max_step if limits.max_step is None else limits.max_step,
            configured.max_path if limits.max_path is None else limits.max_path,
        )
        for path, file in runnable_files(project).items():
            if file.analysis is None:
                # A file that cannot be read is no refused workflow: this raises.
                loading.read_document(Path(path))
            if file.pinned is None or file.analysis is None:
                refused[path] = file
            else:
                measured[path] = measure(file.pinned, file.analysis, counter, applied, path)
    return measured, refused


def _compared(
    report: BudgetReport,
    measured: Mapping[str, Measured],
    earlier: EarlierRun,
    counter: Tokenizer,
) -> BudgetReport:
    """Return *report* with the differences to the *earlier* files: those of the same name, else of the same id."""
    before: dict[str, Measured] = {}
    names: set[str] = set()
    if earlier.group is not None:
        found, refused = _measured(earlier.group, counter, Limits())
        before = {earlier.name_of(path): each for path, each in found.items()}
        names = {*before, *(earlier.name_of(path) for path in refused)}
    current = {earlier.current_name_of(path): path for path in (*measured, *report.refused)}
    gone = {each.budget.workflow: each for name, each in before.items() if name not in current}
    workflows: list[WorkflowBudget] = []
    renamed: set[str] = set()
    for path, each in measured.items():
        match = before.get(earlier.current_name_of(path)) or gone.get(each.budget.workflow)
        if match is not None and match in gone.values():
            renamed.add(earlier.name_of(match.budget.path))
        workflows.append(replace(each.budget, change=change_between(match, each)))
    removed = sorted(names - current.keys() - renamed)
    return replace(
        report, against=earlier.commit, workflows=tuple(workflows), removed=tuple(removed)
    )


def _lines(report: BudgetReport, format_name: str, quiet: bool) -> Iterable[str]:
    if format_name == "json":
        return record_text(report).splitlines()
    if format_name == "markdown":
        from workflowkit.report.budget_markdown import markdown_lines

        return markdown_lines(report)
    from workflowkit.report.budget_text import budget_lines

    return budget_lines(report, is_quiet=quiet)
