"""The server: tools, resources and prompts, offered by the SDK."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from dataclasses import field
from functools import cached_property
from typing import Any

import mcp_types as types
from mcp.server import Server, ServerRequestContext
from mcp.shared.exceptions import MCPError

from workflowkit.mcp_server import arguments, paging, prompts, resources
from workflowkit.mcp_server.commands import Commands
from workflowkit.mcp_server.refusal import CallRefused
from workflowkit.mcp_server.tool import Call, ToolAnswer, ToolDefinition
from workflowkit.mcp_server.tools import changing, checking, reading, running
from workflowkit.records import dataclass
from workflowkit.text.suggest import did_you_mean
from workflowkit.version import VERSION

TOOLS: tuple[ToolDefinition, ...] = (
    *checking.TOOLS,
    *running.TOOLS,
    *reading.TOOLS,
    *changing.TOOLS,
)
"""Every tool, those that write included."""

INSTRUCTIONS = """Checks, explains and runs workflow files for AI agents.
Write: find_workflow, new_workflow, then lint with text until nothing is reported, then simulate and preview.
Fix: lint, explain, propose_fixes; answers equal those of the command wfk.
Paths are relative to the project folder. Long answers come in pages: call again with the cursor.
The resource wfk://guide teaches the format."""

Context = ServerRequestContext[Any, Any]


@dataclass(frozen=True)
class ProtocolServer:
    """Answers the requests of clients."""

    commands: Commands
    most_tokens: int = 8000
    """The highest limit of an answer that a client may choose."""
    tools: Mapping[str, ToolDefinition] = field(
        default_factory=lambda: {tool.name: tool for tool in TOOLS}
    )

    @cached_property
    def _schemas(self) -> Mapping[str, arguments.JsonSchema]:
        return {name: tool.input_schema(self.most_tokens) for name, tool in self.tools.items()}

    def made(self) -> Server[Any]:
        """Return the server of the SDK."""
        return Server(
            "workflowkit",
            version=VERSION,
            title="workflowkit",
            instructions=INSTRUCTIONS,
            on_list_tools=self._list_tools,
            on_call_tool=self._call_tool,
            on_list_resources=self._list_resources,
            on_list_resource_templates=self._list_templates,
            on_read_resource=self._read_resource,
            on_list_prompts=self._list_prompts,
            on_get_prompt=self._get_prompt,
            on_completion=self._complete,
        )

    async def call(self, name: str, given: Mapping[str, Any]) -> ToolAnswer:
        """Return the answer of the tool called *name* to a call with the arguments *given*. Raises CallRefused."""
        tool = self.tools[name]
        if tool.writes and not self.commands.allows_writes:
            raise CallRefused(
                f"this server only reads, so {name} is disabled",
                help="edit the file yourself, or ask for a server with --allow-writes",
            )
        checked = arguments.checked(given, self._schemas[name])
        return await tool.answer(Call(self.commands, checked))

    async def _list_tools(
        self, _context: Context, _params: types.PaginatedRequestParams | None
    ) -> types.ListToolsResult:
        offered = (
            tool for tool in self.tools.values() if self.commands.allows_writes or not tool.writes
        )
        return types.ListToolsResult(tools=[self._described(tool) for tool in offered])

    def _described(self, tool: ToolDefinition) -> types.Tool:
        return types.Tool(
            name=tool.name,
            title=tool.title,
            description=tool.description,
            input_schema=self._schemas[tool.name],
            output_schema=tool.output,
            annotations=types.ToolAnnotations(
                title=tool.title,
                read_only_hint=not tool.writes,
                destructive_hint=tool.is_destructive,
                idempotent_hint=not tool.writes,
                open_world_hint=False,
            ),
        )

    async def _call_tool(
        self, _context: Context, params: types.CallToolRequestParams
    ) -> types.CallToolResult:
        if params.name not in self.tools:
            raise _invalid(f"unknown tool {params.name[:80]!r}", params.name, self.tools)
        try:
            answer = await self.call(params.name, params.arguments or {})
        except CallRefused as error:
            return _failed(error.text)
        except Exception as error:
            # The reason is for whoever runs the server, not for the client.
            print(f"wfk mcp: {params.name}: {type(error).__name__}: {error}", file=sys.stderr)
            return _failed("internal error in this tool\nreport it, and use another tool meanwhile")
        content = types.TextContent(type="text", text=answer.text)
        return types.CallToolResult(content=[content], structured_content=dict(answer.structured))

    async def _list_resources(
        self, _context: Context, _params: types.PaginatedRequestParams | None
    ) -> types.ListResourcesResult:
        return types.ListResourcesResult(resources=list(resources.RESOURCES))

    async def _list_templates(
        self, _context: Context, _params: types.PaginatedRequestParams | None
    ) -> types.ListResourceTemplatesResult:
        return types.ListResourceTemplatesResult(resource_templates=list(resources.TEMPLATES))

    async def _read_resource(
        self, _context: Context, params: types.ReadResourceRequestParams
    ) -> types.ReadResourceResult:
        try:
            return await resources.read_resource(str(params.uri), self.commands, self.most_tokens)
        except CallRefused as error:
            raise MCPError(types.INVALID_PARAMS, error.text) from None

    async def _list_prompts(
        self, _context: Context, _params: types.PaginatedRequestParams | None
    ) -> types.ListPromptsResult:
        return types.ListPromptsResult(prompts=list(prompts.PROMPTS))

    async def _get_prompt(
        self, _context: Context, params: types.GetPromptRequestParams
    ) -> types.GetPromptResult:
        try:
            return prompts.prompt_text(params.name, params.arguments or {})
        except CallRefused as error:
            raise MCPError(types.INVALID_PARAMS, error.text) from None

    async def _complete(
        self, _context: Context, params: types.CompleteRequestParams
    ) -> types.CompleteResult:
        """Complete the names of rules and schemas in the templates of resources."""
        begun = params.argument.value
        known = _completions(params.argument.name) if begun.isprintable() else ()
        values = [name for name in known if name.startswith(begun)]
        completion = types.Completion(
            values=values[:100], total=len(values), has_more=len(values) > 100
        )
        return types.CompleteResult(completion=completion)


def _completions(argument: str) -> tuple[str, ...]:
    """Return the values of the *argument* of a template."""
    if argument == "name":
        return resources.schema_names()
    if argument == "rule":
        from workflowkit.lint.rules.index import INDEX

        return tuple(sorted(_rule_name(row.module) for row in INDEX))
    return ()


def _rule_name(module: str) -> str:
    return module.rpartition(".")[2].replace("_", "-")


def _failed(text: str) -> types.CallToolResult:
    cut = text if paging.tokens(text) < 1500 else f"{text[:3000]}…"
    return types.CallToolResult(content=[types.TextContent(type="text", text=cut)], is_error=True)


def _invalid(message: str, name: str, known: Iterable[str]) -> MCPError:
    listed = list(known)
    help = did_you_mean(name[:80], listed) or f"the tools are: {', '.join(listed)}"
    return MCPError(types.INVALID_PARAMS, f"{message}\n{help}")
