"""Comparing the run of a scenario with what it expects: every difference, with what explains it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from itertools import takewhile

from workflowkit.records import dataclass
from workflowkit.rendering.pinned import PinnedWorkflow
from workflowkit.runtime.conditions import evaluate, variables
from workflowkit.runtime.context import ContextValues
from workflowkit.runtime.executable import ContextDecision, ExecutableLoop
from workflowkit.sessions.metrics import Metrics
from workflowkit.simulation.path_proof import prove_last_step
from workflowkit.simulation.play import AttemptResult, StepAnswer
from workflowkit.simulation.runs import Move, RunEnd, SimulatedRun
from workflowkit.simulation.scenario import Expectations, ExpectedBlock, Seen
from workflowkit.simulation.scenario_run import ScenarioRun, run_scenario
from workflowkit.text.json_records import json_key, to_json
from workflowkit.text.routes import Json
from workflowkit.text.suggest import did_you_mean

MAX_HISTORY = 6
"""Earlier steps that a difference lists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunDifference:
    """One expectation that the run does not meet."""

    expectation: str
    """The key of the expectation, or `answers`."""
    message: str
    """What differs."""
    step: str
    """The step at which it differs; empty when it is about the whole run."""
    details: tuple[str, ...] = ()
    """What explains it: conditions with the values they read, and what was answered before."""


def differences(ran: ScenarioRun) -> tuple[RunDifference, ...]:
    """Return every difference between the run and the expectations of its scenario, the path first."""
    expect = ran.scenario.expect
    run = ran.run
    return tuple(
        difference
        for found in (
            _path(run, expect),
            _end(run, expect),
            _every_path(run, expect),
            _blocks(run, expect),
            _texts(run, expect),
            _state(run, expect),
            _unused(ran),
        )
        for difference in found
    )


def _path(run: SimulatedRun, expect: Expectations) -> Iterator[RunDifference]:
    if expect.path is None or run.path == expect.path:
        return
    n_same = 0
    for presented, expected in zip(run.path, expect.path, strict=False):
        if presented != expected:
            break
        n_same += 1
    wanted = expect.path[n_same] if n_same < len(expect.path) else None
    found = run.path[n_same] if n_same < len(run.path) else None
    if found is None:
        last = f" after '{run.path[-1]}'" if run.path else ""
        message = f"the run ends{last} ({run.end.value}); expected '{wanted}' next"
    elif wanted is None:
        message = f"step {n_same + 1} is '{found}'; expected the run to end before it"
    else:
        message = f"step {n_same + 1} is '{found}'; expected '{wanted}'"
    context = run.turns[n_same].context if n_same < len(run.turns) else run.context
    details = [
        *(explained(run.pinned, wanted, context) if wanted else ()),
        *(explained(run.pinned, found, context) if found else ()),
        *([f"the engine fails: {run.failure.message}"] if run.failure and not found else []),
        *history(run, n_same),
    ]
    yield RunDifference(
        expectation="path", message=message, step=wanted or found or "", details=tuple(details)
    )


def _every_path(run: SimulatedRun, expect: Expectations) -> Iterator[RunDifference]:
    step = expect.every_path_ends_at
    if step is None:
        return
    proof = prove_last_step(run.pinned, step)
    if proof.is_proved:
        return
    message = f"not proved that every path ends at '{step}': there are too many to explore"
    details: tuple[str, ...] = ()
    if proof.counterexample is not None:
        other = run_scenario(run.pinned, proof.counterexample).run
        last = f" after '{other.path[-1]}'" if other.path else ""
        message = f"a run ends{last} ({other.end.value}); expected every path to end at '{step}'"
        details = (
            *explained(run.pinned, step, other.context),
            *history(other, len(other.moves)),
        )
    yield RunDifference(expectation="everyPathEndsAt", message=message, step=step, details=details)


