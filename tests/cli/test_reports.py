"""Reports on the command line: several in one run, statistics, settings, and what terminals and shells get."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest

from tests.cli.conftest import GOOD, STEP, Wfk
from workflowkit.cli import terminal
from workflowkit.cli.commands import budget, fmt
from workflowkit.cli.main import wfk as command
from workflowkit.cli.terminal import MANY_FILES, shows_links
from workflowkit.report.formats import FORMATS
from workflowkit.schemas.json_schema import json_schema

BAD = GOOD.replace('"version"', '"verison"').replace(
    STEP, f"{STEP.replace('title', 'tilte')},\n    {STEP}"
)


@pytest.fixture
def bad(good: Path) -> Path:
    """A project with three errors: two unknown keys, which fixes rename, and an id that two steps have."""
    good.write_text(BAD, "utf-8")
    return good


@pytest.mark.usefixtures("bad")
@pytest.mark.parametrize("name", FORMATS)
def test_a_file_gets_what_would_be_printed(name: str, wfk: Wfk) -> None:
    printed = wfk("lint", "--format", name)
    ran = wfk("lint", "--format", "concise", "--output", f"{name}=reports/wfk.out")
    assert (printed.code, ran.code) == (1, 1)
    assert ran.out == wfk("lint", "--format", "concise").out
    written = Path("reports/wfk.out").read_text("utf-8")
    assert _steady(written) == _steady(printed.out)


def _steady(text: str) -> str:
    """*text* without the duration at its end."""
    return text.rpartition(", ")[0] if text.endswith((" ms\n", " s\n")) else text


@pytest.mark.usefixtures("bad")
def test_several_reports_of_one_run_agree(wfk: Wfk) -> None:
    outputs = ("json=a.json", "sarif=a.sarif", "gitlab=b.json", "junit=a.xml", "checkstyle=c.xml")
    ran = wfk("lint", "-q", *(part for each in outputs for part in ("--output", each)))
    assert ran.code == 1
    numbers = {
        len(json.loads(Path("a.json").read_text())["diagnostics"]),
        len(json.loads(Path("a.sarif").read_text())["runs"][0]["results"]),
        len(json.loads(Path("b.json").read_text())),
        len(list(ElementTree.parse("a.xml").iter("failure"))),
        len(list(ElementTree.parse("c.xml").iter("error"))),
    }
    assert numbers == {3}


@pytest.mark.usefixtures("good")
def test_reports_without_findings_are_written_as_well(wfk: Wfk) -> None:
    ran = wfk("lint", "--output", "sarif=a.sarif", "--output", "junit=a.xml")
    assert ran.code == 0
    assert json.loads(Path("a.sarif").read_text())["runs"][0]["results"] == []
    (suites,) = [ElementTree.parse("a.xml").getroot()]
    assert (suites.attrib["tests"], suites.attrib["failures"]) == ("1", "0")


@pytest.mark.usefixtures("bad")
@pytest.mark.parametrize(
    ("given", "code", "message"),
    [
        (("sarf=a",), 2, "unknown format 'sarf'"),
        (("sarif",), 2, "invalid output 'sarif'"),
        (("sarif=",), 2, "invalid output 'sarif='"),
        (("sarif=a", "json=./a"), 2, "two reports for the file ./a"),
        (("sarif=wfk.toml/a",), 3, "wfk.toml/a: "),
        (("sarif=workflows",), 3, "workflows: "),
    ],
)
def test_what_cannot_be_written_is_an_error(
    given: tuple[str, ...], code: int, message: str, wfk: Wfk
) -> None:
    ran = wfk("lint", *(part for each in given for part in ("--output", each)))
    assert ran.code == code
    assert ran.err.splitlines()[0].startswith(f"wfk: {message}")
    # The findings are not lost with the file.
    assert ("unknown-key" in ran.out) == (code == 3)
    assert sorted(os.listdir()) == ["wfk.toml", "workflows"]


def test_a_report_does_not_overwrite_a_workflow(good: Path, wfk: Wfk) -> None:
    before = good.read_bytes()
    link = good.parent.parent / "report.json"
    link.symlink_to(good)
    for path in ("workflows/release.json", "report.json"):
        ran = wfk("lint", "--output", f"json={path}", "workflows")
        assert (ran.code, ran.out) == (2, "")
        assert f"{path} is a workflow, and the report would overwrite it" in ran.err
    assert good.read_bytes() == before


def test_a_path_cannot_begin_a_line_of_an_error_or_a_report(good: Path, wfk: Wfk) -> None:
    for arguments in (
        ("lint", "a\n::error::x"),
        ("breaking", "--against", "a\n  ::error::x"),
        ("explain", "a\n##[error]x"),
    ):
        err = wfk(*arguments).err
        assert "\\n" in err
        assert not any(line.lstrip().startswith(("::", "##")) for line in err.splitlines())
    (good.parent / "a\n::error::z.json").write_text('{"id": "acme.x"', "utf-8")
    for name in ("text", "concise", "junit", "checkstyle", "markdown", "gitlab", "sarif"):
        out = wfk("lint", "--format", name, "workflows").out
        assert "error::z.json" in out or "error%3A%3Az.json" in out, name
        assert not any(line.lstrip().startswith("::") for line in out.splitlines()), name


@pytest.mark.usefixtures("bad")
def test_a_step_of_github_gets_a_summary_after_what_is_there(
    wfk: Wfk, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("summary.md").write_text("# before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "summary.md")
    wfk("lint", "--format", "concise")
    assert Path("summary.md").read_text() == "# before\n"
    ran = wfk("lint", "--format", "github")
    assert ran.out.startswith("::error file=workflows/release.json,")
    summary = Path("summary.md").read_text()
    assert summary.startswith("# before\n### wfk: 3 errors in 1 of 1 file")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "gone/summary.md")
    assert wfk("lint", "--format", "github").code == 3


@pytest.mark.parametrize(
    ("variable", "format_name", "place"),
    [
        ("GITHUB_WORKSPACE", "github", "file=%s/workflows/release.json,"),
        ("CI_PROJECT_DIR", "gitlab", '"path": "%s/workflows/release.json"'),
    ],
)
@pytest.mark.usefixtures("bad")
def test_paths_of_annotations_begin_at_the_checkout(
    wfk: Wfk, monkeypatch: pytest.MonkeyPatch, variable: str, format_name: str, place: str
) -> None:
    folder = Path.cwd()
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)
    monkeypatch.delenv("CI_PROJECT_DIR", raising=False)
    monkeypatch.setenv(variable, str(folder.parent))
    assert place % folder.name in wfk("lint", "--format", format_name).out
    for elsewhere in (folder, folder / "workflows", folder.parent / "another"):
        monkeypatch.setenv(variable, str(elsewhere))
        ran = wfk("lint", "--format", format_name)
        assert place.replace("%s/", "") in ran.out


@pytest.mark.usefixtures("bad")
def test_statistics_count_the_findings_of_each_rule(wfk: Wfk) -> None:
    ran = wfk("lint", "--statistics")
    assert ran.code == 1
    assert ran.out.splitlines()[:3] == [
        "rule                             count  fixable",
        "error    S002 unknown-key            2  2",
        "error    I002 duplicate-step-id      1",
    ]
    record = json.loads(wfk("lint", "--statistics", "--format", "json").out)
    jsonschema.validate(record, json_schema("statistics"))
    assert [(rule["code"], rule["count"], rule["fixable"]) for rule in record["rules"]] == [
        ("S002", 2, 2),
        ("I002", 1, 0),
    ]
    assert record["summary"]["errors"] == 3
    assert wfk("lint", "--statistics", "--format", "sarif").code == 2
    wfk("lint", "--statistics", "--output", "concise=findings.txt")
    assert len(Path("findings.txt").read_text().splitlines()) == 3


@pytest.mark.usefixtures("bad")
def test_a_maximum_cuts_the_list_and_not_the_numbers(wfk: Wfk) -> None:
    ran = wfk("lint", "--max-findings", "1", "--format", "concise")
    assert (ran.code, ran.out.splitlines()[1:]) == (1, ["... 2 more"])
    ran = wfk("lint", "--max-findings", "0")
    assert ran.out.startswith("... 3 more\n")
    assert "3 errors in 1 of 1 file" in ran.out


@pytest.mark.usefixtures("good")
def test_settings_are_shown_with_their_origin(wfk: Wfk) -> None:
    Path("wfk.toml").write_text(
        'paths = ["workflows"]\n[lint]\nprofile = "core"\nselect = ["P"]\nignore = ["P035"]\n'
        '[lint.severity]\nP001 = "off"\n[lint.per-file."old/**"]\nprofile = "import"\n'
    )
    arguments = ("lint", "--show-settings", "--engine", "3.121.0", "--extend-select", "C")
    record = json.loads(wfk(*arguments, "--format", "json").out)
    jsonschema.validate(record, json_schema("settings"))
    (project,) = record["projects"]
    shown = {each["name"]: (each["value"], each["origin"]) for each in project["settings"]}
    assert (project["config"], project["files"]) == ("wfk.toml", 1)
    assert shown["engine"] == ("3.121.0", "--engine")
    assert shown["paths"] == (["workflows"], "wfk.toml")
    assert shown["lint.profile"] == ("core", "wfk.toml")
    assert shown["lint.ignore"] == (["P035"], "wfk.toml")
    assert shown["lint.severity"] == ({"P001": "off"}, "wfk.toml")
    assert shown["lint.per-file"][0]["old/**"]["profile"] == "import"
    assert shown["spec"] == (None, "default")
    severities = {rule["code"]: rule["severity"] for rule in project["rules"]}
    assert severities["S002"] == "error"
    assert severities["P035"] is None
    assert severities["P001"] is None
    text = wfk(*arguments)
    assert text.code == 0
    assert "  engine         3.121.0" in text.out
    assert wfk("lint", "--show-settings", "--format", "github").code == 2


@pytest.mark.usefixtures("bad")
@pytest.mark.parametrize(
    "words", [("breaking", "--against", "workflows"), ("triggers", "validate")]
)
def test_other_commands_offer_every_format(words: tuple[str, ...], wfk: Wfk) -> None:
    Path("triggers.yml").write_text("triggers:\n  - id: go\n    provider: nothing\n")
    for name in FORMATS:
        ran = wfk(*words, "--format", name, "--output", f"{name}=out")
        assert (ran.code, ran.err) in ((0, ""), (1, ""))
        assert _steady(Path("out").read_text()) == _steady(ran.out)


def test_secrets_of_triggers_are_in_no_report(folder: Path, wfk: Wfk) -> None:
    for name in ("", "other/"):
        (folder / name).mkdir(exist_ok=True)
        (folder / name / "wfk.toml").write_text("")
        (folder / name / "triggers.yml").write_text(
            "triggers:\n  - id: go\n    provider: generic\n    workflowId: x\n    goal: Go.\n"
            "    workspacePath: /work\n    hmacSecret: 5ecret-{0}\n"
        )
    for name in FORMATS:
        ran = wfk("lint", "--profile", "style", "--format", name, ".")
        assert "triggers.yml" in ran.out
        assert "5ecret" not in ran.out


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, False),
        ({"TERM_PROGRAM": "iTerm.app"}, True),
        ({"TERM": "xterm-kitty"}, True),
        ({"VTE_VERSION": "7200"}, True),
        ({"VTE_VERSION": "4100"}, False),
        ({"WT_SESSION": "x"}, True),
        ({"WT_SESSION": "x", "CI": "true"}, False),
        ({"TERM_PROGRAM": "vscode", "TERM": "dumb"}, False),
        ({"TERM_PROGRAM": "vscode", "FORCE_HYPERLINK": "0"}, False),
        ({"FORCE_HYPERLINK": "1"}, True),
    ],
)
def test_links_are_for_terminals_that_show_them(
    environment: dict[str, str], expected: bool
) -> None:
    assert shows_links(True, environment) is expected
    assert not shows_links(False, {**environment, "FORCE_HYPERLINK": ""})


@pytest.mark.usefixtures("bad")
def test_a_rule_links_to_its_page(wfk: Wfk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_HYPERLINK", "1")
    start = "\x1b]8;;https://workflowkit.dev/rules/unknown-key\x1b\\S002 unknown-key\x1b]8;;\x1b\\"
    assert start in wfk("lint", "--color", "always").out
    assert "\x1b" not in wfk("lint", "--color", "never").out


def completed(*words: str) -> list[str]:
    """What a shell offers after `wfk` and *words*, whose last one is not complete."""
    from click.shell_completion import ShellComplete

    found = ShellComplete(command, {}, "wfk", "_WFK_COMPLETE")
    return [item.value for item in found.get_completions(list(words[:-1]), words[-1])]


@pytest.mark.usefixtures("good")
def test_shells_complete_rules_ids_formats_and_schemas() -> None:
    Path("triggers.yml").write_text("triggers:\n  - id: nightly\n    provider: generic\n")
    assert completed("explain", "duplicate-step-i") == ["duplicate-step-id"]
    assert completed("lint", "--only", "I002,duplicate-step-i") == ["I002,duplicate-step-id"]
    assert completed("breaking", "--ignore", "Z101") == ["Z101"]
    assert completed("lint", "--format", "s") == ["sarif"]
    assert completed("lint", "--output", "j") == ["json=", "jsonl=", "junit="]
    assert completed("show", "acme.") == ["acme.release"]
    assert completed("triggers", "explain", "n") == ["nightly"]
    assert completed("schema", "diagnostics") == ["diagnostics", "diagnostics-line"]


@pytest.mark.usefixtures("folder")
def test_a_mistake_in_a_file_completes_to_nothing() -> None:
    Path("wfk.toml").write_text("[[[")
    assert completed("show", "acme.") == ["acme."]
    assert completed("triggers", "explain", "n") == []


@pytest.mark.parametrize(
    "line",
    [
        "fmt --check",
        "check",
        "hash workflows",
        "budget",
        "diff old workflows",
        "breaking --against old",
    ],
)
def test_every_long_command_reports_its_progress(
    line: str, folder: Path, wfk: Wfk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in ("workflows", "old"):
        (folder / place).mkdir()
        (folder / place / "r.json").write_text(GOOD, "utf-8")
    seen: list[tuple[int, int]] = []

    def bar(n_files: int, quiet: bool = False) -> Callable[[int, int], None]:
        assert n_files >= 1
        return lambda done, total: seen.append((done, total))

    for module in (terminal, fmt, budget):
        monkeypatch.setattr(module, "progress_for", bar)
    wfk(*line.split())
    assert seen
    done, total = seen[-1]
    assert done == total >= 1


def test_patches_are_in_color_where_it_is_asked_for(folder: Path, wfk: Wfk) -> None:
    (folder / "workflows").mkdir()
    path = folder / "workflows" / "r.json"
    path.write_text(GOOD.replace('"version"', '"versio"').replace("  ", " "), "utf-8")
    for line in ("fmt --diff", "lint --diff"):
        shown = wfk(*line.split(), "--color", "always").out
        assert "\x1b[1m--- a/" in shown
        assert "\x1b[32m+" in shown
        assert "\x1b" not in wfk(*line.split()).out
    for line in ("explain S002", "explain promptBlocks", "list", "show wr.shaping"):
        assert "\x1b[1m" in wfk(*line.split(), "--color", "always").out, line
        assert "\x1b" not in wfk(*line.split()).out


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="no pseudo-terminals here")
def test_long_work_shows_a_bar_on_a_terminal_and_nothing_in_a_pipe(folder: Path) -> None:
    (folder / "workflows").mkdir()
    for number in range(MANY_FILES):
        text = GOOD.replace("acme.release", f"acme.r{number}")
        (folder / "workflows" / f"r{number}.json").write_text(text, "utf-8")
    line = [sys.executable, "-m", "workflowkit", "lint", "-j", "1", "--no-cache"]
    assert subprocess.run(line, capture_output=True, check=True).stderr == b""
    main, other = os.openpty()
    subprocess.run(line, stdout=subprocess.DEVNULL, stderr=other, check=True)
    os.close(other)
    shown = b""
    with contextlib.suppress(OSError):  # At the end of a terminal.
        while chunk := os.read(main, 65536):
            shown += chunk
    os.close(main)
    assert b"files  [####" in shown
    # The line is empty at the end, and the cursor is visible.
    assert shown.rpartition(b"\r\x1b[K")[2].replace(b"\x1b[?25h", b"") == b""
    assert shown.rfind(b"\x1b[?25h") > shown.rfind(b"\x1b[?25l")
