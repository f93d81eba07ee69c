from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import GOOD, Wfk

TYPO = '"versoin": "1.0.0"'


def test_a_clean_project_says_so_in_one_line(good: Path, wfk: Wfk) -> None:
    ran = wfk("lint")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("1 file, no findings")


def test_findings_exit_1_and_name_file_line_column_code_and_rule(good: Path, wfk: Wfk) -> None:
    good.write_text(good.read_text("utf-8").replace('"version": "1.0.0"', TYPO), "utf-8")
    ran = wfk("lint", "--format", "concise", "workflows")
    assert ran.code == 1
    assert ran.out == (
        "workflows/release.json:5:3: error S002 unknown-key: unknown key 'versoin'\n"
    )


def test_json_output_has_the_published_members(good: Path, wfk: Wfk) -> None:
    good.write_text(good.read_text("utf-8").replace('"version": "1.0.0"', TYPO), "utf-8")
    report = json.loads(wfk("lint", "--format", "json").out)
    (finding,) = report["diagnostics"]
    assert {
        "code", "name", "severity", "path", "line", "column", "endLine", "endColumn", "route",
        "message", "help", "related",
    } <= finding.keys()  # fmt: skip
    assert (finding["line"], finding["column"], finding["route"]) == (5, 3, ["versoin"])
    assert report["summary"]["errors"] == 1


def test_a_missing_path_is_a_usage_error_with_a_guess(good: Path, wfk: Wfk) -> None:
    ran = wfk("lint", "workflow/")
    assert ran.code == 2
    assert "did you mean 'workflows/'" in ran.err


def test_an_unknown_rule_on_the_command_line_is_a_usage_error(good: Path, wfk: Wfk) -> None:
    ran = wfk("lint", "--select", "duplicate-step")
    assert ran.code == 2
    assert "unknown rule 'duplicate-step'" in ran.err


def test_bytes_that_are_no_json_are_a_finding(good: Path, wfk: Wfk) -> None:
    good.write_bytes(b"\xff\xfe\x00{")
    ran = wfk("lint", "--format", "concise")
    assert ran.code == 1
    assert "S000 invalid-json" in ran.out


def test_a_file_that_cannot_be_read_is_a_finding_and_the_rest_goes_on(good: Path, wfk: Wfk) -> None:
    good.write_text(good.read_text("utf-8").replace('"version": "1.0.0"', TYPO), "utf-8")
    (good.parent / "link.json").symlink_to("nowhere.json")
    ran = wfk("lint", "--format", "concise")
    assert ran.code == 1
    assert "workflows/link.json:1:1: error" in ran.out
    assert "the file cannot be read: it is a link to a file that does not exist" in ran.out
    assert "workflows/release.json:5:3" in ran.out


def test_safe_fixes_are_written_and_the_rest_of_the_file_stays(good: Path, wfk: Wfk) -> None:
    before = good.read_text("utf-8")
    good.write_text(before.replace('"version": "1.0.0"', TYPO), "utf-8")
    shown = wfk("lint", "--fix", "--diff")
    assert shown.code == 1
    assert f'-  {TYPO},\n+  "version": "1.0.0",\n' in shown.out
    assert good.read_text("utf-8") != before
    ran = wfk("lint", "--fix")
    assert ran.code == 0
    assert good.read_text("utf-8") == before


def test_a_fix_that_would_cause_another_finding_is_skipped_with_the_reason(
    good: Path, wfk: Wfk
) -> None:
    # Renamed, the key would bring a fragment into force that tests what nobody sets.
    fragment = '[{"id": "deep", "text": "Look deeper.", "when": {"var": "depth"}}]'
    text = good.read_text("utf-8").replace('"title"', f'"promptFragment": {fragment}, "title"')
    good.write_text(text, "utf-8")
    shown = wfk("lint").out
    assert "[*]" not in shown
    assert "= note: the fix is not applied: it would cause C001 " in shown
    ran = wfk("lint", "--fix")
    assert ran.code == 1
    assert ran.err.startswith("1 fix skipped: it would cause another finding\n")
    assert ran.err.count("\n") == 2
    assert "workflows/release.json:7:" in ran.err
    assert ": S002 unknown-key: " in ran.err
    assert "; it would cause C001 " in ran.err
    assert good.read_text("utf-8") == text


SUPPRESS = """
[lint]
profile = "core"

[[lint.suppress]]
rule = "unknown-key"
path = "workflows/*"
reason = "read by our own tool"
"""


def _with_note(good: Path) -> None:
    good.write_text(good.read_text("utf-8").replace('"name"', '"owner": "me",\n  "name"'), "utf-8")


def test_a_suppressed_finding_is_counted_and_not_shown(good: Path, wfk: Wfk) -> None:
    _with_note(good)
    Path("wfk.toml").write_text(SUPPRESS, "utf-8")
    ran = wfk("lint")
    assert ran.code == 0
    assert "1 suppressed" in ran.out


def test_a_suppression_needs_a_reason(good: Path, wfk: Wfk) -> None:
    Path("wfk.toml").write_text(SUPPRESS.replace('reason = "read by our own tool"\n', ""), "utf-8")
    ran = wfk("lint")
    assert ran.code == 2
    assert "wfk.toml:5" in ran.err


def test_an_unused_suppression_is_found_where_it_is_written(good: Path, wfk: Wfk) -> None:
    Path("wfk.toml").write_text(SUPPRESS, "utf-8")
    ran = wfk("lint", "--format", "concise")
    assert ran.code == 1
    assert ran.out.startswith("wfk.toml:5:")
    assert "U001 unused-suppression" in ran.out


