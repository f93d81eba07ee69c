"""Captures are read from every spelling that workflow files use, with the type that the text declares."""

from __future__ import annotations

from functools import partial

import pytest

from tests.work import lines_run
from workflowkit.analysis.data_flow.capture_grammar import captures_in
from workflowkit.analysis.data_flow.capture_types import parse_type
from workflowkit.analysis.data_flow.captures import Capture, captures_of
from workflowkit.format.reader import Step
from workflowkit.text.routes import Json


def captures(**fields: Json) -> list[Capture]:
    step = Step({"id": "first", "title": "First", **fields}, ("steps", 0))
    found = list(captures_of(step))
    # Each key is found without the others, too.
    for key in {capture.key for capture in found}:
        assert list(captures_of(step, key)) == [each for each in found if each.key == key]
    assert not list(captures_of(step, "nothing"))
    return found


def keys(prompt: str) -> list[str]:
    return [item.key for item in captures(prompt=prompt)]


def test_a_footer_is_followed_by_bullets() -> None:
    found = captures(
        prompt="Read it.\n\nCapture:\n- `mode`: QUICK / THOROUGH\n- `openCount` (number)"
    )
    assert [(item.key, item.form, item.type, item.values) for item in found] == [
        ("mode", "list", "one of", ("QUICK", "THOROUGH")),
        ("openCount", "list", "number", None),
    ]


def test_outputs_that_are_rendered_into_a_raw_prompt() -> None:
    prompt = (
        "## Goal\nRead it.\n\n## Output Required\n- **mode**: one of quick | thorough: how\n"
        "- **notesMarkdown**: what was read\n- **not a key**: x\n\n## Verify\n- **other**: y"
    )
    found = captures(prompt=prompt)
    assert [(item.key, item.form, item.values) for item in found] == [
        ("mode", "section", ("quick", "thorough"))
    ]
    assert found[0].window is not None
    assert prompt[slice(*found[0].window)] == "mode"
    assert keys("Output Required:\n- **mode**: how") == []


def test_a_footer_is_followed_by_a_list_on_its_line() -> None:
    assert keys("Capture: `mode`, `risk` (low or high), and `owner`.") == ["mode", "risk", "owner"]
    assert keys("Capture: mode, riskLevel, files (array of {path, size}).") == [
        "mode",
        "riskLevel",
        "files",
    ]


def test_context_variables_are_set_in_bullets() -> None:
    assert keys("Set context variables:\n- `bugSummary`\n- `riskLevel`\n\nRules:\n- `other`") == [
        "bugSummary",
        "riskLevel",
    ]


def test_keys_are_set_in_the_context_object_of_the_next_call() -> None:
    prompt = (
        "Set these keys in the next `continue_workflow` call's `context` object: `a_b`, `mode`."
    )
    assert keys(prompt) == ["a_b", "mode"]


def test_the_context_entry_of_the_outputs_lists_keys() -> None:
    assert [
        (item.key, item.form)
        for item in captures(
            promptBlocks={
                "outputRequired": {"context": "Capture targetPlatform, scope, filesFound"}
            }
        )
    ] == [("targetPlatform", "list"), ("scope", "list"), ("filesFound", "list")]
    assert [
        item.key
        for item in captures(promptBlocks={"outputRequired": {"context": "plan, openCount"}})
    ] == ["plan", "openCount"]


def test_keys_of_the_outputs_are_captures_and_names_of_other_outputs_are_not() -> None:
    found = captures(
        promptBlocks={
            "outputRequired": {
                "size": "one of small | large: by the rule above",
                "isOpen": "boolean: whether anything is left",
                "notesMarkdown": "Everything you saw.",
                "design doc": "The file.",
            }
        }
    )
    assert [(item.key, item.form, item.type, item.values, item.window) for item in found] == [
        ("size", "output", "one of", ("small", "large"), None),
        ("isOpen", "output", "boolean", ("true", "false"), None),
    ]
    assert found[0].route == ("steps", 0, "promptBlocks", "outputRequired", "size")


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("Set `done = true` when it builds.", ["done"]),
        ("- set `retry: false` first", ["retry"]),
        ("Save the branch name as `featureBranch`.", ["featureBranch"]),
        ("Record a one-sentence `problem` that says what is wrong.", ["problem"]),
        ("Set `a1`, `b1`, and `c1`.", ["a1", "b1", "c1"]),
        ("If `kind = bug`, set `problem` from `report`.", ["problem"]),
        ("Set `mode` to `QUICK` or `FULL`.", ["mode"]),
        ("If it is harder, update `size` to `Large`.", ["size"]),
        ("Reset `count`; increment `passes`.", ["count", "passes"]),
        ("Set up the search: found=false, position=0", ["found", "position"]),
        ("Update 'status' variable and increment 'attempts'.", ["status", "attempts"]),
        ("Load what there is into 'items' array.", ["items"]),
    ],
)
def test_prose_orders_to_set_a_key(prompt: str, expected: list[str]) -> None:
    found = captures(prompt=prompt)
    assert [item.key for item in found] == expected
    assert {item.form for item in found} == {"prose"}


