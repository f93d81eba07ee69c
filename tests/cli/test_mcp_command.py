"""`wfk mcp` before the server runs: the extra, and the options."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

import pytest

from tests.cli.conftest import Wfk
from tests.mcp_server.conftest import HAS_SDK, collect_ignore_glob


@pytest.mark.parametrize("missing", ["mcp", "mcp_types"])
def test_without_the_extra_it_says_what_to_install(
    wfk: Wfk, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    def found(name: str) -> Any:
        return None if name == missing else find_spec(name)

    monkeypatch.setattr("workflowkit.cli.commands.mcp.find_spec", found)
    ran = wfk("mcp")
    assert ran.code == 2
    assert ran.err == (
        "wfk: the MCP server needs the package 'mcp', version 2 or later\n"
        "     pip install 'workflowkit[mcp]'\n"
    )


@pytest.mark.parametrize(
    "options", [("--http", "70000"), ("--max-tokens", "10"), ("--time-limit", "0")]
)
def test_values_out_of_range_are_refused(wfk: Wfk, options: tuple[str, str]) -> None:
    ran = wfk("mcp", *options)
    assert ran.code == 2
    assert options[0] in ran.err


def test_the_server_is_tested() -> None:
    if not HAS_SDK:
        pytest.skip("the tests in tests/mcp_server need the extra 'mcp' and pydantic 2.12")
    assert collect_ignore_glob == []
