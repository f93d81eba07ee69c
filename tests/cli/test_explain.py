"""`wfk explain`: rules and keys by what a user calls them."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Wfk


@pytest.mark.parametrize(
    "path", ["forEach.items", "loop.items", "steps.loop.items", "loopConfig.items"]
)
def test_a_key_is_found_by_a_path_in_a_file(wfk: Wfk, path: str) -> None:
    ran = wfk("explain", path)
    assert (ran.code, ran.out.splitlines()[0]) == (0, "loopConfig.items · all engines")


def test_an_exact_name_wins_over_the_last_key(wfk: Wfk) -> None:
    assert wfk("explain", "audit.prompt").out.count(" · ") == 1
    assert wfk("explain", "prompt").out.count(" · ") > 1


@pytest.mark.parametrize(
    ("name", "help"),
    [
        ("loop-no-exit", "did you mean 'missing-loop-exit-step'?"),
        ("stale-input", "did you mean 'stale-decision-input'?"),
        ("unknown-kye", "did you mean 'unknown-key'?"),
        ("e-e-e", "list the rules with wfk rules"),
        ("steps.nothing", "list the rules with wfk rules"),
    ],
)
def test_what_does_not_exist_is_guessed(wfk: Wfk, name: str, help: str) -> None:
    ran = wfk("explain", name)
    assert (ran.code, ran.err) == (2, f"wfk: unknown rule or key '{name}'\n     {help}\n")
