"""Playing a run in the terminal: the prompt, then context, notes and artifacts; back, jump, where, save."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import field
from pathlib import Path

import click

from workflowkit.cli.context_options import value_of
from workflowkit.cli.terminal import print_line
from workflowkit.errors import UnreadableFile
from workflowkit.records import dataclass
from workflowkit.rendering.pinned import PinnedWorkflow
from workflowkit.rendering.sizes import Tokenizer
from workflowkit.report.cells import printable
from workflowkit.report.preview import Preview, preview_text, previewed
from workflowkit.runtime.context import ContextValues
from workflowkit.simulation.default_answers import default_answer, first_values
from workflowkit.simulation.play import Attempt, AttemptResult, Situation, StepAnswer, submit
from workflowkit.simulation.runs import Agent, Move, SimulatedRun, Turn, run_end
from workflowkit.simulation.scenario_check import answer_words
from workflowkit.simulation.scenario_update import scenario_of_run, scenario_text
from workflowkit.text import files, json_text
from workflowkit.text.suggest import did_you_mean

HELP = """\
:default          send the least that completes the step
:auto             answer everything from here on with the first allowed value
:back [N]         undo the last answer, or the last N
:jump STEP        go to a step: back to it, or on with default answers
:where            list the steps so far
:prompt           show the prompt again
:context          show the stored context
:save FILE        write the run so far as a scenario
:quit             end"""

COMMANDS = (
    ":default", ":auto", ":back", ":jump", ":where", ":prompt", ":context", ":save", ":help", ":quit",
)  # fmt: skip
MAX_JUMP = 1_000
"""Steps that a jump goes on with default answers."""


class Ended(Exception):
    """Raised when the person ends the play, or the input ends."""


@dataclass
class TerminalPlay:
    """One run in the terminal."""

    pinned: PinnedWorkflow
    start: Situation
    tokenizer: Tokenizer
    lines: Iterator[str]
    """The keyboard, line by line."""
    moves: list[Move] = field(default_factory=list)

    @property
    def situation(self) -> Situation:
        """The run as it is now."""
        return self.moves[-1].attempt.situation if self.moves else self.start

    @property
    def run(self) -> SimulatedRun:
        """The run so far."""
        end, failure = run_end(self.situation, self._last)
        return SimulatedRun(self.pinned, self.start, tuple(self.moves), end, failure)

    @property
    def _last(self) -> Attempt | None:
        """The previous attempt at the pending step."""
        attempt = self.moves[-1].attempt if self.moves else None
        return None if attempt is None or attempt.result is AttemptResult.COMPLETED else attempt

    def turn(self) -> Turn:
        """Return the turn that waits for an answer."""
        return Turn(self.pinned, self.situation, self._last)

    def follow(self, agent: Agent, *, max_moves: int = MAX_JUMP * 10) -> None:
        """Send the answers of *agent*, and report each, until it has none or the run is over."""
        for _ in range(max_moves):
            if self.situation.is_over:
                return
            turn = self.turn()
            answer = agent(turn)
            if answer is None:
                return
            is_repeated = turn.last is not None and self.moves[-1].answer == answer
            self.submit(answer)
            if is_repeated and self.moves[-1].attempt.result is AttemptResult.FAILED:
                return

    def submit(self, answer: StepAnswer) -> Attempt:
        """Send *answer*, and report what the engine answers."""
        turn = self.turn()
        attempt = submit(self.pinned, self.situation, answer)
        self.moves.append(Move(turn, answer, attempt))
        print_line(f"{turn.name}: {attempt.result.value}: {answer_words(answer)}")
        for blocker in attempt.blockers:
            print_line(f"  {blocker.code.value}: {blocker.message}")
            if blocker.help:
                print_line(f"    {blocker.help}")
        if attempt.failure is not None:
            print_line(f"  the engine fails: {attempt.failure.message}")
        return attempt

    def interact(self) -> None:
        """Play from the keyboard, until the run is over or the person ends it."""
        print_line(f"{self.pinned.id}, engine {self.pinned.engine.version}; :help lists commands")
        shown: Situation | None = None
        while not self.situation.is_over:
            if self.situation is not shown:
                self.show_prompt()
                shown = self.situation
            try:
                answer = self._ask()
            except Ended:
                return
            if answer is not None:
                self.submit(answer)

    def show_prompt(self) -> None:
        """Print the prompt of the pending step."""
        preview = Preview(
            workflow_id=self.pinned.id,
            engine=self.pinned.engine.version,
            tokenizer=self.tokenizer.name,
            steps=(previewed(self.turn().prompt, self.tokenizer),),
        )
        click.echo()
        for line in preview_text(preview).splitlines():
            click.echo(printable(line))
        click.echo()

    def _ask(self) -> StepAnswer | None:
        """Return the answer from the keyboard; None after a command."""
        context: ContextValues = {}
        for line in self._entries("context KEY=VALUE"):
            if self._is_command(line):
                return None
            key, equals, text = line.partition("=")
            if equals and key.strip():
                context[key.strip()] = value_of(text.strip())
            else:
                print_line(f"'{line}' is not KEY=VALUE", err=True)
        notes: list[str] = []
        for line in self._entries("notes"):
            if self._is_command(line):
                return None
            notes.append(line)
        artifacts = []
        for line in self._entries("artifacts JSON"):
            if self._is_command(line):
                return None
            value = json_text.parse(line)
            if isinstance(value, json_text.BrokenJson):
                print_line(f"'{line}' is not JSON", err=True)
            else:
                artifacts.append(value)
        return StepAnswer(context or None, "\n".join(notes) or None, tuple(artifacts))

    def _entries(self, name: str) -> Iterator[str]:
        """Yield lines until an empty one. Raises Ended at the end of the input."""
        while True:
            click.echo(f"{name}> ", nl=False)
            sys.stdout.flush()
            line = next(self.lines, None)
            if line is None:
                click.echo()
                raise Ended
            line = line.rstrip("\r\n")
            if not line.strip():
                return
            yield line

    def _is_command(self, line: str) -> bool:
        """Run *line* when it is a command; return whether it is one. Raises Ended for `:quit`."""
        if not line.startswith(":"):
            return False
        name, _, argument = line.strip().partition(" ")
        run = self._commands().get(name)
        if run is None:
            print_line(f"unknown command '{name}'; {did_you_mean(name, COMMANDS)}", err=True)
        else:
            run(argument.strip())
        return True

    def _commands(self) -> dict[str, Callable[[str], None]]:
        return {
            ":help": lambda _: click.echo(HELP),
            ":default": lambda _: self._default(),
            ":auto": lambda _: self.follow(lambda turn: first_values(turn.pinned, turn.step)),
            ":back": self._back,
            ":jump": self._jump,
            ":where": lambda _: self._where(),
            ":prompt": lambda _: self.show_prompt(),
            ":context": lambda _: click.echo(_shown(self.situation.context)),
            ":save": self._save,
            ":quit": _quit,
        }

    def _default(self) -> None:
        self.submit(default_answer(self.pinned, self.turn().step))

    def _back(self, argument: str) -> None:
        number = int(argument) if argument.isdecimal() else 1
        if not self.moves:
            print_line("this is the first step", err=True)
        del self.moves[max(len(self.moves) - number, 0) :]

    def _jump(self, name: str) -> None:
        turns = [move.turn for move in self.moves]
        for index in range(len(turns) - 1, -1, -1):
            if name in (turns[index].step, turns[index].name):
                del self.moves[index:]
                return
        if name.rpartition("/")[2] not in self.pinned.executable.by_id:
            known = self.pinned.executable.by_id
            print_line(f"no step is called '{name}'; {did_you_mean(name, known)}", err=True)
            return
        n_before = len(self.moves)
        self.follow(lambda turn: _until(turn, name), max_moves=MAX_JUMP)
        if self.situation.is_over or name not in (self.turn().step, self.turn().name):
            del self.moves[n_before:]
            print_line(f"default answers do not lead to '{name}'; nothing was changed", err=True)

    def _where(self) -> None:
        for line in where(self.run):
            print_line(line)

    def _save(self, name: str) -> None:
        if not name:
            print_line("name a file: :save FILE", err=True)
            return
        try:
            save(self.run, Path(name))
        except UnreadableFile as error:
            print_line(error.message, err=True)
        else:
            print_line(f"written: {name}")


def _until(turn: Turn, name: str) -> StepAnswer | None:
    return None if name in (turn.step, turn.name) else default_answer(turn.pinned, turn.step)


def _shown(context: ContextValues) -> str:
    lines: Iterable[str] = json.dumps(context, indent=2, ensure_ascii=False).splitlines()
    return "\n".join(map(printable, lines))


def _quit(_: str) -> None:
    raise Ended


def where(run: SimulatedRun) -> Sequence[str]:
    """Return the steps of *run*, one a line, with what was answered."""
    lines = [
        f"{number}. {move.turn.name}: {move.attempt.result.value}: {answer_words(move.answer)}"
        for number, move in enumerate(run.moves, 1)
    ]
    last = run.last
    if last is not None and last.pending is not None:
        lines.append(f"{len(lines) + 1}. {Turn(run.pinned, last).name}: waits for an answer")
    return lines


def save(run: SimulatedRun, path: Path) -> None:
    """Write *run* as a scenario. Raises UnreadableFile, also for a file that exists."""
    if path.exists():
        raise UnreadableFile(f"{path}: the file exists", help="name a new file")
    text = scenario_text(scenario_of_run(run))
    files.write(path, text.encode("utf-8", "backslashreplace"))
