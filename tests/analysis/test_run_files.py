from __future__ import annotations

from workflowkit.analysis.prompts.run_files import RunFiles, run_files
from workflowkit.format.reader import Workflow


def _files(*prompts: str) -> tuple[RunFiles, Workflow]:
    workflow = Workflow(
        {"steps": [{"id": f"s{i}", "prompt": text} for i, text in enumerate(prompts)]}
    )
    return run_files(workflow.all_steps, {}), workflow


def test_the_first_order_to_write_a_file_makes_the_writer() -> None:
    files, _ = _files(
        "Read docs/plan.md.", "Write the plan to `docs/plan.md`.", "Save it as plan.md again."
    )
    assert {name: step.id for name, step in files.writers.items()} == {"plan.md": "s1"}
    assert [step.id for step in files.mentions["plan.md"]] == ["s0", "s1", "s2"]


def test_delegated_files_have_a_writer() -> None:
    files, _ = _files("Delegate it with the file name audit.md.", "deliverable: trace.md")
    assert {name: step.id for name, step in files.writers.items()} == {
        "audit.md": "s0",
        "trace.md": "s1",
    }


def test_steps_of_one_loop_follow_each_other_in_both_directions() -> None:
    body = [{"id": "a", "prompt": "Read x.md."}, {"id": "b", "prompt": "Write x.md."}]
    workflow = Workflow(
        {"steps": [{"id": "l", "type": "loop", "loop": {}, "body": body}, {"id": "c"}]}
    )
    files = run_files(workflow.all_steps, {})
    _, first, second, last = workflow.all_steps
    assert not files.is_after(second, first)
    assert files.is_after(last, first)
