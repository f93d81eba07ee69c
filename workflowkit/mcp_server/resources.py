"""The resources: the guide to the format, the catalog, the pages of rules and the schemas."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Final

import mcp_types as types

from workflowkit.mcp_server import paging
from workflowkit.mcp_server.commands import Commands
from workflowkit.mcp_server.refusal import CallRefused
from workflowkit.run.spec_folder import bundled
from workflowkit.text import files
from workflowkit.text.suggest import did_you_mean

GUIDE: Final = "wfk://guide"
CATALOG: Final = "wfk://catalog"
RULES: Final = "wfk://rules"

_MARKDOWN: Final = "text/markdown"
_PLAIN: Final = "text/plain"
_SCHEMA: Final = "application/schema+json"

RESOURCES: Final = (
    types.Resource(
        uri=GUIDE,
        name="guide",
        title="How to write a workflow",
        description="The format, taught on one real file.",
        mime_type=_MARKDOWN,
    ),
    types.Resource(
        uri=CATALOG,
        name="catalog",
        title="Workflows of this project",
        description="Tags and workflows with what each is for, as wfk list prints them.",
        mime_type=_PLAIN,
    ),
    types.Resource(
        uri=RULES,
        name="rules",
        title="Rules",
        description="Every rule: code, name, severity, smallest profile, fix.",
        mime_type=_PLAIN,
    ),
    types.Resource(
        uri="wfk://schema/workflow",
        name="schema",
        title="Schema of workflows",
        description="JSON Schema of workflow files; its definitions are resources of their own.",
        mime_type=_SCHEMA,
    ),
)

TEMPLATES: Final = (
    types.ResourceTemplate(
        uri_template="wfk://rules/{rule}",
        name="rule",
        title="Page of a rule",
        description="Why, examples and fix of a rule, by its code or name: wfk://rules/C001.",
        mime_type=_PLAIN,
    ),
    types.ResourceTemplate(
        uri_template="wfk://schema/{name}",
        name="schema_of_format",
        title="Schema of a format",
        description="JSON Schema of a format: workflow, triggers, scenario, config and others.",
        mime_type=_SCHEMA,
    ),
    types.ResourceTemplate(
        uri_template="wfk://schema/{name}/{definition}",
        name="schema_definition",
        title="Definition of a schema",
        description="One definition of a schema: wfk://schema/workflow/standardStep.",
        mime_type=_SCHEMA,
    ),
    types.ResourceTemplate(
        uri_template="wfk://{resource}?page={page}",
        name="page",
        title="Page of a long text",
        description="The next page of a guide, catalog or list, as the end of the page before names it.",
        mime_type=_PLAIN,
    ),
)

_URI: Final = re.compile(
    r"wfk://(?P<kind>guide|catalog|rules|schema)(?:/(?P<name>[\w-]{1,64}))?(?:/(?P<part>\w{1,64}))?"
    r"(?:\?page=(?P<page>[0-9]{1,9}-[0-9a-f]{12}))?"
)


async def read_resource(uri: str, commands: Commands, limit: int) -> types.ReadResourceResult:
    """Return the resource at *uri*, in at most *limit* tokens. Raises CallRefused."""
    found = _URI.fullmatch(uri)
    if not found:
        raise CallRefused(
            f"no resource is called {uri[:120]!r}",
            help=f"the resources are: {', '.join(resource.uri for resource in RESOURCES)}",
        )
    kind, name, part = found["kind"], found["name"], found["part"]
    if kind == "schema" and name:
        return _result(uri, _SCHEMA, _schema(name, part or "", limit))
    if part or (kind in ("guide", "catalog") and name) or (kind == "schema"):
        raise CallRefused(
            f"no resource is called {uri[:120]!r}", help="list the resources and their templates"
        )
    if kind == "guide":
        return _paged(uri, _MARKDOWN, _guide(), found["page"], limit)
    words = ["list"] if kind == "catalog" else ["explain", "--", name] if name else ["rules"]
    done = await commands.run(words, accepted=(0,))
    return _paged(uri, _PLAIN, done.out, found["page"], limit)


def _paged(
    uri: str, mime_type: str, text: str, cursor: str | None, limit: int
) -> types.ReadResourceResult:
    page = paging.text_page(text, cursor, limit - 100)
    if page.cursor is None:
        return _result(uri, mime_type, page.part)
    following = f"{uri.partition('?')[0]}?page={page.cursor}"
    return _result(uri, mime_type, f"{page.part}\n[continues in {following}]\n")


def _result(uri: str, mime_type: str, text: str) -> types.ReadResourceResult:
    contents = types.TextResourceContents(uri=uri, mime_type=mime_type, text=text)
    return types.ReadResourceResult(contents=[contents])


@cache
def _guide() -> str:
    return files.read(bundled("docs") / "authoring.md").decode("utf-8")


@cache
def schema_names() -> tuple[str, ...]:
    """Return the names of the published schemas."""
    suffix = ".schema.json"
    return tuple(
        sorted(path.name.removesuffix(suffix) for path in Path(bundled("spec")).glob(f"*{suffix}"))
    )


def _schema(name: str, definition: str, limit: int) -> str:
    """Return the schema called *name*, or a *definition* of it. Definitions that do not fit are named by where they are."""
    if name not in schema_names():
        raise CallRefused(
            f"no schema is called {name!r}",
            help=did_you_mean(name, schema_names()) or f"known: {', '.join(schema_names())}",
        )
    schema = json.loads(files.read(bundled("spec") / f"{name}.schema.json"))
    definitions = schema.get("$defs", {})
    if definition:
        if definition not in definitions:
            raise CallRefused(
                f"the schema '{name}' has no definition {definition!r}",
                help=did_you_mean(definition, definitions) or f"known: {', '.join(definitions)}",
            )
        return paging.compact(paging.cut(definitions[definition], limit * 2))
    text = paging.compact(schema)
    if paging.tokens(text) <= limit:
        return text
    places = {key: {"$ref": f"wfk://schema/{name}/{key}"} for key in definitions}
    return paging.compact(paging.cut({**schema, "$defs": places}, limit * 2))
