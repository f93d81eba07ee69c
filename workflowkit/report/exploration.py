"""Explorations as text and records: paths, the answers that lead along them, and what no run covers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Literal

from workflowkit.records import dataclass
from workflowkit.rendering.sizes import TextSize, Tokenizer, size_of
from workflowkit.simulation.explore import Exploration
from workflowkit.simulation.explored import ExploredPath
from workflowkit.simulation.scenario import scenario_json
from workflowkit.text.routes import Json
from workflowkit.text.wording import counted


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPath:
    """One path."""

    steps: tuple[str, ...]
    """The presented steps, in order; `loop@2/step` for steps of loops."""
    end: str
    """`complete`, `blocked`, `failed` or `waiting`."""
    reason: str
    """Why it fails or blocks; else empty."""
    scenario: Json
    """The answers that lead along it, as a scenario."""
    size: TextSize
    """Size of all prompts together."""
    covers: tuple[str, ...]
    """What it covers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UncoveredListing:
    """Something that no run was found for."""

    goal: str
    """What it is."""
    infeasible: bool
    """True when it is proved that no run leads to it; false when the search was cut off."""
    reason: str
    """Why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplorationReport:
    """The paths of one workflow."""

    format_version: Literal[1] = 1
    """Version of this format."""
    workflow_id: str
    """Id of the workflow."""
    engine: str
    """Engine version that was followed."""
    tokenizer: str
    """Vocabulary that tokens are counted with, or `estimate`."""
    n_paths: int | None
    """Number of different orders of steps; null when it was not counted."""
    paths: tuple[ListedPath, ...]
    """Every path, when there are few; else none."""
    cover: tuple[ListedPath, ...]
    """Runs that together cover everything that is feasible."""
    is_smallest: bool
    """True when no smaller number of runs can cover the same; false when that is not known."""
    after_first: ListedPath | None
    """A run that is complete after the first of several steps; null when there is none."""
    uncovered: tuple[UncoveredListing, ...]
    """What no run was found for."""
    notes: tuple[str, ...]
    """What was cut off."""


def exploration_report(found: Exploration, tokenizer: Tokenizer) -> ExplorationReport:
    """Return the record of an exploration."""
    early = found.after_first
    return ExplorationReport(
        workflow_id=found.pinned.id,
        engine=found.pinned.engine.version,
        tokenizer=tokenizer.name,
        n_paths=found.n_paths,
        paths=tuple(_listed(path, tokenizer) for path in found.paths),
        cover=tuple(_listed(path, tokenizer) for path in found.cover),
        is_smallest=found.is_smallest,
        after_first=None if early is None else _listed(early, tokenizer),
        uncovered=tuple(
            UncoveredListing(goal=each.goal.text, infeasible=each.is_infeasible, reason=each.reason)
            for each in found.uncovered
        ),
        notes=found.notes,
    )


def _listed(path: ExploredPath, tokenizer: Tokenizer) -> ListedPath:
    sizes = [size_of(turn.prompt.text, tokenizer) for turn in path.run.turns]
    failure = path.run.failure.message if path.run.failure else ""
    return ListedPath(
        steps=path.run.path,
        end=path.run.end.value,
        reason=path.reason or failure,
        scenario=scenario_json(path.scenario),
        size=TextSize(
            characters=sum(size.characters for size in sizes),
            tokens=sum(size.tokens for size in sizes),
        ),
        covers=tuple(goal.text for goal in sorted(path.covered)),
    )


def exploration_text(report: ExplorationReport) -> str:
    """Return *report* for a terminal."""
    return "".join(f"{line}\n" for line in _lines(report))


def _n_paths(number: int) -> str:
    """Return the number of paths, with separators: there may be billions."""
    return "1 path" if number == 1 else f"{number:,} paths"


def _lines(report: ExplorationReport) -> Iterator[str]:
    number = "paths not counted" if report.n_paths is None else _n_paths(report.n_paths)
    yield f"{report.workflow_id}, engine {report.engine}: {number}"
    yield from (f"note: {note}" for note in report.notes)
    if report.after_first is not None:
        yield ""
        yield "ends after its first step with these answers:"
        yield from _answer_lines(report.after_first)
    if report.paths:
        yield ""
        yield "Paths"
        for number_, path in enumerate(report.paths, 1):
            yield from _path_lines(number_, path, report)
    yield ""
    smallest = "no fewer can" if report.is_smallest else "not proved to be the fewest"
    what = "what was found" if report.n_paths is None else "everything that is feasible"
    verb = "covers" if len(report.cover) == 1 else "cover"
    yield f"{counted(len(report.cover), 'run')} {verb} {what} ({smallest})"
    if not report.paths:
        for number_, path in enumerate(report.cover, 1):
            yield from _path_lines(number_, path, report)
    if report.uncovered:
        yield ""
        yield "Not covered by any run"
        for each in report.uncovered:
            kind = "infeasible" if each.infeasible else "not found"
            yield f"  {each.goal} ({kind}): {each.reason}"


def _path_lines(number: int, path: ListedPath, report: ExplorationReport) -> Iterator[str]:
    about = "about " if report.tokenizer == "estimate" else ""
    size = f"{path.size.characters} characters, {about}{path.size.tokens} tokens"
    reason = f" ({path.reason})" if path.reason else ""
    yield f"  {number}. {counted(len(path.steps), 'step')}, {path.end}{reason}, {size}"
    yield f"     {' > '.join(_folded(path.steps))}"
    yield from (f"   {line}" for line in _answer_lines(path))


def _folded(steps: tuple[str, ...]) -> Iterator[str]:
    """Yield *steps*, of many passes of a loop the first two and the last."""
    last_pass = {
        name.partition("@")[0]: int(name.partition("@")[2].partition("/")[0])
        for name in steps
        if "@" in name
    }
    skipped: set[str] = set()
    for name in steps:
        loop, at, rest = name.partition("@")
        number = int(rest.partition("/")[0]) if at else 0
        if at and 2 < number < last_pass[loop]:
            if loop not in skipped:
                skipped.add(loop)
                yield f"... {last_pass[loop] - 3} more passes of {loop}"
        else:
            yield name


def _answer_lines(path: ListedPath) -> Iterator[str]:
    context = path.scenario.get("context")
    if context:
        yield f"  start: {_words(context)}"
    for answer in path.scenario.get("answers", ()):
        parts = [_words(answer["context"])] if "context" in answer else []
        if "artifacts" in answer:
            parts.append(f"artifacts {json.dumps(answer['artifacts'], ensure_ascii=False)}")
        if "notes" in answer:
            parts.append(f"notes {json.dumps(answer['notes'], ensure_ascii=False)}")
        yield f"  {answer['step']}: {', '.join(parts)}"
    if not context and not path.scenario.get("answers"):
        yield "  default answers only"


def _words(context: dict[str, Json]) -> str:
    return ", ".join(
        f"{key}={json.dumps(value, ensure_ascii=False)}" for key, value in context.items()
    )
