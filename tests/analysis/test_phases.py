from __future__ import annotations

from workflowkit.analysis.prompts.phases import Phases
from workflowkit.analysis.prompts.texts import Passages
from workflowkit.format.reader import Workflow


def _phases(*steps: tuple[str, str, str]) -> Phases:
    workflow = Workflow(
        {"steps": [{"id": id, "title": title, "prompt": prompt} for id, title, prompt in steps]}
    )
    return Phases(workflow, Passages(workflow))


def test_numbers_are_read_from_titles_or_ids() -> None:
    phases = _phases(
        ("phase-0-look", "Look", "x"),
        ("plan", "Phase 1b: Plan", "x"),
        ("build", "Build", "x"),
    )
    assert phases.word == "phase"
    assert dict(phases.label_by_route) == {("steps", 0): "0", ("steps", 1): "1b"}


def test_one_number_is_no_numbering() -> None:
    phases = _phases(("phase-0-look", "Look", "See Phase 2."), ("plan", "Plan", "x"))
    assert phases.word == ""
    assert phases.mentions == ()


def test_mentions_are_related_to_the_step_that_makes_them() -> None:
    phases = _phases(
        ("a", "Phase 1: A", "Phase 1 comes before Phase 2, like Phase 7 and Step 3."),
        ("b", "Phase 2a: B", "Return to Phase 1."),
        ("c", "Phase 2b: C", "Leave phase 2b alone; phases 2 are over, phase 2c is not."),
    )
    assert [(item.label, item.relation, item.is_destination) for item in phases.mentions] == [
        ("1", "same", False),
        ("2", "later", False),
        ("7", "unknown", False),
        ("1", "earlier", True),
        ("2b", "same", False),
        ("2", "same", False),
        ("2c", "unknown", False),
    ]


def test_a_prompt_with_numbered_headings_means_its_own() -> None:
    phases = _phases(("a", "Step 1: A", "x"), ("b", "Step 2: B", "**Step 1**\nDo step 1."))
    assert phases.mentions == ()
