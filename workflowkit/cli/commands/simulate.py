"""`wfk simulate`: run a workflow without a model."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import click

from workflowkit.cli import options, stdin
from workflowkit.cli.context_options import context_options
from workflowkit.cli.options import ExistingPath
from workflowkit.cli.runnables import load_runnable, pinned_or_exit
from workflowkit.cli.terminal import print_line
from workflowkit.cli.terminal_play import TerminalPlay, save, where
from workflowkit.errors import UsageError
from workflowkit.rendering.pinned import PinnedWorkflow
from workflowkit.report.cells import printable
from workflowkit.report.exploration import exploration_report, exploration_text
from workflowkit.run import loading
from workflowkit.run.loading import Options
from workflowkit.run.vocabulary import tokenizer
from workflowkit.runtime.context import ContextValues
from workflowkit.runtime.executable import Failure
from workflowkit.simulation.default_answers import first_values
from workflowkit.simulation.explore import MAX_PATHS, explore
from workflowkit.simulation.path_graph import ExplorationLimits
from workflowkit.simulation.play import begin
from workflowkit.simulation.runs import RunEnd
from workflowkit.simulation.scenario import Scenario
from workflowkit.simulation.scenario_reader import ScenarioText, check_names, read_scenario
from workflowkit.simulation.scenario_run import scripted_answers
from workflowkit.text.json_records import record_text


@click.command(
    epilog="""\b
Examples:
  wfk simulate flow.json                        play in the terminal
  wfk simulate flow.json --auto                 answer everything with the first value
  wfk simulate flow.json --answers quick.yaml --auto --save full.yaml
  wfk simulate flow.json --explore              list all paths, or few that cover all

\b
Exit codes: 0 fine, 1 the run is not complete or the file does not compile,
2 usage or configuration, 3 a file could not be read or written."""
)
@stdin.file
@context_options
@click.option(
    "--answers", type=ExistingPath(), metavar="FILE", help="Answers to send, a scenario file."
)
@click.option("--auto", is_flag=True, help="Answer with the first allowed value everywhere.")
@click.option("--explore", "explores", is_flag=True, help="List the feasible paths.")
@click.option(
    "--max-paths",
    type=click.IntRange(0),
    default=MAX_PATHS,
    show_default=True,
    help="With --explore, most paths to list one by one.",
)
@click.option(
    "--max-seconds",
    type=click.FloatRange(0.1),
    default=10.0,
    show_default=True,
    help="With --explore, seconds after which to stop.",
)
@click.option("--save", "target", metavar="FILE", help="Write the run as a new scenario.")
@options.project
@options.output_format("text", "json")
@click.pass_context
def simulate(
    context: click.Context,
    file: str,
    stdin_filename: str | None,
    values: ContextValues,
    answers: str | None,
    auto: bool,
    explores: bool,
    max_paths: int,
    max_seconds: float,
    target: str | None,
    given: Options,
    format_name: str,
) -> None:
    """Run FILE without a model: each prompt, then the answer from the keyboard, a file or defaults.

    The engine's gate is followed: steps are blocked and fail as with the engine. In the terminal, :help lists the commands.

    --explore lists all paths, with the answers that lead along them, or few runs that cover everything when there are many.
    """
    _require_consistent(explores, answers, auto, target, format_name)
    if file == "-" and not (explores or auto or answers):
        raise UsageError(
            "'-' is standard input, which cannot answer", help="add --auto or --explore"
        )
    pinned = pinned_or_exit(load_runnable(file, stdin_filename, given))
    if explores:
        _explore(pinned, max_paths, max_seconds, format_name)
        return
    script = _scenario(answers, pinned) if answers is not None else None
    if script is not None and script.context:
        values = {**script.context, **values}
    start = begin(pinned, values)
    if isinstance(start, Failure):
        print_line(f"the run cannot start: {start.message}")
        context.exit(1)
    play = TerminalPlay(pinned, start, tokenizer(), iter(sys.stdin.readline, ""))
    if script is not None:
        play.follow(scripted_answers(script))
    if auto:
        play.follow(lambda turn: first_values(turn.pinned, turn.step))
    elif script is None or (file != "-" and sys.stdin.isatty()):
        play.interact()
    if not play.situation.is_over:
        print_line(where(play.run)[-1])
    failure = f": {play.run.failure.message}" if play.run.failure else ""
    print_line(f"the run is {play.run.end.value}{failure}")
    if target is not None:
        save(play.run, Path(target))
        print_line(f"written: {target}")
    context.exit(0 if play.run.end is RunEnd.COMPLETE else 1)


def _require_consistent(
    explores: bool, answers: str | None, auto: bool, target: str | None, format_name: str
) -> None:
    """Raise UsageError for options that exclude each other."""
    if explores and (answers is not None or auto or target is not None):
        raise UsageError("--explore excludes --answers, --auto and --save")
    if format_name != "text" and not explores:
        raise UsageError(f"--format {format_name} needs --explore")


def _explore(pinned: PinnedWorkflow, max_paths: int, max_seconds: float, format_name: str) -> None:
    end = time.process_time() + max_seconds
    found = explore(
        pinned,
        max_paths=max_paths,
        limits=ExplorationLimits(is_late=lambda: time.process_time() > end),
    )
    report = exploration_report(found, tokenizer())
    if format_name == "json":
        click.echo(record_text(report), nl=False)
        return
    for line in exploration_text(report).splitlines():
        click.echo(printable(line))


def _scenario(path: str, pinned: PinnedWorkflow) -> Scenario:
    """Return the scenario in the file at *path*. Raises UsageError for an invalid one."""
    read: ScenarioText = read_scenario(loading.read_text(Path(path).as_posix()).text)
    errors = check_names(read, pinned)
    if errors or read.scenario is None:
        listed = "\n".join(f"{path}:{error.text}" for error in errors)
        raise UsageError(listed)
    return read.scenario
