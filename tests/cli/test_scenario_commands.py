from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from tests.cli.conftest import Wfk
from tests.simulation.flows import TEXT
from workflowkit.schemas.json_schema import json_schema
from workflowkit.text.yaml_values import read_yaml


@pytest.fixture
def project(folder: Path) -> Path:
    """A project with one workflow, and its proposed scenarios."""
    (folder / "workflows").mkdir()
    (folder / "workflows/release.json").write_text(TEXT, "utf-8")
    return folder


@pytest.fixture
def proposed(project: Path, wfk: Wfk) -> Path:
    assert wfk("scenarios", "propose", "workflows/release.json").code == 0
    return project


@pytest.mark.usefixtures("folder")
def test_scenarios_are_listed_without_a_run(wfk: Wfk) -> None:
    Path("scenarios/away").mkdir(parents=True)
    Path("scenarios/away/one.yaml").write_text("title: One of two\nanswers: []\n")
    Path("scenarios/away/two.yaml").write_text("[")
    result = wfk("test", "--list", "scenarios/away")
    assert (
        result.out == "scenarios/away/one.yaml: One of two\nscenarios/away/two.yaml\n2 scenarios\n"
    )
    record = json.loads(
        wfk("test", "--list", "scenarios/away", "-k", "one", "--format", "json").out
    )
    Draft202012Validator(json_schema("scenario-list")).validate(record)
    assert [each["title"] for each in record["scenarios"]] == ["One of two"]
    assert wfk("test", "--list", "--update").code == 2


def test_proposed_scenarios_pass_and_cover_everything_that_is_feasible(
    proposed: Path, wfk: Wfk
) -> None:
    names = sorted(path.name for path in (proposed / "scenarios/release").iterdir())
    # One run each for one pass, two passes and the bound; a decision is needed for none.
    assert len(names) == 3
    ran = wfk("test", "--coverage")
    assert ran.code == 0
    assert ran.out.startswith("3 scenarios, 3 passed\n")
    assert "100%" in ran.out
    assert "not covered" not in ran.out


def test_proposing_names_what_is_infeasible_and_why(project: Path, wfk: Wfk) -> None:
    ran = wfk("scenarios", "propose", "workflows/release.json", "--dry-run")
    assert ran.code == 0
    assert not (project / "scenarios").exists()
    assert (
        "infeasible: loop rounds: none: without a decision before it the loop begins its first pass"
        in ran.out
    )


def test_proposals_are_not_written_over(proposed: Path, wfk: Wfk) -> None:
    ran = wfk("scenarios", "propose", "workflows/release.json")
    assert ran.code == 2
    assert "the file exists" in ran.err
    assert wfk("scenarios", "propose", "workflows/release.json", "--force").code == 0


def test_a_broken_condition_is_named_with_its_step(proposed: Path, wfk: Wfk) -> None:
    path = proposed / "workflows/release.json"
    path.write_text(TEXT.replace('"equals": "deep"', '"equals": "depe"'), "utf-8")
    ran = wfk("test")
    assert ran.code == 1
    assert "expected 'inspect'" in ran.out
    assert "'inspect' runs when" in ran.out
    assert 'because mode is "deep"' in ran.out
    assert 'triage: mode="deep"' in ran.out


def test_an_update_shows_and_writes(proposed: Path, wfk: Wfk) -> None:
    path = proposed / "workflows/release.json"
    path.write_text(TEXT.replace('"equals": "deep"', '"equals": "quick"'), "utf-8")
    before = {each: each.read_text() for each in (proposed / "scenarios/release").iterdir()}
    ran = wfk("test", "--update", "--dry-run")
    assert ran.code == 1
    assert "-    - inspect" in ran.out
    assert {each: each.read_text() for each in before} == before
    assert wfk("test", "--update").code == 0
    assert wfk("test").code == 0


def test_an_update_reports_what_it_cannot_change(project: Path, wfk: Wfk) -> None:
    (project / "scenarios/release").mkdir(parents=True)
    (project / "scenarios/release/a.yaml").write_text("expect: {sentences: {seen: [Nowhere]}}\n")
    ran = wfk("test", "--update")
    assert ran.code == 1
    assert "the text 'Nowhere' is not read" in ran.out


def test_results_follow_their_schema(proposed: Path, wfk: Wfk) -> None:
    ran = wfk("test", "--format", "json")
    report = json.loads(ran.out)
    Draft202012Validator(json_schema("test")).validate(report)
    assert (report["passed"], report["failed"]) == (3, 0)
    assert report["scenarios"][0]["steps"][0] == "triage"