def test_a_suppression_for_other_engines_is_not_called_unused(good: Path, wfk: Wfk) -> None:
    Path("wfk.toml").write_text(SUPPRESS.replace("unknown-key", "ignored-gate-condition"), "utf-8")
    assert wfk("lint", "--profile", "style", "--only", "H002,U001").code == 1
    for engine, code in (("3.68.0", 1), ("3.102.0", 0), (">=3.102", 0), (">=3.97", 1)):
        ran = wfk("lint", "--profile", "style", "--only", "H002,U001", "--engine", engine)
        assert ran.code == code, engine


def test_a_pattern_is_not_called_unused_by_a_run_on_some_files(good: Path, wfk: Wfk) -> None:
    Path("wfk.toml").write_text(SUPPRESS, "utf-8")
    assert wfk("lint", str(good.relative_to(Path.cwd()))).code == 0


def test_an_expired_suppression_hides_nothing_and_is_told(good: Path, wfk: Wfk) -> None:
    _with_note(good)
    Path("wfk.toml").write_text(SUPPRESS + "expires = 2020-01-31\n", "utf-8")
    out = wfk("lint", "--format", "concise").out
    assert "U002 expired-suppression" in out
    assert "S002 unknown-key" in out


def test_a_suppression_of_an_unknown_rule_is_an_error(good: Path, wfk: Wfk) -> None:
    Path("wfk.toml").write_text(SUPPRESS.replace("unknown-key", "unknown-kye"), "utf-8")
    out = wfk("lint").out
    assert "U003 unknown-suppressed-rule" in out
    assert "did you mean 'unknown-key'?" in out


def test_suppression_by_step_and_by_route(good: Path, wfk: Wfk) -> None:
    text = good.read_text("utf-8").replace('"title": "Build"', '"title": "Build", "owner": "me"')
    good.write_text(text, "utf-8")
    for place in ('step = "build"', 'route = "steps[0]"', 'route = "steps[0].owner"'):
        Path("wfk.toml").write_text(f"{SUPPRESS}{place}\n", "utf-8")
        assert wfk("lint").code == 0, place
    Path("wfk.toml").write_text(f'{SUPPRESS}step = "other"\n', "utf-8")
    assert wfk("lint").code == 1


def test_only_new_findings_fail_with_a_baseline(good: Path, wfk: Wfk) -> None:
    _with_note(good)
    assert wfk("lint", "--write-baseline").out == "1 finding written to wfk-baseline.json\n"
    ran = wfk("lint", "--baseline", "wfk-baseline.json")
    assert ran.code == 0
    assert "1 in the baseline" in ran.out
    good.write_text(good.read_text("utf-8").replace('"name"', '"color": 1,\n  "name"'), "utf-8")
    ran = wfk("lint", "--baseline", "wfk-baseline.json", "--format", "concise")
    assert ran.code == 1
    assert ran.out.count("\n") == 1
    assert "'color'" in ran.out


def test_the_baseline_survives_a_new_layout_and_a_new_order(good: Path, wfk: Wfk) -> None:
    step = '{"id": "test", "title": "Test", "prompt": "Test it.", "owner": "me"}'
    text = good.read_text("utf-8")
    good.write_text(text.replace('"steps": [', f'"steps": [{step},'), "utf-8")
    wfk("lint", "--write-baseline")
    value = json.loads(good.read_text("utf-8"))
    value["steps"].reverse()
    good.write_text(json.dumps(value, indent=7), "utf-8")
    assert wfk("lint", "--baseline", "wfk-baseline.json").code == 0


def test_a_baseline_entry_that_nothing_answers_to_is_told(good: Path, wfk: Wfk) -> None:
    before = good.read_text("utf-8")
    _with_note(good)
    wfk("lint", "--write-baseline")
    good.write_text(before, "utf-8")
    ran = wfk("lint", "--baseline", "wfk-baseline.json", "--format", "concise")
    assert ran.code == 1
    assert ran.out.startswith("wfk-baseline.json:")
    assert "U004 stale-baseline-entry: 1 of 1 baseline entry is fixed" in ran.out


def test_formatting_keeps_the_hash_and_is_idempotent(good: Path, wfk: Wfk) -> None:
    good.write_text(json.dumps(json.loads(good.read_text("utf-8"))), "utf-8")
    before = wfk("hash", str(good)).out
    assert wfk("fmt", "--check").code == 1
    assert wfk("fmt").code == 0
    assert wfk("fmt", "--check").code == 0
    assert wfk("hash", str(good)).out == before


def test_formatting_refuses_what_it_would_lose(good: Path, wfk: Wfk) -> None:
    good.write_text(good.read_text("utf-8").replace('"name"', '"id": "x",\n  "name"'), "utf-8")
    before = good.read_bytes()
    ran = wfk("fmt")
    assert ran.code == 1
    assert "a duplicate key" in ran.err
    assert good.read_bytes() == before


def test_the_help_for_a_misspelled_loop_input_names_the_list(good: Path, wfk: Wfk) -> None:
    value = json.loads(GOOD)
    blocks = {"goal": "List the sites.", "outputRequired": {"callSites": "list: the places"}}
    value["steps"] = [
        {"id": "list", "title": "List", "promptBlocks": blocks},
        {
            "id": "walk",
            "type": "loop",
            "title": "Walk",
            "loop": {"type": "forEach", "items": "callSite", "maxIterations": 3},
            "body": [{"id": "look", "title": "Look", "prompt": "Look at it."}],
        },
    ]
    good.write_text(json.dumps(value), "utf-8")
    assert "L018" in (out := wfk("lint", "--only", "L018").out)
    assert "= help: did you mean 'callSites'?" in out
