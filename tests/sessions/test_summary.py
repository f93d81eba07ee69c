from __future__ import annotations

import json
from typing import Any

import pytest

from workflowkit.report.session_text import (
    SESSION_COLUMNS,
    TOTALS_COLUMNS,
    SessionRow,
    to_csv,
    to_json,
    to_table,
)
from workflowkit.sessions.git_figures import (
    Disagreement,
    GitComparison,
    GitFigures,
    commit_range,
    compare_with_git,
)
from workflowkit.sessions.metrics import Metrics, project
from workflowkit.sessions.summary import Session, Totals, summarize, total


def session_events(
    session: str, workflow: str, context: dict[str, Any], completion: dict[str, Any]
) -> list[dict[str, Any]]:
    scope = {"runId": "r"}
    return [
        {
            "kind": "run_started",
            "sessionId": session,
            "scope": scope,
            "data": {"workflowId": workflow},
        },
        {"kind": "context_set", "sessionId": session, "scope": scope, "data": {"context": context}},
        {"kind": "run_completed", "sessionId": session, "scope": scope, "data": completion},
    ]


ONE = session_events(
    "s1",
    "wf.b",
    {"metrics_outcome": "success", "metrics_pr_numbers": [7], "metrics_lines_added": 5},
    {"durationMs": 1500, "startGitSha": "a" * 40, "endGitSha": "b" * 40},
)
TWO = session_events(
    "s2",
    "wf.b",
    {"metrics_outcome": "error", "metrics_pr_numbers": [7, 8], "metrics_lines_added": 2},
    {"durationMs": 4_000_000, "agentCommitShas": ["c1"], "captureConfidence": "high"},
)
THREE = session_events("s3", "wf.a", {}, {})[:2]
MIXED = [ONE[0], TWO[0], THREE[0], *ONE[1:], *TWO[1:], THREE[1], {"kind": "session_created"}]


def test_events_of_several_sessions_are_told_apart() -> None:
    sessions = summarize(MIXED)
    assert [(item.id, item.workflow, item.n_events) for item in sessions] == [
        ("s1", "wf.b", 3),
        ("s2", "wf.b", 3),
        ("s3", "wf.a", 2),
        ("", None, 1),
    ]
    assert [item.metrics for item in sessions] == [project(ONE), project(TWO), None, None]


def test_totals_are_by_workflow_and_count_the_same_pull_request_once() -> None:
    assert total(summarize(MIXED)) == [
        Totals("wf.a", 1, 0, {}, 0, 0, 0, 0, 0, 0),
        Totals("wf.b", 2, 2, {"success": 1, "error": 1}, 4_001_500, 2, 1, 0, 7, 0),
        Totals(None, 1, 0, {}, 0, 0, 0, 0, 0, 0),
    ]


def metrics(**changes: int | str | None) -> Metrics:
    values = {
        "start_git_sha": "a" * 40,
        "end_git_sha": "b" * 40,
        "git_branch": None,
        "commit_shas": (),
        "capture_confidence": "none",
        "duration_ms": None,
        "outcome": None,
        "pr_numbers": (),
        "files_changed": None,
        "lines_added": None,
        "lines_removed": None,
    }
    return Metrics(**{**values, **changes})


NUMSTAT = "12\t3\tsrc/a.py\n-\t-\tlogo.png\n0\t1\tsrc/{old => new}.py\n\nwarning: noise\n"


def test_figures_that_are_no_counts_are_shown_and_not_summed() -> None:
    reported = {
        "metrics_lines_added": -1.5,
        "metrics_lines_removed": -3,
        "metrics_files_changed": 0.5,
        "metrics_pr_numbers": [7, -1, 2.5],
    }
    odd = session_events("s4", "wf.b", reported, {})
    sessions = summarize([*ONE, *odd])
    assert sessions[1].metrics is not None
    assert sessions[1].metrics.lines_added == -1.5
    totals = total(sessions)[0]
    assert (totals.files_changed, totals.lines_added, totals.lines_removed) == (0, 5, 0)
    assert totals.n_pull_requests == 1


def test_git_figures_are_summed_and_disagreements_named() -> None:
    reported = metrics(files_changed=3, lines_added=10)
    assert compare_with_git(reported, NUMSTAT) == GitComparison(
        GitFigures(3, 12, 4), (Disagreement("lines_added", 10, 12),)
    )


def test_an_empty_difference_is_zero() -> None:
    assert compare_with_git(metrics(lines_removed=0), "") == GitComparison(GitFigures(0, 0, 0), ())


