"""Catalogs of any size, generated from the bundled one with every text varied, so that no memo of repeated texts looks like a gain.

python benchmarks/generated.py FOLDER N_FILES [SPOILED_EVERY]
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SYLLABLES = ("ba", "de", "fi", "go", "lu", "ma", "ne", "pi", "ro", "su", "ta", "ve", "zo")
KEPT = {
    *("id", "version", "type", "kind", "var", "refId", "source", "templateId", "contractRef"),
    *("metricsProfile", "slotId", "default", "features", "assessmentRefs", "resolveFrom"),
    *("bodyStep", "artifactRef", "$schema", "equals", "args", "validationCriteria", "context"),
    *("runCondition", "requireConfirmation", "loop", "outputContract", "loopId", "level"),
}
"""Keys whose values are names or data, not prose."""
CONFIG = '[lint]\nprofile = "catalog"\n'
"""The configuration of each catalog: without it that of the repository around it would count, with another profile."""


def workflows() -> list[dict[str, Any]]:
    """Return the bundled workflows."""
    paths = sorted((ROOT / "workflows").glob("*.json"))
    return [json.loads(path.read_text("utf-8")) for path in paths]


def catalog(n_files: int, spoiled_every: int = 0) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of *n_files* workflows, the same in every run; one of *spoiled_every*, if any, has findings."""
    originals = workflows()
    for number in range(n_files):
        chance = random.Random(number)
        copy = _varied(originals[number % len(originals)], chance)
        stem = str(copy["id"]).removeprefix("wr.")
        copy["id"] = f"acme.{stem}-{_word(chance)}-{number}"
        copy["name"] = f"{copy['name']} for {_word(chance)} {number}"
        if spoiled_every and number % spoiled_every == 0:
            _spoil(copy, chance)
        yield f"{stem}-{number}.json", json.dumps(copy, indent=2, ensure_ascii=False) + "\n"


def _varied(value: Any, chance: random.Random, key: str = "") -> Any:
    if isinstance(value, dict):
        return {
            name: member if name in KEPT else _varied(member, chance, name)
            for name, member in value.items()
        }
    if isinstance(value, list):
        return [_varied(member, chance, key) for member in value]
    if isinstance(value, str) and " " in value:
        return "\n".join(_varied_line(line, chance) for line in value.split("\n"))
    return value


def _varied_line(line: str, chance: random.Random) -> str:
    """Return *line* with a word of its own in it."""
    text = line.rstrip()
    if len(text) < 12 or " " not in text:
        return line
    if text[-1] in ".;:":
        return f"{text[:-1]} of {_word(chance)}{text[-1]}"
    return f"{text} {_word(chance)}" if text[-1].isalpha() else line


def _word(chance: random.Random) -> str:
    return "".join(chance.choice(SYLLABLES) for _ in range(5))


def _spoil(workflow: dict[str, Any], chance: random.Random) -> None:
    """Add mistakes of several kinds."""
    steps = workflow["steps"]
    step = chance.choice(steps)
    step["agentrole"] = "You are careful."
    steps[-1]["id"] = steps[0]["id"]
    for other in steps:
        if "prompt" in other:
            other["prompt"] += (
                f"\n\nRun `wr.routine-{_word(chance)}` and read spec/refs/{_word(chance)}.md."
            )
            other["prompt"] += (
                "\nRun   everything    VERY CAREFULLY, and use the {{context.nothing}} value."
            )
            break


def write(folder: Path, n_files: int, spoiled_every: int = 0) -> Path:
    """Write a catalog below *folder*, unless it is there; return its folder."""
    kind = f"every-{spoiled_every}" if spoiled_every else "clean"
    place = folder / f"{kind}-{n_files}"
    if not (place / "complete").exists():
        (place / "workflows").mkdir(parents=True, exist_ok=True)
        for name, text in catalog(n_files, spoiled_every):
            (place / "workflows" / name).write_text(text, "utf-8")
        (place / "complete").write_text("", "utf-8")
    (place / "wfk.toml").write_text(CONFIG, "utf-8")
    return place


def steps_in_files(folder: Path, n_files: int, n_steps: int) -> Path:
    """Write *n_files* workflows with *n_steps* steps each, with conditions and loops; return their folder."""
    place = folder / f"steps-{n_files}-{n_steps}"
    place.mkdir(parents=True, exist_ok=True)
    (place / "wfk.toml").write_text(CONFIG, "utf-8")
    for number in range(n_files):
        chance = random.Random(number)
        steps = [_step(index, chance) for index in range(n_steps)]
        workflow = {
            "id": f"acme.many-{number}",
            "name": f"Many {number}",
            "description": "Use this to measure how the linter grows.",
            "version": "1.0.0",
            "steps": steps,
        }
        (place / f"many-{number}.json").write_text(json.dumps(workflow, indent=2), "utf-8")
    return place


def _step(index: int, chance: random.Random) -> dict[str, Any]:
    prompt = f"Look at part {_word(chance)} of the plan, and note what is missing in it."
    step: dict[str, Any] = {"id": f"step-{index}", "title": f"Step {_word(chance)}"}
    if index % 10 == 0:
        prompt += f" Capture `choice{index}` (`one` or `two`) in the context."
    if index % 5 == 3 and index > 10:
        step["runCondition"] = {"var": f"choice{index - index % 10}", "equals": "one"}
    if index % 20 == 7:
        body = {"id": f"inner-{index}", "title": f"Inner {_word(chance)}", "prompt": prompt}
        loop = {"type": "for", "count": 2, "maxIterations": 2}
        return {**step, "type": "loop", "loop": loop, "body": [body]}
    return {**step, "prompt": prompt}


if __name__ == "__main__":
    print(write(Path(sys.argv[1]), *map(int, sys.argv[2:])))
