"""`wfk sessions`: figures from event logs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import field
from pathlib import Path

import click

from workflowkit.cli.terminal import print_line
from workflowkit.errors import UnreadableFile, UsageError
from workflowkit.records import dataclass
from workflowkit.report import session_text
from workflowkit.run import git
from workflowkit.sessions.git_figures import GitComparison, commit_range, compare_with_git
from workflowkit.sessions.log import Event, Problem, Reader
from workflowkit.sessions.manifest import parse_manifest
from workflowkit.sessions.summary import Session, Totals, summarize, total
from workflowkit.text import files
from workflowkit.text.document import parse
from workflowkit.text.wording import counted

_SHOWN_PER_FILE = 20


@click.group()
def sessions() -> None:
    """Read the event logs of sessions."""


@sessions.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(readable=False, path_type=Path))
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json", "csv"]),
    default="text",
    show_default=True,
    help="Output format.",
)
@click.option("--totals", "totals_only", is_flag=True, help="Print only the totals by workflow.")
@click.option(
    "--repo",
    type=click.Path(path_type=Path),
    help="Git repository to compare the reported figures with.",
)
@click.option(
    "--strict",
    is_flag=True,
    help="Exit with 1 when a log has problems or git disagrees.",
)
@click.pass_context
def metrics(
    context: click.Context,
    paths: tuple[Path, ...],
    style: str,
    totals_only: bool,
    repo: Path | None,
    strict: bool,
) -> None:
    """Show the results of sessions, one line per session and totals by workflow.

    Each of PATHS is an event log (.jsonl), the folder of a session, a folder with such folders, or the data folder of the engine.
    Figures are grouped by source: the engine, the agent, or git.
    Problems in a log go to standard error; the rest is counted.

    \b
    Examples:
      wfk sessions metrics ~/.workrail/data --format csv
      wfk sessions metrics sessions/sess_abc --repo . --strict

    \b
    Exit codes: 0 fine, 1 with --strict: problems or disagreements, 2 usage, 3 a log could not be read.
    """
    problems = _Problems()
    logs = [log for path in paths for log in _find_logs(path)]
    if repo is not None:
        _require_repository(repo)
    rows = [
        session_text.SessionRow(
            str(log), session, _compare(repo, session, log, problems) if repo else None
        )
        for log in logs
        for session in summarize(_read_log(log, problems))
    ]
    problems.print_hidden()
    totals = total(row.session for row in rows)
    click.echo(_render(style, totals_only, rows, totals, problems.count), nl=False)
    disagrees = any(row.comparison and row.comparison.disagreements for row in rows)
    if problems.unread:
        context.exit(UnreadableFile.exit_code)
    if strict and (problems.count or disagrees):
        context.exit(1)


@dataclass(slots=True)
class _Problems:
    """Prints problems as they occur, up to a limit per file."""

    count: int = 0
    by_path: Counter[str] = field(default_factory=Counter)
    unread: list[str] = field(default_factory=list)
    """Paths of logs that could not be read to their end."""

    def add(self, problem: Problem) -> None:
        self.count += 1
        self.by_path[problem.path] += 1
        if self.by_path[problem.path] <= _SHOWN_PER_FILE:
            place = f"{problem.path}:{problem.line}" if problem.line else problem.path
            print_line(f"{place}: {problem.message}", err=True)

    def print_hidden(self) -> None:
        for path, count in self.by_path.items():
            if count > _SHOWN_PER_FILE:
                print_line(f"{path}: {count - _SHOWN_PER_FILE} more problems", err=True)


def _find_logs(path: Path) -> list[Path]:
    """Return the logs at *path*: event files and session folders, by name."""
    if not path.exists():
        raise UsageError(f"no such file or folder: {path}")
    if not path.is_dir():
        return [path.parent if path.name == "manifest.jsonl" else path]
    if (path / "manifest.jsonl").is_file():
        return [path]
    parent = path / "sessions" if (path / "sessions").is_dir() else path
    folders = sorted(manifest.parent for manifest in parent.glob("*/manifest.jsonl"))
    logs = folders or sorted(parent.glob("*.jsonl"))
    if not logs:
        raise UsageError(
            f"no event log in {path}",
            help="name an event log, the folder of a session or the data folder of the engine",
        )
    return logs


def _read_log(log: Path, problems: _Problems) -> Iterator[Event]:
    """Yield the events of *log*; an unreadable log is a problem and does not stop the run."""
    try:
        yield from _read_any(log, problems)
    except UnreadableFile as error:
        path, _, message = error.message.partition(": ")
        problems.unread.append(str(log))
        problems.add(Problem(path, 0, message))


def _read_any(log: Path, problems: _Problems) -> Iterator[Event]:
    if log.is_dir():
        yield from _read_session(log, problems)
    elif log.suffix == ".json":
        yield from _read_array(log, problems)
    else:
        yield from Reader(problems.add).lines(files.lines(log), str(log))


def _read_session(folder: Path, problems: _Problems) -> Iterator[Event]:
    reader = Reader(problems.add, first_index=0)
    path = folder / "manifest.jsonl"
    manifest = parse_manifest(files.lines(path))
    for line, message in manifest.faults:
        problems.add(Problem(str(path), line, message))
    for segment in manifest.segments:
        file = folder / segment.path
        yield from reader.segment(segment, manifest.pins, files.lines(file), str(file))


def _read_array(log: Path, problems: _Problems) -> Iterator[Event]:
    document = parse(files.read(log), str(log))
    if document.broken is not None:
        line = document.lines.position(document.broken.offset).line
        problems.add(Problem(str(log), line, document.broken.message))
    elif not isinstance(document.value, list):
        problems.add(Problem(str(log), 1, "the file is not an array of events"))
    else:
        places = document.locate((index,) for index in range(len(document.value)))
        starts = (places[index,].value[0] for index in range(len(document.value)))
        numbers = (document.lines.position(start).line for start in starts)
        yield from Reader(problems.add).values(zip(numbers, document.value, strict=True), str(log))


def _compare(repo: Path, session: Session, log: Path, problems: _Problems) -> GitComparison | None:
    commits = session.metrics and commit_range(session.metrics)
    if not session.metrics or not commits:
        return None
    arguments = ["diff", "--numstat", "--no-ext-diff", "--no-textconv", "--submodule=short"]
    arguments += [commits, "--"]
    answer = git.run(repo, arguments)
    if answer.exit_code:
        problems.add(Problem(str(log), 0, f"git cannot compare {commits} ({answer.error})"))
        return None
    return compare_with_git(session.metrics, answer.text)


def _require_repository(repo: Path) -> None:
    if not repo.is_dir() or git.run(repo, ["rev-parse", "--git-dir"]).exit_code:
        raise UsageError(f"not a git repository: {repo}")


def _render(
    style: str,
    totals_only: bool,
    rows: list[session_text.SessionRow],
    totals: list[Totals],
    n_problems: int,
) -> str:
    if style == "json":
        return session_text.to_json([] if totals_only else rows, totals, n_problems)
    if style == "csv" and totals_only:
        return session_text.to_csv(session_text.TOTALS_COLUMNS, totals)
    if style == "csv":
        return session_text.to_csv(session_text.SESSION_COLUMNS, rows)
    parts = [] if totals_only else [session_text.to_table(session_text.SESSION_COLUMNS, rows)]
    parts.append(session_text.to_table(session_text.TOTALS_COLUMNS, totals))
    n_completed = sum(workflow_totals.n_completed for workflow_totals in totals)
    parts.append(
        f"{counted(len(rows), 'session')}, {n_completed} completed, {counted(n_problems, 'problem')}\n"
    )
    return "\n".join(parts)