def explained(pinned: PinnedWorkflow, name: str, context: ContextValues) -> Iterator[str]:
    """Yield what each condition on the way to the step called *name* is in *context*."""
    loop, separator, step_id = name.rpartition("/")
    parts = [loop.partition("@")[0], step_id] if separator else [step_id]
    for part in parts:
        step = pinned.executable.by_id.get(part)
        if step is None:
            continue
        if step.run_condition is not None:
            yield _condition_words(f"'{part}' runs", step.run_condition, context)
        if isinstance(step, ExecutableLoop) and isinstance(step.source, ContextDecision):
            kind = step.config.get("type")
            words = f"'{part}' repeats {kind}"
            yield _condition_words(words, step.source.condition, context)


def _condition_words(what: str, condition: Json, context: ContextValues) -> str:
    holds = "true" if evaluate(condition, context) else "false"
    keys = dict.fromkeys(read.variable for read in variables(condition))
    values = ", ".join(
        f"{key} is {json.dumps(context[key], ensure_ascii=False)}"
        if key in context
        else f"{key} is not set"
        for key in keys
    )
    shown = json.dumps(condition, ensure_ascii=False)
    joined = "when" if what.endswith("runs") else ""
    return f"{what} {joined} {shown}: {holds}, because {values}".replace("  ", " ")


def history(run: SimulatedRun, n_steps: int) -> Iterator[str]:
    """Yield what was answered at the steps before the one with index *n_steps*."""
    moves = [move for move in run.moves if move.attempt.result is AttemptResult.COMPLETED][:n_steps]
    if len(moves) > MAX_HISTORY:
        yield f"answered before: {len(moves) - MAX_HISTORY} earlier steps, then"
    elif moves:
        yield "answered before:"
    start = len(moves) - len(moves[-MAX_HISTORY:])
    for number, move in enumerate(moves[-MAX_HISTORY:], start + 1):
        yield f"  {number}. {move.turn.name}: {answer_words(move.answer)}"


def answer_words(answer: StepAnswer) -> str:
    """Return an answer on one line."""
    words = [
        f"{key}={json.dumps(value, ensure_ascii=False)}"
        for key, value in (answer.context or {}).items()
    ]
    words += [json.dumps(artifact, ensure_ascii=False) for artifact in answer.artifacts]
    if answer.notes is None:
        words.append("no notes")
    return ", ".join(words) or "notes only"


def _end(run: SimulatedRun, expect: Expectations) -> Iterator[RunDifference]:
    last = run.path[-1] if run.path else ""
    if expect.end is not None and run.end.value != expect.end:
        reason = f" ({run.failure.message})" if run.failure else ""
        yield RunDifference(
            expectation="end",
            message=f"the run is {run.end.value} at '{last}'{reason}; expected {expect.end}",
            step=last,
            details=(*_blocker_words(run.moves[-1:]), *history(run, len(run.path))),
        )
    if expect.last is not None:
        found = run.completed[-1] if run.completed else None
        if found is None or expect.last not in (found, found.rpartition("/")[2]):
            message = f"the last completed step is '{found}'; expected '{expect.last}'"
            yield RunDifference(
                expectation="last",
                message=message,
                step=expect.last,
                details=(
                    *explained(run.pinned, expect.last, run.context),
                    *history(run, len(run.path)),
                ),
            )


def _blocker_words(moves: Sequence[Move]) -> Iterator[str]:
    for move in moves:
        for blocker in move.attempt.blockers:
            help = f" ({blocker.help})" if blocker.help else ""
            yield f"{move.turn.name} is blocked: {blocker.code.value}: {blocker.message}{help}"


def blocked_moves(run: SimulatedRun) -> list[Move]:
    """Return the submissions that were blocked."""
    return [move for move in run.moves if move.attempt.result is AttemptResult.BLOCKED]