def test_junit_has_a_case_for_each_scenario(proposed: Path, wfk: Wfk) -> None:
    (proposed / "scenarios/release/z.yaml").write_text("expect: {end: blocked}\n", "utf-8")
    (proposed / "scenarios/release/zz.yaml").write_text("expct: {}\n", "utf-8")
    ran = wfk("test", "--format", "junit")
    assert ran.code == 1
    suites = ET.fromstring(ran.out)
    (suite,) = suites
    assert suite.attrib["tests"] == "5"
    assert (suite.attrib["failures"], suite.attrib["errors"]) == ("1", "1")
    failure = suite.find("testcase/failure")
    assert failure is not None
    assert failure.attrib["message"].startswith("end: the run is complete at 'publish'")
    error = suite.find("testcase/error")
    assert error is not None
    assert "zz.yaml:1:1: unknown key 'expct'; did you mean 'expect'?" in (error.text or "")


def test_scenarios_are_chosen_by_words_paths_and_workflows(proposed: Path, wfk: Wfk) -> None:
    assert wfk("test", "-k", "ONE pass").out == "1 scenario, 1 passed\n"
    assert wfk("test", "workflows/release.json").out == "3 scenarios, 3 passed\n"
    assert wfk("test", "scenarios/release").out == "3 scenarios, 3 passed\n"
    name = next((proposed / "scenarios/release").iterdir()).name
    assert wfk("test", f"scenarios/release/{name}").out == "1 scenario, 1 passed\n"
    assert wfk("test", "nowhere").code == 2
    (proposed / "other.json").write_text(TEXT, "utf-8")
    ran = wfk("test", "other.json")
    assert (ran.code, "wfk scenarios propose other.json" in ran.err) == (2, True)


def test_a_scenario_without_a_workflow_cannot_be_run(project: Path, wfk: Wfk) -> None:
    (project / "scenarios/relase").mkdir(parents=True)
    (project / "scenarios/relase/a.yaml").write_text("title: x\n")
    ran = wfk("test")
    assert ran.code == 1
    assert "no workflow belongs to the folder" in ran.out
    text = "workflow: ../../workflows/release.json\nexpect: {end: complete}\n"
    (project / "scenarios/relase/a.yaml").write_text(text)
    assert wfk("test").code == 0


def test_excluded_scenarios_are_not_run(project: Path, wfk: Wfk) -> None:
    for folder in ("scenarios/release", "old/scenarios/release", "out/scenarios/release"):
        (project / folder).mkdir(parents=True)
        (project / folder / "a.yaml").write_text("title: x\nexpect: {end: complete}\n", "utf-8")
    assert "3 scenarios" in wfk("test").out
    (project / "wfk.toml").write_text('exclude = ["old/"]\n', "utf-8")
    (project / ".gitignore").write_text("/out/\n", "utf-8")
    ran = wfk("test")
    assert (ran.code, ran.out) == (0, "1 scenario, 1 passed\n")


def test_the_engine_of_a_scenario_is_followed(project: Path, wfk: Wfk) -> None:
    (project / "scenarios/release").mkdir(parents=True)
    scenario = project / "scenarios/release/a.yaml"
    scenario.write_text("engine: 3.121.0\nexpect: {end: complete}\n")
    assert wfk("test").code == 0
    scenario.write_text("engine: 0.0.1\n")
    assert wfk("test").code == 1


def test_thresholds_fail_the_run(proposed: Path, wfk: Wfk) -> None:
    (proposed / "wfk.toml").write_text("[test.coverage]\ntotal = 100\npaths = 100\n", "utf-8")
    ran = wfk("test", "--coverage")
    # Six paths, quick or deep and three ways out of the loop, of which three runs take three.
    assert ran.code == 1
    assert "paths 50.0% (3 of 6); expected at least 100%" in ran.err
    (proposed / "wfk.toml").write_text("[test.coverage]\npaths = 50\n", "utf-8")
    assert wfk("test", "--coverage").code == 0
    (proposed / "wfk.toml").write_text("[test.coverage]\npath = 50\n", "utf-8")
    ran = wfk("test")
    assert ran.code == 2
    assert "did you mean 'paths'?" in ran.err
    (proposed / "wfk.toml").write_text("[test.coverage]\npaths = 101\n", "utf-8")
    assert "expected a number from 0 to 100" in wfk("test").err


