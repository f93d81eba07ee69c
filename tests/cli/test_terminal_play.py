from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rendering.pinning import pinned
from tests.simulation.flows import RELEASE
from workflowkit.cli.terminal_play import TerminalPlay
from workflowkit.rendering.sizes import ESTIMATE
from workflowkit.simulation.play import Situation, begin
from workflowkit.simulation.runs import RunEnd
from workflowkit.text.yaml_values import read_yaml


def played(*lines: str) -> TerminalPlay:
    """Play the workflow with *lines* from the keyboard, and then the end of the input."""
    flow = pinned(RELEASE)
    start = begin(flow)
    assert isinstance(start, Situation)
    keyboard: Iterator[str] = iter(f"{line}\n" for line in lines)
    play = TerminalPlay(flow, start, ESTIMATE, keyboard)
    play.interact()
    return play


TRIAGE = ("mode=deep", "", "Looked.", "", "")


def test_an_answer_is_read_in_three_parts() -> None:
    artifact = '{"kind": "note"}'
    play = played("mode=deep", "risky=true", "", "Looked.", "Twice.", "", artifact, "")
    (move,) = play.moves
    assert move.answer.context == {"mode": "deep", "risky": True}
    assert move.answer.notes == "Looked.\nTwice."
    assert move.answer.artifacts == ({"kind": "note"},)
    assert play.turn().step == "inspect"


def test_the_prompt_and_blocks_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    play = played("", "", "", "x", *TRIAGE)
    assert [move.attempt.result.value for move in play.moves] == ["blocked", "completed"]
    out = capsys.readouterr()
    assert "=== triage: triage" in out.out
    assert "MISSING_REQUIRED_NOTES: notes are missing" in out.out
    assert "'x' is not KEY=VALUE" in out.err


def test_back_undoes_answers() -> None:
    assert played(*TRIAGE, ":back").turn().step == "triage"
    assert played(*TRIAGE, ":default", ":back 2").turn().step == "triage"
    assert played(":back").moves == []


def test_jump_goes_back_and_on() -> None:
    play = played(*TRIAGE, ":jump publish")
    assert play.turn().name == "publish"
    play = played(*TRIAGE, ":default", ":jump inspect")
    assert (play.turn().step, len(play.moves)) == ("inspect", 1)
    # Default answers send no mode, so that the step is skipped, and nothing is changed.
    assert played(":jump inspect").moves == []
    assert played(":jump nowhere").moves == []


def test_where_and_context_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    played(*TRIAGE, ":where", ":context", ":help", ":prompt", ":wher", ":quit", *TRIAGE)
    out = capsys.readouterr()
    assert '1. triage: completed: mode="deep"\n2. inspect: waits for an answer\n' in out.out
    assert '{\n  "mode": "deep"\n}' in out.out
    assert ":jump STEP" in out.out
    assert out.out.count("=== inspect: inspect") == 2
    assert "did you mean ':where'?" in out.err


def test_auto_plays_to_the_end() -> None:
    play = played(":auto")
    assert play.run.end is RunEnd.COMPLETE
    # The first value of the mode is quick, and the first decision to continue.
    assert play.run.passes == {"rounds": 3}
    assert "inspect" not in play.run.path


def test_a_run_is_saved_as_a_scenario(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "run.yaml"
    play = played(*TRIAGE, f":save {target}", ":save", f":save {target}")
    assert len(play.moves) == 1
    saved = read_yaml(target.read_text("utf-8")).value
    assert saved["answers"] == [
        {"step": "triage", "context": {"mode": "deep"}, "notes": "Looked.", "artifacts": []}
    ]
    assert saved["expect"] == {"path": ["triage", "inspect"], "end": "waiting"}
    assert "the file exists" in capsys.readouterr().err
