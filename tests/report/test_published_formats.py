"""Reports for other programs: valid by their published schemas, the same findings in each, and safe whatever the files hold."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest
import xmlschema

from tests.report.test_renderings import SOURCES, example
from workflowkit.diagnostics import Finding, Identified, Related, Severity
from workflowkit.lint.baseline import entry
from workflowkit.lint.rule_texts import rule_text
from workflowkit.lint.rules import ALL
from workflowkit.report.formats import FORMATS, renderer
from workflowkit.report.placing import place
from workflowkit.report.result import Result
from workflowkit.report.style import PLAIN
from workflowkit.schemas.json_schema import json_schema
from workflowkit.text.document import parse

SCHEMAS = Path(__file__).parent / "schemas"
HOSTILE = (
    "'x' \n::error::no ]]> & <b> | `code` [a](http://e.vil) {0} @user #12 www.e.vil "
    '\x1b[31m \x07 \u202e \ufffe \ud800 <!-- "q" %0A \r\t\\'
)
"""Text that means something in each of the formats."""


def hostile() -> Result:
    document = parse(b'{"id": "a", "steps": [{"id": "b"}]}', "a|b`,:]]>\n<c>.json")
    finding = Finding(("steps", 0), HOSTILE, HOSTILE, HOSTILE, related=(Related(("id",), HOSTILE),))
    levels = [Severity.ERROR, Severity.WARNING, Severity.INFO]
    identified = [Identified("S002", "unknown-key", level, finding) for level in levels]
    return Result(shown=tuple(place(document, identified, {})), n_files=1, tool_version="1.2.3")


EMPTY = Result(shown=(), n_files=2, tool_version="1.2.3")
RESULTS = {"example": (example(), SOURCES), "hostile": (hostile(), {}), "empty": (EMPTY, {})}


def rendered(name: str, which: str) -> str:
    return renderer(name, rule_text)(*RESULTS[which], PLAIN)


@pytest.mark.parametrize("which", RESULTS)
def test_sarif_is_valid_by_the_schema_of_oasis(which: str) -> None:
    schema = json.loads((SCHEMAS / "sarif-schema-2.1.0.json").read_text("utf-8"))
    validator = jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker())
    errors = validator.iter_errors(json.loads(rendered("sarif", which)))
    assert [f"{error.json_path}: {error.message}" for error in errors] == []


@pytest.mark.parametrize("which", RESULTS)
def test_gitlab_is_valid_by_the_documented_properties(which: str) -> None:
    schema = json.loads((SCHEMAS / "gitlab-code-quality.json").read_text("utf-8"))
    issues = json.loads(rendered("gitlab", which))
    errors = jsonschema.Draft202012Validator(schema).iter_errors(issues)
    assert [error.message for error in errors] == []
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)


@pytest.mark.parametrize("which", RESULTS)
def test_junit_is_valid_by_the_schema_of_jenkins(which: str) -> None:
    schema = xmlschema.XMLSchema(SCHEMAS / "junit-10.xsd")
    errors = schema.iter_errors(ElementTree.fromstring(rendered("junit", which)))
    assert [str(error.reason) for error in errors] == []


@pytest.mark.parametrize("which", RESULTS)
@pytest.mark.parametrize("name", ["diagnostics", "diagnostics-line"])
def test_json_and_its_lines_are_valid_by_the_published_schemas(name: str, which: str) -> None:
    lines = rendered("jsonl", which).splitlines()
    texts = lines if name == "diagnostics-line" else [rendered("json", which)]
    validator = jsonschema.Draft202012Validator(json_schema(name))
    assert [
        error.message for text in texts for error in validator.iter_errors(json.loads(text))
    ] == []


def places_in(name: str, text: str) -> Counter[tuple[str, int]]:
    """The rule and the line of every finding in a report."""
    if name == "json":
        found = [(each["code"], each["line"]) for each in json.loads(text)["diagnostics"]]
    elif name == "jsonl":
        records = [json.loads(line)["diagnostic"] for line in text.splitlines()]
        found = [(each["code"], each["line"]) for each in records if each]
    elif name == "sarif":
        results = json.loads(text)["runs"][0]["results"]
        found = [
            (each["ruleId"], each["locations"][0]["physicalLocation"]["region"]["startLine"])
            for each in results
        ]
    elif name == "gitlab":
        found = [
            (each["description"][:4], each["location"]["lines"]["begin"])
            for each in json.loads(text)
        ]
    elif name == "checkstyle":
        errors = ElementTree.fromstring(text).iter("error")
        found = [(each.attrib["source"][4:8], int(each.attrib["line"])) for each in errors]
    else:
        pattern = {
            "text": r"\[(\w\d{3}) [^\n]*\n *--> [^\n]*?:(\d+):\d+",
            "concise": r":(\d+):\d+: \w+ (\w\d{3}) ",
            "github": r"line=(\d+),.*title=(\w\d{3}) ",
            "junit": r'testcase name="(\w\d{3}) [\w-]+ (\d+):',
            "markdown": r":(\d+):\d+</code> \| \[(\w\d{3})\]",
        }[name]
        pairs = [sorted(pair, reverse=True) for pair in re.findall(pattern, text)]
        found = [(code, int(line)) for code, line in pairs]
    return Counter(found)


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_has_every_finding(name: str) -> None:
    expected = Counter((found.code, found.span.start.line) for found in example().shown)
    assert places_in(name, rendered(name, "example")) == expected


@pytest.mark.parametrize("name", FORMATS)
def test_hostile_text_stays_text(name: str) -> None:
    text = rendered(name, "hostile")
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e\ud800]", text)
    if name in ("concise", "github"):
        # One line for each finding, whatever the texts hold.
        assert len(text.splitlines()) == 3
    if name == "github":
        assert re.findall(r"^::(\w+) ", text, re.MULTILINE) == ["error", "warning", "notice"]
    if name in ("junit", "checkstyle"):
        assert not re.search("]]>|\ufffe", text)
        root = ElementTree.fromstring(text)
        values = [value for each in root.iter() for value in each.attrib.values()]
        assert any("::error::no ]]> & <b> | `code`" in value for value in values)


def test_markdown_renders_hostile_text_as_plain_cells() -> None:
    rows = [row for row in rendered("markdown", "hostile").splitlines() if "<code>" in row]
    assert len(rows) == 3
    for row in rows:
        # Cells are separated by unescaped bars alone.
        assert len(re.findall(r"(?<!\\)\|", row)) == 4
        cells = row.split("[S002](https://workflowkit.dev/rules/unknown-key)")[1]
        assert not re.search(r"(?<!\\)[`\[\]]|<(?!br>|!-- -->)|://|@\w|#\d|www\.", cells)


def test_identical_findings_have_fingerprints_of_their_own_in_each_service() -> None:
    issues = json.loads(rendered("gitlab", "hostile"))
    assert len({issue["fingerprint"] for issue in issues}) == 3
    results = json.loads(rendered("sarif", "hostile"))["runs"][0]["results"]
    numbers = [each["partialFingerprints"]["primaryLocationLineHash"][-2:] for each in results]
    assert numbers == [":1", ":2", ":3"]


def test_fingerprints_are_those_of_the_baseline() -> None:
    results = json.loads(rendered("sarif", "example"))["runs"][0]["results"]
    expected = [
        entry(found, SOURCES.get(found.path), found.path).fingerprint for found in example().shown
    ]
    assert [each["partialFingerprints"]["wfkFingerprint/v1"] for each in results] == expected
    records = json.loads(rendered("json", "example"))["diagnostics"]
    assert [record["fingerprint"] for record in records] == expected


class TestWhatCodeScanningReads:
    """The properties that GitHub documents for SARIF files of other tools: the required ones are there, the others within their limits."""

    @pytest.fixture
    def run(self) -> dict[str, Any]:
        return json.loads(rendered("sarif", "example"))["runs"][0]

    def test_the_log_names_schema_and_version(self) -> None:
        log = json.loads(rendered("sarif", "example"))
        assert log["$schema"] == "https://json.schemastore.org/sarif-2.1.0.json"
        assert (log["version"], len(log["runs"])) == ("2.1.0", 1)

    def test_the_tool_has_name_and_semantic_version(self, run: dict[str, Any]) -> None:
        driver = run["tool"]["driver"]
        assert (driver["name"], driver["semanticVersion"]) == ("wfk", "1.2.3")

    def test_each_rule_is_described(self, run: dict[str, Any]) -> None:
        for rule in run["tool"]["driver"]["rules"]:
            assert rule["id"]
            assert 0 < len(rule["name"]) <= 255
            assert 0 < len(rule["shortDescription"]["text"]) <= 1024
            assert 0 < len(rule["fullDescription"]["text"]) <= 1024
            assert rule["help"]["text"]
            assert rule["help"]["markdown"].startswith("# ")
            assert rule["helpUri"].startswith("https://workflowkit.dev/rules/")
            assert rule["defaultConfiguration"]["level"] in ("note", "warning", "error")
            properties = rule["properties"]
            assert properties["precision"] in ("very-high", "high", "medium", "low")
            assert properties["problem.severity"] in ("error", "warning", "recommendation")
            assert 0 < len(properties["tags"]) <= 20
            # Without it, alerts are about quality and not about security.
            assert "security-severity" not in properties

    def test_each_result_has_rule_message_place_and_fingerprint(self, run: dict[str, Any]) -> None:
        rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
        for result in run["results"]:
            assert rules[result["ruleIndex"]] == result["ruleId"]
            assert result["level"] in ("note", "warning", "error")
            assert result["message"]["text"]
            assert result["partialFingerprints"]["primaryLocationLineHash"]
            (location,) = result["locations"]
            physical = location["physicalLocation"]
            assert not physical["artifactLocation"]["uri"].startswith(("/", "./", "file:"))
            region = physical["region"]
            assert region["startLine"] >= 1
            assert region["startColumn"] >= 1
            start = region["startLine"], region["startColumn"]
            assert start <= (region["endLine"], region["endColumn"])

    def test_related_places_are_linked_in_the_message(self, run: dict[str, Any]) -> None:
        (result,) = (each for each in run["results"] if each.get("relatedLocations"))
        related = result["relatedLocations"]
        assert [place["id"] for place in related] == [1, 2, 3]
        linked = re.findall(r"\[([^\]]+)\]\((\d)\)", result["message"]["text"])
        assert linked == [(place["message"]["text"], str(place["id"])) for place in related]

    def test_suppressed_findings_are_left_out(self, run: dict[str, Any]) -> None:
        assert all("suppressions" not in result for result in run["results"])

    def test_a_fix_replaces_the_text_of_its_region(self, run: dict[str, Any]) -> None:
        (result,) = (each for each in run["results"] if each.get("fixes"))
        (change,) = result["fixes"][0]["artifactChanges"]
        (replacement,) = change["replacements"]
        region = replacement["deletedRegion"]
        line = SOURCES["workflows/release.json"].text.splitlines()[region["startLine"] - 1]
        before, after = line[: region["startColumn"] - 1], line[region["endColumn"] - 1 :]
        fixed = before + replacement["insertedContent"]["text"] + after
        assert fixed == '  "clarificationPrompts": ["Which version?"],'

    def test_a_snippet_is_the_text_of_its_region(self, run: dict[str, Any]) -> None:
        snippets = {
            result["ruleId"]: result["locations"][0]["physicalLocation"]["region"]["snippet"][
                "text"
            ]
            for result in run["results"]
            if "snippet" in result["locations"][0]["physicalLocation"]["region"]
        }
        assert snippets["S002"] == '"clarificationPrompt"'
        assert snippets["P030"] == "nowhere"


def test_descriptions_of_every_rule_fit_code_scanning() -> None:
    texts = [rule_text(rule.code) for rule in ALL]
    assert {text.code for text in texts if not text.summary or len(text.summary) > 1024} == set()
    assert {text.code for text in texts if len(text.name) > 255} == set()


def test_a_maximum_lists_the_worst_and_counts_all() -> None:
    limited = Result(shown=example().shown, n_files=12, maximum=4)
    listed = json.loads(renderer("json")(limited, SOURCES, PLAIN))["diagnostics"]
    assert [found["severity"] for found in listed] == ["error"] * 4
    assert limited.n_omitted == len(limited.shown) - 4
    for name in FORMATS:
        text = renderer(name, rule_text)(limited, SOURCES, PLAIN)
        assert "P030" not in text.replace("also: ", "") or name in ("text", "markdown")
    assert "\n... 2 more\n" in renderer("text")(limited, SOURCES, PLAIN)
    assert renderer("concise")(limited, SOURCES, PLAIN).endswith("... 2 more\n")
    summary = json.loads(renderer("json")(limited, SOURCES, PLAIN))["summary"]
    assert (summary["warnings"], summary["infos"], summary["omitted"]) == (1, 1, 2)


def test_a_comment_has_a_size_that_services_take() -> None:
    document = parse(b"{}", "a.json")
    found = [
        Identified("S002", "unknown-key", Severity.ERROR, Finding((), f"{number} {'x' * 400}"))
        for number in range(500)
    ]
    many = Result(shown=tuple(place(document, found, {})), n_files=1)
    text = renderer("markdown")(many, {}, PLAIN)
    assert len(text) < 65_536
    listed = text.count("<code>")
    assert text.endswith(f"\n… {500 - listed} more\n")