def test_coverage_is_written_in_three_formats(proposed: Path, wfk: Wfk) -> None:
    files = [f"--coverage-report={name}:coverage.{name}" for name in ("json", "xml", "html")]
    assert wfk("test", *files).code == 0
    record = json.loads((proposed / "coverage.json").read_text())
    Draft202012Validator(json_schema("scenario-coverage")).validate(record)
    (flow,) = record["workflows"]
    assert flow["shares"]["loops"] == {"covered": 3, "feasible": 3, "percent": 100.0}
    assert flow["shares"]["total"]["percent"] == 100.0
    root = ET.fromstring((proposed / "coverage.xml").read_text().split("\n", 2)[2])
    lines = {int(line.attrib["number"]): line.attrib for line in root.iter("line")}
    at = 1 + TEXT[: TEXT.index('"runCondition"')].count("\n")
    assert lines[at]["condition-coverage"] == "100% (2/2)"
    page = (proposed / "coverage.html").read_text("utf-8")
    assert "<script" not in page
    assert "http://www.w3.org/2000/svg" in page
    assert page.count("http:") == page.count("http://www.w3.org/2000/svg") > 0


def test_what_is_not_covered_is_listed(project: Path, wfk: Wfk) -> None:
    (project / "scenarios/release").mkdir(parents=True)
    (project / "scenarios/release/a.yaml").write_text("expect: {end: complete}\n")
    ran = wfk("test", "--coverage")
    assert ran.code == 0
    assert "  condition inspect runCondition: true\n" in ran.out
    assert "  step inspect\n" in ran.out
    assert "loop rounds: none" not in ran.out


def test_a_wrong_coverage_report_is_a_usage_error(proposed: Path, wfk: Wfk) -> None:
    assert wfk("test", "--coverage-report", "htm:x").code == 2
    assert wfk("test", "--coverage-report", "x.html").code == 2


def test_a_run_with_answers_and_the_first_values(project: Path, wfk: Wfk) -> None:
    (project / "a.yaml").write_text("answers:\n  - {step: triage, context: {mode: deep}}\n")
    arguments = ("--answers", "a.yaml", "--auto", "--save", "out.yaml")
    ran = wfk("simulate", "workflows/release.json", *arguments)
    assert ran.code == 0
    assert "inspect: completed" in ran.out
    # The first allowed decision is to continue, up to the bound.
    assert "rounds@3/decide: completed" in ran.out
    assert ran.out.endswith("the run is complete\nwritten: out.yaml\n")
    saved = read_yaml((project / "out.yaml").read_text()).value
    assert saved["expect"]["path"][1] == "inspect"
    assert wfk("simulate", "workflows/release.json", "--auto", "--save", "out.yaml").code == 3


def test_exploring_lists_paths_with_answers_and_sizes(project: Path, wfk: Wfk) -> None:
    ran = wfk("simulate", "workflows/release.json", "--explore")
    assert ran.code == 0
    assert ran.out.startswith("acme.flow, engine 3.68.0: 6 paths\n")
    assert 'triage: mode="deep"' in ran.out
    assert "3 runs cover everything that is feasible (no fewer can)" in ran.out
    ran = wfk("simulate", "workflows/release.json", "--explore", "--format", "json")
    report = json.loads(ran.out)
    Draft202012Validator(json_schema("exploration")).validate(report)
    assert (report["nPaths"], len(report["paths"]), len(report["cover"])) == (6, 6, 3)
    ran = wfk("simulate", "workflows/release.json", "--explore", "--max-paths", "2")
    assert "more than 2 paths" in ran.out


@pytest.mark.parametrize(
    "arguments",
    [("--explore", "--auto"), ("--format", "json"), ("--answers", "missing.yaml")],
)
def test_options_that_exclude_each_other(
    project: Path, wfk: Wfk, arguments: tuple[str, ...]
) -> None:
    assert wfk("simulate", "workflows/release.json", *arguments).code == 2


def test_invalid_answers_are_reported_with_their_place(project: Path, wfk: Wfk) -> None:
    (project / "a.yaml").write_text("answers:\n  - {step: triag}\n")
    ran = wfk("simulate", "workflows/release.json", "--answers", "a.yaml")
    assert ran.code == 2
    assert "a.yaml:2:12: workflow 'acme.flow' has no step 'triag'" in ran.err