@pytest.mark.parametrize(
    "prompt",
    [
        "Compare the set of `files` with the last one.",
        "Update `docs` after each change.",
        "Record how many of `files` were read.",
        "Store nothing in `dist/out.json`.",
        "The agent will store `it` elsewhere.",
        "Set these in the next `continue_workflow` call.",
        "Record the decision in the `plan` file.",
        "Capture what worked, what failed, and what would disprove it.",
        "Capture:\n- Root cause of the failure\n- Steps that led to it",
        "if goalType = bug, stop",
        "a == b and found==true",
    ],
)
def test_other_words_are_no_captures(prompt: str) -> None:
    assert keys(prompt) == []


def test_values_below_a_capture_are_no_keys() -> None:
    assert keys("Set `level` using these rules:\n- low = nothing breaks\n- high = all else") == [
        "level"
    ]


def test_a_plain_word_is_a_key_where_the_header_says_so_or_beside_a_key() -> None:
    assert keys("Capture:\n- name\n- owner") == []
    assert keys("Capture:\n- name\n- ownerTeam") == ["name", "ownerTeam"]
    assert keys("Set these keys:\n- name\n- owner") == ["name", "owner"]


def test_bullets_end_at_other_text_and_skip_what_is_indented() -> None:
    prompt = "Capture:\n\n- `one`\n  more of it\n  - `inner`\n- `two`\nThen\n- `three`"
    assert keys(prompt) == ["one", "inner", "two"]


def test_a_key_is_told_once_for_each_text_with_the_description_of_the_list() -> None:
    found = captures(prompt="Set `mode` first.\n\nCapture:\n- `mode`: one of a | b")
    assert [(item.key, item.values) for item in found] == [("mode", ("a", "b"))]


def test_the_window_is_the_place_of_the_key() -> None:
    prompt = "Capture:\n- **`mode`**: either fast or slow"
    (found,) = captures(prompt=prompt)
    assert found.window is not None
    assert prompt[slice(*found.window)] == "mode"
    assert found.values == ("fast", "slow")
    assert found.route == ("steps", 0, "prompt")


def test_fragments_and_block_items_are_read_too() -> None:
    found = captures(
        promptBlocks={
            "goal": "Decide.",
            "procedure": ["Set `mode = a`.", [{"kind": "text", "text": "Set `b = 1`."}]],
        },
        promptFragments=[{"id": "f", "text": "Capture: `extra`"}],
    )
    assert [item.key for item in found] == ["mode", "b", "extra"]
    assert found[1].route == ("steps", 0, "promptBlocks", "procedure", 1, 0, "text")


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        ("one of low | medium | high: how bad it is", ("one of", ("low", "medium", "high"))),
        ("one of `a`, `b` or `c`", ("one of", ("a", "b", "c"))),
        ("either on or off.", ("one of", ("on", "off"))),
        ("Small / Medium / Large", ("one of", ("Small", "Medium", "Large"))),
        ("Small, Medium, or Large.", ("one of", ("Small", "Medium", "Large"))),
        ("`0` / `2` / `3`", ("one of", ("0", "2", "3"))),
        ("boolean: is it done", ("boolean", ("true", "false"))),
        ("Whether the build passed.", ("boolean", ("true", "false"))),
        ("true or false", ("boolean", ("true", "false"))),
        ("number of open points", ("number", None)),
        ("a list of paths", ("list", None)),
        ("object: risk and reason", ("object", None)),
        ("text: one sentence", ("text", None)),
        ("List every file you touched", ("", None)),
        ("Count what is left", ("", None)),
        ("files, tests and docs that changed", ("", None)),
        ("", ("", None)),
    ],
)
def test_a_description_begins_with_its_type(
    description: str, expected: tuple[str, tuple[str, ...] | None]
) -> None:
    assert parse_type(description) == expected


@pytest.mark.parametrize(
    "fields",
    [
        {"prompt": 3, "promptBlocks": []},
        {"promptBlocks": {"outputRequired": ["mode"], "goal": {"text": "x"}}},
        {"promptBlocks": {"outputRequired": {"mode": 3}}},
        {"promptFragments": {"text": "Set `a = 1`."}},
        {"promptFragments": [None, {"text": ["Set `a = 1`."]}]},
    ],
)
def test_odd_shapes_have_no_captures(fields: dict[str, Json]) -> None:
    assert captures(**fields) == []


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("Set riskLevel to high.", ["riskLevel"]),
        ("Set context.riskLevel.", ["riskLevel"]),
        ("2. Set the riskLevel context variable", ["riskLevel"]),
        ("Judge it and set the riskLevel variable to your rating.", ["riskLevel"]),
        ("Set:\n- `riskLevel`: Low / High\n- `mode`", ["riskLevel", "mode"]),
        ("**Set (required):**\n- `mode` (text)", ["mode"]),
        ("Capture:\n- `mode`, `risk`\n- `owner`", ["mode", "risk", "owner"]),
        ("I will set `mode = fast`.", ["mode"]),
        ("Determine riskLevel: set to high if data could be lost.", ["riskLevel"]),
        ("Ask me for it (sets riskLevel variable).", ["riskLevel"]),
        ("Increment context.openCount.", ["openCount"]),
        ("Judge it. Classify it:\n- `riskLevel`: Low / High", ["riskLevel"]),
        ("Judge it and update `riskLevel` (Low or High).", ["riskLevel"]),
        ("Record your choice as reviewMode.", ["reviewMode"]),
        ("**Output:**\n- openGaps = [...]\n- gapsFound = true|false", ["openGaps", "gapsFound"]),
        ("Set these context keys:\n`one`, `two`", ["one", "two"]),
        (
            'Continue with context: {"riskLevel": "high", "openCount": 2}',
            ["riskLevel", "openCount"],
        ),
        ("Compute the final openCount from the list.", ["openCount"]),
    ],
)
def test_ordinary_wordings_are_captures(prompt: str, expected: list[str]) -> None:
    assert keys(prompt) == expected


