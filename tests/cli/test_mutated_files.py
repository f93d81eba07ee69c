"""Files of every kind with random mistakes: each run ends with a report and a documented exit code, never with an internal error."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from tests.cli.conftest import GOOD, Wfk
from tests.cli.test_full_disk import SCENARIO, TRIGGERS

ROOT = Path(__file__).parents[2]
N_MUTANTS = 12
"""Of each file; the seed is fixed, so that every run tests the same ones."""

CONFIG = """\
paths = ["workflows"]
baseline = "wfk-baseline.json"
[lint]
profile = "core"
ignore = ["P001", "missing-about"]
[lint.severity]
missing-examples = "error"
[lint.per-file."workflows/*"]
ignore = ["S014"]
[[lint.suppress]]
rule = "P001"
path = "workflows/release.json"
reason = "It is long."
"""
SPEC = {
    f"own/{path.relative_to(ROOT / 'spec').as_posix()}": path.read_text("utf-8")
    for folder in ("contracts", "features", "refs")
    for path in sorted((ROOT / "spec" / folder).iterdir())[:1]
} | {
    f"own/{name}": (ROOT / "spec" / name).read_text("utf-8")
    for name in ("aliases.json", "tags.json", "stamps.json", "authoring-rules.json")
    if (ROOT / "spec" / name).is_file()
}
BINDINGS = '{"acme.release": {"review": "routine-plan-analysis"}, "slot": "acme.release"}\n'
LINT = ("lint", "--no-cache", "workflows")

KINDS: dict[str, tuple[str, tuple[tuple[str, ...], ...]]] = {
    "triggers.yml": (
        TRIGGERS,
        (("triggers", "validate"), ("triggers", "validate", "--diff"), ("lint", "triggers.yml")),
    ),
    "scenarios/one.yaml": (
        SCENARIO.replace("title", "workflow: ../workflows/release.json\ntitle"),
        (("test", "scenarios"), ("lint", "scenarios", "--allow-empty")),
    ),
    "wfk.toml": (CONFIG, (LINT, ("lint", "--show-settings"), ("check",), ("compile",))),
    "bindings.json": (
        BINDINGS,
        (("lint", "bindings.json"), ("compile", "--bindings", "bindings.json", "workflows")),
    ),
    **{
        path: (text, (("lint", "--spec", "own", "workflows"), ("compile", "--spec", "own")))
        for path, text in SPEC.items()
    },
}
"""Path to its content and the commands that read it."""


def mutants(text: str, seed: str) -> list[bytes]:
    """Return the bytes of *text* with one to four mistakes each: parts removed, repeated, swapped or replaced."""
    chance = random.Random(seed)
    found: list[bytes] = []
    for _ in range(N_MUTANTS):
        content = bytearray(text.encode("utf-8"))
        for _ in range(chance.randint(1, 4)):
            start = chance.randrange(len(content) + 1)
            end = min(len(content), start + chance.choice((0, 1, 1, 2, 8, 40)))
            content[start:end] = chance.choice(
                (b"", bytes(content[start:end]) * 3, *PIECES, bytes([chance.randrange(256)]))
            )
        found.append(bytes(content))
    return found


PIECES = (
    b"null", b"[]", b"{}", b'""', b"-1", b"1e999", b"true", b'"', b"{", b"]", b",", b":", b"\n", b"  ", b"\t", b"- ",
    b"&a ", b"*a ", b"!!python/object ", b"| ", b"\x00", b"\xff", b"\xed\xa0\x80", b"\xe2\x80\xae", b"../", b"\\ud800",
)  # fmt: skip
"""What a mistake may insert."""


def _require_report(wfk: Wfk, command: tuple[str, ...], content: bytes) -> None:
    ran = wfk(*command)
    assert "internal error" not in ran.err, content
    assert ran.code in range(4), content
    assert ran.out or ran.err or ran.code == 0, content


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.usefixtures("good")
def test_no_content_stops_a_command(name: str, wfk: Wfk) -> None:
    text, commands = KINDS[name]
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    for content in mutants(text, name):
        path.write_bytes(content)
        for command in commands:
            _require_report(wfk, command, content)


@pytest.mark.usefixtures("good")
def test_no_baseline_stops_a_command(good: Path, wfk: Wfk) -> None:
    good.write_text(GOOD.replace('"version"', '"versoin"'), "utf-8")
    assert wfk("lint", "--write-baseline", "workflows").code == 0
    baseline = Path("wfk-baseline.json")
    for content in mutants(baseline.read_text("utf-8"), "baseline"):
        baseline.write_bytes(content)
        _require_report(wfk, LINT, content)
        _require_report(wfk, ("lint", "--prune-baseline", "workflows"), content)


@pytest.mark.usefixtures("good")
def test_no_ledger_stops_a_command(good: Path, wfk: Wfk) -> None:
    Path("old").mkdir()
    flow = json.loads(GOOD)
    flow["steps"].append({**flow["steps"][0], "id": "more"})
    Path("old/release.json").write_text(json.dumps(flow), "utf-8")
    command = ("breaking", "--against", "old", "workflows", "--ledger", "ledger.json")
    assert wfk(*command, "--accept", "wanted").code == 0
    ledger = Path("ledger.json")
    for content in mutants(ledger.read_text("utf-8"), "ledger"):
        ledger.write_bytes(content)
        _require_report(wfk, command, content)
