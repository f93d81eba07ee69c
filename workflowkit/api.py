"""The Python API: the operations of `wfk` as functions (docs/api.md).

import workflowkit

result = workflowkit.lint(["workflows"])
for built in workflowkit.Project.load(["workflows"]).compile().files:
    print(built.path, built.hash)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import PurePath

from workflowkit.compiler.context import CompileContext
from workflowkit.compiler.pipeline import Compilation
from workflowkit.compiler.pipeline import compile_workflow as compile_value
from workflowkit.config.settings import PROFILES, Config, Profile, RuleChoice
from workflowkit.diagnostics import Diagnostic, Severity
from workflowkit.errors import UsageError
from workflowkit.format.compile_error import CompileError
from workflowkit.lint.rules import ALL
from workflowkit.lint.selection import check_selectors
from workflowkit.rendering.pinned import PinnedWorkflow, pin_workflow
from workflowkit.report.result import Result
from workflowkit.run import loading
from workflowkit.run.discovery import Paths
from workflowkit.run.options import Options, texts_of
from workflowkit.run.pinning import load_runnable
from workflowkit.run.project import Project
from workflowkit.run.project_group import ProjectGroup
from workflowkit.simulation.coverage import WorkflowCoverage, covering_run, measure
from workflowkit.simulation.default_answers import default_answer
from workflowkit.simulation.explore import Exploration
from workflowkit.simulation.explore import explore as explore_pinned
from workflowkit.simulation.play import StepAnswer
from workflowkit.simulation.runs import SimulatedRun, Turn, play
from workflowkit.simulation.scenario import Scenario
from workflowkit.simulation.scenario_check import RunDifference, differences
from workflowkit.simulation.scenario_reader import read_scenario
from workflowkit.simulation.scenario_run import run_scenario
from workflowkit.text.document import parse
from workflowkit.text.json_check import foreign_part
from workflowkit.text.routes import Json
from workflowkit.text.suggest import did_you_mean

__all__ = (
    "Compilation",
    "Diagnostic",
    "Exploration",
    "Options",
    "Project",
    "ProjectGroup",
    "Result",
    "RunDifference",
    "Scenario",
    "Severity",
    "SimulatedRun",
    "StepAnswer",
    "Turn",
    "WorkflowCoverage",
    "check_scenario",
    "compile_workflow",
    "coverage",
    "explore",
    "lint",
    "load_scenario",
    "simulate",
)

AnyWorkflow = Json | str | bytes | PurePath
"""A workflow as a parsed value, as JSON text, or as the path of its file."""

Reply = StepAnswer | Mapping[str, Json] | None
"""What an agent returns: a whole answer; context keys, with the least else that completes the step; or None, which ends the run."""


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


def simulate(
    workflow: AnyWorkflow,
    agent: Callable[[Turn], Reply] | Iterable[Reply] | None = None,
    *,
    context: Mapping[str, Json] | None = None,
    options: Options | None = None,
) -> SimulatedRun:
    """Run *workflow* without a model, started with *context*.

    *agent* is called with each step that waits for an answer; a list is sent in order, and the run waits when it has run out.
    Without an agent each step gets the least that completes it, and loops are stopped at their first decision.
    Raises UsageError for a workflow that the engine refuses.
    """
    pinned = _pinned(workflow, options)
    if agent is None:
        return play(pinned, lambda turn: default_answer(pinned, turn.step), context)
    if not callable(agent):
        replies = iter(agent)
        return play(pinned, lambda turn: _answer(next(replies, None), turn), context)
    answer = agent
    return play(pinned, lambda turn: _answer(answer(turn), turn), context)


def load_scenario(path: str | PurePath) -> Scenario:
    """Return the scenario in the file at *path*. Raises UsageError for an invalid one, and UnreadableFile."""
    name = PurePath(path).as_posix()
    read = read_scenario(loading.read_text(name).text)
    if read.scenario is None:
        raise UsageError("\n".join(f"{name}:{error.text}" for error in read.errors))
    return read.scenario


def check_scenario(
    workflow: AnyWorkflow, scenario: Scenario, options: Options | None = None
) -> tuple[RunDifference, ...]:
    """Run *scenario* and return every expectation that the run does not meet. Raises UsageError for a workflow that the engine refuses."""
    return differences(run_scenario(_pinned(workflow, options), scenario))


def explore(workflow: AnyWorkflow, options: Options | None = None) -> Exploration:
    """Return the paths of *workflow*, and few runs that cover everything that is feasible. Raises UsageError for a workflow that the engine refuses."""
    return explore_pinned(_pinned(workflow, options))


def coverage(
    workflow: AnyWorkflow,
    runs: Iterable[SimulatedRun | Scenario],
    options: Options | None = None,
) -> WorkflowCoverage:
    """Return what *runs* of *workflow* cover; scenarios are run. Raises UsageError for a workflow that the engine refuses."""
    pinned = _pinned(workflow, options)
    listed = (
        run if isinstance(run, SimulatedRun) else run_scenario(pinned, run).run for run in runs
    )
    return measure(pinned, (covering_run(run, str(number)) for number, run in enumerate(listed, 1)))


def _answer(reply: Reply, turn: Turn) -> StepAnswer | None:
    if reply is None or isinstance(reply, StepAnswer):
        return reply
    default = default_answer(turn.pinned, turn.step)
    return StepAnswer(dict(reply), default.notes, default.artifacts)


def _pinned(workflow: AnyWorkflow, options: Options | None) -> PinnedWorkflow:
    if isinstance(workflow, PurePath):
        file = load_runnable(workflow.as_posix(), options or Options())
        pinned = file.pinned
        errors = file.analysis.compilation.errors if file.analysis else ()
    else:
        context = loading.load_context(options or Options(), Config())
        compilation = compile_workflow(workflow, context.compile)
        pinned = pin_workflow(compilation, context.compile, context.spec)
        errors = compilation.errors
    if pinned is None:
        reason = f": {errors[0].message}" if errors else ""
        raise UsageError(f"the engine refuses the workflow{reason}")
    return pinned
