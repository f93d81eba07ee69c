"""A baseline lives: it stays true through everyday work, and says what is no longer needed."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.cli.conftest import GOOD, STEP, Wfk

STEPS = f"""{STEP},
    {{"id": "test", "title": "Test", "prompt": "Run the tests of the release.", "owner": "me"}},
    {{"id": "ship", "title": "Ship", "prompt": "Ship it to the store that I named.", "team": "us"}}"""
OLD = GOOD.replace(STEP, STEPS).replace('"name"', '"color": 1,\n  "name"')
"""A workflow with three unknown keys: one at its top, one each in two steps."""

DEFAULT = Path("wfk-baseline.json")


@pytest.fixture
def old(good: Path, wfk: Wfk) -> Path:
    """A project with three findings, all of them in its baseline."""
    good.write_text(OLD, "utf-8")
    assert wfk("lint", "--write-baseline").out == "3 findings written to wfk-baseline.json\n"
    return good


def _edit(path: Path, *pairs: tuple[str, str]) -> None:
    text = path.read_text("utf-8")
    for before, after in pairs:
        assert before in text
        text = text.replace(before, after)
    path.write_text(text, "utf-8")


def _is_known(wfk: Wfk, number: int) -> None:
    ran = wfk("lint")
    assert (ran.code, ran.err) == (0, "")
    assert f"no findings, {number} in the baseline" in ran.out


def test_it_is_found_by_itself(old: Path, wfk: Wfk) -> None:
    _is_known(wfk, 3)


def test_it_is_found_from_a_folder_below_without_a_configuration(
    old: Path, wfk: Wfk, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("wfk.toml").unlink()
    assert wfk("lint", "--write-baseline", "workflows").code == 0
    monkeypatch.chdir(old.parent)
    assert wfk("lint", "release.json").code == 0
    monkeypatch.chdir("/")
    assert wfk("lint", str(old)).code == 0


def test_it_is_not_looked_for_above_a_repository(old: Path, wfk: Wfk) -> None:
    Path("wfk.toml").unlink()
    (old.parent / ".git").mkdir()
    assert "S002" in wfk("lint", "--format", "concise", "workflows").out


def test_it_can_be_left_out(old: Path, wfk: Wfk) -> None:
    assert wfk("lint", "--no-baseline", "--format", "concise").out.count("S002") == 3


def test_it_survives_edits_elsewhere_in_the_same_places(old: Path, wfk: Wfk) -> None:
    _edit(old, ("Run the tests", "Run all tests"), ('"owner": "me"', '"owner": ["me", "you"]'))
    _edit(old, ('"title": "Ship"', '"title": "Ship it"'), ("Use this", "Use this workflow"))
    _is_known(wfk, 3)


def test_it_survives_formatting_and_another_order(old: Path, wfk: Wfk) -> None:
    value = json.loads(old.read_text("utf-8"))
    value["steps"].reverse()
    old.write_text(json.dumps(value, indent=7), "utf-8")
    _is_known(wfk, 3)
    assert wfk("fmt").code == 0
    _is_known(wfk, 3)


def test_it_follows_a_file_that_moves_with_its_id(old: Path, wfk: Wfk) -> None:
    (old.parent / "cut").mkdir()
    old.rename(old.parent / "cut" / "a-release.json")
    _is_known(wfk, 3)


def test_it_does_not_accept_a_copy_beside_the_original(old: Path, wfk: Wfk) -> None:
    (old.parent / "copy.json").write_text(OLD, "utf-8")
    assert wfk("lint", "--format", "concise").out.count("workflows/copy.json:") >= 3


def test_a_second_finding_of_the_same_kind_is_new(old: Path, wfk: Wfk) -> None:
    _edit(old, ('"owner": "me"', '"owner": "me", "phone": 1'))
    out = wfk("lint", "--format", "concise").out
    assert out.count("\n") == 1
    assert "'phone'" in out


def test_a_fixed_finding_is_told_once_and_pruned(old: Path, wfk: Wfk) -> None:
    _edit(old, (', "owner": "me"', ""), (', "team": "us"', ""))
    ran = wfk("lint", "--format", "concise")
    assert ran.code == 1
    assert ran.out.count("\n") == 1
    assert "U004 stale-baseline-entry: 2 of 3 baseline entries are fixed" in ran.out
    assert "1 warning in 1 of 2 files, 1 in the baseline" in wfk("lint").out
    assert wfk("lint", "--prune-baseline").out == "3 → 1 finding in wfk-baseline.json\n"
    _is_known(wfk, 1)
    assert wfk("lint", "--prune-baseline").out == "1 finding in wfk-baseline.json, as before\n"


def test_pruning_accepts_nothing_new(old: Path, wfk: Wfk) -> None:
    _edit(old, (', "owner": "me"', ', "phone": 1'))
    before = DEFAULT.read_text("utf-8")
    # The rule still finds something in the file: whether the old finding is gone, a person must say.
    assert wfk("lint", "--prune-baseline").code == 0
    assert DEFAULT.read_text("utf-8") == before
    assert "'phone'" in wfk("lint", "--format", "concise").out


def test_a_run_on_some_files_keeps_the_entries_of_the_others(old: Path, wfk: Wfk) -> None:
    other = old.parent / "other.json"
    other.write_text(OLD.replace("acme.release", "acme.other"), "utf-8")
    assert wfk("lint", "--write-baseline", "workflows/other.json").out == (
        "3 → 6 findings in wfk-baseline.json\n"
    )
    assert wfk("lint", "workflows/other.json").code == 0
    _is_known(wfk, 6)
    other.unlink()
    assert wfk("lint", "--write-baseline").out == "6 → 3 findings in wfk-baseline.json\n"


def test_a_run_with_some_rules_judges_only_those(old: Path, wfk: Wfk) -> None:
    for arguments in (("--select", "C001"), ("--only", "I002")):
        assert wfk("lint", *arguments).code == 0
        assert wfk("lint", "--write-baseline", *arguments).out == (
            "3 findings in wfk-baseline.json, as before\n"
        )
    _is_known(wfk, 3)


def test_a_file_that_cannot_be_read_makes_no_entry_stale(old: Path, wfk: Wfk) -> None:
    old.write_text("{", "utf-8")
    out = wfk("lint", "--format", "concise").out
    assert "S000" in out
    assert "U004" not in out


def test_a_suppressed_finding_is_not_called_fixed(old: Path, wfk: Wfk) -> None:
    suppression = '[[lint.suppress]]\nrule = "S002"\nreason = "read by our own tool"\n'
    Path("wfk.toml").write_text(f'[lint]\nprofile = "core"\n{suppression}', "utf-8")
    assert wfk("lint").code == 0


@pytest.mark.parametrize("where", ["accepted.json", "ci/accepted.json"])
def test_a_configured_file_that_is_missing_can_be_written(good: Path, wfk: Wfk, where: str) -> None:
    good.write_text(OLD, "utf-8")
    Path("ci").mkdir()
    Path("wfk.toml").write_text(f'[lint]\nprofile = "core"\nbaseline = "{where}"\n', "utf-8")
    ran = wfk("lint")
    assert (ran.code, ran.err) == (
        2,
        f"wfk: no such baseline: {where}\n     write it with --write-baseline\n",
    )
    assert wfk("lint", "--write-baseline").out == f"3 findings written to {where}\n"
    _is_known(wfk, 3)


def test_fixing_leaves_accepted_findings_alone(old: Path, wfk: Wfk) -> None:
    _edit(old, ('"owner"', '"requireConfirmaton": true, "owner"'))
    wfk("lint", "--write-baseline")
    before = old.read_text("utf-8")
    assert wfk("lint", "--fix").code == 0
    assert old.read_text("utf-8") == before
    DEFAULT.rename("known.json")
    assert wfk("lint", "--fix", "--baseline", "known.json").code == 0
    assert old.read_text("utf-8") == before
    wfk("lint", "--fix", "--no-baseline")
    assert '"requireConfirmation"' in old.read_text("utf-8")


def test_a_baseline_of_an_older_format_says_what_to_do(old: Path, wfk: Wfk) -> None:
    DEFAULT.write_text('{"formatVersion": 1, "findings": []}', "utf-8")
    ran = wfk("lint")
    assert ran.code == 2
    assert "write it anew with --write-baseline" in ran.err


@pytest.mark.parametrize("other", ["--fix", "--diff", "--prune-baseline"])
def test_only_one_thing_is_done_to_the_files(old: Path, wfk: Wfk, other: str) -> None:
    ran = wfk("lint", "--write-baseline", other)
    assert ran.code == 2
    assert "exclude each other" in ran.err


@pytest.mark.parametrize("command", ["stamp", "compile"])
def test_the_baseline_hides_no_error_of_the_engine(good: Path, wfk: Wfk, command: str) -> None:
    good.write_text(good.read_text("utf-8").replace('"name"', '"nme"'), "utf-8")
    wfk("lint", "--write-baseline")
    assert wfk("lint").code == 0
    ran = wfk(command, "workflows")
    assert ran.code == 1
    assert "unknown-key" in ran.out
    assert "stamped:" not in ran.out


def test_entries_of_a_deleted_file_are_stale_where_the_run_searched(old: Path, wfk: Wfk) -> None:
    other = old.parent / "other.json"
    other.write_text(OLD.replace("acme.release", "acme.other"), "utf-8")
    wfk("lint", "--write-baseline")
    other.unlink()
    out = wfk("lint", "--format", "concise", "workflows").out
    assert "U004 stale-baseline-entry: 3 of 6 baseline entries are fixed" in out
    assert "workflows/other.json" in out
    # A run elsewhere cannot know whether the file has moved.
    assert "U004" not in wfk("lint", "--format", "concise", str(old)).out
    assert wfk("lint", "--prune-baseline", str(old)).out == (
        "6 findings in wfk-baseline.json, as before\n"
    )
    assert wfk("lint", "--prune-baseline", "workflows").out == (
        "6 → 3 findings in wfk-baseline.json\n"
    )
    _is_known(wfk, 3)


def test_a_partial_run_keeps_the_entries_of_a_file_that_has_moved(old: Path, wfk: Wfk) -> None:
    other = old.parent / "other.json"
    other.write_text(GOOD.replace("acme.release", "acme.other"), "utf-8")
    Path("flows").mkdir()
    old.rename("flows/release.json")
    wfk("lint", "--write-baseline", str(other))
    _is_known(wfk, 3)


@pytest.mark.parametrize("kind", ["pipe", "link"])
def test_a_baseline_that_cannot_be_read_is_reported_though_it_is_not_named(
    old: Path, wfk: Wfk, kind: str
) -> None:
    DEFAULT.unlink()
    if kind == "pipe":
        os.mkfifo(DEFAULT)
    else:
        DEFAULT.symlink_to("nowhere")
    ran = wfk("lint")
    assert ran.code == 3
    assert ran.err.startswith("wfk: wfk-baseline.json: it is ")


def test_a_named_baseline_that_is_missing_is_a_usage_error(old: Path, wfk: Wfk) -> None:
    ran = wfk("lint", "--baseline", "wfk-baseline.jsn")
    assert ran.code == 2
    assert ran.err == (
        "wfk: no such baseline: wfk-baseline.jsn\n     did you mean 'wfk-baseline.json'?\n"
    )
    assert "--write-baseline" in wfk("lint", "--baseline", "accepted").err
    assert wfk("lint", "--baseline", "x", "--no-baseline").code == 2


def test_a_file_that_cannot_be_read_is_never_accepted(old: Path, wfk: Wfk) -> None:
    (old.parent / "other.json").symlink_to("nowhere.json")
    assert wfk("lint", "--write-baseline").out == "3 findings in wfk-baseline.json, as before\n"
    ran = wfk("lint", "--format", "concise")
    assert (ran.code, ran.out.partition(":")[0]) == (1, "workflows/other.json")


def test_entries_are_not_stale_while_a_misspelled_key_hides_what_they_are_about(
    old: Path, wfk: Wfk
) -> None:
    _edit(old, ('"title": "Test"', '"title": "Test", "agentRole": "short"'))
    assert wfk("lint", "--write-baseline").out == "3 → 4 findings in wfk-baseline.json\n"
    accepted = DEFAULT.read_text("utf-8")
    _edit(old, ("agentRole", "agentrole"))
    ran = wfk("lint", "--format", "concise")
    assert "unknown key 'agentrole'" in ran.out
    assert "U004" not in ran.out
    wfk("lint", "--prune-baseline")
    assert DEFAULT.read_text("utf-8") == accepted
    _edit(old, ("agentrole", "agentRole"))
    _is_known(wfk, 4)
    _edit(old, ('"agentRole": "short"', '"agentRole": "You review releases."'))
    assert "U004 stale-baseline-entry: 1 of 4" in wfk("lint", "--format", "concise").out
