from __future__ import annotations

from typing import Any

import pytest

from workflowkit.diagnostics import Edit
from workflowkit.format.compile_error import CompileError
from workflowkit.format.shape import check_shape
from workflowkit.text.routes import Json, Route

Told = tuple[str, Route, str, str]
"""Rule, route, message, help."""


def workflow(**changes: Json) -> dict[str, Any]:
    """A legal workflow with *changes*; a change to ... removes the key."""
    base: dict[str, Any] = {
        "id": "kiln.plan",
        "name": "Kiln",
        "description": "Plans one firing.",
        "version": "1.0.0",
        "steps": [{"id": "load", "title": "Load", "prompt": "Load the kiln."}],
    }
    return _changed(base, changes)


def step(**changes: Json) -> dict[str, Any]:
    """A workflow whose only step has *changes*."""
    base = {"id": "load", "title": "Load", "prompt": "Load the kiln."}
    return workflow(steps=[_changed(base, changes)])


def loop(**changes: Json) -> dict[str, Any]:
    """A workflow whose only step is a loop step with *changes*."""
    base = {
        "id": "rounds",
        "type": "loop",
        "title": "Rounds",
        "loop": {"type": "for", "count": 2, "maxIterations": 4},
        "body": [{"id": "stack", "title": "Stack", "prompt": "Stack one shelf."}],
    }
    return workflow(steps=[_changed(base, changes)])


def config(**changes: Json) -> dict[str, Any]:
    """A workflow with a loop whose configuration has *changes*."""
    return loop(loop=_changed({"type": "for", "count": 2, "maxIterations": 4}, changes))


def _changed(base: dict[str, Any], changes: dict[str, Json]) -> dict[str, Any]:
    return {key: value for key, value in (base | changes).items() if value is not ...}


def told(error: CompileError) -> Told:
    return error.rule, error.route, error.message, error.help


STEP: Route = ("steps", 0)
LOOP: Route = ("steps", 0, "loop")
S001 = "invalid-schema"
S002 = "unknown-key"
CONDITION_KEYS = "known: and, equals, gt, gte, in, lt, lte, not, not_equals, or, var"
RULE = {"type": "contains", "value": "x", "message": "m"}
CONSEQUENCE = {
    "when": {"anyEqualsLevel": "high"},
    "effect": {"kind": "require_followup", "guidance": "Mend it."},
}

