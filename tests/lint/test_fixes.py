"""A fix that is skipped says why."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from tests.lint.running_rules import complete, parse, run_context
from workflowkit.diagnostics import Diagnostic, Edit, Finding, Fix, Severity
from workflowkit.lint.fixes import MAX_TRIALS, FixChoice, Fixed, fix_file
from workflowkit.lint.subjects.subject import FileSubject, Reason
from workflowkit.run.analyze import workflow_subject
from workflowkit.text.positions import Position, Span
from workflowkit.text.routes import TextRange

TEXT = complete('{"steps": [{"id": "one", "title": "One", "prompt": "Read."}]}')
Lint = Callable[[FileSubject], list[Diagnostic]]

START = Span(Position(1, 1, 0), Position(1, 1, 0))


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
    return Diagnostic("X001", offer.name, Severity.ERROR, "example.json", START, finding)


def _fixed(text: str, *offers: Offer, unsafe: bool = False) -> Fixed:
    def lint(subject: FileSubject) -> list[Diagnostic]:
        text = subject.document.text
        return [_diagnostic(offer) for offer in offers if offer.trigger in text]

    subject = workflow_subject(parse(text), run_context())
    return fix_file(subject, lint, FixChoice(unsafe))


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


def test_an_unsafe_fix_that_causes_a_finding_is_skipped() -> None:
    rename = Offer("rename", (RENAME,), trigger='"Example"', safe=False)
    worse = Offer("worse", (), trigger='"Other"')
    fixed = _fixed(TEXT, rename, worse, unsafe=True)
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
    from workflowkit.text import document

    context = run_context()
    item = document.parse(text.encode("latin-1"), "example.json")
    rename = _diagnostic(Offer("rename", (RENAME,)))
    fixed = fix_file(workflow_subject(item, context), lambda _: [rename])
    assert [skipped.reason for skipped in fixed.skipped] == [reason]


def _many(n_steps: int) -> str:
    steps = ", ".join(
        f'{{"id": "s-{number}", "title": "One", "prompt": "Read {number}."}}'
        for number in range(n_steps)
    )
    return complete(f'{{"steps": [{steps}]}}')


@pytest.mark.parametrize("n_bad", [0, 3])
def test_the_file_is_linted_a_few_times_however_many_fixes_it_has(n_bad: int) -> None:
    n_runs = 0

    def lint(subject: FileSubject) -> list[Diagnostic]:
        nonlocal n_runs
        n_runs += 1
        text = subject.document.text
        worse = Offer("worse", ())
        return [
            _diagnostic(Offer(f"title {number}", (Edit("set", ("steps", number, "title"), new),)))
            for number in range(100)
            for new in ["Worse" if number < n_bad else "Two"]
            if f'"s-{number}", "title": "One"' in text
        ] + [_diagnostic(worse)] * text.count("Worse")

    fixed = fix_file(workflow_subject(parse(_many(100)), run_context()), lint)
    # Titles change the snapshot, which the fixes do not declare.
    assert len(fixed.skipped) == 100
    declared = _declared(lint)
    n_runs = 0
    fixed = fix_file(workflow_subject(parse(_many(100)), run_context()), declared)
    assert (len(fixed.applied), len(fixed.skipped)) == (100 - n_bad, n_bad)
    assert fixed.text.count('"Two"') == 100 - n_bad
    assert n_runs <= (2 if n_bad == 0 else 40)


def test_fixes_that_all_fail_are_tried_a_limited_number_of_times() -> None:
    n_runs = 0

    def lint(subject: FileSubject) -> list[Diagnostic]:
        nonlocal n_runs
        n_runs += 1
        text = subject.document.text
        titles = [
            Offer(f"title {number}", (Edit("set", ("steps", number, "title"), "Worse"),))
            for number in range(300)
            if f'"s-{number}", "title": "One"' in text
        ]
        return [*map(_diagnostic, titles), *[_diagnostic(Offer("worse", ()))] * text.count("Worse")]

    subject = workflow_subject(parse(_many(300)), run_context())
    fixed = fix_file(subject, _declared(lint))
    assert fixed.text == _many(300)
    assert n_runs <= MAX_TRIALS + 1
    assert len(fixed.skipped) == 300
    assert {skipped.reason for skipped in fixed.skipped} == {Reason.NEW_FINDING, Reason.TOO_MANY}


def _declared(lint: Lint) -> Lint:
    """What *lint* finds, with fixes that declare a change."""

    def with_changes(subject: FileSubject) -> list[Diagnostic]:
        found = lint(subject)
        return [
            replace(item, finding=replace(item.finding, fix=replace(fix, changes="the title")))
            if (fix := item.finding.fix)
            else item
            for item in found
        ]

    return with_changes


def _step(**members: object) -> str:
    step = {"id": "two", "title": "Two", "prompt": "Read."} | members
    return complete(json.dumps({"steps": [{"id": "one", "title": "One", "prompt": "Read."}, step]}))


PROMPT = ("steps", 1, "prompt")
CITED = {
    "a sign that a criterion demands": (
        _step(
            prompt="Mark it \u2705.", validationCriteria=[{"type": "contains", "value": "\u2705"}]
        ),
        Edit("set", PROMPT, "Mark it ."),
    ),
    "a function that a prompt calls": (
        _step(prompt="Then checkpoint().", functionDefinitions=[{"name": "checkpoint"}]),
        Edit("delete", ("steps", 1, "functionDefinitions")),
    ),
    "a file that a prompt opens": (
        _step(prompt="Read notes.md.", templateCall={"args": {"out": "notes.md"}}),
        Edit("delete", ("steps", 1, "templateCall", "args", "out")),
    ),
}


@pytest.mark.parametrize("name", CITED)
def test_what_another_part_names_is_not_deleted(name: str) -> None:
    text, edit = CITED[name]
    fixed = _fixed(text, Offer("cited", (edit,), safe=False), unsafe=True)
    assert (fixed.text, fixed.applied) == (text, ())
    assert [skipped.reason for skipped in fixed.skipped] == [Reason.CITED]


UNCITED = {
    "a sign that only decorates": (
        _step(prompt="Go \u2705."),
        Edit("set", PROMPT, "Go ."),
    ),
    "a name that is put right": (
        _step(prompt="Read `fileNmae`.", validationCriteria=[{"value": "fileNmae"}]),
        Edit("set", PROMPT, "Read `fileName`."),
    ),
    "a name that stays defined": (
        _step(prompt="Open notes.md.", args={"out": "notes.md", "in": "notes.md"}),
        Edit("delete", ("steps", 1, "args", "out")),
    ),
}


@pytest.mark.parametrize("name", UNCITED)
def test_what_no_other_part_needs_may_go(name: str) -> None:
    text, edit = UNCITED[name]
    offer = Offer("free", (edit,), trigger=text, safe=False)
    assert len(_fixed(text, offer, unsafe=True).applied) == 1


def test_a_file_that_is_not_json_can_be_repaired() -> None:
    broken = TEXT.replace('"One",', '"One",,')
    at = broken.index(",,")
    comma = Edit("replace", TextRange(at, at + 1), "")

    def lint(subject: FileSubject) -> list[Diagnostic]:
        is_broken = subject.document.broken is not None
        return [_diagnostic(Offer("comma", (comma,)) if is_broken else Offer("revealed", ()))]

    subject = workflow_subject(parse(broken), run_context())
    assert fix_file(subject, lint).text == TEXT
