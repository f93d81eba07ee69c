"""A tool: its description, its arguments, and the function that answers a call."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from workflowkit.mcp_server import paging
from workflowkit.mcp_server.arguments import JsonSchema, Properties, input_schema
from workflowkit.mcp_server.commands import Attached, Commands, Finished
from workflowkit.mcp_server.paging import Page
from workflowkit.mcp_server.roots import Roots
from workflowkit.records import dataclass

_OVERHEAD: Final = 160
"""Tokens of an answer besides its page."""


@dataclass(frozen=True, slots=True)
class ToolAnswer:
    """The answer to a call, in both forms."""

    text: str
    """A short text for agents and people."""
    structured: Mapping[str, Any]
    """The same as data, as the output schema of the tool promises."""


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a tool with valid arguments."""

    commands: Commands
    arguments: Mapping[str, Any]

    @property
    def roots(self) -> Roots:
        """The folders of the server."""
        return self.commands.roots

    @property
    def page_limit(self) -> int:
        """Tokens for the page of the answer."""
        limit = int(self.arguments["max_tokens"])
        return limit * 95 // 100 - _OVERHEAD

    @property
    def cursor(self) -> str | None:
        """The cursor, if one is given."""
        return self.arguments.get("cursor")

    def option(self, name: str, option: str = "") -> list[str]:
        """Return the argument *name* as an option of a command; nothing when it is not given."""
        value = self.arguments.get(name)
        return [] if value is None else [f"{option or '--' + name}={value}"]

    def file(self) -> tuple[list[str], list[str], bytes]:
        """Return the options and the operands that name the file of the call, and the bytes on standard input. Raises CallRefused."""
        path, text = self.arguments["path"], self.arguments.get("text")
        if text is None:
            return [], ["--", self.roots.existing(path)], b""
        name = self.roots.file_name(path)
        return [f"--stdin-filename={name}"], ["--", "-"], text.encode("utf-8", "surrogatepass")

    def context(self) -> list[str | Attached]:
        """Return the context values of the call as an option."""
        values = self.arguments.get("context")
        if not values:
            return []
        return [Attached("--context-file", "context.json", paging.compact(values))]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolDefinition:
    """A tool."""

    name: str
    title: str
    description: str
    answer: Callable[[Call], Awaitable[ToolAnswer]]
    properties: Properties
    required: tuple[str, ...] = ()
    output: JsonSchema
    writes: bool = False
    """True when it writes files."""
    is_destructive: bool = False
    """True when what it writes may replace something."""

    def input_schema(self, most_tokens: int) -> JsonSchema:
        """Return the schema of the arguments."""
        return input_schema(self.properties, self.required, most_tokens)


_PAGE: Final[JsonSchema] = {
    "type": "object",
    "description": "Which part of the whole answer this is; positions count from 0.",
    "properties": {
        "first": {"type": "integer"},
        "last": {"type": "integer", "description": "Position after the last one."},
        "total": {"type": "integer"},
        "cursor": {
            "type": ["string", "null"],
            "description": "Give it with the same arguments for the next page; null on the last one.",
        },
        "isCut": {"type": "boolean", "description": "True when an entry was too large."},
    },
    "required": ["first", "last", "total", "cursor", "isCut"],
}

_COMMON: Final[Properties] = {
    "command": {"type": "string", "description": "The command line with the same answer."},
    "exitCode": {"type": "integer", "description": "0: fine; 1: findings, or not valid."},
    "notes": {"type": "string", "description": "What the command noted besides its answer."},
    "page": _PAGE,
}


def output_schema(
    own: Properties, definitions: Mapping[str, JsonSchema] | None = None
) -> JsonSchema:
    """Return the schema of answers with the keys *own* besides those that all answers have."""
    properties = {**own, **_COMMON}
    schema: JsonSchema = {
        "type": "object",
        "properties": properties,
        "required": list(properties),
    }
    return {**schema, "$defs": dict(definitions)} if definitions else schema


TEXT_OUTPUT: Final = output_schema(
    {"text": {"type": "string", "description": "What the command prints, or a page of it."}}
)
"""The schema of answers that are one text."""


def text_answer(call: Call, done: Finished) -> ToolAnswer:
    """Return the page of what a command printed."""
    page = paging.text_page(done.out, call.cursor, call.page_limit - _notes_size(done))
    structured = {"text": page.part, **common(done, page)}
    return ToolAnswer(_with_more(page.part, page, "characters"), structured)


@dataclass(frozen=True, slots=True)
class EntryList:
    """The entries of an answer."""

    key: str
    """Their key in the structured answer."""
    entries: list[Any]
    line: Callable[[Any], str]
    """Returns the line of an entry in the text."""
    head: str
    """The first line of the text."""


def list_answer(
    call: Call, done: Finished, found: EntryList, others: Mapping[str, Any] | None = None
) -> ToolAnswer:
    """Return the page of the entries *found*, with the keys *others*."""
    others = others or {}
    size = _notes_size(done) + paging.tokens(paging.compact(others)) + paging.tokens(found.head)
    page = paging.item_page(found.entries, found.line, call.cursor, call.page_limit - size)
    lines = [found.head, *map(found.line, page.part)]
    structured = {found.key: page.part, **others, **common(done, page)}
    return ToolAnswer(_with_more("\n".join(lines), page, "entries"), structured)


def common(done: Finished, page: Page[Any]) -> dict[str, Any]:
    """Return the keys that all answers have."""
    return {
        "command": done.line,
        "exitCode": done.exit_code,
        "notes": _notes(done),
        "page": {
            "first": page.first,
            "last": page.last,
            "total": page.total,
            "cursor": page.cursor,
            "isCut": page.is_cut,
        },
    }


def _notes(done: Finished) -> str:
    return done.err.strip()[:600]


def _notes_size(done: Finished) -> int:
    return paging.tokens(_notes(done)) + paging.tokens(done.line)


def _with_more(text: str, page: Page[Any], unit: str) -> str:
    if page.cursor is None:
        return text
    more = f"{unit} {page.first + 1} to {page.last} of {page.total}"
    ending = "" if text.endswith("\n") else "\n"
    return f'{text}{ending}[{more}; for the rest call again with cursor "{page.cursor}"]'