ONE_MISTAKE: list[tuple[str, Json, Told]] = [
    (
        "not an object",
        ["steps"],
        (S001, (), """the document is ["steps"]; expected a workflow object""", ""),
    ),
    ("no version", workflow(version=...), (S001, (), "workflow has no 'version'", "add 'version'")),
    (
        "version with a letter",
        workflow(version="v1"),
        (S001, ("version",), "'version' is 'v1'; expected a semantic version such as 1.0.0", ""),
    ),
    (
        "null is not absent",
        workflow(about=None),
        (S001, ("about",), "'about' is null; expected text of 1 to 4096 characters", ""),
    ),
    (
        "singular key",
        workflow(clarificationPrompt=["Which?"]),
        (
            S002,
            ("clarificationPrompt",),
            "unknown key 'clarificationPrompt'",
            "did you mean 'clarificationPrompts'?",
        ),
    ),
    (
        "schema key",
        workflow(**{"$schema": "x"}),
        (
            S002,
            ("$schema",),
            "unknown key '$schema'",
            "delete the key, and associate the schema of 'wfk schema workflow' in the editor settings",
        ),
    ),
    (
        "step key at the top",
        workflow(prompt="Do it."),
        (S002, ("prompt",), "unknown key 'prompt'", "move it: 'prompt' belongs on a step"),
    ),
    (
        "upper case in the id",
        workflow(id="Kiln"),
        (
            S001,
            ("id",),
            "'id' is 'Kiln'; expected an id such as team.release-plan",
            "use 3 to 64 lowercase letters, digits, hyphens or underscores, and at most one dot with two or more of them on each side",
        ),
    ),
    (
        "long name",
        workflow(name="n" * 129),
        (S001, ("name",), "'name' has 129 characters; expected 1 to 128", ""),
    ),
    (
        "empty name",
        workflow(name=""),
        (S001, ("name",), "'name' is empty; expected text of 1 to 128 characters", ""),
    ),
    (
        "no steps",
        workflow(steps=[]),
        (S001, ("steps",), "'steps' is empty; expected at least 1 item", ""),
    ),
    (
        "steps as an object",
        workflow(steps={}),
        (S001, ("steps",), "'steps' is {}; expected a list of steps", ""),
    ),
    (
        "null step",
        workflow(steps=[workflow()["steps"][0], None]),
        (S001, ("steps", 1), "'steps[1]' is null; expected a step object", ""),
    ),
    (
        "repeated feature",
        workflow(features=["a", "b", "a"]),
        (S001, ("features", 2), "'features[2]' repeats 'features[0]'", "delete one of the two"),
    ),
    (
        "text for a list",
        workflow(features="a"),
        (S001, ("features",), "'features' is 'a'; expected a list of feature ids", ""),
    ),
    (
        "fraction for a stamp",
        workflow(validatedAgainstSpecVersion=2.5),
        (
            S001,
            ("validatedAgainstSpecVersion",),
            "'validatedAgainstSpecVersion' is 2.5; expected a whole number of at least 1",
            "",
        ),
    ),
    (
        "slip in a closed set",
        workflow(metricsProfile="codng"),
        (
            S001,
            ("metricsProfile",),
            "'metricsProfile' is 'codng'; expected one of coding, review, research, design, ticket, none",
            "did you mean 'coding'?",
        ),
    ),
    (
        "too many examples",
        workflow(examples=[f"fire the kiln {i}" for i in range(7)]),
        (S001, ("examples",), "'examples' has 7 items; expected 1 to 6", ""),
    ),
    (
        "nothing",
        {},
        (S001, (), "workflow has no 'description', 'id', 'name', 'steps' or 'version'", "add them"),
    ),
    (
        "two keys of a step",
        step(id=..., title=...),
        (S001, STEP, "step has no 'id' or 'title'", "add them"),
    ),
    ("no title", step(title=...), (S001, STEP, "step has no 'title'", "add 'title'")),
    (
        "misspelled title",
        step(title=..., tilte="Load"),
        (S002, (*STEP, "tilte"), "unknown key 'tilte'", "did you mean 'title'?"),
    ),
    (
        "misspelled option",
        step(agentRol="You are a potter."),
        (S002, (*STEP, "agentRol"), "unknown key 'agentRol'", "did you mean 'agentRole'?"),
    ),
    (
        "key of nowhere",
        step(expectedOutput={}),
        (S002, (*STEP, "expectedOutput"), "unknown key 'expectedOutput'", "delete the key"),
    ),
    (
        "underscore in a step id",
        step(id="load_it"),
        (
            S001,
            (*STEP, "id"),
            "'id' is 'load_it'; expected 3 to 64 lowercase letters, digits or hyphens",
            "",
        ),
    ),
    (
        "type on a step with a prompt",
        step(type="lop"),
        (
            S002,
            (*STEP, "type"),
            "unknown key 'type'",
            "move it: 'type' belongs on a loop step or a loop",
        ),
    ),
    (
        "loop type on a step with a prompt",
        step(type="loop"),
        (
            S002,
            (*STEP, "type"),
            "unknown key 'type'",
            "move it: 'type' belongs on a loop step or a loop",
        ),
    ),
    (
        "loop on a step with a prompt",
        step(loop={}),
        (S002, (*STEP, "loop"), "unknown key 'loop'", "move it: 'loop' belongs on a loop step"),
    ),
    (
        "quoted flag",
        step(notesOptional="true"),
        (
            S001,
            (*STEP, "notesOptional"),
            "'notesOptional' is 'true'; expected true or false",
            "remove the quotes",
        ),
    ),
    (
        "text for a confirmation",
        step(requireConfirmation="yes"),
        (
            S001,
            (*STEP, "requireConfirmation"),
            "'requireConfirmation' is 'yes'; expected true, false or a condition object",
            "",
        ),
    ),
    (
        "unknown operator",
        step(runCondition={"and": [{"not": {"var": "a", "startsWith": "b"}}]}),
        (
            S002,
            (*STEP, "runCondition", "and", 0, "not", "startsWith"),
            "unknown key 'startsWith'",
            CONDITION_KEYS,
        ),
    ),
    (
        "overflowing operand",
        step(runCondition={"var": "a", "gt": float("inf")}),
        (
            S001,
            (*STEP, "runCondition", "gt"),
            "'gt' is Infinity; expected a finite number",
            "",
        ),
    ),
    (
        "text operand",
        step(runCondition={"var": "a", "gt": "3"}),
        (
            S001,
            (*STEP, "runCondition", "gt"),
            "'gt' is '3'; expected a number",
            "remove the quotes",
        ),
    ),
    (
        "condition as text",
        step(runCondition="always"),
        (
            S001,
            (*STEP, "runCondition"),
            "'runCondition' is 'always'; expected a condition object",
            "",
        ),
    ),
    (
        "bare rule",
        step(validationCriteria=RULE),
        (
            S001,
            (*STEP, "validationCriteria"),
            "a single validation rule is where a list of rules is expected",
            "put the rule in a list",
        ),
    ),
    (
        "two operators",
        step(validationCriteria={"and": [RULE], "or": [RULE]}),
        (
            S001,
            (*STEP, "validationCriteria"),
            "validation composition has 'and' and 'or'; expected exactly one operator",
            "nest one inside the other",
        ),
    ),
    (
        "rule without message, deep down",
        step(validationCriteria={"not": {"or": [{"type": "regex"}]}}),
        (
            S001,
            (*STEP, "validationCriteria", "not", "or", 0),
            "validation rule has no 'message'",
            "add 'message'",
        ),
    ),
    (
        "two consequences",
        step(assessmentRefs=["risk"], assessmentConsequences=[CONSEQUENCE, CONSEQUENCE]),
        (
            "excessive-consequences",
            (*STEP, "assessmentConsequences"),
            "'assessmentConsequences' has 2 items; expected exactly 1",
            "",
        ),
    ),
    (
        "unknown part",
        step(prompt=..., promptBlocks={"goal": [{"kind": "image", "text": "x"}]}),
        (
            S001,
            (*STEP, "promptBlocks", "goal", 0, "kind"),
            "'kind' is 'image'; expected 'text' or 'ref'",
            "",
        ),
    ),
    (
        "number in outputRequired",
        step(prompt=..., promptBlocks={"outputRequired": {"peak": 1200}}),
        (
            S001,
            (*STEP, "promptBlocks", "outputRequired", "peak"),
            "'peak' is 1200; expected text",
            "",
        ),
    ),
    (
        "list of args",
        step(prompt=..., templateCall={"templateId": "t", "args": ["a"]}),
        (S001, (*STEP, "templateCall", "args"), """'args' is ["a"]; expected an object""", ""),
    ),
    (
        "prompt on a loop step",
        loop(prompt="Do it."),
        (S002, (*STEP, "prompt"), "unknown key 'prompt'", "move it: 'prompt' belongs on a step"),
    ),
    (
        "condition beside the loop",
        loop(condition={"var": "more"}),
        (
            S002,
            (*STEP, "condition"),
            "unknown key 'condition'",
            "move it: 'condition' belongs on a loop",
        ),
    ),
    (
        "misspelled loop type",
        loop(type="lop"),
        (S001, (*STEP, "type"), "'type' is 'lop'; expected 'loop'", "did you mean 'loop'?"),
    ),
    (
        "loop step without type",
        loop(type=...),
        (S001, STEP, "loop step has no 'type'", "add 'type'"),
    ),
    (
        "no bound",
        config(maxIterations=...),
        (
            "missing-loop-bound",
            LOOP,
            "loop has no 'maxIterations'",
            "add 'maxIterations', a number from 1 to 1000",
        ),
    ),
    (
        "bound of zero",
        config(maxIterations=0),
        (
            S001,
            (*LOOP, "maxIterations"),
            "'maxIterations' is 0; expected a number from 1 to 1000",
            "",
        ),
    ),
    (
        "true is not a number",
        config(count=True),
        (
            S001,
            (*LOOP, "count"),
            "'count' is true; expected a number or the name of a context key",
            "",
        ),
    ),
    (
        "unknown loop type",
        config(type="foreach", items="shelves"),
        (
            S001,
            (*LOOP, "type"),
            "'type' is 'foreach'; expected one of while, until, for, forEach",
            "did you mean 'forEach'?",
        ),
    ),
    (
        "while without condition",
        config(type="while"),
        (
            S001,
            LOOP,
            "loop of type 'while' has no 'condition' or 'conditionSource'",
            "add 'condition' or 'conditionSource'",
        ),
    ),
    (
        "while with a misspelled condition",
        config(type="while", conditon={"var": "more"}),
        (S002, (*LOOP, "conditon"), "unknown key 'conditon'", "did you mean 'condition'?"),
    ),
    (
        "forEach without items",
        config(type="forEach"),
        (S001, LOOP, "loop of type 'forEach' has no 'items'", "add 'items'"),
    ),
    (
        "dollar in a variable name",
        config(iterationVar="$i"),
        (
            S001,
            (*LOOP, "iterationVar"),
            "'iterationVar' is '$i'; expected an identifier such as item_count",
            "",
        ),
    ),
    (
        "unknown condition source",
        config(conditionSource={"kind": "artifact", "contractRef": "c"}),
        (
            S001,
            (*LOOP, "conditionSource", "kind"),
            "'kind' is 'artifact'; expected 'artifact_contract' or 'context_variable'",
            "",
        ),
    ),
    (
        "number for a body",
        loop(body=3),
        (S001, (*STEP, "body"), "'body' is 3; expected a list of steps or a step id", ""),
    ),
    (
        "loop in a loop",
        loop(body=loop()["steps"]),
        (
            "nested-loop",
            (*STEP, "body", 0),
            "a loop step is inside a loop body",
            "merge the two loops, or put one after the other",
        ),
    ),
    (
        "null in a body",
        loop(body=[None]),
        (S001, (*STEP, "body", 0), "'body[0]' is null; expected a step object", ""),
    ),
]


