"""docs/mcp.md: its tools are those of the server, and its configurations start it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.mcp_server.conftest import HAS_SDK

if not HAS_SDK:
    pytest.skip("the extra 'mcp' is not installed", allow_module_level=True)

from workflowkit.cli.commands.mcp import mcp
from workflowkit.mcp_server.resources import RESOURCES, TEMPLATES
from workflowkit.mcp_server.server import TOOLS

PAGE = (Path(__file__).parents[2] / "docs" / "mcp.md").read_text("utf-8")
CONFIGURATIONS = re.findall(r"^```json\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


def test_every_tool_is_listed() -> None:
    assert re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE) == sorted(
        (tool.name for tool in TOOLS), key=lambda name: PAGE.index(f"| `{name}` |")
    )
    writing = {tool.name for tool in TOOLS if tool.writes}
    assert set(re.findall(r"^\| `(\w+)` .*needs `--allow-writes`", PAGE, re.MULTILINE)) == writing


def test_tools_that_take_a_text_are_named() -> None:
    (named,) = re.findall(r"^(.*) take unsaved content as `text`", PAGE, re.MULTILINE)
    taking = {tool.name for tool in TOOLS if "text" in tool.properties and not tool.writes}
    assert set(re.findall(r"`(\w+)`", named)) == taking


def test_every_resource_is_listed() -> None:
    shown = set(re.findall(r"`(wfk://[^`]+)`", PAGE))
    known = {resource.uri for resource in RESOURCES} | {each.uri_template for each in TEMPLATES}
    assert shown <= known
    # The schema of workflows is one of the schemas; pages are named where they are needed.
    assert known - shown == {"wfk://schema/workflow", "wfk://{resource}?page={page}"}


@pytest.mark.parametrize("text", CONFIGURATIONS)
def test_configurations_name_options_that_exist(text: str) -> None:
    value = json.loads(text)
    ((server,),) = [list(servers.values()) for servers in value.values()]
    if "url" in server:
        assert server["url"] == "http://127.0.0.1:8765/mcp"
        return
    name, *options = server["args"]
    assert (server["command"], name) == ("wfk", "mcp")
    known = {option for parameter in mcp.params for option in parameter.opts}
    assert {option for option in options if option.startswith("-")} <= known


def test_defaults_are_those_of_the_command() -> None:
    defaults = {parameter.name: parameter.default for parameter in mcp.params}
    assert (defaults["max_tokens"], defaults["time_limit"]) == (8000, 30)
    assert "8,000 by default" in PAGE
    assert "(30 by default)" in PAGE
