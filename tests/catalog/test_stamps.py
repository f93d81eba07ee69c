"""Stamps and staleness: what a workflow was reviewed with, and what has changed since."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from workflowkit.analysis.analysis import Analysis
from workflowkit.catalog.review import staleness
from workflowkit.catalog.staleness import Staleness
from workflowkit.catalog.stamps import STAMP_FIELD, Stamp, parse, stamp, to_text
from workflowkit.compiler.context import compile_context
from workflowkit.compiler.routines import collect_routines
from workflowkit.config.settings import Config
from workflowkit.errors import UsageError
from workflowkit.run.analyze import analysis_of
from workflowkit.run.context import RunContext
from workflowkit.run.loading import Options, load_context
from workflowkit.spec.pack import Feature, LoadedRules
from workflowkit.text import document

PACK = load_context(Options(), Config()).spec
REFS = {"wr.refs.tone": "Write plainly.", "wr.refs.depth": "Read two levels deep."}
FEATURES = {"wr.features.care": Feature(constraints=([{"kind": "ref", "refId": "wr.refs.tone"}],))}
ROUTINE = {
    "id": "acme.routine-build", "name": "Build", "description": "Builds.", "version": "1.0.0",
    "steps": [{"id": "make", "title": "Make", "prompt": "Make it."}],
}  # fmt: skip
CHANGELOG = [
    {"rulesVersion": 1, "required": ["compiles"], "note": "initial"},
    {"rulesVersion": 2, "required": ["loops-end"]},
    {"rulesVersion": 3, "required": []},
    {"rulesVersion": 4, "required": ["gates-ask", "loops-end"]},
]
TOPICS = [{"rules": [{"id": "loops-end", "rule": "Let every loop end."}]}]
OLD = "2026-01-31"


def rules(version: int) -> LoadedRules:
    return LoadedRules(version, {"changelog": CHANGELOG, "topics": TOPICS})


def context_with(
    refs: dict[str, str] = REFS,
    features: dict[str, Feature] = FEATURES,
    routine: dict[str, Any] = ROUTINE,
) -> RunContext:
    spec = replace(PACK, refs=refs, features=features)
    routines = collect_routines([("build.json", routine)])
    return RunContext(compile=compile_context(spec, routines, None), spec=spec)


def analysis(stamped: Any = None, within: RunContext | None = None, **more: Any) -> Analysis:
    """A workflow that uses a routine, a ref of its own, and a feature that brings another ref."""
    ref = {"kind": "ref", "refId": "wr.refs.depth"}
    value = {
        "id": "acme.release", "name": "Release", "description": "Releases.", "version": "1.0.0",
        "features": ["wr.features.care"],
        "steps": [
            {"id": "read", "title": "Read", "promptBlocks": {"goal": "Read.", "procedure": [[ref]]}},
            {"id": "build", "title": "Build", "templateCall": {"templateId": "wr.templates.routine.acme.routine-build"}},
            {"id": "tell", "title": "Tell", "promptBlocks": {"goal": "Tell."}},
        ],
        **more,
    }  # fmt: skip
    if stamped is not None:
        value[STAMP_FIELD] = stamped
    text = json.dumps(value).replace("Infinity", "1e400")
    item = document.parse(text.encode(), "release.json")
    found = analysis_of(item, within or context_with())
    assert found is not None
    return found


def reasons(
    subject: Analysis, version: int = 1, known: Stamp | None = None
) -> tuple[str, tuple[str, ...]]:
    found = staleness(subject, rules(version), known)
    assert found is not None
    return found.level, found.reasons


def test_the_fixture_is_a_valid_workflow() -> None:
    assert analysis().compilation.errors == ()


def test_without_rules_there_is_nothing_to_say() -> None:
    assert staleness(analysis(1), None, None) is None


@pytest.mark.parametrize("stamped", [None, "1", True, 1.5])
def test_a_workflow_without_a_stamp_is_possibly_stale(stamped: Any) -> None:
    assert reasons(analysis(stamped)) == ("possible", ("it was never stamped",))


def test_a_stamp_of_the_current_rules_is_fresh() -> None:
    assert staleness(analysis(1), rules(1), None) == Staleness("none", (), 1, None)


def test_an_older_stamp_names_the_required_rules_that_changed_since() -> None:
    assert reasons(analysis(1), version=4) == (
        "likely",
        (
            "its stamp, rules version 1, is older than the rules, version 4",
            "rules version 4 changed the required rule 'loops-end': Let every loop end.",
            "rules version 4 changed the required rule 'gates-ask'",
        ),
    )


def test_only_versions_between_stamp_and_rules_count() -> None:
    _, told = reasons(analysis(2), version=3)
    assert told == ("its stamp, rules version 2, is older than the rules, version 3",)


def test_a_newer_stamp_is_likely_stale_as_in_the_engine() -> None:
    assert reasons(analysis(9), version=4) == (
        "likely",
        ("its stamp, rules version 9, is newer than the rules, version 4",),
    )


def test_a_stamp_names_everything_that_the_workflow_is_made_of() -> None:
    made = stamp(analysis(1), 1, OLD)
    assert (made.rules_version, made.stamped_on) == (1, OLD)
    assert set(made.routines) == {"acme.routine-build"}
    assert set(made.refs) == {"wr.refs.depth", "wr.refs.tone"}
    assert set(made.features) == {"wr.features.care"}


def test_right_after_the_stamp_nothing_is_stale() -> None:
    known = stamp(analysis(1), 1, OLD)
    assert staleness(analysis(1), rules(1), known) == Staleness("none", (), 1, OLD)


def test_the_stamp_itself_does_not_count_as_the_workflows_text() -> None:
    known = stamp(analysis(), 1, OLD)
    assert reasons(analysis(1), known=known) == ("none", ())


CHANGED: dict[str, tuple[RunContext, str]] = {
    "routine": (
        context_with(routine={**ROUTINE, "version": "1.0.1"}),
        f"routine 'acme.routine-build' changed since {OLD}; review step 'build'",
    ),
    "ref of its own": (
        context_with(refs={**REFS, "wr.refs.depth": "Read three levels deep."}),
        f"ref 'wr.refs.depth' changed since {OLD}; review step 'read'",
    ),
    "ref that a feature brings": (
        context_with(refs={**REFS, "wr.refs.tone": "Write simply."}),
        f"ref 'wr.refs.tone' changed since {OLD}; review steps 'read', 'tell'",
    ),
    "feature": (
        context_with(features={"wr.features.care": Feature(verify=("It is careful.", [{"kind": "ref", "refId": "wr.refs.tone"}]))}),
        f"feature 'wr.features.care' changed since {OLD}; review steps 'read', 'tell'",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGED)
def test_what_changed_below_the_workflow_makes_it_likely_stale(name: str) -> None:
    known = stamp(analysis(1), 1, OLD)
    now, reason = CHANGED[name]
    assert reasons(analysis(1, now), known=known) == ("likely", (reason,))


def test_a_change_elsewhere_is_no_reason() -> None:
    known = stamp(analysis(1), 1, OLD)
    now = context_with(refs={**REFS, "wr.refs.other": "Something else."})
    assert reasons(analysis(1, now), known=known) == ("none", ())


def test_its_own_text_makes_a_workflow_possibly_stale() -> None:
    known = stamp(analysis(1), 1, OLD)
    assert reasons(analysis(1, name="Release it"), known=known) == (
        "possible",
        (f"its own text changed since {OLD}",),
    )


def test_what_came_in_after_the_stamp_is_told() -> None:
    known = replace(stamp(analysis(1), 1, OLD), refs={})
    level, told = reasons(analysis(1), known=known)
    assert (level, told[0]) == (
        "likely",
        f"ref 'wr.refs.depth' was added since {OLD}; review step 'read'",
    )


def test_all_reasons_are_told_together_and_the_worst_level_counts() -> None:
    known = stamp(analysis(1), 1, OLD)
    now, reason = CHANGED["routine"]
    level, told = reasons(analysis(1, now, name="Release it"), version=2, known=known)
    assert level == "likely"
    assert told == (
        "its stamp, rules version 1, is older than the rules, version 2",
        "rules version 2 changed the required rule 'loops-end': Let every loop end.",
        reason,
        f"its own text changed since {OLD}",
    )


def test_many_steps_are_not_all_listed() -> None:
    steps = [
        {"id": f"step-{number}", "title": "T", "promptBlocks": {"goal": "Do it."}}
        for number in range(6)
    ]
    known = stamp(analysis(1, steps=steps), 1, OLD)
    now, _ = CHANGED["feature"]
    _, told = reasons(analysis(1, now, steps=steps), known=known)
    assert told[0].endswith("review steps 'step-0', 'step-1', 'step-2', 'step-3' and 2 more")


def test_values_that_the_engine_cannot_hash_have_a_stamp_all_the_same() -> None:
    odd = {"about": "\ud800", "recommendedPreferences": {"x": float("inf")}}
    known = stamp(analysis(1, **odd), 1, OLD)
    assert reasons(analysis(1, **odd), known=known) == ("none", ())


def test_a_lock_file_reads_back_as_it_was_written_and_is_sorted() -> None:
    stamps = {
        "b.flow": Stamp(
            2, OLD, "sha256:2", {"z": "sha256:z", "a": "sha256:a"}, {"r": "sha256:r"}, {}
        ),
        "a.flow": Stamp(1, OLD, "sha256:1", {}, {}, {"f": "sha256:f"}),
    }
    text = to_text(stamps)
    assert parse(text, "stamps.json") == stamps
    assert to_text(parse(text, "stamps.json")) == text
    assert text.index('"a.flow"') < text.index('"b.flow"')
    assert text.index('"a"') < text.index('"z"')


RECORD = {
    "rulesVersion": 1, "stampedOn": OLD, "workflow": "sha256:1",
    "routines": {}, "refs": {}, "features": {},
}  # fmt: skip
DAMAGED = [
    [],
    {},
    {**RECORD, "rulesVersion": "1"},
    {**RECORD, "stampedOn": None},
    {**RECORD, "workflow": {}},
    {**RECORD, "refs": []},
    {**RECORD, "refs": {"r": 1}},
]


@pytest.mark.parametrize("record", DAMAGED, ids=str)
def test_a_damaged_stamp_is_named(record: Any) -> None:
    text = json.dumps({"formatVersion": 1, "stamps": {"acme.release": record}})
    with pytest.raises(UsageError) as caught:
        parse(text, "spec/stamps.json")
    assert caught.value.message == "spec/stamps.json: the stamp of 'acme.release' is damaged"
    assert caught.value.help == "delete the entry and stamp the workflow again"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            '{\n  "formatVersion": 1,\n<<<<<<<\n}',
            "spec/stamps.json:3:1: the file has merge-conflict markers",
        ),
        ('{"formatVersion": 2}', "spec/stamps.json: not a lock file of format version 1"),
        ("[]", "spec/stamps.json: not a lock file of format version 1"),
    ],
    ids=["conflict", "newer", "list"],
)
def test_what_is_no_lock_file_is_an_error_with_its_place(text: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse(text, "spec/stamps.json")
    assert caught.value.message == message
    assert caught.value.help == "restore it, or delete it and stamp the workflows again"