@pytest.mark.parametrize(
    ("document", "expected"),
    [pytest.param(document, expected, id=name) for name, document, expected in ONE_MISTAKE],
)
def test_one_mistake_is_told_once_in_plain_words(document: Json, expected: Told) -> None:
    assert [told(error) for error in check_shape(document)] == [expected]


def test_all_mistakes_of_a_document_are_told_at_once() -> None:
    document = workflow(
        version="v1",
        steps=[
            {"id": "load", "prompt": "p"},
            {"id": "x", "title": "t", "colour": "red"},
            config(type="while", maxIterations=0, count="n")["steps"][0],
        ],
    )
    assert sorted(told(error)[:3] for error in check_shape(document)) == [
        (S001, ("steps", 0), "step has no 'title'"),
        (
            S001,
            ("steps", 1, "id"),
            "'id' is 'x'; expected 3 to 64 lowercase letters, digits or hyphens",
        ),
        (
            S001,
            ("steps", 2, "loop"),
            "loop of type 'while' has no 'condition' or 'conditionSource'",
        ),
        (
            S001,
            ("steps", 2, "loop", "maxIterations"),
            "'maxIterations' is 0; expected a number from 1 to 1000",
        ),
        (S001, ("version",), "'version' is 'v1'; expected a semantic version such as 1.0.0"),
        (S002, ("steps", 1, "colour"), "unknown key 'colour'"),
    ]


