"""Mistakes of 40 kinds, to be planted in workflows that have none.

Each kind is a function that yields the places of a workflow where the mistake can be made, as a function that makes it there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from tests.lint.planting import (
    Plant,
    Step,
    Workflow,
    all_of,
    appended,
    captured,
    conditions,
    decisions,
    dropped,
    loops,
    misspelled,
    moved,
    outputs,
    put,
    reads,
    replaced,
    steps,
    texts,
    values,
)

KINDS: dict[str, tuple[Callable[[Workflow], Iterator[Plant]], frozenset[str]]] = {}
"""Each kind with the codes that name its mistake; none for a mistake that no rule finds."""


def kind(
    *codes: str,
) -> Callable[[Callable[[Workflow], Iterator[Plant]]], Callable[[Workflow], Iterator[Plant]]]:
    """Register a kind of mistake, which a finding of any of *codes* names."""

    def register(
        places: Callable[[Workflow], Iterator[Plant]],
    ) -> Callable[[Workflow], Iterator[Plant]]:
        KINDS[places.__name__] = (places, frozenset(codes))
        return places

    return register


# Kinds of mistakes, in the order of the flow of data, loops, gates, calls and words


@kind("C001", "C022")
def writer_spells_the_key_differently(workflow: Workflow) -> Iterator[Plant]:
    tested = {condition["var"] for condition in conditions(workflow)}
    for step in steps(workflow):
        for key in tested & outputs(step).keys():
            required = outputs(step)
            yield moved(required, key, misspelled(key))


@kind("C026", "C022")
def prompt_reads_a_misspelled_key(workflow: Workflow) -> Iterator[Plant]:
    for key in captured(workflow):
        for step in steps(workflow):
            for owner, at in reads(step, key):
                yield replaced(owner, at, f"`{key}`", f"`{key[:-1]}s{key[-1]}`")


@kind("C018")
def token_in_the_wrong_case(workflow: Workflow) -> Iterator[Plant]:
    for key in captured(workflow):
        for step in steps(workflow):
            for owner, at in texts(step):
                if "{{" + key + "}}" in owner[at]:
                    yield replaced(owner, at, "{{" + key + "}}", "{{" + key.lower() + "}}")


@kind("C026", "C001", "C018", "L018")
def capture_is_dropped(workflow: Workflow) -> Iterator[Plant]:
    for step in steps(workflow):
        for key in outputs(step):
            others = [other for other in steps(workflow) if other is not step]
            is_only = not any(key in outputs(other) for other in others)
            if is_only and any(reads(other, key) for other in others):
                yield dropped(outputs(step), key)


@kind("C027", "C003", "C018", "C004", "C028")
def reader_stands_before_the_writer(workflow: Workflow) -> Iterator[Plant]:
    order = workflow["steps"]
    for i in range(1, len(order) - 2):
        for j in range(i + 1, len(order) - 1):
            if (
                any(reads(order[j], key) for key in outputs(order[i]))
                and "runCondition" not in order[i]
            ):
                yield moved(order, j, i)


@kind("P054")
def file_is_read_before_it_is_written(workflow: Workflow) -> Iterator[Plant]:
    *earlier, last = [step for step in steps(workflow) if texts(step)]
    for early in earlier[:2]:
        yield all_of(
            appended(early, "Read the findings in `round-notes.md` first."),
            appended(last, "Write the findings to `round-notes.md`."),
        )


@kind("P054", "T014")
def file_is_read_under_another_name(workflow: Workflow) -> Iterator[Plant]:
    order = [step for step in steps(workflow) if texts(step)]
    for i in range(1, len(order) - 1):
        yield all_of(
            appended(order[i], "Write the comparison to `option-table.md`."),
            appended(order[i + 1], "Read the comparison in `options-table.md`."),
        )


@kind("C005")
def condition_tests_another_value(workflow: Workflow) -> Iterator[Plant]:
    described = captured(workflow)
    for condition in conditions(workflow):
        if condition.get("equals") in values(described.get(condition["var"], "")):
            yield put(condition, "equals", misspelled(condition["equals"] + "ing"))


@kind("C005")
def writer_offers_another_value(workflow: Workflow) -> Iterator[Plant]:
    tested = {(c["var"], c.get("equals")) for c in conditions(workflow)}
    for step in steps(workflow):
        for key, text in outputs(step).items():
            for value in values(text):
                if (key, value) in tested:
                    yield replaced(outputs(step), key, value, f"{value}ish")


@kind()
def prose_names_a_value_that_is_not_listed(workflow: Workflow) -> Iterator[Plant]:
    for step in steps(workflow):
        for key, text in outputs(step).items():
            if values(text):
                yield appended(step, f"Set `{key}` to `handbook` for a whole department.")


@kind("C005", "C007")
def words_are_compared_as_a_number(workflow: Workflow) -> Iterator[Plant]:
    described = captured(workflow)
    for condition in conditions(workflow):
        if "equals" in condition and values(described.get(condition["var"], "")):
            yield all_of(dropped(condition, "equals"), put(condition, "gt", 0))


@kind("C005")
def tested_value_is_no_longer_offered(workflow: Workflow) -> Iterator[Plant]:
    tested = {(c["var"], c.get("equals")) for c in conditions(workflow)}
    for step in steps(workflow):
        for key, text in outputs(step).items():
            offered = values(text)
            if len(offered) > 2 and (key, offered[-1]) in tested:
                yield replaced(outputs(step), key, f" | {offered[-1]}", "")


@kind("C026", "L009")
def decision_tests_a_key_that_nobody_captures(workflow: Workflow) -> Iterator[Plant]:
    for loop, decision in decisions(workflow):
        for step in loop["body"]:
            for key in outputs(step):
                if reads(decision, key):
                    yield dropped(outputs(step), key)


@kind("L007")
def decision_has_no_rule_for_continue(workflow: Workflow) -> Iterator[Plant]:
    for _, decision in decisions(workflow):
        blocks = decision["promptBlocks"]
        items = blocks.get("procedure", [])
        left = [text for text in items if "continue" not in text.lower()]
        if len(left) < len(items):
            yield put(blocks, "procedure", left or ["Decide."])


@kind("L018", "C001")
def loop_goes_over_a_misspelled_key(workflow: Workflow) -> Iterator[Plant]:
    for loop in loops(workflow):
        if "items" in loop["loop"]:
            yield put(loop["loop"], "items", misspelled(loop["loop"]["items"]))


@kind("C033")
def token_names_a_field_that_items_lack(workflow: Workflow) -> Iterator[Plant]:
    for loop in loops(workflow):
        for step in loop["body"]:
            for owner, at in texts(step):
                for token in re.findall(r"\{\{(\w+\.\w+)\}\}", owner[at]):
                    yield replaced(
                        owner, at, "{{" + token + "}}", "{{" + token.split(".")[0] + ".caption}}"
                    )


@kind("L002", "R009")
def decision_loses_its_contract(workflow: Workflow) -> Iterator[Plant]:
    for _, decision in decisions(workflow):
        yield dropped(decision, "outputContract")


@kind("L004")
def decision_stands_before_the_work(workflow: Workflow) -> Iterator[Plant]:
    for loop, decision in decisions(workflow):
        if len(loop["body"]) > 1:
            yield moved(loop["body"], loop["body"].index(decision), 0)


@kind("C001", "L014")
def loop_waits_for_a_key_that_nobody_sets(workflow: Workflow) -> Iterator[Plant]:
    for loop, decision in decisions(workflow):
        condition = {"var": "everythingSettled", "equals": False}
        yield all_of(
            dropped(decision, "outputContract"),
            dropped(loop["loop"], "conditionSource"),
            put(loop["loop"], "condition", condition),
        )


@kind("L016", "L036", "L037")
def loop_may_run_only_once(workflow: Workflow) -> Iterator[Plant]:
    for loop, _ in decisions(workflow):
        yield put(loop["loop"], "maxIterations", 1)


@kind("C030")
def fragment_contradicts_its_step(workflow: Workflow) -> Iterator[Plant]:
    for step in steps(workflow):
        condition = step.get("runCondition", {})
        for operator, other in (("equals", "not_equals"), ("not_equals", "equals")):
            if operator in condition and texts(step):
                when = {"var": condition["var"], other: condition[operator]}
                fragment = {"id": "planted", "text": "Name the owner of each part.", "when": when}
                yield put(step, "promptFragments", [*step.get("promptFragments", []), fragment])


@kind("C006")
def condition_contradicts_itself(workflow: Workflow) -> Iterator[Plant]:
    for step in steps(workflow):
        condition = step.get("runCondition", {})
        if "equals" in condition:
            other = {"var": condition["var"], "equals": "somethingElse"}
            yield put(step, "runCondition", {"and": [condition, other]})


@kind("C031")
def added_value_has_no_fragment(workflow: Workflow) -> Iterator[Plant]:
    for step in steps(workflow):
        for key, text in outputs(step).items():
            offered = values(text)
            for reader in steps(workflow):
                tested = {
                    fragment["when"].get("equals")
                    for fragment in reader.get("promptFragments", [])
                    if fragment.get("when", {}).get("var") == key
                }
                if len(offered) > 1 and tested >= set(offered):
                    longer = f"{offered[-1]} | unsettled"
                    yield replaced(outputs(step), key, offered[-1], longer)


@kind("P054", "C029", "C028")
def file_is_written_on_the_other_path(workflow: Workflow) -> Iterator[Plant]:
    for condition in conditions(workflow):
        if "equals" in condition:
            order, var, value = workflow["steps"], condition["var"], condition["equals"]
            for i in range(1, len(order) - 1):
                if var in captured({"steps": order[:i]}):
                    yield put(order, slice(i, i), _written_and_read(var, value))
                    break


@kind("C005", "C007")
def list_is_compared_with_a_number(workflow: Workflow) -> Iterator[Plant]:
    for key, text in captured(workflow).items():
        if text.startswith("list"):
            yield put(workflow["steps"][-1], "runCondition", {"var": key, "gt": 2})


@kind("P051", "R009")
def verdict_is_demanded_without_its_contract(workflow: Workflow) -> Iterator[Plant]:
    for step in steps(workflow)[1:]:
        if texts(step):
            yield appended(step, "Return a JSON verdict with the fields grade, reasons and owner.")


@kind("R019")
def contract_is_restated_wrongly(workflow: Workflow) -> Iterator[Plant]:
    for step in steps(workflow):
        if step.get("outputContract", {}).get("contractRef") == "wr.contracts.review_verdict":
            yield appended(step, "In the artifact, `verdict` is `approve` or `reject`.")


@kind("H004")
def gate_is_deleted(workflow: Workflow) -> Iterator[Plant]:
    for step in steps(workflow):
        if step.get("requireConfirmation") and texts(step):
            yield all_of(
                dropped(step, "requireConfirmation"),
                appended(step, "Ask me to accept the choice and wait for my answer."),
            )


@kind("A002")
def assessment_is_no_longer_asked_for(workflow: Workflow) -> Iterator[Plant]:
    for step in steps(workflow):
        if step.get("assessmentRefs"):
            yield all_of(dropped(step, "assessmentRefs"), dropped(step, "assessmentConsequences"))


@kind("A020")
def prompt_grades_in_other_levels(workflow: Workflow) -> Iterator[Plant]:
    named = {assessment["id"]: assessment for assessment in workflow.get("assessments", [])}
    for step in steps(workflow):
        for ref in step.get("assessmentRefs", []):
            dimension = named[ref]["dimensions"][0]["id"]
            yield appended(step, f"Rate {dimension} as good, fair or poor.")


@kind("A004")
def consequence_names_an_unknown_level(workflow: Workflow) -> Iterator[Plant]:
    for step in steps(workflow):
        for consequence in step.get("assessmentConsequences", []):
            if "anyEqualsLevel" in consequence.get("when", {}):
                yield put(consequence["when"], "anyEqualsLevel", "catastrophic")


@kind("T002", "T003")
def argument_is_misspelled(workflow: Workflow) -> Iterator[Plant]:
    for step in workflow["steps"]:
        args = step.get("templateCall", {}).get("args", {})
        for name in args:
            yield moved(args, name, misspelled(name))


@kind("R017", "X004")
def routine_is_misspelled_in_a_prompt(workflow: Workflow) -> Iterator[Plant]:
    for step in steps(workflow):
        for owner, at in texts(step):
            for name in re.findall(r"wr\.routine-[a-z-]+", owner[at]):
                yield replaced(owner, at, name, name.removesuffix(name[-2:]) + name[-1] + name[-2])
        if texts(step):
            yield appended(step, "Delegate the search to `wr.routine-context-gatherer`.")


@kind("P050")
def prompt_names_a_step_that_does_not_exist(workflow: Workflow) -> Iterator[Plant]:
    for step in steps(workflow)[2:]:
        if texts(step):
            yield appended(step, 'Use the numbers from step "Weigh the harvest".')


@kind()
def prompt_contradicts_itself(workflow: Workflow) -> Iterator[Plant]:
    for step in steps(workflow)[1:]:
        if "promptBlocks" in step and step["promptBlocks"].get("constraints"):
            blocks = step["promptBlocks"]
            yield all_of(
                put(blocks, "constraints", [*blocks["constraints"], "Create or change no file."]),
                appended(step, "Write the result to the file of the plan."),
            )


@kind("C026", "C001", "C018", "L018", "C027")
def step_loses_its_outputs(workflow: Workflow) -> Iterator[Plant]:
    for step in steps(workflow):
        others = [other for other in steps(workflow) if other is not step]
        if any(reads(other, key) for key in outputs(step) for other in others):
            yield all_of(
                dropped(step["promptBlocks"], "outputRequired"),
                dropped(step["promptBlocks"], "verify"),
            )


@kind("P038")
def side_effect_without_a_gate(workflow: Workflow) -> Iterator[Plant]:
    for step in steps(workflow)[1:]:
        if texts(step) and not step.get("requireConfirmation"):
            yield appended(step, "Then run `git push --force` on the branch.")


@kind()
def prompts_name_different_limits(workflow: Workflow) -> Iterator[Plant]:
    order = [step for step in steps(workflow) if texts(step)]
    for i in range(1, len(order) - 1):
        yield all_of(
            appended(order[i], "The report has at most 600 words."),
            appended(order[i + 1], "Write the report in 1000 to 1500 words."),
        )


@kind("M003")
def outcome_is_asked_for_too_early(workflow: Workflow) -> Iterator[Plant]:
    for step in steps(workflow)[:-1]:
        if "outputRequired" in step.get("promptBlocks", {}):
            outcomes = "one of success | partial | abandoned | error"
            yield put(outputs(step), "metrics_outcome", outcomes)


@kind("S008", "M005", "S012", "E004")
def last_step_reports_nothing_on_some_paths(workflow: Workflow) -> Iterator[Plant]:
    for condition in conditions(workflow):
        if "equals" in condition and "runCondition" not in workflow["steps"][-1]:
            yield put(workflow["steps"][-1], "runCondition", dict(condition))


def _written_and_read(key: str, value: str) -> list[Step]:
    """Return two steps, the second of which reads what the first writes on other paths only."""
    return [
        {
            "id": "write-limits",
            "title": "Write the limits",
            "prompt": "Write the table of limits to `limit-table.md`.",
            "runCondition": {"var": key, "not_equals": value},
        },
        {
            "id": "apply-limits",
            "title": "Apply the limits",
            "prompt": "Read `limit-table.md` and apply its limits.",
            "runCondition": {"var": key, "equals": value},
        },
    ]
