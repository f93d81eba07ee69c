"""Project the metrics of a generated log of 1,000,000 events; print seconds and peak memory.

Run: python benchmarks/sessions.py [number of events]
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Iterator

from workflowkit.sessions.log import Problem, Reader
from workflowkit.sessions.summary import summarize, total

EVENTS_PER_SESSION = 1000


def lines(n_events: int) -> Iterator[bytes]:
    """Yield the lines of the log; sessions follow each other, each reports figures now and then and completes."""
    for number in range(n_events):
        session, index = divmod(number, EVENTS_PER_SESSION)
        yield json.dumps(event(f"sess_{session}", index), separators=(",", ":")).encode() + b"\n"


def event(session: str, index: int) -> dict[str, object]:
    kind, data = (
        "advance_recorded",
        {"attemptId": f"attempt_{index}", "outcome": {"kind": "advanced"}},
    )
    if index == 0:
        kind, data = "run_started", {"workflowId": f"bench.workflow-{len(session) % 7}"}
    elif index == EVENTS_PER_SESSION - 1:
        kind, data = "run_completed", {"durationMs": 60_000, "captureConfidence": "none"}
    elif index % 5 == 0:
        figures = {"metrics_lines_added": index, "metrics_commit_shas": [f"{index:040x}"] * 8}
        kind, data = "context_set", {"contextId": "c", "context": {"goal": "g" * 200, **figures}}
    return {
        "v": 1,
        "eventId": f"evt_{index}",
        "eventIndex": index,
        "sessionId": session,
        "kind": kind,
        "dedupeKey": f"{kind}:{session}:{index}",
        "scope": {"runId": "run_a", "nodeId": "node_a"},
        "timestampMs": 1_700_000_000_000 + index,
        "data": data,
    }


def main() -> None:
    n_events = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    problems: list[Problem] = []
    start = time.perf_counter()
    size = sum(map(len, lines(n_events)))
    generating = time.perf_counter() - start
    before = peak_memory()

    start = time.perf_counter()
    sessions = summarize(Reader(problems.append).lines(lines(n_events), "log"))
    seconds = time.perf_counter() - start - generating
    totals = total(sessions)

    print(f"events            {n_events:,} ({size / 1e6:.0f} MB), {len(sessions):,} sessions")
    print(f"seconds           {seconds:.2f} ({n_events / seconds:,.0f} events a second)")
    print(
        f"peak memory       {peak_memory():.0f} MB ({peak_memory() - before:.0f} MB by the projection)"
    )
    print(f"problems          {len(problems)}")
    print(f"lines added       {sum(metrics.lines_added for metrics in totals):,} (agent-reported)")


def peak_memory() -> float:
    """Return the peak of this process so far, in megabytes."""
    unit = 1e6 if sys.platform == "darwin" else 1e3
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


if __name__ == "__main__":
    main()