@pytest.mark.parametrize(
    "prompt",
    [
        "Build each part of `planOutline`.",
        "Choose `landscapeFirst` when the ground is unknown.",
        "For each boundary, record:\n- `sourceSurface`: the construct",
        "Update src/fooBar.ts and userService.ts.",
        "Step 3 sets `riskLevel` for you.",
        "If riskLevel is high, stop.",
        "Set `workPlan.state` to started.",
    ],
)
def test_reading_and_describing_are_no_captures(prompt: str) -> None:
    assert keys(prompt) == []


@pytest.mark.parametrize(
    "unit",
    [
        "capture `a`, ",
        "set `a`, ",
        "record the ",
        "Capture:\n",
        "- capture:\n",
        "context:{a:",
        "a",
        "Set ",
    ],
)
def test_the_work_on_long_texts_is_linear(unit: str) -> None:
    short, long = (lines_run(partial(captures_in, unit * n)) for n in (500, 2_000))
    assert long <= 4.5 * short + 100


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("Store `keys` (list of names), `locales` (list of codes).", ["keys", "locales"]),
        ("Put the class into `upgradePath`:\n- `in-place`: short", ["upgradePath"]),
        ("Note in `tone` whether it is `calm` or `loud`.", ["tone"]),
        ("Note them as `rate`, `limit` and `errorBudget`.", ["rate", "limit", "errorBudget"]),
        ("Note sampleSize, pValue and liftPct in context.", ["sampleSize", "pValue", "liftPct"]),
        (
            "Write the answer into `riskLevel` and the reason into `riskReason`.",
            ["riskLevel", "riskReason"],
        ),
        ("Remember rules in `hardRules`; soft ones in `softRules`.", ["hardRules", "softRules"]),
        ("Mark `needsReview` true when two people disagree.", ["needsReview"]),
        ("Set `a` to `x` and `b` to `y`.", ["a", "b"]),
        ("Set `a` = high, `b` = true.", ["a", "b"]),
        ("Output: `threatList` (array of {element, category}).", ["threatList"]),
        ("Outputs:\n- `threatList`: all\n- `topRisk`: the worst", ["threatList", "topRisk"]),
        (
            "Context to set:\n  pageTitle – its title\n  hasSponsor – true/false",
            ["pageTitle", "hasSponsor"],
        ),
        ("Include `threatList` and `topRisk` in the context.", ["threatList", "topRisk"]),
        ("Advance with context { errorCount, warnCount }.", ["errorCount", "warnCount"]),
        ("Call the list `openPoints`.", ["openPoints"]),
        ("The count goes into `openCount`.", ["openCount"]),
        ("Add one to `attemptCount`.", ["attemptCount"]),
        ("Count the errors → `errorCount`.", ["errorCount"]),
        ("Count what is left in `openCount`.", ["openCount"]),
        ("`errorCount` must be set before you continue.", ["errorCount"]),
        ("Capture `decision`: `grant`, `refuse` or `ask-manager`.", ["decision"]),
    ],
)
def test_other_sentences_give_a_key_its_value(prompt: str, expected: list[str]) -> None:
    assert keys(prompt) == expected


@pytest.mark.parametrize(
    "prompt",
    [
        "Write the report from `factBase`.",
        "Put `errorCount` first.",
        "Keep `errorCount` in mind.",
        "Keep the chapter short; use the numbers in `totals`.",
        "If `tone` is `calm` or `loud`, open with the news.",
        "Output exactly: continue",
        "Output: `continue` or `stop`.",
        "List the reports in `reportList`.",
        "Mark the entries of `factBase` as done.",
    ],
)
def test_sentences_that_read_a_key_capture_none(prompt: str) -> None:
    assert keys(prompt) == []


def test_a_name_that_is_a_word_or_another_is_captured_with_these_values() -> None:
    found = captures(prompt="Ask for the mode.\n`solverMode` is greedy or exact.")
    assert [(item.key, item.values) for item in found] == [("solverMode", ("greedy", "exact"))]