def test_proposals_for_another_engine_name_it_so_that_they_pass(project: Path, wfk: Wfk) -> None:
    ran = wfk("scenarios", "propose", "workflows/release.json", "--engine", "3.121.0")
    assert ran.code == 0
    texts = [path.read_text("utf-8") for path in (project / "scenarios/release").iterdir()]
    assert texts
    assert all("3.121.0" in text for text in texts)
    assert wfk("test").code == 0


def test_an_engine_without_quotes_is_answered_with_what_to_write(project: Path, wfk: Wfk) -> None:
    (project / "one.yaml").write_text("workflow: workflows/release.json\nengine: 3.70\n", "utf-8")
    ran = wfk("test", "one.yaml")
    assert ran.code == 1
    assert "one.yaml:2:9: " in ran.out
    assert "; write the version in quotes" in ran.out


def test_unknown_steps_are_listed_by_line(project: Path, wfk: Wfk) -> None:
    text = "workflow: workflows/release.json\nexpect:\n  last: nope\n  path: [nope]\n"
    (project / "one.yaml").write_text(text, "utf-8")
    places = [line.split(": ")[0].strip() for line in wfk("test", "one.yaml").out.splitlines()[1:3]]
    assert places == ["one.yaml:3:9", "one.yaml:4:10"]


def test_a_refused_workflow_is_reported_with_the_engine(project: Path, wfk: Wfk) -> None:
    (project / "one.yaml").write_text("workflow: two.json\n", "utf-8")
    (project / "two.json").write_text('{"id": "acme.two", "steps": []}', "utf-8")
    ran = wfk("test", "one.yaml")
    assert ran.code == 1
    assert "two.json: engine 3.68.0 refuses the workflow; run `wfk lint two.json`" in ran.out


def test_many_paths_are_counted_with_separators(project: Path, wfk: Wfk) -> None:
    flags = [f"flag{number}" for number in range(30)]
    first = {
        "id": "start",
        "title": "Start",
        "promptBlocks": {"goal": "Set them.", "outputRequired": dict.fromkeys(flags, "boolean")},
    }
    steps = [
        {
            "id": f"on-{flag}",
            "title": "On",
            "prompt": "Go.",
            "runCondition": {"var": flag, "equals": True},
        }
        for flag in flags
    ]
    fields = {"id": "acme.flags", "name": "n", "description": "d", "version": "1.0.0"}
    (project / "flags.json").write_text(json.dumps({**fields, "steps": [first, *steps]}), "utf-8")
    ran = wfk("simulate", "flags.json", "--explore")
    assert ran.code == 0
    # 2 to the power of 30.
    assert ran.out.startswith("acme.flags, engine 3.68.0: 1,073,741,824 paths\n")


@pytest.mark.parametrize(
    ("expectation", "message"),
    [
        ("fragments: [a]", "'fragments' is [\"a\"]; expected an object with 'seen' or 'unseen'"),
        ("metrics: []", "'metrics' is []; expected an object of figures"),
        ("sentences: 7", "one.yaml:3:14: 'sentences' is 7; expected an object with 'seen' or"),
        ("sentences: {sen: [a]}", "one.yaml:3:15: unknown key 'sen'; did you mean 'seen'?"),
        ("prompts: {build: a}", "one.yaml:3:20: 'build' is 'a'; expected an object with 'seen' or"),
        ("prompts: {build: {sen: [a]}}", "one.yaml:3:21: unknown key 'sen'; did you mean 'seen'?"),
    ],
)
def test_what_an_expectation_takes_is_named(
    project: Path, wfk: Wfk, expectation: str, message: str
) -> None:
    text = f"workflow: workflows/release.json\nexpect:\n  {expectation}\n"
    (project / "one.yaml").write_text(text, "utf-8")
    assert message in wfk("test", "one.yaml").out


def test_an_unknown_engine_of_a_scenario_is_answered_with_what_can_be_written(
    project: Path, wfk: Wfk
) -> None:
    text = 'workflow: workflows/release.json\nengine: "abc"\n'
    (project / "one.yaml").write_text(text, "utf-8")
    assert "engine version 'abc' is unknown; write 3.66.0 to " in wfk("test", "one.yaml").out


def test_a_scenario_of_another_workflow_is_no_run_of_the_graph(project: Path, wfk: Wfk) -> None:
    (project / "one.yaml").write_text("answers:\n  - {step: nope, notes: x}\n", "utf-8")
    ran = wfk("graph", "workflows/release.json", "--run", "one.yaml")
    assert ran.code == 2
    assert "one.yaml:2:12: workflow 'acme.flow' has no step 'nope'" in ran.err
