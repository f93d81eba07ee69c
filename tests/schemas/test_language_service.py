"""The JSON language service of VS Code under the schemas for editors: completion and hover on whole and half-written files.

Node.js comes from the machine, or from the extra `node`; the package of the service is installed once into a cache folder of the user.
Where it cannot be installed, the tests are skipped with the reason.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.node import installed, program
from tests.schemas.test_editor_schemas import EDITOR

HERE = Path(__file__).parent / "language_service"
MARK = "¦"
"""The position of the cursor in a text."""


def ask(name: str, *texts: str) -> list[Any]:
    """Return what the service answers at the cursor of each of *texts* under the schema called *name*."""
    node = program("node")
    folder = installed(HERE, "vscode-json-languageservice")
    questions = [
        {"text": text.replace(MARK, ""), "offset": text.index(MARK) if MARK in text else 0}
        for text in texts
    ]
    done = subprocess.run(
        [node, str(HERE / "ask.cjs"), str(folder)],
        input=json.dumps({"schema": EDITOR[name], "texts": questions}),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr
    answers: list[Any] = json.loads(done.stdout)
    return answers


def _labels(answer: Any) -> set[str]:
    return {completion["label"] for completion in answer["completions"]}


HEAD = '{"id": "acme.example", "name": "X", "description": "Use this to try.", "version": "1.0.0", "steps": ['


def test_completion_offers_snippets_where_they_belong() -> None:
    empty, steps, half, body, fragment, loop, condition = ask(
        "workflow",
        MARK,
        HEAD + MARK + "]}",
        HEAD + '{"id": "one", "title": "A", "prompt": "Do it."}, ' + MARK,
        HEAD + '{"id": "loop", "type": "loop", "title": "L", "loop": {"type": "for", "count": 2, "maxIterations": 2}, "body": [' + MARK,
        HEAD + '{"id": "one", "title": "A", "prompt": "x", "promptFragments": [' + MARK + "]}]}",
        HEAD + '{"id": "loop", "type": "loop", "title": "L", ' + MARK,
        HEAD + '{"id": "one", "title": "A", "prompt": "x", "runCondition": ' + MARK,
    )  # fmt: skip
    assert "workflow" in _labels(empty)
    wanted = {
        "step",
        "step with sections",
        "gate",
        "loop",
        "loop over a list",
        "template call",
        "step with contract",
    }
    assert wanted <= _labels(steps)
    assert wanted <= _labels(half)
    assert {"step", "gate"} <= _labels(body)
    assert "fragment" in _labels(fragment)
    assert {"loop", "body", "runCondition"} <= _labels(loop)
    assert {"equals", "one of", "not"} <= _labels(condition)
    (gate,) = (each for each in steps["completions"] if each["label"] == "gate")
    assert '"requireConfirmation": true' in gate["insertText"]
    assert "${1:confirm-plan}" in gate["insertText"]
    assert gate["documentation"] == "A step that waits until a person agrees."


def test_completion_offers_keys_with_what_each_is_for() -> None:
    whole, half = ask(
        "workflow",
        HEAD + '{"id": "one", "title": "A", ' + MARK + "}]}",
        HEAD + '{"id": "one", "title": "A", "' + MARK,
    )
    for answer in (whole, half):
        by_label = {each["label"]: each["documentation"] for each in answer["completions"]}
        assert {"prompt", "promptBlocks", "templateCall", "requireConfirmation"} <= set(by_label)
        assert "id" not in by_label, "it is there already"
        assert by_label["runCondition"].startswith("The step is skipped unless this holds.")
        assert "standardStep.runCondition" in by_label["runCondition"]


def test_completion_of_values_states_their_meaning() -> None:
    whole, half = ask(
        "workflow",
        '{"metricsProfile": "' + MARK + '"}',
        HEAD + '{"id": "loop", "type": "loop", "title": "L", "loop": {"type": ' + MARK,
    )
    by_label = {each["label"]: each["documentation"] for each in whole["completions"]}
    assert by_label['"none"'] == "Asks for no metrics."
    by_label = {each["label"]: each["documentation"] for each in half["completions"]}
    assert by_label['"for"'] == "Repeats `count` times."


def test_hover_shows_keys_and_values() -> None:
    key, nested, value, half = ask(
        "workflow",
        '{"na' + MARK + 'me": "X", "steps": []}',
        HEAD + '{"id": "one", "title": "A", "promptBlocks": {"go' + MARK + 'al": "x"}}]}',
        '{"metricsProfile": "cod' + MARK + 'ing"}',
        HEAD + '{"id": "one", "title": "A", "requireConf' + MARK + 'irmation": true',
    )
    assert "What people see." in key["hover"]
    assert "*string · 1 to 128 characters · required*" in key["hover"]
    assert "promptBlocks.goal" in nested["hover"]
    assert "`coding`: Asks for the commits after every step" in value["hover"]
    assert "True when a person must agree before the step runs" in half["hover"]


def test_problems_are_those_of_the_schema() -> None:
    good, bad = ask(
        "workflow",
        HEAD + '{"id": "one", "title": "A", "prompt": "Do it."}]}',
        HEAD + '{"id": "one", "titel": "A", "prompt": "Do it."}]}',
    )
    assert good["problems"] == []
    assert len(bad["problems"]) == 2  # A key too many, and one too few.


@pytest.mark.parametrize(
    ("name", "text", "snippet"),
    [
        ("scenario", MARK, "scenario"),
        ("scenario", '{"workflow": "x.json", "answers": [' + MARK, "answer"),
        ("triggers", '{"triggers": [' + MARK + "]}", "webhook"),
        ("config", '{"lint": {"suppress": [' + MARK, "suppression"),
    ],
)
def test_other_formats_have_snippets(name: str, text: str, snippet: str) -> None:
    (answer,) = ask(name, text)
    assert snippet in _labels(answer)


def test_other_formats_show_values() -> None:
    (provider,) = ask("triggers", '{"triggers": [{"provider": ' + MARK)
    (profile,) = ask("config", '{"lint": {"profile": "' + MARK + '"}}')
    (end,) = ask("scenario", '{"expect": {"end": "block' + MARK + 'ed"}}')
    (kind,) = ask("authoring-rules", '{"topics": [{"rules": [{"level": "' + MARK + '"}]}]}')
    assert "Each request to its webhook." in json.dumps(provider["completions"])
    assert "the default" in json.dumps(profile["completions"])
    assert "A step can no longer be completed." in end["hover"]
    assert {'"required"', '"recommended"'} <= _labels(kind)
