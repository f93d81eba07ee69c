"""The page for hosts says what the code does."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

from tests.cli.conftest import GOOD
from workflowkit.catalog.ids import SourceKind
from workflowkit.catalog.serving import Served, Unserved
from workflowkit.catalog.staleness import LEVELS
from workflowkit.schemas.json_schema import json_schema

PAGE = (Path(__file__).parents[2] / "docs/hosts.md").read_text("utf-8")


def _table(heading: str) -> dict[str, str]:
    """First cell to the rest of each row of the first table after *heading*."""
    rows = PAGE.partition(heading)[2].partition("| --- ")[2].partition("\n\n")[0].splitlines()[1:]
    return {re.findall(r"`([^`]*)`", row)[0]: row.partition(" | ")[2] for row in rows}


def test_the_kinds_of_sources_are_listed_by_priority() -> None:
    assert list(_table("### Sources")) == [kind.value for kind in SourceKind]


def test_the_levels_of_staleness_are_listed() -> None:
    assert tuple(_table("## Stamps and staleness")) == LEVELS


def test_the_records_have_the_fields_that_are_listed() -> None:
    rows = _table("The same from Python")
    for name, record in (("result.served", Served), ("result.unserved", Unserved)):
        named = set(re.findall(r"`([a-z_]+)`", rows[name]))
        missing = {field.name for field in fields(record)} - named
        assert missing == set(), name


def test_the_json_has_the_keys_that_are_listed() -> None:
    for command, cell in _table("## JSON").items():
        name = command.removeprefix("wfk ")
        keys = set(json_schema(name)["properties"]) - {"formatVersion"}
        assert keys <= set(re.findall(r"`([a-zA-Z]+)`", cell)), name


def test_the_examples_run(folder: Path) -> None:
    (folder / "workflows").mkdir()
    (folder / "flows").mkdir()
    (folder / "workflows/release.json").write_text(GOOD, "utf-8")
    (folder / "workflows/broken.json").write_text("{", "utf-8")
    served: list[str] = []
    logged: list[str] = []

    class Log:
        @staticmethod
        def warning(text: str, *values: object) -> None:
            logged.append(text % values)

    names = {
        "log": Log,
        "serve": lambda workflow_id, _: served.append(workflow_id),
        "snapshot": {"workflowId": "acme.release", "pinnedOverrides": {"planner": "a"}},
        "bindings": {"acme.release": {"planner": "b"}},
        "events": [],
    }
    examples = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    for example in examples:
        exec(example, names)
    assert "acme.release" in served
    assert logged == ["workflows/broken.json (project, ): not JSON: the text ends too early"]
    assert (names["metrics"], str(names["decision"])) == (None, "start")


def test_every_paragraph_has_one_sentence_per_line() -> None:
    prose = re.sub(r"```.*?```", "", PAGE, flags=re.DOTALL)
    lines = [line for line in prose.splitlines() if line and line[0].isupper()]
    assert [line for line in lines if re.search(r"[.:;] [A-Z]", line)] == []