def _blocks(run: SimulatedRun, expect: Expectations) -> Iterator[RunDifference]:
    if expect.blocks is None:
        return
    blocked = blocked_moves(run)
    for index in range(max(len(blocked), len(expect.blocks))):
        move = blocked[index] if index < len(blocked) else None
        wanted = expect.blocks[index] if index < len(expect.blocks) else None
        if move is not None and wanted is not None and _is_block(move, wanted):
            continue
        message = f"block {index + 1} is {_block_name(move)}; expected {_expected_name(wanted)}"
        step = wanted.step if wanted else move.turn.name if move else ""
        n_steps = _n_before(run, move) if move else _n_up_to(run, step)
        details = (*_blocker_words([move] if move else []), *history(run, n_steps))
        yield RunDifference(expectation="blocks", message=message, step=step, details=details)
        return


def _n_before(run: SimulatedRun, move: Move) -> int:
    """Return the number of steps that were completed before *move*."""
    before = takewhile(lambda other: other is not move, run.moves)
    return sum(other.attempt.result is AttemptResult.COMPLETED for other in before)


def _n_up_to(run: SimulatedRun, step: str) -> int:
    """Return the number of steps up to the one called *step*, which was completed without the block; all when it is not reached."""
    names = [index for index, turn in enumerate(run.turns) if step in (turn.step, turn.name)]
    return names[0] + 1 if names else len(run.path)


def _is_block(move: Move, wanted: ExpectedBlock) -> bool:
    if wanted.step not in (move.turn.step, move.turn.name):
        return False
    return any(
        wanted.code in (None, blocker.code.value)
        and (wanted.reason or "") in f"{blocker.message}\n{blocker.help}"
        for blocker in move.attempt.blockers
    )


def _block_name(move: Move | None) -> str:
    if move is None:
        return "missing"
    codes = ", ".join(blocker.code.value for blocker in move.attempt.blockers)
    return f"'{move.turn.name}' with {codes}"


def _expected_name(wanted: ExpectedBlock | None) -> str:
    if wanted is None:
        return "no further block"
    parts = [part for part in (wanted.code, wanted.reason and f"'{wanted.reason}'") if part]
    return f"'{wanted.step}'" + (f" with {' and '.join(parts)}" if parts else "")


def _texts(run: SimulatedRun, expect: Expectations) -> Iterator[RunDifference]:
    if expect.fragments is not None:
        shown = {
            f"{turn.step}.{fragment.id}": turn.name
            for turn in run.turns
            for fragment in turn.prompt.fragments
            if fragment.is_shown
        }
        yield from _seen("fragments", "fragment", expect.fragments, shown)
    texts = {turn.name: f"{turn.prompt.title}\n{turn.prompt.text}" for turn in run.turns}
    if expect.sentences is not None:
        yield from _sentences("sentences", expect.sentences, texts)
    for name, seen in (expect.prompts or {}).items():
        own = {key: text for key, text in texts.items() if name in (key, key.rpartition("/")[2])}
        if own:
            yield from _sentences("prompts", seen, own, f" at '{name}'")
        else:
            message = f"'{name}' is not presented"
            details = tuple(explained(run.pinned, name, run.context))
            yield RunDifference(expectation="prompts", message=message, step=name, details=details)


def _seen(key: str, noun: str, seen: Seen, shown: Mapping[str, str]) -> Iterator[RunDifference]:
    for name in seen.seen:
        if name not in shown:
            message = f"{noun} '{name}' is not shown; expected it"
            yield RunDifference(
                expectation=key,
                message=message,
                step=name.partition(".")[0],
                details=tuple(f"shown: {other}" for other in shown),
            )
    for name in seen.unseen:
        if name in shown:
            message = f"{noun} '{name}' is shown at '{shown[name]}'; expected it not to be"
            yield RunDifference(expectation=key, message=message, step=shown[name])


