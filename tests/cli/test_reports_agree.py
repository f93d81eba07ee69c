"""All formats of one run list the same findings, read by the parsers of their kinds."""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

import pytest
from markdown_it import MarkdownIt

from tests.cli.conftest import GOOD, STEP, Wfk
from workflowkit.report.formats import FORMATS

PROJECT = Path(__file__).parent / "golden_project"
CONFIGURATION = """\
paths = ["workflows"]
[lint]
profile = "style"
[[lint.suppress]]
rule = "missing-about"
path = "workflows/review.json"
reason = "it is internal"
"""
LEVELS = {"note": "info", "notice": "info", "recommendation": "info", "major": "error", "minor": "warning"}  # fmt: skip


class Listed(NamedTuple):
    """What every format says of a finding."""

    path: str
    line: int
    code: str
    severity: str


Listing = Counter[Listed]


def of_json(text: str) -> Listing:
    return Counter(_of_record(record) for record in json.loads(text)["diagnostics"])


def of_jsonl(text: str) -> Listing:
    records = [json.loads(line)["diagnostic"] for line in text.splitlines()]
    return Counter(_of_record(record) for record in records if record)


def _of_record(record: dict[str, object]) -> Listed:
    return Listed(*(record[name] for name in ("path", "line", "code", "severity")))


def of_sarif(text: str) -> Listing:
    found: Listing = Counter()
    for result in json.loads(text)["runs"][0]["results"]:
        place = result["locations"][0]["physicalLocation"]
        level = LEVELS.get(result["level"], result["level"])
        uri, line = place["artifactLocation"]["uri"], place["region"]["startLine"]
        found[Listed(uri, line, result["ruleId"], level)] += 1
    return found


def of_gitlab(text: str) -> Listing:
    return Counter(
        Listed(
            issue["location"]["path"],
            issue["location"]["lines"]["begin"],
            issue["description"].split()[0],
            LEVELS.get(issue["severity"], issue["severity"]),
        )
        for issue in json.loads(text)
    )


def of_checkstyle(text: str) -> Listing:
    return Counter(
        Listed(
            file.attrib["name"],
            int(error.attrib["line"]),
            error.attrib["source"].split(".")[1],
            error.attrib["severity"],
        )
        for file in ElementTree.fromstring(text).iter("file")
        for error in file.iter("error")
    )


def of_junit(text: str) -> Listing:
    root = ElementTree.fromstring(text)
    found: Listing = Counter()
    for test in root.iter("testcase"):
        code, _, place = test.attrib["name"].split()
        failure = test.find("failure")
        severity = "info" if failure is None else failure.attrib["type"]
        found[Listed(test.attrib["classname"], int(place.split(":")[0]), code, severity)] += 1
    failures = sum(count for listed, count in found.items() if listed.severity != "info")
    assert (root.attrib["tests"], root.attrib["failures"]) == (str(found.total()), str(failures))
    return found


def of_markdown(text: str) -> Listing:
    tokens = MarkdownIt().enable("table").parse(text)
    cells: list[str] = []
    found: Listing = Counter()
    for token in tokens:
        if token.type == "tr_open":
            cells = []
        elif token.type == "inline":
            cells.append(token.content)
        elif token.type == "tr_close" and len(cells) == 3 and cells[0]:
            path, line, _ = re.sub(r"</?code>", "", cells[1]).rsplit(":", 2)
            found[Listed(path, int(line), cells[2][1:5], cells[0])] += 1
    return found


def of_github(text: str) -> Listing:
    found: Listing = Counter()
    for line in text.splitlines():
        command, properties = line.removeprefix("::").split("::")[0].split(" ", 1)
        (fields,) = csv.reader([properties])
        values = dict(field.split("=", 1) for field in fields)
        severity = LEVELS.get(command, command)
        found[Listed(values["file"], int(values["line"]), values["title"][:4], severity)] += 1
    return found


def of_concise(text: str) -> Listing:
    found = re.findall(r"^(.*?):(\d+):\d+: (\w+) (\w\d{3}) ", text, re.MULTILINE)
    return Counter(Listed(path, int(line), code, level) for path, line, level, code in found)


def of_text(text: str) -> Listing:
    pattern = r"^(\w+)\[(\w\d{3}) [^\n]*\n *--> (.*?):(\d+):\d+"
    found = re.findall(pattern, text, re.MULTILINE)
    return Counter(Listed(path, int(line), code, level) for level, code, path, line in found)


