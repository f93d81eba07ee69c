from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.loops import Loop
from workflowkit.format.reader import Step
from workflowkit.lint.rule import Finding, Related, Severity, needs, rule
from workflowkit.text.routes import Route


@needs("type: loop")
@rule("L013", severity=Severity.ERROR, since="0.1.0")
def conflicting_adjacent_loops(analysis: Analysis) -> Iterator[Finding]:
    """The decision that ends one loop keeps a later one from starting.

    ## Why

    A loop reads its decision from artifacts, whichever loop they were meant for.
    Up to 3.71.0 it reads those of the whole session, so the `stop` of one loop skips every later one on the way.
    After that it reads those of the latest submission, which still skips a loop that directly follows another.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "draft", "title": "Draft", "prompt": "Write the first draft."},
        {
          "id": "rounds", "type": "loop", "title": "Rounds", "loop": {"type": "while", "maxIterations": 3, "conditionSource": {"kind": "artifact_contract", "contractRef": "wr.contracts.loop_control", "loopId": "rounds"}},
          "body": [
            {"id": "improve", "title": "Improve", "promptBlocks": {"goal": "Fix what the last reading found.", "outputRequired": {"defectCount": "number: defects that are left"}}},
            {"id": "decide", "title": "Decide", "prompt": "Continue while `defectCount` is above 0, otherwise stop.", "outputContract": {"contractRef": "wr.contracts.loop_control"}}
          ]
        },
        {
          "id": "proofs", "type": "loop", "title": "Proofs", "loop": {"type": "while", "maxIterations": 3, "conditionSource": {"kind": "artifact_contract", "contractRef": "wr.contracts.loop_control", "loopId": "proofs"}},
          "body": [
            {"id": "proof", "title": "Proof", "promptBlocks": {"goal": "Prove the claims.", "outputRequired": {"unprovenCount": "number: claims without proof"}}},
            {"id": "decide-proof", "title": "Decide", "prompt": "Continue while `unprovenCount` is above 0, otherwise stop.", "outputContract": {"contractRef": "wr.contracts.loop_control"}}
          ]
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "draft", "title": "Draft", "prompt": "Write the first draft."},
        {
          "id": "rounds", "type": "loop", "title": "Rounds", "loop": {"type": "while", "maxIterations": 3, "conditionSource": {"kind": "artifact_contract", "contractRef": "wr.contracts.loop_control", "loopId": "rounds"}},
          "body": [
            {"id": "improve", "title": "Improve", "promptBlocks": {"goal": "Fix what the last reading found.", "outputRequired": {"defectCount": "number: defects that are left"}}},
            {"id": "proof", "title": "Proof", "promptBlocks": {"goal": "Prove the claims.", "outputRequired": {"unprovenCount": "number: claims without proof"}}},
            {"id": "decide", "title": "Decide", "prompt": "Continue while `defectCount` or `unprovenCount` is above 0, otherwise stop.", "outputContract": {"contractRef": "wr.contracts.loop_control"}}
          ]
        }
      ]
    }
    ```

    ## When not

    Loops that no path runs one after the other are fine.

    ## Rests on

    Loops tried on the engine: the stop of the first is read by the second.
    """
    by_route = {loop.step.route: loop for loop in analysis.loops if loop.takes_artifact}
    if len(by_route) < 2:
        return
    is_session_wide = analysis.spec.engine.loop_decision_scope == "session"
    starved: dict[Route, tuple[Loop, Loop]] = {}
    for path in analysis.flow.paths:
        # A loop that is only presented makes no decision.
        entered = [step for step in path.steps if not _is_only_shown(analysis, step)]
        for earlier, later in _pairs(entered, by_route, is_session_wide):
            starved.setdefault(later.step.route, (earlier, later))
    for earlier, later in starved.values():
        reach = "of the session" if is_session_wide else "of the latest submission"
        yield Finding(
            later.step.route,
            f"{later.name} is skipped once {earlier.name} has ended by 'stop'",
            help="merge the two loops, or count the passes of one with a 'for' loop",
            note=f"engine {analysis.spec.engine.version} reads decisions from all artifacts {reach}",
            related=(Related(earlier.step.route, "the loop that ends before"),),
        )


def _is_only_shown(analysis: Analysis, step: Step) -> bool:
    return step.is_loop and analysis.context.is_presented_first(step)


def _pairs(
    steps: Sequence[Step], loops: Mapping[Route, Loop], is_session_wide: bool
) -> Iterator[tuple[Loop, Loop]]:
    """Yield each artifact loop on a path with the earlier one whose decision it reads."""
    before: Loop | None = None
    for step in steps:
        loop = loops.get(step.route)
        if loop and before:
            yield before, loop
        # A loop that is skipped makes no decision: what it found stays the latest.
        if loop:
            before = before or loop
        elif not is_session_wide:
            before = None