def fix_of(document: Json) -> tuple[bool, tuple[Edit, ...]]:
    (error,) = check_shape(document)
    assert error.fix is not None
    return error.fix.safe, error.fix.edits


def test_a_slip_with_a_legal_value_is_renamed_safely() -> None:
    route = (*STEP, "agentRol")
    document = step(agentRol="You are a potter.")
    assert fix_of(document) == (True, (Edit("rename", route, "agentRole"),))


def test_an_abbreviation_of_a_missing_key_is_renamed_safely() -> None:
    (error,) = check_shape(workflow(description=..., desc="Plans one firing."))
    assert (error.rule, error.help) == ("unknown-key", "did you mean 'description'?")
    assert error.fix is not None
    assert (error.fix.safe, error.fix.edits) == (True, (Edit("rename", ("desc",), "description"),))


def test_an_abbreviation_of_a_key_that_is_there_is_unknown() -> None:
    (error,) = check_shape(workflow(desc="Plans one firing."))
    assert "description" not in error.help


def test_a_slip_with_an_illegal_value_is_only_renamed_after_a_look() -> None:
    route = (*STEP, "agentRol")
    assert fix_of(step(agentRol=3)) == (False, (Edit("rename", route, "agentRole"),))


def test_a_slip_beside_the_key_it_was_meant_for_is_neither_renamed_nor_deleted() -> None:
    (error,) = check_shape(step(titel="Load"))
    assert (error.help, error.fix) == ("did you mean 'title'?", None)