def _sentences(
    key: str, seen: Seen, texts: Mapping[str, str], where: str = ""
) -> Iterator[RunDifference]:
    for sentence in seen.seen:
        if not any(sentence in text for text in texts.values()):
            message = f"the text '{sentence}' is not read{where}; expected it"
            yield RunDifference(expectation=key, message=message, step="")
    for sentence in seen.unseen:
        found = next((name for name, text in texts.items() if sentence in text), None)
        if found is not None:
            message = f"the text '{sentence}' is read at '{found}'; expected it not to be"
            yield RunDifference(expectation=key, message=message, step=found)


def _state(run: SimulatedRun, expect: Expectations) -> Iterator[RunDifference]:
    for key, wanted in (expect.context or {}).items():
        if not same(run.context.get(key), wanted):
            yield _value("context", key, run.context.get(key), wanted)
    for loop, n_passes in (expect.loops or {}).items():
        found = run.passes.get(loop)
        if (found or 0) != n_passes:
            message = f"loop '{loop}' has {found or 0} passes; expected {n_passes}"
            if found is None:
                message = f"loop '{loop}' is never reached; expected {n_passes} passes"
            details = tuple(explained(run.pinned, loop, run.context))
            yield RunDifference(expectation="loops", message=message, step=loop, details=details)
    if expect.gates is not None:
        asking = tuple(turn.name for turn in run.turns if turn.prompt.asks)
        if asking != expect.gates:
            message = f"the steps that wait for a person are {_names(asking)}; expected {_names(expect.gates)}"
            yield RunDifference(expectation="gates", message=message, step="")
    if expect.metrics is not None:
        yield from _metrics(run, expect.metrics)


def _metrics(run: SimulatedRun, wanted: Mapping[str, Json]) -> Iterator[RunDifference]:
    metrics = run.metrics
    if metrics is None:
        message = f"there are no metrics, because the run is {run.end.value}"
        yield RunDifference(expectation="metrics", message=message, step="")
        return
    known = {json_key(field.name): field.name for field in fields(Metrics)}
    for key, value in wanted.items():
        if key not in known:
            message = f"unknown figure '{key}'; {did_you_mean(key, known)}"
            yield RunDifference(expectation="metrics", message=message, step="")
        elif not same(to_json(getattr(metrics, known[key])), value):
            yield _value("metrics", key, to_json(getattr(metrics, known[key])), value)


def _value(kind: str, key: str, found: Json, wanted: Json) -> RunDifference:
    shown, expected = (
        "not set" if value is None else json.dumps(value, ensure_ascii=False)
        for value in (found, wanted)
    )
    message = f"'{key}' is {shown}; expected {expected}"
    return RunDifference(expectation=kind, message=message, step="")


def _names(names: Sequence[str]) -> str:
    return ", ".join(f"'{name}'" for name in names) or "none"


def _unused(ran: ScenarioRun) -> Iterator[RunDifference]:
    for index in ran.unused[:1]:
        answer = ran.scenario.answers[index]
        target = f" for '{answer.step}'" if answer.step else ""
        run = ran.run
        ended = (
            "complete"
            if run.end is RunEnd.COMPLETE
            else f"{run.end.value} at '{run.path[-1] if run.path else ''}'"
        )
        message = f"answer {index + 1}{target} is not used: the run is {ended}"
        details = tuple(explained(run.pinned, answer.step, run.context)) if answer.step else ()
        yield RunDifference(
            expectation="answers", message=message, step=answer.step or "", details=details
        )


def same(found: Json, wanted: Json) -> bool:
    """Return whether two JSON values are equal; true is not 1."""
    if isinstance(found, bool) or isinstance(wanted, bool):
        return found is wanted
    if isinstance(found, list) and isinstance(wanted, list):
        return len(found) == len(wanted) and all(map(same, found, wanted))
    if isinstance(found, dict) and isinstance(wanted, dict):
        return found.keys() == wanted.keys() and all(
            same(value, wanted[key]) for key, value in found.items()
        )
    return bool(found == wanted)
