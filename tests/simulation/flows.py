"""A workflow for tests of scenarios: a short way, a loop with a decision, a gate with a contract."""

from __future__ import annotations

import json
from typing import Any

from tests.rendering.pinning import workflow

LOOP_CONTROL = {"contractRef": "wr.contracts.loop_control"}
RELEASE: dict[str, Any] = workflow(
    {
        "id": "triage",
        "promptBlocks": {
            "goal": "Decide how deep to go.",
            "outputRequired": {"mode": "one of quick | deep: how deep"},
        },
    },
    {
        "id": "inspect",
        "runCondition": {"var": "mode", "equals": "deep"},
        "promptFragments": [
            {"id": "risky", "when": {"var": "risky", "equals": True}, "text": "Mind the risk."}
        ],
    },
    {
        "id": "rounds",
        "type": "loop",
        "loop": {
            "type": "while",
            "maxIterations": 3,
            "conditionSource": {"kind": "artifact_contract", "loopId": "rounds", **LOOP_CONTROL},
        },
        "body": [
            {"id": "build", "prompt": "Build the release."},
            {"id": "decide", "outputContract": LOOP_CONTROL},
        ],
    },
    {
        "id": "publish",
        "requireConfirmation": True,
        "outputContract": {"contractRef": "wr.contracts.review_verdict"},
    },
    metricsProfile="review",
)
TEXT = json.dumps(RELEASE, indent=2)
