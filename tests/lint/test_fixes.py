"""A fix that is skipped says why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tests.lint.harness import complete, parse, run_context
from workflowkit.batch.analyze import workflow_subject
from workflowkit.diagnostics import Diagnostic, Edit, Finding, Fix, Severity
from workflowkit.lint.fixes import Fixed, fix_file
from workflowkit.lint.subjects.subject import FileSubject, Reason

TEXT = complete('{"steps": [{"id": "one", "title": "One", "prompt": "Read."}]}')
Lint = Callable[[FileSubject], list[Diagnostic]]


@dataclass(frozen=True)
class Offer:
    """A finding with a fix, made while the text holds *trigger*."""

    name: str
    edits: tuple[Edit, ...]
    trigger: str = ""
    safe: bool = True
    changes: str = ""


def _diagnostic(offer: Offer) -> Diagnostic:
    fix = Fix("change it", offer.edits, offer.safe, offer.changes)
    finding = Finding((), offer.name, fix=fix)
    return Diagnostic("X001", offer.name, Severity.ERROR, "example.json", None, finding)


def _fixed(text: str, *offers: Offer, unsafe: bool = False) -> Fixed:
    def lint(subject: FileSubject) -> list[Diagnostic]:
        text = subject.document.text
        return [_diagnostic(offer) for offer in offers if offer.trigger in text]

    subject = workflow_subject(parse(text), run_context())
    return fix_file(subject, lint, unsafe=unsafe)


RENAME = Edit("set", ("name",), "Other")
CASES = {
    Reason.NO_PLACE: Offer("gone", (Edit("delete", ("nothing",)),)),
    Reason.NO_CHANGE: Offer("same", (Edit("set", ("name",), "Example"),)),
    Reason.INVALID: Offer("invalid", (Edit("set", ("steps",), 3),)),
    Reason.OTHER_SNAPSHOT: Offer("other", (Edit("set", ("steps", 0, "prompt"), "Write."),)),
}


@pytest.mark.parametrize("reason", CASES)
def test_a_fix_that_breaks_its_promise_is_skipped(reason: Reason) -> None:
    fixed = _fixed(TEXT, CASES[reason])
    assert (fixed.text, fixed.applied) == (TEXT, ())
    assert [skipped.reason for skipped in fixed.skipped] == [reason]


def test_a_declared_change_of_the_snapshot_is_applied() -> None:
    edits = (Edit("set", ("steps", 0, "prompt"), "Write."),)
    fixed = _fixed(TEXT, Offer("other", edits, trigger="Read.", changes="the prompt"))
    assert '"Write."' in fixed.text
    assert (len(fixed.applied), fixed.skipped) == (1, ())


def test_a_safe_fix_that_causes_a_finding_is_skipped() -> None:
    rename = Offer("rename", (RENAME,), trigger='"Example"', changes="the name")
    worse = Offer("worse", (), trigger='"Other"')
    fixed = _fixed(TEXT, rename, worse)
    assert fixed.text == TEXT
    assert [skipped.reason for skipped in fixed.skipped] == [Reason.NEW_FINDING]


@pytest.mark.parametrize("name", ["Example", "Other"])
def test_fixes_that_undo_each_other_leave_the_text(name: str) -> None:
    there = Offer("there", (RENAME,), trigger='"Example"', safe=False)
    back = Offer("back", (Edit("set", ("name",), "Example"),), trigger='"Other"', safe=False)
    text = TEXT.replace('"Example"', f'"{name}"')
    fixed = _fixed(text, there, back, unsafe=True)
    assert (fixed.text, fixed.applied) == (text, ())
    assert [skipped.reason for skipped in fixed.skipped] == [Reason.NEW_FINDING]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (TEXT.replace("Read.", "Read \x80."), Reason.NOT_UTF8),
        (TEXT.replace('"title"', '"title": "Two", "title"'), Reason.REPEATED_KEYS),
    ],
    ids=["bytes", "keys"],
)
def test_a_file_that_cannot_be_written_back_is_left(text: str, reason: Reason) -> None:
    from workflowkit.source import document

    context = run_context()
    item = document.parse(text.encode("latin-1"), "example.json")
    rename = _diagnostic(Offer("rename", (RENAME,)))
    fixed = fix_file(workflow_subject(item, context), lambda _: [rename], unsafe=False)
    assert [skipped.reason for skipped in fixed.skipped] == [reason]
