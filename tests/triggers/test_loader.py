from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest

from workflowkit.triggers.line_reader import read
from workflowkit.triggers.loader import Dropped, Load, LoadedTrigger, PollingSource, load
from workflowkit.triggers.trigger import DaemonContext, Trigger, Workspace
from workflowkit.triggers.validation import TriggerErrorKind

VECTORS = Path(__file__).parent.parent / "vectors/runtime/triggers"
EXPECTED = json.loads((VECTORS / "expected.json").read_text())
DAEMON = DaemonContext(
    environment=EXPECTED["environment"],
    workspaces={
        name: Workspace(entry["path"], entry.get("soulFile", ""))
        for name, entry in EXPECTED["workspaces"].items()
    },
    home="<HOME>",
)
SUBJECT_KEYS = {
    TriggerErrorKind.PROVIDER: "provider",
    TriggerErrorKind.WORKSPACE: "workspaceName",
    TriggerErrorKind.SECRET: "envVarName",
}


def load_vector(name: str) -> Load:
    reading = read((VECTORS / name).read_bytes().decode())
    triggers = tuple(Trigger(index, item) for index, item in enumerate(reading.items))
    return load(triggers, next(iter(reading.errors), None), DAEMON)


@pytest.mark.parametrize("name", EXPECTED["files"])
def test_a_file_loads_as_in_the_engine(name: str) -> None:
    expected = EXPECTED["files"][name]
    outcome = load_vector(name)
    if "file" in expected:
        assert outcome.error is not None
        assert outcome.error.line == expected["file"]["lineNumber"]
        return
    assert outcome.error is None
    assert [dropped_record(item) for item in outcome.dropped] == expected["skipped"]
    assert [loaded_record(item) for item in outcome.triggers] == expected["loaded"]
    assert list(outcome.advisories) == expected["advisories"]
    assert outcome.duplicate_id == expected.get("index", {}).get("triggerId", "")


def dropped_record(item: Dropped) -> dict[str, Any]:
    key = SUBJECT_KEYS.get(item.error.kind, "field")
    value = item.error.subject or item.error.field
    return {"kind": item.error.kind.value, key: value, "triggerId": item.trigger_id}


def loaded_record(trigger: LoadedTrigger) -> dict[str, Any]:
    """*trigger* as the vectors write it: camelCase, absent things left out."""
    record = {
        camel(key): value
        for key, value in dataclasses.asdict(trigger).items()
        if value not in ("", None, ()) and key not in ("polling", "context_mapping")
    }
    for switch in ("autoCommit", "autoOpenPr"):
        if not record[switch]:
            del record[switch]
    if "autoOpenPr" in record:
        record["autoOpenPR"] = record.pop("autoOpenPr")
    record.setdefault("workflowId", "")
    for block in ("agentConfig", "onComplete", "dispatchCondition"):
        if block in record:
            record[block] = {camel(k): v for k, v in record[block].items() if v not in ("", None)}
    if "referenceUrls" in record:
        record["referenceUrls"] = list(record["referenceUrls"])
    if trigger.context_mapping is not None:
        record["contextMapping"] = {
            "mappings": [
                {"workflowContextKey": key, "payloadPath": path}
                for key, path in trigger.context_mapping.items()
            ]
        }
    if trigger.polling is not None:
        record["pollingSource"] = polling_record(trigger.polling)
    return record


def polling_record(source: PollingSource) -> dict[str, Any]:
    record = {camel(k): v for k, v in dataclasses.asdict(source).items() if v not in ("", ())}
    record["pollIntervalSeconds"] = record.pop("intervalSeconds")
    lists = {"events": source.events} if source.events else {}
    if source.provider in ("github_issues_poll", "github_prs_poll"):
        lists["excludeAuthors"] = source.exclude_authors
        lists["notLabels"] = source.not_labels
        lists["labelFilter"] = source.label_filter
    return record | {key: list(value) for key, value in lists.items()}


def camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.title() for part in rest)
