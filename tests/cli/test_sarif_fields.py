"""The SARIF file of a real run, field by field as GitHub documents what code scanning reads."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jsonschema
import pytest

from tests.cli.conftest import GOOD, STEP, Wfk

PROJECT = Path(__file__).parent / "golden_project"
SCHEMA = Path(__file__).parents[1] / "report" / "schemas" / "sarif-schema-2.1.0.json"
DAMAGED = {
    "workflows/cut off.json": '{"id": "acme.cut", "steps": [',
    "workflows/empty.json": "",
    "workflows/ünusual [name] (1)#%.json": GOOD.replace('"version"', '"verison"'),
    "workflows/twice.json": GOOD.replace(STEP, f"{STEP},\n    {STEP}"),
    "workflows/retired.json": GOOD.replace(
        '"prompt": "', '"prompt": "Delegate to `routine-hypothesis-challenge` first. ', 1
    ),
    "workflows/lines.json": GOOD.replace("\n", "\r\n").replace('"title"', '"tilte"'),
}
"""Files with errors at their first and last place, one with a warning, and names that an address has to quote."""


@pytest.fixture
def log(folder: Path, wfk: Wfk) -> dict[str, Any]:
    """The SARIF log of a project with findings of many rules."""
    shutil.copytree(PROJECT, folder, dirs_exist_ok=True)
    Path("wfk.toml").write_text('paths = ["workflows"]\n[lint]\nprofile = "style"\n')
    for path, text in DAMAGED.items():
        Path(path).write_bytes(text.encode())
    assert wfk("lint", "-q", "--output", "sarif=wfk.sarif").code == 1
    return json.loads(Path("wfk.sarif").read_text("ascii"))


@pytest.fixture
def run(log: dict[str, Any]) -> dict[str, Any]:
    (run,) = log["runs"]
    return run


@pytest.fixture
def results(run: dict[str, Any]) -> list[dict[str, Any]]:
    assert len({result["ruleId"] for result in run["results"]}) >= 12
    return run["results"]


@pytest.fixture
def rules(run: dict[str, Any]) -> list[dict[str, Any]]:
    return run["tool"]["driver"]["rules"]


def lines_of(uri: str) -> list[str]:
    """The lines of the file at *uri*, without their ends."""
    return Path(unquote(uri)).read_bytes().decode().split("\n")


def places(results: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for result in results:
        yield from result["locations"]
        yield from result.get("relatedLocations", ())


class TestLogAndTool:
    def test_schema_version_and_runs(self, log: dict[str, Any]) -> None:
        schema = json.loads(SCHEMA.read_text("utf-8"))
        jsonschema.Draft7Validator(schema).validate(log)
        assert log["$schema"] == "https://json.schemastore.org/sarif-2.1.0.json"
        assert log["version"] == "2.1.0"
        assert len(log["runs"]) == 1  # At most 20.

    def test_name_and_version_of_the_tool(self, run: dict[str, Any]) -> None:
        driver = run["tool"]["driver"]
        assert driver["name"] == "wfk"
        assert re.fullmatch(r"\d+\.\d+\.\d+\S*", driver["semanticVersion"])
        assert driver["informationUri"].startswith("https://")

    def test_objects_within_the_limits(
        self, results: list[dict[str, Any]], rules: list[dict[str, Any]]
    ) -> None:
        assert len(results) <= 25_000
        assert len(rules) <= 25_000
        assert max(len(rule["properties"]["tags"]) for rule in rules) <= 10
        assert max(len(result.get("relatedLocations", ())) for result in results) <= 100


class TestRules:
    def test_id_and_name(self, rules: list[dict[str, Any]]) -> None:
        ids = [rule["id"] for rule in rules]
        assert len(set(ids)) == len(ids)
        assert all(0 < len(rule["name"]) <= 255 for rule in rules)

    @pytest.mark.parametrize("field", ["shortDescription", "fullDescription"])
    def test_descriptions(self, field: str, rules: list[dict[str, Any]]) -> None:
        assert all(0 < len(rule[field]["text"].strip()) <= 1024 for rule in rules)

    def test_default_configuration(self, rules: list[dict[str, Any]]) -> None:
        levels = {rule["defaultConfiguration"]["level"] for rule in rules}
        assert levels == {"error", "warning", "note"}

    def test_help_as_text_and_markdown(self, rules: list[dict[str, Any]]) -> None:
        for rule in rules:
            assert rule["help"]["text"].strip()
            assert rule["help"]["markdown"].startswith("# ")
            assert rule["helpUri"] == f"https://workflowkit.dev/rules/{rule['name']}"

    def test_tags_precision_and_severity(self, rules: list[dict[str, Any]]) -> None:
        for rule in rules:
            properties = rule["properties"]
            assert all(isinstance(tag, str) and tag for tag in properties["tags"])
            assert properties["precision"] in ("very-high", "high", "medium", "low")
            level = rule["defaultConfiguration"]["level"]
            severity = {"error": "error", "warning": "warning", "note": "recommendation"}[level]
            assert properties["problem.severity"] == severity

    def test_no_rule_is_about_security(self, rules: list[dict[str, Any]]) -> None:
        assert not any("security-severity" in rule["properties"] for rule in rules)
        assert not any("security" in rule["properties"]["tags"] for rule in rules)


class TestResults:
    def test_rule_id_and_index(
        self, results: list[dict[str, Any]], rules: list[dict[str, Any]]
    ) -> None:
        for result in results:
            assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert {result["ruleId"] for result in results} == {rule["id"] for rule in rules}

    def test_level(self, results: list[dict[str, Any]]) -> None:
        assert {result["level"] for result in results} == {"error", "warning", "note"}

    def test_message(self, results: list[dict[str, Any]]) -> None:
        for result in results:
            text = result["message"]["text"]
            # A list shows the first line alone: the fact.
            assert text.splitlines()[0].strip()
            assert "\x1b" not in text

    def test_one_location(self, results: list[dict[str, Any]]) -> None:
        assert all(len(result["locations"]) == 1 for result in results)

    def test_partial_fingerprints(self, results: list[dict[str, Any]]) -> None:
        hashes = [
            (
                result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
                result["ruleId"],
                result["partialFingerprints"]["primaryLocationLineHash"],
            )
            for result in results
        ]
        assert all(re.fullmatch(r"[0-9a-f]{16}:\d+", value) for _, _, value in hashes)
        assert len(set(hashes)) == len(hashes)

    def test_related_locations_are_linked(self, results: list[dict[str, Any]]) -> None:
        related = [result for result in results if "relatedLocations" in result]
        assert related
        for result in related:
            ids = [place["id"] for place in result["relatedLocations"]]
            assert ids == list(range(1, len(ids) + 1))
            linked = re.findall(r"\]\((\d+)\)", result["message"]["text"])
            assert linked == [str(number) for number in ids]
            assert all(place["message"]["text"] for place in result["relatedLocations"])

    def test_fixes(self, results: list[dict[str, Any]]) -> None:
        fixed = [result for result in results if "fixes" in result]
        assert {result["ruleId"] for result in fixed} >= {"S002"}
        for result in fixed:
            for fix in result["fixes"]:
                assert fix["description"]["text"]
                (change,) = fix["artifactChanges"]
                own = result["locations"][0]["physicalLocation"]["artifactLocation"]
                assert change["artifactLocation"] == own
                assert change["replacements"]

    def test_a_fix_changes_what_it_says(self, results: list[dict[str, Any]]) -> None:
        (fix,) = (
            result["fixes"][0]
            for result in results
            if "lines.json" in result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
            and result["ruleId"] == "S002"
        )
        (replacement,) = fix["artifactChanges"][0]["replacements"]
        region = replacement["deletedRegion"]
        line = lines_of("workflows/lines.json")[region["startLine"] - 1]
        start, end = region["startColumn"] - 1, region["endColumn"] - 1
        fixed = line[:start] + replacement["insertedContent"]["text"] + line[end:]
        assert fixed.strip() == STEP

    def test_no_suppressed_result(self, results: list[dict[str, Any]]) -> None:
        assert not any("suppressions" in result for result in results)


class TestLocations:
    def test_artifact_location(self, run: dict[str, Any], results: list[dict[str, Any]]) -> None:
        uris = set()
        for place in places(results):
            artifact = place["physicalLocation"]["artifactLocation"]
            assert artifact["uriBaseId"] in run["originalUriBaseIds"]
            assert re.fullmatch(
                r"(?:[\w./~!$&'()*+,;=:@-]|%[0-9A-F]{2})+", artifact["uri"], re.ASCII
            )
            uris.add(unquote(artifact["uri"]))
        assert uris >= set(DAMAGED)
        assert all(Path(uri).is_file() for uri in uris)

    def test_region(self, results: list[dict[str, Any]]) -> None:
        for place in places(results):
            physical = place["physicalLocation"]
            region = physical["region"]
            start = region["startLine"], region["startColumn"]
            assert min(start) >= 1
            assert start <= (region["endLine"], region["endColumn"])
            lines = lines_of(physical["artifactLocation"]["uri"])
            assert region["endLine"] <= len(lines)
            assert region["endColumn"] <= len(lines[region["endLine"] - 1]) + 1

    def test_snippet(self, run: dict[str, Any], results: list[dict[str, Any]]) -> None:
        assert run["columnKind"] == "unicodeCodePoints"
        shown = [
            place["physicalLocation"]
            for place in places(results)
            if "snippet" in place["physicalLocation"]["region"]
        ]
        assert shown
        for physical in shown:
            region = physical["region"]
            line = lines_of(physical["artifactLocation"]["uri"])[region["startLine"] - 1]
            text = line[region["startColumn"] - 1 : region["endColumn"] - 1]
            assert region["snippet"]["text"] == text