READ: dict[str, Callable[[str], Listing]] = {
    "text": of_text,
    "concise": of_concise,
    "json": of_json,
    "jsonl": of_jsonl,
    "sarif": of_sarif,
    "github": of_github,
    "gitlab": of_gitlab,
    "junit": of_junit,
    "markdown": of_markdown,
    "checkstyle": of_checkstyle,
}


@pytest.fixture
def project(folder: Path, wfk: Wfk) -> Path:
    """A project with findings, of which one is suppressed and one file's are in the baseline."""
    shutil.copytree(PROJECT, folder, dirs_exist_ok=True)
    Path("wfk.toml").write_text(CONFIGURATION)
    wfk("lint", "--write-baseline", "workflows/review.json")
    wrong = GOOD.replace('"version"', '"verison"').replace(STEP, f"{STEP},\n    {STEP}")
    Path("workflows/wrong.json").write_text(wrong)
    retired = GOOD.replace("acme.release", "acme.retired").replace(
        '"prompt": "', '"prompt": "Delegate to `routine-hypothesis-challenge` first. ', 1
    )
    Path("workflows/retired.json").write_text(retired)
    return folder


def summary(wfk: Wfk) -> dict[str, int]:
    return json.loads(wfk("lint", "--format", "json").out)["summary"]


def test_every_format_is_read() -> None:
    assert set(READ) == set(FORMATS)


@pytest.mark.usefixtures("project")
def test_the_project_has_findings_of_each_kind(wfk: Wfk) -> None:
    numbers = summary(wfk)
    kinds = ("errors", "warnings", "infos", "suppressed", "baselined", "fixable")
    assert [kind for kind in kinds if not numbers[kind]] == []


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("name", READ)
def test_all_formats_list_the_same_findings(name: str, wfk: Wfk) -> None:
    ran = wfk("lint", "--format", "json", "--output", f"{name}=one", "--output", "concise=two")
    expected = of_json(ran.out)
    numbers = json.loads(ran.out)["summary"]
    by_severity = Counter(listed.severity for listed in expected.elements())
    assert by_severity == {
        severity: numbers[f"{severity}s"] for severity in ("error", "warning", "info")
    }
    assert READ[name](Path("one").read_text("utf-8")) == expected
    assert of_concise(Path("two").read_text("utf-8")) == expected


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("name", READ)
def test_a_maximum_lists_the_same_findings_in_all_formats(name: str, wfk: Wfk) -> None:
    whole = json.loads(wfk("lint", "--format", "json").out)["summary"]
    ran = wfk("lint", "--max-findings", "3", "--format", "json", "--output", f"{name}=one")
    listed = of_json(ran.out)
    assert listed.total() == 3
    assert READ[name](Path("one").read_text("utf-8")) == listed
    total = whole["errors"] + whole["warnings"] + whole["infos"]
    assert json.loads(ran.out)["summary"] == {**whole, "omitted": total - 3}


@pytest.mark.usefixtures("project")
def test_summaries_of_people_have_the_numbers_of_json(wfk: Wfk) -> None:
    numbers = summary(wfk)
    expected = (
        f"{numbers['errors']} errors, {numbers['warnings']} warnings, {numbers['infos']} infos in "
        f"{numbers['filesWithFindings']} of {numbers['files']} files, "
        f"{numbers['fixable']} fixable with --fix [*], {numbers['suppressed']} suppressed, "
        f"{numbers['baselined']} in the baseline"
    )
    expected = re.sub(r"\b1 (error|warning|info)s", r"1 \1", expected)
    assert expected in wfk("lint").out
    heading = wfk("lint", "--format", "markdown").out.splitlines()[0]
    assert MarkdownIt().parseInline(heading)[0].children
    assert re.sub(r"\\(.)", r"\1", heading) == f"### wfk: {expected}"
    statistics = json.loads(wfk("lint", "--statistics", "--format", "json").out)
    assert statistics["summary"] == numbers
    assert sum(rule["fixable"] for rule in statistics["rules"]) == numbers["fixable"]


@pytest.mark.usefixtures("project")
def test_fixable_findings_are_the_same(wfk: Wfk) -> None:
    numbers = summary(wfk)
    record = json.loads(wfk("lint", "--format", "json").out)
    safe = [each for each in record["diagnostics"] if each["fix"] and each["fix"]["safe"]]
    assert len(safe) == numbers["fixable"]
    text = wfk("lint").out
    assert len(re.findall(r"^\w+\[\w\d{3} .*\[\*\]$", text, re.MULTILINE)) == numbers["fixable"]