def test_two_slips_for_one_key_are_told_twice_and_neither_is_touched() -> None:
    found = check_shape(step(title=..., titel="Load", tilte="Load"))
    assert [error.message for error in found] == [
        "unknown key 'titel'",
        "unknown key 'tilte'",
    ]
    assert [error.fix for error in found] == [None, None]


def test_a_key_of_nowhere_is_only_deleted_after_a_look() -> None:
    route = (*STEP, "colour")
    assert fix_of(step(colour="red")) == (False, (Edit("delete", route),))


def test_a_loop_without_bound_gets_three_passes_after_a_look() -> None:
    route = (*LOOP, "maxIterations")
    assert fix_of(config(maxIterations=...)) == (False, (Edit("set", route, 3),))


def test_an_unknown_key_is_pointed_at_by_its_key() -> None:
    (error,) = check_shape(step(colour="red"))
    assert error.on_key


def test_the_first_of_two_equal_items_is_a_related_place() -> None:
    (error,) = check_shape(workflow(features=["a", "b", "a"]))
    (related,) = error.related
    assert (related.route, related.message) == (("features", 0), "first given here")


def test_equal_items_are_found_whatever_their_keys_order_and_number_spelling() -> None:
    first = {"name": "f", "type": "number", "default": {"a": 1, "b": [True, None]}}
    second = {"default": {"b": [True, None], "a": 1.0}, "type": "number", "name": "f"}
    functions = [
        {"name": "f", "definition": "d", "parameters": [parameter]} for parameter in (first, second)
    ]
    (error,) = check_shape(workflow(functionDefinitions=functions))
    assert error.route == ("functionDefinitions", 1)


@pytest.mark.parametrize(("one", "other"), [(1, True), (0, False), (None, False), ("1", 1)])
def test_values_of_different_kinds_are_not_equal(one: Json, other: Json) -> None:
    functions = [
        {
            "name": "f",
            "definition": "d",
            "parameters": [{"name": "p", "type": "array", "default": v}],
        }
        for v in (one, other)
    ]
    assert check_shape(workflow(functionDefinitions=functions)) == []


def test_lone_surrogates_are_legal_text_and_are_told_escaped() -> None:
    document = step(prompt="broken \ud83c tail", **{"\ud83c": 1})
    document["features"] = ["\ud83c", "\ud83d", "\U00040000"]
    assert [told(error)[:3] for error in check_shape(document)] == [
        (S002, (*STEP, "\ud83c"), "unknown key '\\ud83c'")
    ]


@pytest.mark.parametrize("depth", [300, 3000])
def test_depth_of_conditions_does_not_matter(depth: int) -> None:
    inner: dict[str, Json] = {"var": "a"}
    wrong: dict[str, Json] = {"vra": "a"}
    for _ in range(depth):
        inner, wrong = {"not": inner}, {"and": [wrong]}
    assert check_shape(step(runCondition=inner)) == []
    (error,) = check_shape(step(runCondition=wrong))
    assert error.route[-1] == "vra"


def test_depth_of_criteria_does_not_matter() -> None:
    criteria: dict[str, Json] = RULE
    for _ in range(390):
        criteria = {"or": [criteria]}
    assert check_shape(step(validationCriteria=criteria)) == []


def test_long_lists_are_checked_for_repeats_in_one_pass() -> None:
    names = [f"feature-{i}" for i in range(50_000)]
    assert check_shape(workflow(features=names)) == []


@pytest.mark.parametrize(
    "value",
    [None, True, 0, 1.5, "", "text", [], [None], {}, {"": None}, [[[]]], {"id": {"id": []}}],
)
@pytest.mark.parametrize(
    "key", ["id", "steps", "features", "assessments", "functionDefinitions", "examples"]
)
def test_wrong_kinds_are_survived_everywhere(key: str, value: Json) -> None:
    assert check_shape(workflow(**{key: value})) or value == [] or (key, value) == ("id", "text")
    for place in (step, loop, config):
        for inner in ("runCondition", "validationCriteria", "promptBlocks", "loop", "body", "type"):
            check_shape(place(**{inner: value}))