def test_only_hexadecimal_digits_reach_a_command_line() -> None:
    assert commit_range(metrics()) == f"{'a' * 40}..{'b' * 40}"
    for sha in (None, "", "HEAD", "--output=x", "abcdef", "a" * 40 + "\n"):
        assert commit_range(metrics(start_git_sha=sha)) is None


ROWS = [
    SessionRow("log.jsonl", session, comparison)
    for session, comparison in zip(
        summarize(MIXED),
        [
            GitComparison(GitFigures(1, 6, 0), (Disagreement("lines_added", 5, 6),)),
            None,
            None,
            None,
        ],
        strict=True,
    )
]


def test_the_table_says_who_vouches_for_each_figure() -> None:
    lines = to_table(SESSION_COLUMNS, ROWS).splitlines()
    assert [" ".join(line.split()) for line in lines[:4]] == [
        "engine agent-reported git",
        "session workflow events completed confidence duration commits outcome prs files added removed files added removed disagrees on",
        "s1 wf.b 3 yes none 1.5 s 0 success 7 - 5 - 1 6 0 lines_added",
        "s2 wf.b 3 yes high 1 h 07 min 1 error 7 8 - 2 - - - - -",
    ]
    starts = [lines[0].index(word) for word in ("engine", "agent-reported", "git")]
    assert [lines[1].index(word) for word in ("confidence", "commits")] == starts[:2]
    assert lines[1].rindex("files") == starts[2]


def test_the_table_leaves_git_out_when_it_was_not_asked() -> None:
    assert "git" not in to_table(SESSION_COLUMNS, [SessionRow("x", Session("s", None, 0, None))])


def test_control_characters_of_a_log_do_not_reach_the_terminal() -> None:
    table = to_table(SESSION_COLUMNS, [SessionRow("x", Session("s\x1b[2J\n\ud800", None, 0, None))])
    assert "s\ufffd[2J\ufffd\ufffd" in table


@pytest.mark.parametrize(
    ("milliseconds", "expected"),
    [
        (0, "0.0 s"),
        (1500, "1.5 s"),
        (59_940, "59.9 s"),
        (60_000, "1 min"),
        (4_000_000, "1 h 07 min"),
    ],
)
def test_durations_have_units(milliseconds: int, expected: str) -> None:
    totals = Totals("w", 1, 1, {}, milliseconds, 0, 0, 0, 0, 0)
    assert expected in to_table(TOTALS_COLUMNS, [totals])


def test_csv_names_the_source_of_each_figure() -> None:
    lines = to_csv(SESSION_COLUMNS, ROWS[:1]).splitlines()
    assert dict(zip(lines[0].split(","), lines[1].split(","), strict=True)) == {
        "session": "s1",
        "workflow": "wf.b",
        "path": "log.jsonl",
        "events": "3",
        "completed": "yes",
        "engine_start_git_sha": "a" * 40,
        "engine_end_git_sha": "b" * 40,
        "engine_git_branch": "",
        "engine_capture_confidence": "none",
        "engine_duration_ms": "1500",
        "agent_reported_commit_shas": "",
        "agent_reported_outcome": "success",
        "agent_reported_pr_numbers": "7",
        "agent_reported_files_changed": "",
        "agent_reported_lines_added": "5",
        "agent_reported_lines_removed": "",
        "git_files_changed": "1",
        "git_lines_added": "6",
        "git_lines_removed": "0",
        "git_disagreements": "lines_added",
    }


def test_json_groups_figures_by_source() -> None:
    value = json.loads(to_json(ROWS, total(row.session for row in ROWS), 2))
    assert value["problems"] == 2
    assert value["sessions"][0]["engine"]["durationMs"] == 1500
    assert value["sessions"][0]["agentReported"]["linesAdded"] == 5
    assert value["sessions"][0]["git"]["disagreements"] == ["linesAdded"]
    assert value["sessions"][2]["completed"] is False
    assert [item["workflow"] for item in value["totals"]] == ["wf.a", "wf.b", None]


def test_figures_of_any_size_can_be_summed_and_shown() -> None:
    figures = {"durationMs": 1.7e308}, {"durationMs": 1.5}
    for values, expected in [(figures[:1] * 2, "-"), (figures, "h")]:
        events = [session_events(f"s{i}", "w", {}, value) for i, value in enumerate(values)]
        sessions = [session for log in events for session in summarize(log)]
        assert expected in to_table(TOTALS_COLUMNS, total(sessions))
        assert "Infinity" not in to_json([], total(sessions), 0)
